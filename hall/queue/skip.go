package queue

import (
	"context"
	"maps"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// Given is what may have been given on a day that the store does not know of: the last number of each prefix in the
// common range, and the last sequence of a ticket code.
type Given struct {
	Day  hall.Day // empty: the queue's own
	Last map[string]int
	Seq  int

	Others []Given // on other days, to which the hall's clock may return
}

// Beyond leaves out at least margin numbers of every prefix of a setup, up to a round one, so that the jump is plain to
// see on slips: for a day of which nobody knows exactly what was given. Other days stay as they are.
func (g Given) Beyond(setup *hall.Setup, margin int) Given {
	if margin <= 0 {
		return g
	}
	round := func(n int) int { return (n + 2*margin - 1) / margin * margin }
	far := Given{Day: g.Day, Last: map[string]int{}, Seq: round(g.Seq), Others: g.Others}
	for _, group := range setup.Groups {
		far.Last[group.Prefix] = round(g.Last[group.Prefix])
	}
	for _, prefix := range []string{hall.CarePrefix, hall.BookedPrefix} {
		far.Last[prefix] = round(g.Last[prefix])
	}
	return far
}

// UnknownMargin is how many numbers of each prefix are left out of a day when nobody knows what was given.
const UnknownMargin = 100

// Skip goes on above numbers that may have been given: after a restore no number and no code of the day comes twice.
// Numbers below those that the queue knows itself change nothing.
func (q *Queue) Skip(ctx context.Context, g Given) error {
	_, err := do[bool](ctx, q, command{op: "queue.Skip", decide: func(t *turn) (any, error) {
		t.goOnAbove(g, nil)
		return true, nil
	}})
	return err
}

// goOnAbove skips what was given on the queue's day; a later day begins first, unless the hall knows that it is not
// yet: then the clock had led there, and the day's numbers go on above once it comes. An earlier day comes again when
// the clock is put right; stored is what the store has of such days, and of one that is not in it nothing is kept.
func (t *turn) goOnAbove(g Given, stored map[hall.Day]Given) {
	if g.Day > t.s.day.Day && !t.knowsNotYet(g.Day) {
		t.closeDay(t.s.setup.Outlet.Rules.KeepTellers)
		t.openDay(hall.Body{Day: g.Day}, t.s.later[g.Day], nil)
	}
	if g.Day == "" {
		g.Day = t.s.day.Day
	}
	for _, of := range append([]Given{g}, g.Others...) {
		known, before := stored[of.Day]
		switch day := t.s.day.Day; {
		case of.Day == day:
			t.skipAll(of)
		case of.Day > day:
			t.keepGiven(of, t.s.later[of.Day])
		case before:
			t.keepGiven(of, known)
		}
	}
}

// knowsNotYet reports whether the hall is sure that a day has not come.
func (t *turn) knowsNotYet(day hall.Day) bool {
	return day > t.s.dayAt(t.now+span(hesitation)) && !t.unsure
}

// skipAll goes on above what was given on the queue's day.
func (t *turn) skipAll(g Given) {
	for _, prefix := range slices.Sorted(maps.Keys(g.Last)) {
		if g.Last[prefix] > t.s.numbers[prefix] {
			t.skip(prefix, g.Last[prefix], t.s.day.Seq)
		}
	}
	if g.Seq > t.s.day.Seq {
		t.skip("", 0, g.Seq)
	}
}

// storedOf reads what the store has of the days of which more may have been given.
func (q *Queue) storedOf(ctx context.Context, g Given) (map[hall.Day]Given, error) {
	stored := map[hall.Day]Given{}
	for _, of := range append([]Given{g}, g.Others...) {
		if of.Day == "" {
			continue
		}
		back, err := q.store.Back(ctx, of.Day)
		if err != nil {
			return nil, err
		}
		stored[of.Day] = back.Given
	}
	return stored, nil
}

// keepGiven notes what was given on a day that is not the hall's, beyond what is known of it.
func (t *turn) keepGiven(g, known Given) {
	for _, prefix := range slices.Sorted(maps.Keys(g.Last)) {
		if last := g.Last[prefix]; last > known.Last[prefix] {
			t.keepNumber(Number{Day: g.Day, Prefix: prefix, Last: last})
		}
	}
	if g.Seq > known.Seq {
		t.keepNumber(Number{Day: g.Day, Last: g.Seq})
	}
}

// keepNumber tells what was given on another day than the hall's.
func (t *turn) keepNumber(n Number) {
	t.emit(hall.NumbersSkipped, n.Prefix, hall.Body{Skip: &hall.Skip{Day: n.Day, Prefix: n.Prefix, Last: n.Last, Seq: t.s.day.Seq}}, Change{Number: &n})
}

// skip tells of one prefix; the empty one stands for the codes alone.
func (t *turn) skip(prefix string, last, seq int) {
	day := t.s.day
	day.Seq = seq
	c := Change{Day: &day}
	if prefix != "" {
		c.Number = &Number{Day: day.Day, Prefix: prefix, Last: last}
	}
	t.emit(hall.NumbersSkipped, prefix, hall.Body{Skip: &hall.Skip{Prefix: prefix, Last: last, Seq: seq}}, c)
}

// Given is what the queue itself has given on its day.
func (q *Queue) Given() (hall.Day, Given) {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	return q.durable.day.Day, Given{Day: q.durable.day.Day, Last: maps.Clone(q.durable.numbers), Seq: q.durable.day.Seq}
}
