package queue

import (
	"math"

	"github.com/brighthall/brighthall/hall"
)

// wait is the window of a ticket with so many ahead; nothing is told while no counter is open for its group, whatever a forecast of a
// moment ago still holds. A forecast that does not know yet, right after a counter opened, leaves it to the plan.
func (s *state) wait(t *hall.Ticket, ahead int, w Waits) hall.Wait {
	open := s.servedBy(t.Group)
	if open == 0 {
		return hall.Wait{}
	}
	if w != nil {
		if told := w.Wait(t, ahead); told.Known {
			return told
		}
	}
	group, ok := s.setup.Group(t.Group)
	if !ok {
		return hall.Wait{}
	}
	return s.othersBefore(t).plus(group, float64(ahead)+halfDone).shared(open)
}

// place is where one who takes a ticket of a group now would stand, with the credit of a priority.
func (s *state) place(g hall.GroupCode, p hall.Priority, now hall.Millis, w Waits) hall.Place {
	credit := s.credit(g, hall.IssueRequest{Priority: p})
	t := &hall.Ticket{Group: g, Priority: p, State: hall.Waiting, Number: math.MaxInt, IssuedAt: now, Effective: now.Add(-credit), Credited: credit > 0}
	ahead := len(s.lines[g])
	if t.Credited {
		ahead = s.lines[g].place(t)
	}
	return hall.Place{Ahead: ahead, WaitFor: s.wait(t, ahead, w)}
}

// PlanWait is the wait window by a group's plan values alone, where nobody else waits: it is what there is before anything is learned.
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

// shared is the wait for work that so many counters do: the spread is that of the planned 90th percentiles, and shrinks with the number of
// people.
func (l load) shared(counters int) hall.Wait {
	if counters < 1 {
		return hall.Wait{}
	}
	mean, spread := l.mean/float64(counters), math.Sqrt(l.variance)/float64(counters)
	low := max(0, math.Floor(mean-spread))
	return hall.Wait{LowMin: int(low), HighMin: int(max(math.Ceil(mean+spread), low+1)), Known: true}
}

// othersBefore is the work with people of other groups whom the counters of a ticket call before it, by the rule of Pick. Of one whom other
// counters call as well it is a part.
func (s *state) othersBefore(t *hall.Ticket) (l load) {
	mine := s.serving(t.Group)
	for _, o := range s.all {
		group, ok := s.setup.Group(o.Group)
		if o.Group == t.Group || !ok {
			continue
		}
		before := 0
		for _, c := range mine {
			if (&view{rules: s.setup.Outlet.Rules, counter: c}).before(o, t) {
				before++
			}
		}
		l = l.plus(group, float64(before)/float64(max(s.servedBy(o.Group), before, 1)))
	}
	return l
}

// serving are the counters that serve a group now.
func (s *state) serving(g hall.GroupCode) (open []hall.CounterSetup) {
	for _, id := range s.windows(g) {
		if c, ok := s.counterSetup(id); ok && s.counter(id).State == hall.CounterOpen {
			open = append(open, c)
		}
	}
	return open
}
