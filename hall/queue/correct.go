package queue

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// keepTime corrects the hall's clock when one vouches for another time; clock.go has the rule. It comes with each Tick
// and not with each command: until then commands are decided by the hall's own clock, which a jump of the wall leaves
// alone.
func (q *Queue) keepTime(ctx context.Context) error {
	_, err := q.correct(ctx, command{op: "queue.keepTime"}, func(s *state, r reading) verdict {
		r.inDay = s.inDay(r)
		return r.judge(q.unsure(s), q.wasClosed(s, r), s.jumps)
	})
	return err
}

// inDay reports whether the wall is in the day that the hall is in, or in one of the nights and weeks after a day that
// the hall was told of and that its own clock does not reach yet.
func (s *state) inDay(r reading) bool {
	day, wall := s.day.Day, s.dayAt(r.wall)
	return wall == day || day > s.dayAt(r.own) && wall > day && s.dayAt(r.wall-span(absence)) <= day
}

// unsure reports whether nobody vouches for the time.
func (q *Queue) unsure(s *state) bool { return s.day.Unsure > 0 || q.clock.isLost() }

// wasClosed reports whether the hall is unsure because it has just started, and nobody was served since.
func (q *Queue) wasClosed(s *state, r reading) bool {
	return q.unsure(s) && (s.day.Unsure == 0 || r.own-s.day.Unsure < span(time.Minute))
}

// TrustClock takes a person's word that the clock of the node's machine is right: the hall goes on at that moment, on
// its day, and everybody who waits goes with it. Invalid: the clock cannot be right.
func (q *Queue) TrustClock(ctx context.Context, key string, by hall.Actor) (hall.Clock, error) {
	const op = "queue.TrustClock"
	if len(key) > maxText {
		return hall.Clock{}, hall.E(op, hall.Invalid, "the key is too long")
	}
	c := command{op: op, by: by, key: key, hash: hashOf("trust", op)}
	if answer, found, err := q.receiptOf(ctx, answers[hall.Clock](c)); found || err != nil {
		told, _ := answer.(hall.Clock)
		return told, err
	}
	if q.clock.read().wall < made {
		return hall.Clock{}, hall.E(op, hall.Invalid, "the machine's clock shows a time before this program was made")
	}
	trust := func(s *state, r reading) verdict {
		undone, _ := r.fits(s.jumps)
		return r.step(r.wall, hall.ProofPerson).undoing(undone, q.wasClosed(s, r))
	}
	return q.correct(ctx, c, trust)
}

// correct lets the hall's clock step to where judge says, and tells how it stands then.
func (q *Queue) correct(ctx context.Context, c command, judge func(*state, reading) verdict) (told hall.Clock, err error) {
	q.rmu.RLock()
	v := judge(q.durable, q.clock.read())
	day := q.durable.dayAt(v.to)
	q.rmu.RUnlock()
	if v.why == "" {
		return q.Clock(), nil
	}
	back, err := q.back(ctx, day)
	if err != nil {
		return told, hall.Wrap(c.op, err)
	}
	c.decide = func(t *turn) (any, error) {
		r := q.clock.read()
		v := judge(t.s, r)
		to := t.s.dayAt(v.to)
		if v.why == "" || t.s.wasBefore(to) && (back == nil || to != day) {
			return q.clockOf(t.s), nil // the next look decides
		}
		step := hall.Correction{From: r.own, To: v.to, By: v.by, Since: t.since(v), Why: v.why}
		t.correct(step, back)
		q.clock.move(v.to-r.own, t.s.cursor, step.Since, v.why)
		told := q.clockOf(t.s)
		told.Hall = v.to // as the log tells it
		return told, nil
	}
	return do[hall.Clock](ctx, q, c)
}

