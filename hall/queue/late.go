package queue

import (
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// A counter that is cut off goes on with the visitor who sits there. Its ticket is released meanwhile, so that a
// visitor whose teller is really gone is not forgotten: he may be called, served and even be done elsewhere before the
// counter is back and tells. Its word is never lost, and the visitor does not queue for what he has had:
//
//	nobody else began to serve him     the counter has him back (ticket.reclaimed), and start, finish and rating are its own;
//	                                   whoever had called him is free again
//	another counter began to           the ticket stays where it is; what was done here is noted in it (ticket.accounted)
//	the business day is over           TooLate, as for every ticket of an earlier day
//
// A no-show that is told after a release changes nothing: the visitor waits for another call already.

// lateLimit bounds how long after its beginning a visit may be told of, where the day does not.
const lateLimit = 12 * time.Hour

// manyBroken bounds how many broken visits a ticket remembers.
const manyBroken = 8

// afterCut decides an act of a counter that was cut off while the ticket went on without it; ok is false where it is an
// ordinary act.
func (d *deed) afterCut() (answer any, ok bool, err error) {
	i := d.claim()
	if i < 0 || d.a.Verb == hall.Call || d.a.Verb == hall.Resume {
		return d.lateCall()
	}
	b := d.old.Broken[i]
	switch d.a.Verb {
	case hall.Start:
		if d.a.At == 0 && d.old.State == hall.Called { // it begins now, and another has called him: no visit goes on
			return nil, false, nil
		}
		return d.lateStart(i, b), true, nil
	case hall.Finish:
		if b.State != hall.Serving {
			return nil, false, nil
		}
		answer, err = d.lateFinish(i, b)
		return answer, true, err
	case hall.NoShow:
		return *d.old, b.State == hall.Called, nil
	case hall.Evaluate:
		if b.EndedAt == 0 {
			return nil, false, nil
		}
		answer, err = d.lateWord(i, b)
		return answer, true, err
	}
	return nil, false, nil
}

// claim finds the broken visit that the asking program can tell of, or −1. A counter that has called the visitor again
// has no claim.
func (d *deed) claim() int {
	if d.by.Terminal == "" || d.old.BySystem() {
		return -1
	}
	for i := len(d.old.Broken) - 1; i >= 0; i-- {
		b := d.old.Broken[i]
		told := b.EndedAt > 0 && d.a.Verb != hall.Evaluate
		if b.Terminal == d.by.Terminal && !told && (d.a.Counter == "" || d.a.Counter == b.Counter) && d.now.Sub(b.Since) <= lateLimit {
			return i
		}
	}
	return -1
}

// lateStart takes the visitor back to the counter where he sits. Where that cannot be, the visit is noted as begun, for
// its end to come.
func (d *deed) lateStart(i int, b hall.Stretch) hall.Ticket {
	switch {
	case b.Passed:
		return *d.old
	case d.s.seat(b.Counter, d.by, true) == nil:
		d.reclaim(i, true)
		return *d.old
	}
	if b.State == hall.Serving {
		return *d.old
	}
	return d.account(i, func(b *hall.Stretch) { b.State, b.Since = hall.Serving, d.since(b.Since) })
}

func (d *deed) lateFinish(i int, b hall.Stretch) (any, error) {
	if err := d.checkOutcomes(); err != nil {
		return nil, err
	}
	if b.Passed {
		return d.account(i, func(b *hall.Stretch) { b.EndedAt, b.Outcomes = d.since(b.Since), d.a.Outcomes }), nil
	}
	d.reclaim(i, false)
	d.next = *d.old
	d.next.State, d.kind, d.verb = hall.Finished, hall.TicketFinished, hall.Finish
	if err := d.finish(); err != nil {
		return nil, err
	}
	return d.settle(), nil
}

// lateWord notes what a visitor said who was served here and went on elsewhere.
func (d *deed) lateWord(i int, b hall.Stretch) (any, error) {
	if err := d.checkLevel(); err != nil {
		return nil, err
	}
	if b.Evaluation != nil {
		return nil, hall.E("queue.lateWord", hall.AlreadyRated)
	}
	return d.account(i, func(b *hall.Stretch) {
		b.Evaluation = &hall.Evaluation{Level: *d.a.Level, Reasons: d.a.Reasons, At: d.since(b.EndedAt)}
	}), nil
}

// reclaim makes the broken visit i go on, as though it had never been broken: d.old is the ticket after it. sits says
// whether the visitor is still there.
func (d *deed) reclaim(i int, sits bool) {
	b := d.old.Broken[i]
	if d.old.State == hall.Called {
		d.unCall()
	}
	r := &deed{turn: d.turn, a: d.a, old: d.old, next: *d.old, kind: hall.TicketReclaimed, verb: hall.Reclaim}
	t := &r.next
	t.State, t.Counter, t.Teller, t.Broken = hall.Serving, b.Counter, b.Teller, slices.Delete(slices.Clone(t.Broken), i, i+1)
	t.Previous, t.EndedAt, t.EndedBy, t.EndedFrom, t.ReleaseAt, t.NotBefore = "", 0, "", "", 0, 0
	if t.MissedAt > b.Since { // he sat here while he was called elsewhere
		t.MissedAt, t.NoShows = 0, t.NoShows-1
	}
	if t.ServingSince = b.Since; b.State == hall.Serving {
		t.ServedMs = max(0, t.ServedMs-int64(b.Until-b.Since))
	} else {
		t.ServingSince = d.since(b.Since)
	}
	t.CalledAt = min(t.CalledAt, t.ServingSince)
	if t.StartedAt == 0 {
		t.StartedAt = t.ServingSince
	}
	if sits {
		r.wake(b.Counter)
		c := d.s.counter(b.Counter)
		c.Ticket, r.counter = t.ID, &c
	}
	after := r.settle()
	d.old = &after
}

// unCall frees the counter that called a visitor who sits elsewhere.
func (d *deed) unCall() {
	after := d.releaseTicket(d.old)
	d.old = &after
}

// account notes something in the broken visit i and leaves the ticket where it is.
func (d *deed) account(i int, note func(*hall.Stretch)) hall.Ticket {
	next := *d.old
	next.Broken = slices.Clone(next.Broken)
	note(&next.Broken[i])
	return *d.emitTicket(hall.TicketAccounted, "", d.old.State, next, nil, nil)
}

// lateCall takes a visitor who came with his paper while the counter was cut off, or went on with one it had put aside,
// and whom others called, served or sent away since.
func (d *deed) lateCall() (answer any, ok bool, err error) {
	old, at := d.old, d.a.At
	goesOn := d.a.Verb == hall.Resume || d.a.Verb == hall.Start && old.Counter == d.a.Counter && !old.State.Active()
	taken := d.a.Verb == hall.Call || goesOn
	switch {
	case !taken || at == 0 || old.BySystem() || d.now.Sub(at) > lateLimit || d.s.seat(d.a.Counter, d.by, false) != nil:
		return nil, false, nil
	case old.Counter == d.a.Counter && old.State.Active(): // the answer to its call was lost
		return *old, true, nil
	}
	d.unheard()
	b := hall.Stretch{Counter: d.a.Counter, Teller: d.s.counter(d.a.Counter).Teller, Terminal: d.by.Terminal, State: hall.Called, Since: at, Until: at}
	if goesOn {
		b.State = hall.Serving
	}
	switch old.State {
	case hall.Called:
		ok = at <= old.CalledAt
	case hall.Cancelled: // the counter could not know, and the visitor stood there
		ok = true
	case hall.Waiting, hall.Missed:
		ok = goesOn
	case hall.Serving, hall.Held, hall.Finished:
		b.State, b.Passed = hall.Serving, true
		ok = at <= max(old.ServingSince, old.EndedAt) || old.State == hall.Held && old.HoldBy != d.a.Counter && old.HoldBy != ""
	}
	if !ok {
		return nil, false, nil
	}
	if err := d.mayCall(); err != nil {
		return nil, true, err
	}
	return d.alsoHere(b), true, nil
}

// unheard frees a counter of the visitor whom its program did not hear of: the answer to its call was lost with the
// line, and it took this one meanwhile.
func (d *deed) unheard() {
	other := d.s.tickets[d.s.counter(d.a.Counter).Ticket]
	if other == nil || other.State != hall.Called {
		return
	}
	r := &deed{turn: d.turn, old: other}
	r.unCall()
}

// alsoHere notes the visit b, and goes on with it when it has begun and nobody else has the visitor.
func (d *deed) alsoHere(b hall.Stretch) hall.Ticket {
	next := *d.old
	next.Broken = alsoBroken(next.Broken, b)
	d.old = d.emitTicket(hall.TicketAccounted, "", d.old.State, next, nil, nil)
	if b.State == hall.Serving && !b.Passed {
		d.reclaim(len(d.old.Broken)-1, true)
	}
	return *d.old
}

// alsoBroken adds a broken visit and forgets the oldest of too many.
func alsoBroken(all []hall.Stretch, b hall.Stretch) []hall.Stretch {
	all = append(slices.Clone(all), b)
	return all[max(0, len(all)-manyBroken):]
}

// broken remembers the visit that a release breaks off.
func (d *deed) broken() {
	c := d.s.counter(d.old.Counter)
	if c.Terminal == "" || !d.old.State.Active() {
		return
	}
	b := hall.Stretch{Counter: c.ID, Teller: d.old.Teller, Terminal: c.Terminal, State: d.old.State, Since: d.old.CalledAt, Until: d.now}
	if d.old.State == hall.Serving {
		b.Since = d.old.ServingSince
	}
	d.next.Broken = alsoBroken(d.next.Broken, b)
}

// passed notes that a counter serves the visitor now: what another tells from now on is no news of the ticket.
func (d *deed) passed(at hall.CounterID) {
	d.next.Broken = slices.Clone(d.next.Broken)
	for i := range d.next.Broken {
		d.next.Broken[i].Passed = true
	}
	d.calledAgain(at)
}

// calledAgain forgets the broken visits of a counter that has the visitor again.
func (d *deed) calledAgain(at hall.CounterID) {
	d.next.Broken = slices.DeleteFunc(slices.Clone(d.next.Broken), func(b hall.Stretch) bool { return b.Counter == at && b.EndedAt == 0 })
	if len(d.next.Broken) == 0 {
		d.next.Broken = nil
	}
}

// when is the moment of an act: now, or earlier when a counter says so that was cut off; never before what happened to
// the ticket.
func (d *deed) when() hall.Millis {
	return d.since(max(d.old.IssuedAt, d.old.CalledAt, d.old.ServingSince))
}

// since is the moment of an act that cannot have been before another.
func (d *deed) since(least hall.Millis) hall.Millis {
	if d.a.At == 0 || d.a.At > d.now {
		return d.now
	}
	return max(d.a.At, least)
}
