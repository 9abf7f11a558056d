package queue

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// dayAt is the outlet's business day at a moment.
func (s *state) dayAt(at hall.Millis) hall.Day {
	return hall.DayOf(at.Time(), s.zone, minutes(s.setup.Outlet.DayStart))
}

// turnDay begins the new business day when its time has come. It comes before every command, so no command ever sees
// the wrong day. While nobody vouches for the time no day ends: it would end those who wait.
func (t *turn) turnDay() {
	day := t.s.dayAt(t.now)
	if _, before := t.s.later[day]; !before {
		t.turnTo(day, nil)
	} // else Tick reads it first
}

func (t *turn) turnTo(day hall.Day, back *Back) {
	if day > t.s.day.Day && t.s.day.Unsure == 0 {
		if t.alone && !t.s.wentHome() {
			t.dayIsOver()
		} else {
			t.closeDay(t.s.setup.Outlet.Rules.KeepTellers)
		}
		t.openDay(hall.Body{Day: day}, t.s.later[day], back)
	}
}

// wentHome reports whether the tellers have closed their counters after the last visitor came who is still here.
func (s *state) wentHome() bool {
	var came, closed hall.Millis
	for _, c := range s.counters {
		if c.State != hall.CounterClosed {
			return false
		}
		closed = max(closed, c.Since)
	}
	for _, t := range s.open() {
		came = max(came, t.IssuedAt)
	}
	return closed >= came
}

// openDay begins a day, above what was given on it while the clock was wrong.
func (t *turn) openDay(b hall.Body, given Given, back *Back) {
	day := DayState{Day: b.Day}
	if b.Clock != nil {
		day.Moved, day.MovedAt = t.s.day.Moved, t.s.day.MovedAt
	}
	t.emit(hall.DayOpened, string(b.Day), b, Change{Day: &day, Back: back})
	for _, prefix := range slices.Sorted(maps.Keys(given.Last)) {
		if last := given.Last[prefix]; last > 0 {
			t.skip(prefix, last, given.Seq)
		}
	}
	if given.Seq > t.s.day.Seq {
		t.skip("", 0, given.Seq)
	}
}

// CloseDay ends the day by hand, before its time. The day stays the business day until the next one begins.
func (q *Queue) CloseDay(ctx context.Context) error {
	_, err := do[bool](ctx, q, command{op: "queue.CloseDay", decide: func(t *turn) (any, error) {
		t.closeDay(false)
		return true, nil
	}})
	return err
}

// closeDay ends every open ticket "by system" and closes the counters, unless the outlet keeps its queue overnight. A
// second close of the same day ends what came after the first and tells of no second end. In a hall that never closes
// the turn of the day is no end of a shift: keepTellers.
func (t *turn) closeDay(keepTellers bool) {
	if !t.s.setup.Outlet.Rules.KeepOvernight {
		for _, old := range t.s.open() {
			t.closeTicket(old)
		}
		if !keepTellers {
			t.closeCounters()
		}
	}
	t.dayIsOver()
}

// dayIsOver tells the end of the day. Whoever is here stays.
func (t *turn) dayIsOver() {
	if day := t.s.day; !day.Closed && day.Day != "" {
		day.Closed = true
		t.emit(hall.DayClosed, string(day.Day), hall.Body{Day: day.Day}, Change{Day: &day})
	}
}

// endLeft ends those of an earlier day whom the turn at a start has left, and closes the counters that it left open,
// but for whoever somebody works with: the start is no longer young, so it was right or nobody said otherwise for an
// hour.
func (t *turn) endLeft() {
	if t.young || t.s.day.Unsure > 0 || t.s.setup.Outlet.Rules.KeepOvernight {
		return
	}
	for _, old := range t.s.open() {
		if t.s.isLeft(old) {
			t.closeTicket(old)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.s.counters)) {
		if c := t.s.counter(id); c.Ticket == "" && t.s.leftOpen(c) {
			_, _ = t.close(c, hall.Actor{})
		}
	}
}

// isLeft reports whether a ticket is of an earlier day and nobody has met its visitor since the turn, or since the time
// was lost. Whoever moved into the day with the hall's clock is of it, whatever his number says.
func (s *state) isLeft(t *hall.Ticket) bool {
	return t.Day < s.day.Day && s.dayAt(t.IssuedAt) < s.day.Day && !t.State.Active() && !s.met[t.ID]
}

// meet notes that somebody has met a visitor of an earlier day, or that he did not come when he was called.
func (s *state) meet(e hall.Event) {
	if newDay(e) || e.Kind == hall.ClockDoubted {
		s.met = map[hall.TicketID]bool{}
	}
	if t := s.tickets[hall.TicketID(e.Subject)]; t != nil && e.Actor.Terminal != "" {
		s.met[t.ID] = e.Kind != hall.TicketMissed
	}
}

// open lists the open tickets in the order they were issued.
func (s *state) open() []*hall.Ticket {
	return slices.DeleteFunc(byIssued(maps.Values(s.tickets)), func(t *hall.Ticket) bool { return !t.State.Open() })
}

// byIssued sorts tickets by the time of issue.
func byIssued(tickets iter.Seq[*hall.Ticket]) []*hall.Ticket {
	return slices.SortedFunc(tickets, func(a, b *hall.Ticket) int {
		if a.IssuedAt != b.IssuedAt {
			return cmp.Compare(a.IssuedAt, b.IssuedAt)
		}
		return cmp.Compare(a.No, b.No)
	})
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

// Tick does what is due by the clock: its correction, the turn of the day, holds that end, tellers who are gone. It
// returns when it is durable. A store that failed last is made to prove itself.
func (q *Queue) Tick(ctx context.Context) error {
	if err := q.prove(ctx); err != nil {
		return err
	}
	if err := q.keepTime(ctx); err != nil {
		return err
	}
	if err := q.turnBack(ctx); err != nil {
		return err
	}
	seen, wall := q.lastSeen()
	_, err := do[bool](ctx, q, command{op: "queue.Tick", decide: func(t *turn) (any, error) {
		t.endLeft()
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
