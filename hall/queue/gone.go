package queue

import (
	"maps"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// GoneReason is why a counter was paused whose program gave no sign of life: a key of assets/lang.
const GoneReason = "gone"

// markAfter is how long a program may be silent before its ticket is marked for release.
const markAfter = 15 * time.Second

// Seen tells that a counter's program lives: whoever holds its line calls it at least every few seconds. A counter that was never seen
// is not watched. It does nothing else; Tick draws the conclusions.
func (q *Queue) Seen(id hall.CounterID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.seen[id] = q.opts.Now()
}

// alive takes a command as a sign of life of a watched program.
func (q *Queue) alive(id hall.CounterID, by hall.Actor) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, watched := q.seen[id]; watched && by.Terminal == q.head.counter(id).Terminal {
		q.seen[id] = q.opts.Now()
	}
}

// expectPrograms watches every counter that had a visitor when the queue stopped: if its program does not come back, the ticket does.
func (q *Queue) expectPrograms() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for id, c := range q.head.counters {
		if c.Ticket != "" {
			q.seen[id] = q.opts.Now()
		}
	}
}

// lastSeen is when each watched program was seen, and now by the same clock (whose monotonic part a jump of the wall clock leaves alone).
func (q *Queue) lastSeen() (map[hall.CounterID]time.Time, time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return maps.Clone(q.seen), q.opts.Now()
}

// left reports whether nobody works at a counter: it is closed, or its program is gone. One who rests comes back.
func (s *state) left(id hall.CounterID) bool {
	c := s.counter(id)
	return c.State == hall.CounterClosed || c.State == hall.CounterPaused && c.Reason == GoneReason
}

// watchPrograms marks, and after Rules.ReleaseSec releases, the tickets of programs that are gone, and pauses their counters. Who waits
// for such a counter alone waits for anyone from then on: nobody may ever come back to it.
func (t *turn) watchPrograms(seen map[hall.CounterID]time.Time, now time.Time) {
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		c := t.s.counter(id)
		if c.State == hall.CounterClosed {
			continue
		}
		silent := now.Sub(seen[id])
		limit := seconds(t.s.setup.Outlet.Rules.ReleaseSec)
		if c.Ticket != "" {
			t.markOrRelease(t.s.tickets[c.Ticket], silent, limit)
		}
		if silent >= limit && c.State == hall.CounterOpen {
			c = t.s.counter(id)
			c.State, c.Reason, c.Since = hall.CounterPaused, GoneReason, t.now
			t.emitCounter(hall.CounterPausedEv, c)
			t.freeWaiting(id)
		}
	}
}

// markOrRelease tells everybody of a release to come, takes it back when the program is there again, or releases.
func (t *turn) markOrRelease(old *hall.Ticket, silent, limit time.Duration) {
	d := &deed{turn: t, old: old, next: *old, kind: hall.TicketMarked}
	switch marked := old.ReleaseAt > 0; {
	case silent >= limit:
		d.kind, d.verb, d.next.State = hall.TicketReleased, hall.Release, hall.Waiting
		_ = d.release() // it refuses nothing
	case silent >= min(markAfter, limit/2) && !marked:
		d.next.ReleaseAt = t.now.Add(limit - silent)
	case silent < min(markAfter, limit/2) && marked:
		d.next.ReleaseAt = 0
	default:
		return
	}
	d.settle()
}
