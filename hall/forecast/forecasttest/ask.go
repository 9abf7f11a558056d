package forecasttest

import (
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Visit is one asked arrival: what was said and what came true. Minutes.
type Visit struct {
	Kind   Kind
	Later  bool // asked again from the visitor's page, some minutes after he joined the line
	Group  hall.GroupCode
	Shown  hall.Wait
	Expect float64
	Naive  float64 // people ahead in the group × mean of its last 20 services / open counters
	Waited float64
}

// asked is a visit and when it was asked.
type asked struct {
	Visit
	at hall.Millis
}

// askNext notes what is said to one who takes a ticket now. The forecast is the one of a moment before.
func (w *world) askNext(t *hall.Ticket, k Kind) {
	w.o.Refresh()
	w.ask(t, k, false)
}

// askAgain is the page of a credited visitor some minutes later.
func (w *world) askAgain() {
	for _, t := range w.line {
		if list := w.asked[t.ID]; len(list) > 0 && !list[len(list)-1].Later && t.Credited && w.clock.at >= list[len(list)-1].at.Add(3*time.Minute) {
			w.o.Refresh()
			w.ask(t, list[0].Kind, true)
		}
	}
}

func (w *world) ask(t *hall.Ticket, k Kind, later bool) {
	ahead, open := 0, 0
	for _, o := range w.line {
		if o != t && o.Group == t.Group && (o.Effective < t.Effective || o.Effective == t.Effective && o.Number < t.Number) {
			ahead++
		}
	}
	for _, s := range w.seats {
		if s.State == hall.CounterOpen {
			open++
		}
	}
	v := &asked{Visit{Kind: k, Later: later, Group: t.Group, Shown: w.o.Wait(t, ahead),
		Naive: float64(ahead) * w.recent(t.Group) / float64(max(1, open)), Waited: -1}, w.clock.at}
	v.Expect, _ = w.o.Expect(t, ahead)
	w.asked[t.ID] = append(w.asked[t.ID], v)
	w.visits = append(w.visits, v)
}

// recent is the mean of the last 20 services of a group, before there are any the plan's.
func (w *world) recent(g hall.GroupCode) float64 {
	l := w.last[g]
	if len(l) == 0 {
		for _, t := range truth {
			if t.group == g {
				return t.plan
			}
		}
	}
	sum := 0.0
	for _, x := range l {
		sum += x
	}
	return sum / float64(len(l))
}
