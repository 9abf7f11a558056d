package queue

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// Next implements hall.Authority.
func (q *Queue) Next(ctx context.Context, r hall.NextRequest) (hall.Pick, error) {
	const op = "queue.Next"
	if r.Key == "" || len(r.Key) > maxText {
		return hall.Pick{}, hall.E(op, hall.Invalid, "a command needs a key, made by the caller")
	}
	q.alive(r.By)
	return do[hall.Pick](ctx, q, command{op: op, by: r.By, key: r.Key, hash: hashOf("next|"+string(r.Counter), r),
		decide: func(t *turn) (any, error) { return t.next(r.Counter) }})
}

// next calls who is next at a counter.
func (t *turn) next(id hall.CounterID) (any, error) {
	if err := t.s.seat(id, t.by, true); err != nil {
		return nil, err
	}
	setup, _ := t.s.counterSetup(id)
	picked, reason, ok := Pick(t.now, t.s.setup.Outlet.Rules, setup, t.s.counter(id).InRow, t.s.all)
	if !ok {
		return hall.Pick{Nobody: true}, nil
	}
	d := &deed{turn: t, old: picked, next: *picked, kind: hall.TicketCalled, verb: hall.Call}
	d.take(id, reason)
	return hall.Pick{Ticket: d.settle(), Reason: reason, Waiting: t.s.waitingFor(setup)}, nil
}

// waitingFor counts who waits for a counter.
func (s *state) waitingFor(c hall.CounterSetup) (n int) {
	v := &view{counter: c}
	for _, t := range s.all {
		if _, ok := v.level(t); ok {
			n++
		}
	}
	return n
}

// Line implements hall.Authority.
func (q *Queue) Line(_ context.Context, id hall.CounterID, limit int) ([]hall.Pick, error) {
	q.rmu.RLock()
	s := q.durable
	setup, known := s.counterSetup(id)
	c, rules, now := s.counter(id), s.setup.Outlet.Rules, q.now(s)
	all := append(line(nil), s.all...)
	q.rmu.RUnlock()
	if !known {
		return nil, hall.E("queue.Line", hall.NotFound, "no such counter")
	}
	picks := order(now, rules, setup, c.InRow, all, limit)
	for i := range picks {
		picks[i] = q.withNote(picks[i]).(hall.Pick)
	}
	return picks, nil
}

// order is the line of a counter as it would call it, if nothing else happened.
func order(now hall.Millis, rules hall.Rules, c hall.CounterSetup, inRow int, all line, limit int) []hall.Pick {
	v := &view{counter: c}
	var mine line
	for _, t := range all {
		if _, ok := v.level(t); ok {
			mine = append(mine, t)
		}
	}
	picks := []hall.Pick{}
	for len(picks) < limit {
		t, reason, ok := Pick(now, rules, c, inRow, mine)
		if !ok {
			break
		}
		inRow, mine = InRow(inRow, t), mine.without(t)
		picks = append(picks, hall.Pick{Ticket: *t, Reason: reason, Waiting: len(mine)})
	}
	return picks
}
