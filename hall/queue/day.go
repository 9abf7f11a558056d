package queue

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// dayAt is the outlet's business day at a moment.
func (s *state) dayAt(at hall.Millis) hall.Day {
	return hall.DayOf(at.Time(), s.zone, minutes(s.setup.Outlet.DayStart))
}

// turnDay begins the new business day when its time has come. It comes before every command, so no command ever sees the wrong day.
// A clock that jumps back begins no day again: the moment of a queue never goes back.
func (t *turn) turnDay() {
	if day := t.s.dayAt(t.now); day > t.s.day.Day {
		t.closeDay(t.s.setup.Outlet.Rules.KeepTellers)
		t.openDay(day)
	}
}

func (t *turn) openDay(day hall.Day) {
	t.emit(hall.DayOpened, string(day), hall.Body{Day: day}, Change{Day: &DayState{Day: day}})
}

// CloseDay ends the day by hand, before its time. The day stays the business day until the next one begins.
func (q *Queue) CloseDay(ctx context.Context) error {
	_, err := do[bool](ctx, q, command{op: "queue.CloseDay", decide: func(t *turn) (any, error) {
		t.closeDay(false)
		return true, nil
	}})
	return err
}

// closeDay ends every open ticket "by system" and closes the counters, unless the outlet keeps its queue overnight. A second close of
// the same day ends what came after the first and tells of no second end. In a hall that never closes the turn of the day is no end of
// a shift: keepTellers.
func (t *turn) closeDay(keepTellers bool) {
	if !t.s.setup.Outlet.Rules.KeepOvernight {
		for _, old := range t.s.open() {
			t.closeTicket(old)
		}
		if !keepTellers {
			t.closeCounters()
		}
	}
	if day := t.s.day; !day.Closed && day.Day != "" {
		day.Closed = true
		t.emit(hall.DayClosed, string(day.Day), hall.Body{Day: day.Day}, Change{Day: &day})
	}
}

// open lists the open tickets in the order they were issued.
func (s *state) open() []*hall.Ticket {
	var open []*hall.Ticket
	for _, t := range s.tickets {
		if t.State.Open() {
			open = append(open, t)
		}
	}
	slices.SortFunc(open, func(a, b *hall.Ticket) int {
		if a.IssuedAt != b.IssuedAt {
			return cmp.Compare(a.IssuedAt, b.IssuedAt)
		}
		return cmp.Compare(a.No, b.No)
	})
	return open
}

func (t *turn) closeTicket(old *hall.Ticket) {
	state, err := hall.After(old.State, hall.Close, "")
	if err != nil {
		return
	}
	d := &deed{turn: t, old: old, next: *old, kind: hall.KindOf[hall.Close], verb: hall.Close}
	d.next.State = state
	d.end(hall.EndedBySystem)
	d.settle()
}

func (t *turn) closeCounters() {
	for _, id := range slices.Sorted(maps.Keys(t.s.counters)) {
		if c := t.s.counter(id); c.State != hall.CounterClosed {
			_, _ = t.close(c, hall.Actor{}) // its ticket was closed just now, so it cannot be busy
		}
	}
}

// Tick does what is due by the clock: the turn of the day, holds that end, tellers who are gone. It returns when it is durable.
func (q *Queue) Tick(ctx context.Context) error {
	seen, wall := q.lastSeen()
	_, err := do[bool](ctx, q, command{op: "queue.Tick", decide: func(t *turn) (any, error) {
		t.endHolds()
		t.watchPrograms(seen, wall)
		return true, nil
	}})
	return err
}

// endHolds brings timed holds back to the line.
func (t *turn) endHolds() {
	for _, old := range sorted(t.s.held) {
		if old.HoldUntil > 0 && old.HoldUntil <= t.now {
			d := &deed{turn: t, old: old, next: *old, kind: hall.TicketReturned, verb: hall.Return}
			d.next.State = hall.Waiting
			_ = d.comeBack() // it refuses nothing
			d.settle()
		}
	}
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }
