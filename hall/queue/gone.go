package queue

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// markAfter is how long a program may be silent before its ticket is marked for release.
const markAfter = 15 * time.Second

// presence is what is known of a terminal's program.
type presence struct {
	held int       // lines and requests that are open now
	last time.Time // when one ended, or a command came
}

// Attend tells that a terminal's program is there until leave is called: for as long as it holds a line, for the length
// of a request, or for good when it lives in this process. A terminal that never attended is not watched. It does
// nothing else; Tick draws the conclusions.
func (q *Queue) Attend(id hall.TerminalID) (leave func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	p := q.seen[id]
	if p == nil {
		p = &presence{}
		q.seen[id] = p
	}
	p.held++
	return sync.OnceFunc(func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		p.held--
		p.last = q.opts.Now()
	})
}

// alive takes a command as a sign of life of a watched program.
func (q *Queue) alive(by hall.Actor) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if p := q.seen[by.Terminal]; p != nil {
		p.last = q.opts.Now()
	}
}

// expectPrograms watches every counter that was open when the queue stopped: its program has as long as ever to show
// itself.
func (q *Queue) expectPrograms() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, c := range q.head.counters {
		if c.State != hall.CounterClosed && c.Terminal != "" {
			q.seen[c.Terminal] = &presence{last: q.opts.Now()}
		}
	}
}

// lastSeen is when each watched program was there, and now by the same clock (whose monotonic part a jump of the wall
// clock leaves alone).
func (q *Queue) lastSeen() (map[hall.TerminalID]time.Time, time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now, seen := q.opts.Now(), map[hall.TerminalID]time.Time{}
	for id, p := range q.seen {
		if seen[id] = p.last; p.held > 0 {
			seen[id] = now
		}
	}
	return seen, now
}

// isGone reports whether a counter was paused because its program fell silent.
func isGone(c hall.Counter) bool { return c.State == hall.CounterPaused && c.Reason == hall.GoneReason }

// leftOpen reports whether a counter was opened on a day that is over, in a hall where that ends a shift: the turn at a
// start does not know yet whether anybody is there.
func (s *state) leftOpen(c hall.Counter) bool {
	rules := s.setup.Outlet.Rules
	return c.State != hall.CounterClosed && !rules.KeepTellers && !rules.KeepOvernight && s.dayAt(c.Since) < s.day.Day
}

// left reports whether nobody works at a counter: it is closed, or its program is gone. One who rests comes back.
func (s *state) left(id hall.CounterID) bool {
	c := s.counter(id)
	return c.State == hall.CounterClosed || isGone(c)
}

// wake ends the absence of a program that takes a visitor again: nobody asked for that pause, so nobody need end it.
func (t *turn) wake(id hall.CounterID) {
	if c := t.s.counter(id); isGone(c) {
		c.State, c.Reason, c.Since = hall.CounterOpen, "", t.now
		t.emitCounter(hall.CounterReopened, c)
	}
}

// watchPrograms marks, and after Rules.ReleaseSec releases, the tickets of programs that are gone, and pauses their
// counters; one that was left open on a day that is over it closes. A visitor who waits for such a counter alone waits
// for anyone from then on: nobody may ever come back to it.
func (t *turn) watchPrograms(seen map[hall.TerminalID]time.Time, now time.Time) {
	limit := seconds(t.s.setup.Outlet.Rules.ReleaseSec)
	for _, id := range slices.Sorted(maps.Keys(t.s.counters)) {
		c := t.s.counter(id)
		last, watched := seen[c.Terminal]
		if !watched || c.State == hall.CounterClosed {
			continue
		}
		silent := now.Sub(last)
		if c.Ticket != "" {
			t.markOrRelease(t.s.tickets[c.Ticket], silent, limit)
		}
		c = t.s.counter(id)
		switch {
		case silent < limit:
		case t.s.leftOpen(c):
			_, _ = t.close(c, hall.Actor{}) // its visitor was released just now, so it cannot be busy
		case c.State == hall.CounterOpen:
			c.State, c.Reason, c.Since = hall.CounterPaused, hall.GoneReason, t.now
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
		d.broken()
	case silent >= min(markAfter, limit/2) && !marked:
		d.next.ReleaseAt = t.now.Add(limit - silent)
	case silent < min(markAfter, limit/2) && marked:
		d.next.ReleaseAt = 0
	default:
		return
	}
	d.settle()
}
