package queue

import (
	"context"
	"maps"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// Given is what may have been given on a day that the store does not know of: the last number of each prefix in the common range, and
// the last sequence of a ticket code.
type Given struct {
	Last map[string]int
	Seq  int
}

// Skip goes on above numbers that may have been given: after a restore no number and no code of the day comes twice. What lies below
// what the queue knows itself changes nothing.
func (q *Queue) Skip(ctx context.Context, g Given) error {
	_, err := do[bool](ctx, q, command{op: "queue.Skip", decide: func(t *turn) (any, error) {
		for _, prefix := range slices.Sorted(maps.Keys(g.Last)) {
			if g.Last[prefix] > t.s.numbers[prefix] {
				t.skip(prefix, g.Last[prefix], t.s.day.Seq)
			}
		}
		if g.Seq > t.s.day.Seq {
			t.skip("", 0, g.Seq)
		}
		return true, nil
	}})
	return err
}

// skip tells of one prefix; the empty one stands for the codes alone.
func (t *turn) skip(prefix string, last, seq int) {
	day := DayState{Day: t.s.day.Day, Seq: seq, Closed: t.s.day.Closed}
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
	return q.durable.day.Day, Given{Last: maps.Clone(q.durable.numbers), Seq: q.durable.day.Seq}
}
