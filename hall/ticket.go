package hall

// Source is where a ticket came from.
type Source string

// The sources.
const (
	FromKiosk   Source = "kiosk"
	FromCounter Source = "counter"
	FromWeb     Source = "web"
	FromBooking Source = "booking"
	FromCenter  Source = "center"  // staff at the center
	FromForeign Source = "foreign" // a machine of another maker, through the gateway
)

// Sources are all of them. The last one is of a ticket that was ordered, and nobody asks with it.
var Sources = []Source{FromKiosk, FromCounter, FromWeb, FromBooking, FromForeign, FromCenter}

// AskedSources are those of Sources that a request may say.
var AskedSources = Sources[:5]

// Priority is a lawful reason to be earlier. It gives credit, and a prefix of its own.
type Priority string

// The priorities.
const (
	Ordinary Priority = ""
	Care     Priority = "care"   // 爱心: old, disabled, soldier, pregnant; prefix L
	Booked   Priority = "booked" // booked and on time; prefix Y
)

// Priorities are all of them.
var Priorities = []Priority{Ordinary, Care, Booked}

// Prefixes that priorities give, instead of the group's own.
const (
	CarePrefix   = "L"
	BookedPrefix = "Y"
)

// Market is the kind of customer.
type Market string

// The markets.
const (
	Residential Market = "residential" // 居民
	Commercial  Market = "commercial"  // 商业
	Municipal   Market = "municipal"   // 市政
)

// Markets are all of them; empty: not known.
var Markets = []Market{"", Residential, Commercial, Municipal}

// Ticket is one visit's place in the queue. It carries no name and no number of a person, only a token.
//
// Times are milliseconds since 1970 UTC; zero means it has not happened. Version rises by one with every event of the
// ticket.
type Ticket struct {
	ID          TicketID   `json:"id"`
	Outlet      OutletID   `json:"outlet"`
	Day         Day        `json:"day"`
	No          TicketNo   `json:"no"`
	Prefix      string     `json:"prefix"`
	Number      int        `json:"number"`
	Code        string     `json:"code"`       // 14 digits, see ticketcode.go
	TokenHash   string     `json:"token_hash"` // hex SHA-256 of the ticket page's token
	Group       GroupCode  `json:"service"`
	Items       []ItemCode `json:"items,omitempty"`
	Source      Source     `json:"source"`
	Terminal    TerminalID `json:"terminal,omitempty"` // that issued it
	Priority    Priority   `json:"priority,omitempty"`
	Appointment string     `json:"appointment,omitempty"`
	Market      Market     `json:"market,omitempty"`
	Language    Language   `json:"language,omitempty"`
	Customer    CustomerID `json:"customer,omitempty"`

	State    State `json:"state"`
	Previous State `json:"previous,omitempty"` // before it ended, for Reopen
	Version  int   `json:"version"`

	IssuedAt      Millis `json:"issued_at"`
	Effective     Millis `json:"effective"`            // issue time − credit: its place in line
	Credited      bool   `json:"credited,omitempty"`   // effective time holds a credit
	NotBefore     Millis `json:"not_before,omitempty"` // rests until, unless nobody else waits
	FirstCalledAt Millis `json:"first_called_at,omitempty"`
	CalledAt      Millis `json:"called_at,omitempty"`  // the last call or recall
	RoundAt       Millis `json:"round_at,omitempty"`   // the first call since it last waited
	StartedAt     Millis `json:"started_at,omitempty"` // the first start
	ServingSince  Millis `json:"serving_since,omitempty"`
	ServedMs      int64  `json:"served_ms,omitempty"` // serving time of closed stretches
	MissedAt      Millis `json:"missed_at,omitempty"`
	EndedAt       Millis `json:"ended_at,omitempty"`
	ReleaseAt     Millis `json:"release_at,omitempty"` // the teller is gone: back to the head then

	Calls      int       `json:"calls,omitempty"` // since it last waited
	NoShows    int       `json:"no_shows,omitempty"`
	Counter    CounterID `json:"counter,omitempty"`     // that has or last had it
	Teller     TellerID  `json:"teller,omitempty"`      // who has or last had it
	ForCounter CounterID `json:"for_counter,omitempty"` // transferred to this counter alone
	HoldBy     CounterID `json:"hold_by,omitempty"`     // held for this counter; empty while held: for anyone
	HoldUntil  Millis    `json:"hold_until,omitempty"`  // a timed hold returns by itself then
	Noted      bool      `json:"noted,omitempty"`       // a hand-over word of a transfer or hold is kept for it
	Note       string    `json:"note,omitempty"`        // that word, in answers to staff alone: never in an event, never in a ticket's row

	EndedBy    string               `json:"ended_by,omitempty" enum:",teller,visitor,system,unprinted"` // "teller" "visitor" "system" "unprinted"
	EndedFrom  TerminalID           `json:"ended_from,omitempty"`                                       // the program that finished it: it may still bring the visitor's word
	Outcomes   map[ItemCode]Outcome `json:"outcomes,omitempty"`
	Evaluation *Evaluation          `json:"evaluation,omitempty"`
	Paper      PaperState           `json:"paper,omitempty"`
	Broken     []Stretch            `json:"broken,omitempty"` // visits that a release broke off, oldest first
}

