package display_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/display"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// woken counts how often the window's goroutine is woken, and is that goroutine.
type woken struct {
	mu sync.Mutex
	n  int
}

func (w *woken) do(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n++
	f()
}

func (w *woken) since() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.n
	w.n = 0
	return n
}

// A hall in which nobody is called wakes its display by the stage's second and by nothing else; a call is beaten ten
// times a second until it is over.
func TestADisplayAtRestIsNotWoken(t *testing.T) {
	r := newRig(t) // has the sentences, and the app that the bubble must not start
	window := test.NewTempWindow(t, nil)
	synctest.Test(t, func(t *testing.T) {
		w := &woken{}
		s := nav.New(nav.Options{Name: "display", Window: window, Look: skin.For(skin.Hall), Book: r.Book(), Lang: hall.Chinese, Now: time.Now,
			Run: func(work, done func()) { work(); done() }, Do: w.do})
		app := display.New(s, display.Deps{})
		morning := r.morning(t, 7)
		morning.At, morning.Recent = hall.At(time.Now()), nil
		w.do(func() { app.Start(); app.Push(morning) })
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = app.Run(ctx) }()
		synctest.Wait()
		w.since()
		time.Sleep(time.Minute)
		if n := w.since(); n > 1 {
			t.Errorf("at rest the window was woken %d times in a minute, beside the stage's ticks", n)
		}
		called := r.called("H023", "3")
		called.At = hall.At(time.Now())
		w.do(func() { app.Event(called) })
		w.since()
		time.Sleep(5 * time.Second)
		if n := w.since(); n < 45 {
			t.Errorf("during a call it was woken %d times in 5 s", n)
		}
		time.Sleep(20 * time.Second) // the call is over
		w.since()
		time.Sleep(time.Minute)
		if n := w.since(); n > 1 {
			t.Errorf("after the call it was woken %d times in a minute", n)
		}
		stop()
		synctest.Wait()
	})
}
