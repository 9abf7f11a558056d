package forecast

import (
	"cmp"
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
	slices.SortFunc(l, byEffective)
	return l
}

// byEffective is the order of a line.
func byEffective(a, b *hall.Ticket) int {
	return cmp.Or(cmp.Compare(a.Effective, b.Effective), cmp.Compare(a.IssuedAt, b.IssuedAt), cmp.Compare(a.Number, b.Number))
}

// passing is how long after now somebody may come who is called before one who waits now (see queue.Pick): the largest
// credit and the largest preference together.
func (s *scene) passing() float64 {
	return slices.Max(append(s.credits(), 0)) + s.preference()
}

// credits are those of the rules, in minutes.
func (s *scene) credits() []float64 {
	var list []float64
	for _, n := range []int{s.rules.CareMin, s.rules.BookedMin, s.rules.TransferMin, s.rules.PapersMin} {
		if n > 0 {
			list = append(list, float64(n))
		}
	}
	return list
}

// preference is the most that a counter's level can be worth, in minutes.
func (s *scene) preference() float64 {
	level := 0
	for _, c := range s.counters {
		for _, k := range c.Serves {
			level = max(level, k.Level)
		}
	}
	return float64(level * s.rules.LevelMin)
}

// ages are how far before now a credit may put somebody in line, smallest first: from one that is worth nothing to one
// that comes before everybody who waits. A larger credit is worth no more.
func (s *scene) ages(now hall.Millis) []float64 {
	list := s.credits()
	if len(list) == 0 {
		return nil
	}
	oldest := now
	for _, t := range s.tickets {
		if t.State == hall.Waiting {
			oldest = min(oldest, t.Effective)
		}
	}
	front := max(slices.Min(list), minutes(now-oldest)+s.preference()+1)
	list = slices.DeleteFunc(list, func(age float64) bool { return age >= front })
	list = append(list, 0, front)
	slices.Sort(list)
	return slices.Compact(list)
}
