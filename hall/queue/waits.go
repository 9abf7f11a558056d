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
	return PlanWait(group, ahead, open)
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

// PlanWait is the wait window by a group's plan values alone: people ahead share the open counters, the spread is that of the planned
// 90th percentile and shrinks with the number of people. It is what there is before anything is learned.
func PlanWait(g hall.ServiceGroup, ahead, counters int) hall.Wait {
	if counters < 1 {
		return hall.Wait{}
	}
	n := float64(ahead) + 0.5 // whoever is being served now is half done
	mean := g.PlanMean * n / float64(counters)
	spread := max(g.PlanP90-g.PlanMean, 0) * math.Sqrt(n) / float64(counters)
	low := max(0, math.Floor(mean-spread))
	return hall.Wait{LowMin: int(low), HighMin: int(max(math.Ceil(mean+spread), low+1)), Known: true}
}
