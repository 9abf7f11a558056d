package system

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// silence is how long a terminal tries to reach its hall before its screen tells the staff why it does not.
const silence = 10 * time.Second

// join is an authority elsewhere, whose snapshots are watched: why the hall cannot be read is in the log at once, and
// on the screens after ten seconds. Its methods may be called from any goroutine.
type join struct {
	hall.Authority
	address string
	log     *slog.Logger
	tell    func(err error, joined bool) // set before the parts run; nil error: the hall is there again

	mu     sync.Mutex
	joined bool        // there was a snapshot once
	failed error       // the last failure; nil: none since the last snapshot
	cause  Cause       // of it, as the log has it
	shown  bool        // the screens know
	timer  *time.Timer // runs to show
}

// Hall implements hall.Authority.
func (j *join) Hall(ctx context.Context) (hall.Snapshot, error) {
	began := time.Now()
	s, err := j.Authority.Hall(ctx)
	if ctx.Err() == context.Canceled {
		return s, err
	}
	j.note(nodeCause(err, j.address), time.Since(began))
	return s, err
}

func (j *join) note(err error, took time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err == nil {
		j.well()
		return
	}
	cause, _ := causeOf(err)
	first, other := j.failed == nil, cause != j.cause
	j.failed, j.cause = err, cause
	if first || other {
		j.log.Warn("the hall cannot be read", "node", j.address, "code", causeCodes[cause], "error", err)
	}
	switch {
	case first:
		j.timer = time.AfterFunc(max(silence-took, 0), j.show)
	case other && j.shown:
		j.tell(err, j.joined)
	}
}

// well takes the reason away.
func (j *join) well() {
	if j.failed != nil {
		j.timer.Stop()
		j.log.Info("the hall is read again", "node", j.address)
	}
	if j.shown {
		j.tell(nil, true)
	}
	j.joined, j.failed, j.cause, j.shown = true, nil, "", false
}

func (j *join) show() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failed != nil && !j.shown {
		j.shown = true
		j.tell(j.failed, j.joined)
	}
}
