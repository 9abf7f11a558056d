package queue

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// RefusedFor is how long a commit that was not stored counts. Those of one service may fail alone, so one that passes
// proves little; but when for so long nothing failed, all is well.
const RefusedFor = 5 * time.Minute

// proveAfter is when the store has to prove itself after a commit that was not stored, where nobody comes.
const proveAfter = 30 * time.Second

// Health is whether the hall can store what it decides.
type Health struct {
	Halted  bool          // a commit failed, and what is stored is being read back: no command is taken
	Refused int           // of the last two commits that were not stored: those in RefusedFor, whatever was stored besides
	Failure hall.Code     // of the last of them; empty: there is none
	Ago     time.Duration // since something was last made durable, or since the start
}

// commits remembers how the last commits ended. Its times are running times, for the hall's clock may be put right in
// between.
type commits struct {
	mu      sync.Mutex
	last    hall.Code       // guarded by mu: how the last one failed; empty: it was stored
	failure hall.Code       // guarded by mu: how the last one failed that did
	refused []time.Duration // guarded by mu: when the last two failed
	stored  time.Duration   // guarded by mu
}

// Health is how the queue is now.
func (q *Queue) Health() Health {
	halted, now := q.isHalted(), q.clock.ran()
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	h := Health{Halted: halted, Ago: max(now-q.commits.stored, 0)}
	for _, at := range q.commits.refused {
		if now-at < RefusedFor {
			h.Refused++
		}
	}
	if halted || h.Refused > 0 {
		h.Failure = q.commits.failure
	}
	return h
}

func (q *Queue) failed(err error) {
	now := q.clock.ran()
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	c := &q.commits
	c.last, c.failure = hall.CodeOf(err), hall.CodeOf(err)
	c.refused = append(c.refused[max(len(c.refused)-1, 0):], now)
}

func (q *Queue) stored() {
	now := q.clock.ran()
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	c := &q.commits
	c.last, c.stored = "", now
	if hall.Unstored(c.failure) { // a full disk is full for all services, and now there is room
		c.refused = nil
	}
}

// prove commits nothing where the last commit failed and nobody has come since: the next one to come may do so in the
// morning.
func (q *Queue) prove(ctx context.Context) error {
	e := q.enterProof()
	if e == nil {
		return nil
	}
	_, err := e.wait(ctx)
	return err
}

// enterProof puts a command without effect in the line; nil: none is due.
func (q *Queue) enterProof() *entry {
	due := q.doubted()
	q.mu.Lock()
	defer q.mu.Unlock()
	if !due || q.halted || len(q.line) > 0 {
		return nil
	}
	e := &entry{command: command{op: "queue.prove"}, done: make(chan struct{})}
	q.queue(e)
	return e
}

func (q *Queue) doubted() bool {
	now := q.clock.ran()
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	c := &q.commits
	return c.last != "" && now-c.refused[len(c.refused)-1] >= proveAfter
}

// whyNot is why a command was not stored: that nothing can be stored has a sentence of its own.
func (q *Queue) whyNot() hall.Code {
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	if hall.Unstored(q.commits.last) {
		return q.commits.last
	}
	return hall.Unavailable
}
