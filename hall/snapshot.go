package hall

import "time"

// Snapshot is a hall at one durable moment: all a display, a kiosk's home or a counter's queue list needs.
type Snapshot struct {
	Outlet   Outlet        `json:"outlet"` // with its rules
	Day      Day           `json:"day"`
	At       Millis        `json:"at_ms"` // the node's clock
	Cursor   Cursor        `json:"cursor"`
	Groups   []GroupView   `json:"groups"` // withdrawn groups only while somebody waits
	Items    []ServiceType `json:"items"`
	Counters []CounterView `json:"counters"`
	Waiting  []Ticket      `json:"waiting"` // by effective time; customers' tokens left out
	Held     []Ticket      `json:"held,omitempty"`
	Missed   []Ticket      `json:"missed,omitempty"` // that may still come back
	Recent   []CallView    `json:"recent"`           // the last calls, newest first, at most 12
	Notices  []Notice      `json:"notices,omitempty"`
	Today    Today         `json:"today"`
	Stranded []GroupCode   `json:"stranded,omitempty"`   // groups with waiting tickets that no open counter may call
	Clock    *Clock        `json:"clock,omitempty"`      // absent while it is right
	Move     *ClockMove    `json:"clock_move,omitempty"` // the last one of the day: its clock was put right, or wrong, and everybody went with it
}

// GroupView is a group as screens show it.
type GroupView struct {
	ServiceGroup
	Waiting   int         `json:"waiting"`
	LongestMs int64       `json:"longest_ms"`        // the longest wait of those who wait
	WaitFor   Wait        `json:"wait"`              // of one who takes an ordinary ticket now
	Care      *Place      `json:"care,omitempty"`    // of one who takes a care ticket now; nil: a node that does not tell it yet
	Open      bool        `json:"open"`              // takes tickets now
	Refusal   Code        `json:"refusal,omitempty"` // why not
	Windows   []CounterID `json:"windows"`           // counters that call for it now, or will after a break
}

// Place is where a ticket would stand: how many of its group come before it, and how long it would wait.
type Place struct {
	Ahead   int  `json:"ahead"`
	WaitFor Wait `json:"wait"`
}

// CounterView is a counter as screens show it.
type CounterView struct {
	Counter
	Label    string    `json:"label"`
	Serves   []Skill   `json:"serves"`
	Badge    string    `json:"badge,omitempty"` // 工号 of the teller
	No       TicketNo  `json:"no,omitempty"`    // of the ticket called or serving
	NoGroup  GroupCode `json:"no_group,omitempty"`
	NoState  State     `json:"no_state,omitempty"`
	CalledAt Millis    `json:"called_at,omitempty"`
	LeftOpen bool      `json:"left_open,omitempty"` // since a day that is over: who is there shows himself by his PIN
	Today    Today     `json:"today"`
}

// CallView is one call as displays show it.
type CallView struct {
	Ticket   TicketID  `json:"ticket"`
	No       TicketNo  `json:"no"`
	Counter  CounterID `json:"counter"`
	Label    string    `json:"label"`
	Group    GroupCode `json:"service"`
	Language Language  `json:"language,omitempty"`
	Recall   bool      `json:"recall,omitempty"`
	At       Millis    `json:"at_ms"`
	Seq      Seq       `json:"seq"`
}

// Today counts a day. Tickets ended by the system are left out of the sums.
type Today struct {
	Issued    int   `json:"issued"`
	Finished  int   `json:"finished"`
	NoShows   int   `json:"no_shows"`
	WaitMs    int64 `json:"wait_ms"`   // sum over called tickets
	Called    int   `json:"called"`    // tickets called at least once
	ServedMs  int64 `json:"served_ms"` // sum over finished tickets
	Rated     int   `json:"rated"`
	Satisfied int   `json:"satisfied"` // levels 5, 4, 3
}

// onTheWay is how long a snapshot may have been under way: clocks that are no more apart agree.
const onTheWay = 30 * time.Second

// Apart is how far the hall's clock is before that of the machine which the snapshot comes to at now.
func (s *Snapshot) Apart(now time.Time) time.Duration {
	if d := s.At.Time().Sub(now); d.Abs() > onTheWay {
		return d
	}
	return 0
}
