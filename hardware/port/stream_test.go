package port

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// slow is a wire that takes its time for every chunk, or never takes one.
type slow struct {
	takes time.Duration // 0: never
	taken chan []byte
	stop  chan struct{}
}

func (w *slow) read([]byte) (int, error) { return 0, nil }
func (w *slow) flush() error             { return nil }
func (w *slow) close() error             { return nil }

func (w *slow) write(p []byte) (int, error) {
	if w.takes == 0 {
		<-w.stop
		return 0, ErrGone
	}
	time.Sleep(w.takes)
	w.taken <- p
	return len(p), nil
}

func TestACallerWhoGivesUpDoesNotBreakTheLine(t *testing.T) {
	for _, c := range []struct {
		name  string
		takes time.Duration
		next  error
	}{
		{"a line that takes its bytes goes on", 300 * time.Millisecond, nil},
		{"a line that hangs is given up", 0, ErrStalled},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &slow{takes: c.takes, taken: make(chan []byte, 10), stop: make(chan struct{})}
				s := &stream{wire: w, name: "slow", stall: 5 * time.Second}
				ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
				defer cancel()
				if _, err := s.Write(ctx, []byte("ask")); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("gave up with %v", err)
				}
				if _, err := s.Write(t.Context(), []byte("again")); !errors.Is(err, c.next) {
					t.Errorf("the next write gives %v, want %v", err, c.next)
				}
				close(w.stop)
			})
		})
	}
}
