package queue

import (
	"context"
	"maps"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// Hall implements hall.Authority.
func (q *Queue) Hall(context.Context) (hall.Snapshot, error) {
	w := q.waiter()
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	s := q.durable
	now := q.now(s)
	h := hall.Snapshot{Outlet: s.setup.Outlet, Day: s.day.Day, At: now, Cursor: s.cursor, Groups: s.groupViews(now, w),
		Items: s.setup.Items, Counters: s.counterViews(), Waiting: s.bare(s.all), Held: s.bare(sorted(s.held)), Missed: s.mayReturn(now),
		Recent: slices.Clone(s.recent), Notices: s.setup.Notices, Today: s.today, Stranded: s.stranded()}
	if h.Recent == nil {
		h.Recent = []hall.CallView{}
	}
	clock := q.clockOf(s)
	if clock.State != hall.ClockRight {
		h.Clock = &clock
	}
	h.Move = clock.Move
	return h, nil
}

// groupViews leaves withdrawn groups out, except while somebody waits in them.
func (s *state) groupViews(now hall.Millis, w Waits) []hall.GroupView {
	views := []hall.GroupView{}
	for _, g := range s.setup.Groups {
		l := s.lines[g.Code]
		if g.Withdrawn && len(l) == 0 {
			continue
		}
		care := s.place(g.Code, hall.Care, now, w)
		v := hall.GroupView{ServiceGroup: g, Waiting: len(l), WaitFor: s.place(g.Code, hall.Ordinary, now, w).WaitFor,
			Care: &care, Refusal: s.refusal(g, hall.FromKiosk, now), Windows: s.staffed(g.Code)}
		v.Open = v.Refusal == ""
		for _, t := range l {
			v.LongestMs = max(v.LongestMs, int64(t.Wait(now)))
		}
		views = append(views, v)
	}
	return views
}

func (s *state) counterViews() []hall.CounterView {
	views := []hall.CounterView{}
	for _, c := range s.setup.Counters {
		v := hall.CounterView{Counter: s.counter(c.ID), Label: c.Label, Serves: c.Serves}
		v.Badge, v.LeftOpen = s.badge(v.Teller), s.leftOpen(v.Counter)
		if t := s.tickets[v.Ticket]; t != nil {
			v.No, v.NoGroup, v.NoState, v.CalledAt = t.No, t.Group, t.State, t.CalledAt
		}
		if d := s.atCounter[c.ID]; d != nil {
			v.Today = *d
		}
		views = append(views, v)
	}
	return views
}

func (s *state) badge(id hall.TellerID) string {
	for _, t := range s.setup.Tellers {
		if t.ID == id {
			return t.Badge
		}
	}
	return ""
}

// bare copies tickets for screens, without the person's token. A colleague's word and the hash of the page's token, by
// which a counter that is cut off finds a visitor's phone, a node shows to staff alone.
func (s *state) bare(l line) []hall.Ticket {
	tickets := make([]hall.Ticket, len(l))
	for i, t := range l {
		tickets[i] = s.noted(*t)
		tickets[i].Customer = ""
	}
	return tickets
}

func sorted(m map[hall.TicketID]*hall.Ticket) line {
	return slices.SortedFunc(maps.Values(m), func(a, b *hall.Ticket) int {
		if ahead(a, b) {
			return -1
		}
		return 1
	})
}

func (s *state) mayReturn(now hall.Millis) []hall.Ticket {
	return s.bare(slices.DeleteFunc(sorted(s.missed), func(t *hall.Ticket) bool { return !s.returnable(t, now) }))
}

// stranded are the groups with people who wait for nobody.
func (s *state) stranded() []hall.GroupCode {
	var groups []hall.GroupCode
	for _, g := range slices.Sorted(maps.Keys(s.lines)) {
		served := s.servedBy(g) > 0
		if slices.ContainsFunc(s.lines[g], func(t *hall.Ticket) bool { return s.isStranded(t, served) }) {
			groups = append(groups, g)
		}
	}
	return groups
}

func (s *state) isStranded(t *hall.Ticket, served bool) bool {
	if t.ForCounter != "" {
		return s.counter(t.ForCounter).State != hall.CounterOpen
	}
	return !served
}
