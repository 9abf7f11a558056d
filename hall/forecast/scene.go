package forecast

import (
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// scene is a hall as its events left it: who waits, who is being served, which counters are open.
type scene struct {
	rules    hall.Rules
	groups   []hall.ServiceGroup
	counters []hall.CounterSetup
	states   map[hall.CounterID]hall.Counter
	tickets  map[hall.TicketID]*hall.Ticket // waiting, called or serving
}

func (s *scene) use(setup hall.Setup) {
	s.rules, s.groups, s.counters = setup.Outlet.Rules, setup.Groups, setup.Counters
	if s.states == nil {
		s.clear()
	}
}

func (s *scene) clear() {
	s.states, s.tickets = map[hall.CounterID]hall.Counter{}, map[hall.TicketID]*hall.Ticket{}
}

// see takes over the images after an event.
func (s *scene) see(_ hall.Event, b hall.Body) {
	if b.Counter != nil {
		s.states[b.Counter.ID] = *b.Counter
	}
	if b.Ticket == nil {
		return
	}
	t := *b.Ticket
	if t.State == hall.Waiting || t.State.Active() {
		s.tickets[t.ID] = &t
	} else {
		delete(s.tickets, t.ID)
	}
	s.occupy(t)
}

// occupy keeps a counter's ticket right also when the event tells only of the ticket.
func (s *scene) occupy(t hall.Ticket) {
	c, ok := s.states[t.Counter]
	if !ok {
		return
	}
	switch {
	case t.State.Active():
		c.Ticket = t.ID
	case c.Ticket == t.ID:
		c.Ticket = ""
	}
	s.states[t.Counter] = c
}

// line is the waiting tickets of a group by effective time.
func (s *scene) line(g hall.GroupCode) []*hall.Ticket {
	var l []*hall.Ticket
	for _, t := range s.tickets {
		if t.State == hall.Waiting && t.Group == g {
			l = append(l, t)
		}
	}
	slices.SortFunc(l, func(a, b *hall.Ticket) int {
		for _, d := range []int64{int64(a.Effective - b.Effective), int64(a.IssuedAt - b.IssuedAt), int64(a.Number - b.Number)} {
			if d != 0 {
				return int(max(-1, min(1, d)))
			}
		}
		return 0
	})
	return l
}

// passing is how long after now somebody may come who is called before one who waits now (see queue.Pick): the largest credit and the
// largest preference together.
func (s *scene) passing() float64 {
	credit := max(s.rules.CareMin, s.rules.BookedMin, s.rules.TransferMin, s.rules.PapersMin)
	level := 0
	for _, c := range s.counters {
		for _, k := range c.Serves {
			level = max(level, k.Level)
		}
	}
	return float64(credit + level*s.rules.LevelMin)
}
