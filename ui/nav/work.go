package nav

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
)

// Runner does work away from the UI goroutine and then calls done on it. Tests give one that does both at once.
type Runner func(work, done func())

// Background is the Runner of programs. A job that panics breaks the window like a panic in a screen: it is raised
// again on the UI goroutine, where the program catches it.
func Background(work, done func()) {
	go func() {
		defer func() {
			if value := recover(); value != nil {
				broken := broken{value, debug.Stack()}
				fyne.Do(func() { panic(broken) })
			}
		}()
		work()
		fyne.Do(done)
	}()
}

// broken is a panic of a job, with the place where it happened.
type broken struct {
	value any
	stack []byte
}

// String implements fmt.Stringer.
func (b broken) String() string { return fmt.Sprintf("%v in a job\n%s", b.value, b.stack) }

// Work does a job away from the UI goroutine and hands its result to done on it. When the stage's context has ended
// meanwhile, done is not called.
func Work[T any](s *Stage, job func(context.Context) (T, error), done func(T, error)) {
	var result T
	var err error
	s.o.Run(func() { result, err = job(s.o.Context) }, func() {
		if s.o.Context.Err() == nil {
			done(result, err)
		}
	})
}

// Do runs f on the UI goroutine, soon; for listeners. It may be called from any goroutine.
func (s *Stage) Do(f func()) { s.o.Do(f) }

// Run ticks once a second until ctx ends.
func (s *Stage) Run(ctx context.Context) error {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
			s.o.Do(s.Tick)
		}
	}
}

// Tick lets the screen and the idle watch see the time. Run calls it once a second, tests when they like.
func (s *Stage) Tick() {
	now := s.o.Now()
	if n := len(s.stack); n > 0 {
		if t, ok := s.stack[n-1].(Ticker); ok {
			t.Tick(now)
		}
	}
	s.watch(now)
}

// Drawn calls then on the UI goroutine when all that the window shows now has been painted: at the second frame from
// here, before which the first was painted to its end. For the debug socket; a picture taken earlier may show the
// screen before this one.
func (s *Stage) Drawn(then func()) {
	frames := 0
	var watch *fyne.Animation
	watch = fyne.NewAnimation(time.Hour, func(done float32) {
		if frames++; frames == 2 || done == 1 { // a test's driver has no frames: one tick is the end
			watch.Stop()
			then()
		}
	})
	watch.Start()
}
