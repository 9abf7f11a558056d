package port

import (
	"context"
	"errors"
	"net/url"
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

// cut is a wire whose waiting read ends with a word of the system when it closes, as on Windows.
type cut struct{ slow }

func (w *cut) read([]byte) (int, error) { <-w.stop; return 0, ErrGone }
func (w *cut) close() error             { close(w.stop); return nil }

func TestAReadThatCloseEndedSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stream{wire: &cut{slow{stop: make(chan struct{})}}, name: "cut"}
		ended := make(chan error)
		go func() { _, err := s.Read(t.Context(), make([]byte, 1)); ended <- err }()
		synctest.Wait()
		s.Close()
		if err := <-ended; !errors.Is(err, ErrClosed) || errors.Is(err, ErrGone) {
			t.Errorf("the read ended with %v", err)
		}
	})
}

func TestANameInAnyURL(t *testing.T) {
	for raw, want := range map[string]string{
		"serial:COM3?baud=9600": "COM3", "serial://COM3?baud=9600": "COM3", "serial:///dev/ttyS1": "/dev/ttyS1",
		"file:///C:/hall/slip.bin": "C:/hall/slip.bin", "file:C:/hall/slip.bin": "C:/hall/slip.bin", "file:///c/slip.bin": "/c/slip.bin",
	} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got := path(u); got != want {
			t.Errorf("%s names %q, want %q", raw, got, want)
		}
	}
	if got := renamed("gm65+serial://COM3?baud=9600", "COM7"); got != "gm65+serial:COM7?baud=9600" {
		t.Errorf("followed to %s", got)
	}
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
