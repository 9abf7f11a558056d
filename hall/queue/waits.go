package queue

import (
	"math"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// wait is the window of a ticket with so many ahead; nothing is told while no counter is open that may call it,
// whatever a forecast of a moment ago still holds. A forecast that does not know yet, right after a counter opened,
// leaves it to the plan.
func (s *state) wait(t *hall.Ticket, ahead int, now hall.Millis, w Waits) hall.Wait {
	callers := s.callers(t)
	if len(callers) == 0 {
		return hall.Wait{}
	}
	if w != nil {
		if told := w.Wait(t, ahead); told.Known {
			return told
		}
	}
	return s.workBefore(t, callers, now).shared(len(callers))
}

// place is where one who takes a ticket of a group now would stand, with the credit of a priority.
func (s *state) place(g hall.GroupCode, p hall.Priority, now hall.Millis, w Waits) hall.Place {
	credit := s.credit(g, hall.IssueRequest{Priority: p})
	t := &hall.Ticket{Group: g, Priority: p, State: hall.Waiting, Number: math.MaxInt, IssuedAt: now, Effective: now.Add(-credit), Credited: credit > 0}
	ahead := len(s.lines[g])
	if t.Credited {
		ahead = s.lines[g].place(t)
	}
	return hall.Place{Ahead: ahead, WaitFor: s.wait(t, ahead, now, w)}
}

// PlanWait is the wait window by a group's plan values alone, where nobody else waits: it is what there is before
// anything is learned.
func PlanWait(g hall.ServiceGroup, ahead, counters int) hall.Wait {
	return load{}.plus(g, float64(ahead)+halfDone).shared(counters)
}

// halfDone is one more than those ahead: whoever is being served now is half done.
const halfDone = 0.5

// load is work by plan values, in minutes and their square.
type load struct{ mean, variance float64 }

func (l load) plus(g hall.ServiceGroup, people float64) load {
	spread := max(g.PlanP90-g.PlanMean, 0)
	return load{l.mean + people*g.PlanMean, l.variance + people*spread*spread}
}

// shared is the wait for work that so many counters do: the spread is that of the planned 90th percentiles, and shrinks
// with the number of people.
func (l load) shared(counters int) hall.Wait {
	if counters < 1 {
		return hall.Wait{}
	}
	mean, spread := l.mean/float64(counters), math.Sqrt(l.variance)/float64(counters)
	low := max(0, math.Floor(mean-spread))
	return hall.Wait{LowMin: int(low), HighMin: int(max(math.Ceil(mean+spread), low+1)), Known: true}
}

// workBefore is the work until a ticket's turn at the counters that may call it: with those whom they call before it,
// by the rule of Pick, and with what is under way while all are busy. Of one whom other counters may call as well it is
// a part.
func (s *state) workBefore(t *hall.Ticket, callers []hall.CounterSetup, now hall.Millis) (l load) {
	waiting := s.all
	if s.tickets[t.ID] == nil { // nobody has it yet
		waiting = append(slices.Clone(waiting), t)
	}
	before := map[hall.TicketID]int{}
	for _, c := range callers {
		v := &view{now, s.setup.Outlet.Rules, c}
		for o := range v.turns(s.counter(c.ID).InRow, waiting) {
			if o.ID == t.ID {
				break
			}
			before[o.ID]++
		}
	}
	for _, o := range s.all {
		if group, ok := s.setup.Group(o.Group); ok && before[o.ID] > 0 {
			l = l.plus(group, float64(before[o.ID])/float64(len(s.callers(o))))
		}
	}
	if group, ok := s.setup.Group(t.Group); ok && !s.oneIdle(callers) {
		l = l.plus(group, halfDone)
	}
	return l
}

// oneIdle reports whether one of these open counters has nobody: no work is under way before its next call.
func (s *state) oneIdle(open []hall.CounterSetup) bool {
	return slices.ContainsFunc(open, func(c hall.CounterSetup) bool { return s.counter(c.ID).Ticket == "" })
}

// callers are the open counters that may call a ticket.
func (s *state) callers(t *hall.Ticket) (open []hall.CounterSetup) {
	for _, c := range s.setup.Counters {
		if _, may := (&view{counter: c}).level(t); may && s.counter(c.ID).State == hall.CounterOpen {
			open = append(open, c)
		}
	}
	return open
}