// turnBack begins a day that was begun before, while the clock was wrong.
func (q *Queue) turnBack(ctx context.Context) error {
	const op = "queue.turnBack"
	q.rmu.RLock()
	day, now := q.durable.dayAt(q.now(q.durable)), q.durable.day.Day
	q.rmu.RUnlock()
	if day <= now {
		return nil
	}
	back, err := q.back(ctx, day)
	if back == nil || err != nil {
		return hall.Wrap(op, err)
	}
	_, err = do[bool](ctx, q, command{op: op, decide: func(t *turn) (any, error) {
		if t.s.dayAt(t.now) == day {
			t.turnTo(day, back)
		}
		return true, nil
	}})
	return err
}

// back reads a day that was before; nil when it was not, or is now.
func (q *Queue) back(ctx context.Context, day hall.Day) (*Back, error) {
	q.rmu.RLock()
	before := q.durable.wasBefore(day)
	q.rmu.RUnlock()
	if !before {
		return nil, nil
	}
	back, err := q.store.Back(ctx, day)
	if err != nil {
		return nil, &hall.Error{Op: "queue.back", Code: hall.Unavailable, Err: err}
	}
	return &back, nil
}

// wasBefore reports whether a day may have been before the one that the hall is in now.
func (s *state) wasBefore(day hall.Day) bool {
	_, later := s.later[day]
	return later || day < s.day.Day
}

// since is the earliest moment that a correction moves: what the hall was sure of before it lost the time stays. Going
// back moves all, and so does a step that is farther than any night: how long the hall was closed nobody knows.
func (t *turn) since(v verdict) hall.Millis {
	switch {
	case v.by < 0:
		return v.since
	case v.by > span(absence):
		return 0
	}
	return t.s.day.Unsure
}

// doubt notes from when on nobody vouches for the time.
func (t *turn) doubt(wall hall.Millis) {
	if t.s.day.Unsure == 0 {
		day := t.s.day
		day.Unsure, day.Wall = t.now, wall
		t.emit(hall.ClockDoubted, string(t.s.setup.Outlet.ID), hall.Body{Clock: &hall.Correction{From: t.now, To: wall}}, Change{Day: &day})
	}
}

// correct moves the hall to another moment: all who are here keep their places and their waits, and when it is another
// day, it was the name of the day that was wrong. Only tickets from before the time was lost are of a day that is over.
func (t *turn) correct(c hall.Correction, back *Back) {
	day := t.s.day
	day.Unsure, day.Wall = 0, 0
	if c.Notable() {
		day.Moved, day.MovedAt = c.To-c.From, c.To
	}
	t.now = c.To
	t.emit(hall.ClockCorrected, string(t.s.setup.Outlet.ID), hall.Body{Clock: &c}, Change{Day: &day})
	defer t.asNobody()()
	to := t.s.dayAt(c.To)
	t.redateTickets(c, to, t.s.takenOn(to, back))
	t.redateCounters(c)
	here := byIssued(maps.Values(t.s.tickets)) // the other day leaves those of this one behind
	if to != day.Day {
		t.rename(c, to, back)
	}
	if back != nil {
		t.revive(to, back.Tickets, here)
	}
}

// revive brings those back to the line whom the turn to a day that is not yet had ended: the clock had led there. All
// of the day move by the corrections that they missed. A ticket stays ended when its number lives again: two would come
// when it is called. So does one whose visitor took another in its group since: a visitor has one there, and it is the
// one whose paper he holds and whose number he listens for.
func (t *turn) revive(day hall.Day, ended []hall.Ticket, since []*hall.Ticket) {
	live := map[hall.TicketNo]bool{}
	for _, open := range t.s.open() {
		live[open.No] = true
	}
	was := byIssue(ended)
	back := make([]*hall.Ticket, len(was))
	for i, old := range was {
		back[i] = t.moveOn(cmp.Or(t.s.tickets[old.ID], old))
	}
	last := lastTaken(slices.Concat(back, since))
	for i, old := range back {
		newest := last[visitor{old.Customer, old.Group}]
		replaced := newest != nil && newest.ID != old.ID
		if old.BySystem() && t.s.dayAt(was[i].EndedAt) > day && !live[old.No] && !replaced {
			t.reviveTicket(old)
		}
	}
}