// Stretch is a visit at a counter that fell silent, so that the ticket was released. The visitor may have been served
// there all the same: the counter's program tells when it is back.
type Stretch struct {
	Counter  CounterID  `json:"counter"`
	Teller   TellerID   `json:"teller,omitempty"`
	Terminal TerminalID `json:"terminal"`
	State    State      `json:"state"`              // called or serving
	Since    Millis     `json:"since"`              // called or served since
	Until    Millis     `json:"until"`              // the release
	Passed   bool       `json:"passed,omitempty"`   // another counter began to serve the visitor since: what is told is noted here
	EndedAt  Millis     `json:"ended_at,omitempty"` // told too late for the ticket itself

	Outcomes   map[ItemCode]Outcome `json:"outcomes,omitempty"`
	Evaluation *Evaluation          `json:"evaluation,omitempty"`
}

// Wait is the time waited until the first call, or until now of a ticket that waits, also when it was called before.
func (t Ticket) Wait(now Millis) Millis {
	if t.FirstCalledAt > 0 && t.State != Waiting {
		return t.FirstCalledAt - t.IssuedAt
	}
	if t.EndedAt > 0 {
		return t.EndedAt - t.IssuedAt
	}
	return now - t.IssuedAt
}

// ServiceMs is the time served in milliseconds, including the running stretch.
func (t Ticket) ServiceMs(now Millis) int64 {
	if t.State == Serving && t.ServingSince > 0 {
		return t.ServedMs + int64(now-t.ServingSince)
	}
	return t.ServedMs
}

// Rated reports whether the visitor said a level; "not rated" is none.
func (t Ticket) Rated() bool { return t.Evaluation != nil && t.Evaluation.Level > 0 }

// BySystem reports whether the day close ended the ticket; such tickets stay out of averages.
func (t Ticket) BySystem() bool { return t.EndedBy == EndedBySystem }

// Who ended a ticket.
const (
	EndedByTeller  = "teller"
	EndedByVisitor = "visitor"
	EndedBySystem  = "system"
	EndedUnprinted = "unprinted" // nothing was printed and the visitor left
)

// Outcome of one item when the service ends.
type Outcome string

// The outcomes.
const (
	Accepted  Outcome = "accepted"   // 已受理
	Done      Outcome = "done"       // 已办结
	Papers    Outcome = "papers"     // 缺件: comes back with credit
	Forwarded Outcome = "forwarded"  // 转办
	NotDone   Outcome = "not_done"   // 未办
	WholeItem         = ItemCode("") // outcome of a ticket that names no item
)

// Outcomes are all of them.
var Outcomes = []Outcome{Accepted, Done, Papers, Forwarded, NotDone}

// PaperState says what is known of the printed slip.
type PaperState string

// The states of the slip.
const (
	PaperPrinted    PaperState = "printed"     // the printer confirmed it
	PaperNotPrinted PaperState = "not_printed" // surely nothing came out
	PaperUncertain  PaperState = "uncertain"   // nobody knows; never reprinted blindly
)

// PaperStates are all of them; empty: nobody has told.
var PaperStates = []PaperState{"", PaperPrinted, PaperNotPrinted, PaperUncertain}

// RatingReasons are what a visitor may find not good, in the order of their keys. They are in the log, which has no
// free words.
var RatingReasons = []string{"wait", "manner", "unclear", "steps", "not_done", "other"}

// Evaluation is the visitor's word, given once.
type Evaluation struct {
	Level   int      `json:"level"` // 5 非常满意 … 1 非常不满意, 0 not rated (未评价)
	Reasons []string `json:"reasons,omitempty"`
	At      Millis   `json:"at"`
}

// Wait window of one who takes a ticket now, in whole minutes.
type Wait struct {
	LowMin  int  `json:"low_min"`
	HighMin int  `json:"high_min"`
	Known   bool `json:"known"` // false: nobody serves it, so nothing honest can be said
}

// Standing is a ticket and where it stands now.
type Standing struct {
	Ticket
	URL     string      `json:"url"`                // of the visitor's page; also what the QR code holds
	Ahead   int         `json:"ahead"`              // waiting tickets of the group that come before it
	WaitFor Wait        `json:"wait"`               // honest window
	PrintAt TerminalID  `json:"print_at,omitempty"` // where staff want its slip printed: that terminal sees all that is on it
	Windows []CounterID `json:"windows"`            // counters that may call it now, or after a break
}
