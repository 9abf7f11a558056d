package queue

import (
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Health is whether the hall can store what it decides.
type Health struct {
	Halted  bool          // a commit failed, and what is stored is being read back: no command is taken
	Failure hall.Code     // of the last commit; empty: it was stored
	Refused int           // commits in a row that were not stored
	Ago     time.Duration // since something was last made durable, or since the start
}

// commits remembers how the last commits ended.
type commits struct {
	mu      sync.Mutex
	failure hall.Code     // guarded by mu
	refused int           // guarded by mu: in a row
	stored  time.Duration // guarded by mu: by the running time, for the hall's clock may be put right in between
}

// Health is how the queue is now.
func (q *Queue) Health() Health {
	halted, now := q.isHalted(), q.clock.ran()
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	return Health{Halted: halted, Failure: q.commits.failure, Refused: q.commits.refused, Ago: max(now-q.commits.stored, 0)}
}

func (q *Queue) failed(err error) {
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	q.commits.failure = hall.CodeOf(err)
	q.commits.refused++
}

func (q *Queue) stored() {
	now := q.clock.ran()
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	q.commits.failure, q.commits.refused, q.commits.stored = "", 0, now
}

// whyNot is why a command was not stored: that the disk is full has a sentence of its own.
func (q *Queue) whyNot() hall.Code {
	q.commits.mu.Lock()
	defer q.commits.mu.Unlock()
	if q.commits.failure == hall.DiskFull {
		return hall.DiskFull
	}
	return hall.Unavailable
}