// moveOn moves a ticket by corrections that came while the hall was in another day.
func (t *turn) moveOn(old *hall.Ticket) *hall.Ticket {
	next, any := *old, false
	for _, c := range t.s.trace.missed(old.ID) {
		to, moved := redated(next, c)
		next, any = to, any || moved
	}
	if !any {
		return old
	}
	return t.emitTicket(hall.TicketRedated, "", old.State, next, nil, nil)
}

// lastTaken is the newest ticket of each visitor in each group, whatever became of it, among tickets in the order of
// the log.
func lastTaken(tickets []*hall.Ticket) map[visitor]*hall.Ticket {
	last := map[visitor]*hall.Ticket{}
	for _, t := range tickets {
		v := visitor{t.Customer, t.Group}
		if other := last[v]; t.Customer != "" && (other == nil || t.IssuedAt >= other.IssuedAt) {
			last[v] = t
		}
	}
	return last
}

// reviveTicket takes an end by the system back. Nobody serves the visitor any more, so who was at a counter is at the
// head of the line.
func (t *turn) reviveTicket(old *hall.Ticket) {
	state, err := hall.After(old.State, hall.Reopen, old.Previous)
	if err != nil {
		return
	}
	d := &deed{turn: t, old: old, next: *old, kind: hall.KindOf[hall.Reopen], verb: hall.Reopen}
	d.next.State = state
	d.next.Previous, d.next.EndedAt, d.next.EndedBy = "", 0, ""
	back := d.settle()
	if state.Active() {
		t.releaseTicket(&back)
	}
}

// releaseTicket puts a visitor whom nobody serves to the head of the line.
func (t *turn) releaseTicket(old *hall.Ticket) hall.Ticket {
	defer t.asNobody()()
	d := &deed{turn: t, old: old, next: *old, kind: hall.TicketReleased, verb: hall.Release}
	d.next.State = hall.Waiting
	_ = d.release() // it refuses nothing
	return d.settle()
}

// takenOn is which numbers a day has given to tickets that do not move.
func (s *state) takenOn(day hall.Day, back *Back) map[hall.TicketNo]bool {
	taken := map[hall.TicketNo]bool{}
	if back != nil {
		for _, t := range back.Tickets {
			taken[t.No] = true
		}
	}
	for _, t := range s.tickets {
		if t.Day == day {
			taken[t.No] = true
		}
	}
	return taken
}

// goOn lets visits and promises go on after a start whose clock alone says how long the hall was closed, since before;
// 0: there was none. What they have left counts from now on, so a correction of that clock moves it.
func (t *turn) goOn(before hall.Millis) {
	if before == 0 {
		return
	}
	for _, old := range t.s.open() {
		next := *old
		if old.State == hall.Serving {
			next.ServedMs, next.ServingSince = old.ServiceMs(before), t.now
		}
		if old.State == hall.Missed && t.s.returnable(old, before) {
			next.MissedAt = t.now
		}
		_, coming := next.Moments()
		for _, m := range coming {
			if *m > 0 {
				*m += t.now - before
			}
		}
		if next.ServedMs != old.ServedMs || next.MissedAt != old.MissedAt || next.HoldUntil != old.HoldUntil || next.NotBefore != old.NotBefore {
			t.emitTicket(hall.TicketRedated, "", old.State, next, nil, nil)
		}
	}
}

// redateTickets moves the tickets of the day, and those of others that are open or ended since it opened. A ticket
// whose number is taken on the other day stays of its own, as one that was kept overnight does.
func (t *turn) redateTickets(c hall.Correction, to hall.Day, taken map[hall.TicketNo]bool) {
	for _, old := range byIssued(maps.Values(t.s.tickets)) {
		next, moved := redated(*old, c)
		if old.Day == t.s.day.Day && old.IssuedAt >= c.Since && !taken[old.No] {
			next.Day = to
		}
		if moved || next.Day != old.Day {
			t.emitTicket(hall.TicketRedated, "", old.State, next, nil, nil)
		}
	}
}

