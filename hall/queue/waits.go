package queue

import (
	"math"

	"github.com/brighthall/brighthall/hall"
)

// wait is the window of one who has so many ahead; nothing is told while no counter is open for the group, whatever a forecast of a
// moment ago still holds. A forecast that does not know yet, right after a counter opened, leaves it to the plan.
func (s *state) wait(g hall.GroupCode, ahead int, w Waits) hall.Wait {
	open := s.servedBy(g)
	if open == 0 {
		return hall.Wait{}
	}
	if w != nil {
		if told := w.Wait(g, ahead); told.Known {
			return told
		}
	}
	group, ok := s.setup.Group(g)
	if !ok {
		return hall.Wait{}
	}
	return PlanWait(group, ahead, open)
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