// redated is a ticket with its moments after a correction, and whether one moved. A place is counted from the moment of
// issue and goes with it, also when a credit puts it before what the correction moves.
func redated(t hall.Ticket, c hall.Correction) (next hall.Ticket, moved bool) {
	own := func(v *hall.Evaluation) *hall.Evaluation {
		if v == nil {
			return nil
		}
		copied := *v
		return &copied
	}
	t.Evaluation, t.Broken = own(t.Evaluation), slices.Clone(t.Broken)
	for i := range t.Broken {
		t.Broken[i].Evaluation = own(t.Broken[i].Evaluation)
	}
	issued, place := t.IssuedAt, t.Effective
	past, coming := t.Moments()
	for _, m := range append(past, coming...) {
		at := c.Moved(*m)
		moved, *m = moved || at != *m, at
	}
	if by := t.IssuedAt - issued; by != 0 && place > 0 {
		t.Effective = place + by
	}
	return t, moved
}

func (t *turn) redateCounters(c hall.Correction) {
	for _, id := range slices.Sorted(maps.Keys(t.s.counters)) {
		counter := t.s.counter(id)
		if since := c.Moved(counter.Since); since != counter.Since {
			counter.Since = since
			t.emitCounter(hall.CounterRedated, counter)
		}
	}
}

// rename goes on in another day, above the numbers that were given on it and those that came along. A day that is left
// because it is not yet has given only what visitors were told on it.
func (t *turn) rename(c hall.Correction, to hall.Day, back *Back) {
	left, were, came := t.s.day, t.s.numbers, t.s.came
	given := Given{}
	if back != nil {
		given = back.Given
	}
	above := t.s.above(to, given)
	t.openDay(hall.Body{Day: to, Clock: &c}, above, back)
	t.s.came = &arrival{given.Last, above.Last}
	if left.Day < to || came == nil {
		return
	}
	for _, prefix := range slices.Sorted(maps.Keys(were)) {
		if last := came.before[prefix]; were[prefix] == came.after[prefix] && last < were[prefix] {
			t.keepNumber(Number{Day: left.Day, Prefix: prefix, Last: last})
		}
	}
}

// arrival is what had been given on a day when the clock led there, without those who came along and with them.
type arrival struct{ before, after map[string]int }

// above is what was given on a day, raised to the tickets that are of it now. Leased numbers are not of the common
// range.
func (s *state) above(day hall.Day, given Given) Given {
	last := maps.Clone(given.Last)
	if last == nil {
		last = map[string]int{}
	}
	for _, t := range s.tickets {
		if t.Day == day && (t.Number <= lastCommon || t.Number >= firstWide) {
			last[t.Prefix] = max(last[t.Prefix], t.Number)
		}
	}
	return Given{Last: last, Seq: given.Seq}
}

// Clock tells how the hall's clock stands to the others.
func (q *Queue) Clock() hall.Clock {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	return q.clockOf(q.durable)
}

// clockOf is the clock beside a state.
func (q *Queue) clockOf(s *state) hall.Clock {
	r := q.clock.read()
	c := hall.Clock{Hall: max(r.own, s.at), Wall: r.wall, Center: r.center, State: hall.ClockRight}
	if s.day.Moved != 0 {
		c.Move = &hall.ClockMove{By: s.day.Moved, To: s.day.MovedAt}
	}
	switch {
	case q.unsure(s):
		c.State = hall.ClockUnsure
	case !near(r.wall, r.own, drift):
		c.State = hall.ClockApart
	}
	return c
}

// Now is the moment by which the hall lives, for whatever must not follow a clock that jumps.
func (q *Queue) Now() time.Time {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	return q.now(q.durable).Time()
}

// HearCenter takes what the center's clock shows, from an answer of it.
func (q *Queue) HearCenter(at time.Time) { q.clock.hear(hall.At(at)) }
