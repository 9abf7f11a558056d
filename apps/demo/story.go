package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/bench"
	"github.com/brighthall/brighthall/ui/nav"
)

// A story is played for those who watch: what a person would press is pressed on the real screens of this process, what
// he would hold is held before the devices. It needs no pointer, so it runs wherever the demo does; the picture of a
// finger is package visit's.
type story struct {
	*demo
	code string // of the slip that came out
	no   hall.TicketNo
}

const (
	beat     = 900 * time.Millisecond // between two acts, so that one can follow
	patience = 2 * time.Minute        // of one act
)

// stories are what the bench offers.
func (d *demo) stories() map[string]func(context.Context) error {
	s := &story{demo: d}
	return map[string]func(context.Context) error{
		"visit": func(ctx context.Context) error {
			return s.acts(ctx, s.take, s.slip, s.signIn, s.call, s.serve, s.finish, s.rate)
		},
		"paper": func(ctx context.Context) error {
			return s.acts(ctx, s.emptyRoll, s.take, s.withoutSlip, s.newRoll, s.slip)
		},
	}
}

// tell plays a story of the bench; done is told how it ended, on the UI goroutine.
func (d *demo) tell(ctx context.Context, s *nav.Stage) func(name string, done func(error)) func() {
	return func(name string, done func(error)) func() {
		ctx, stop := context.WithCancel(ctx)
		go func() {
			err := d.stories()[name](ctx)
			stop()
			if err != nil {
				d.log.Warn("story", "name", name, "error", err)
			}
			s.Do(func() { done(err) })
		}()
		return stop
	}
}

func (s *story) acts(ctx context.Context, acts ...func(context.Context) error) error {
	for _, act := range acts {
		within, cancel := context.WithTimeout(ctx, patience)
		err := act(within)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

// take is the visitor at the kiosk.
func (s *story) take(ctx context.Context) error {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, _ = s.hall.Printed(gone) // an older slip may lie there
	return s.acts(ctx, s.home, s.presses("kiosk", "group.H"), s.presses("kiosk", "item.B05"), s.presses("kiosk", "take"), s.at("kiosk", "ticket"))
}

// home leaves what somebody has left open.
func (s *story) home(ctx context.Context) error {
	for _, key := range []string{"done", "keep"} {
		if s.has("kiosk", key) {
			if err := s.presses("kiosk", key)(ctx); err != nil {
				return err
			}
		}
	}
	return s.at("kiosk", "home")(ctx)
}

func (s *story) slip(ctx context.Context) error {
	paper, err := s.hall.Printed(ctx)
	if err != nil {
		return err
	}
	if s.code, err = demohall.ReadBarcode(paper.Image); err != nil {
		return err
	}
	standing, err := s.hall.Node.Authority.Find(ctx, s.code)
	s.no = standing.No
	return err
}

func (s *story) signIn(ctx context.Context) error {
	if !s.has("teller", "sign-in") {
		return nil
	}
	return s.acts(ctx, s.types("teller", "sign-in-teller", "0314"), s.types("teller", "sign-in-pin", "246810"), s.presses("teller", "sign-in"), s.reads("teller", "F1"))
}

func (s *story) call(ctx context.Context) error {
	return s.acts(ctx, s.f("teller", fyne.KeyF1), func(ctx context.Context) error { return s.reads("customer", string(s.no))(ctx) })
}

func (s *story) serve(ctx context.Context) error {
	if err := s.rest(ctx); err != nil {
		return err
	}
	if err := s.hall.Scanner.Point(ctx, s.code); err != nil {
		return err
	}
	return s.reads("teller", s.say("counter.state.serving"))(ctx)
}

func (s *story) finish(ctx context.Context) error {
	return s.acts(ctx, s.f("teller", fyne.KeyF5), s.presses("teller", "outcome-0-2"), s.f("teller", fyne.KeyF5), s.shows("customer", "level-5"))
}

// rate presses the box until it counts: its light may still be on its way.
func (s *story) rate(ctx context.Context) error {
	for ctx.Err() == nil && !s.sees("customer", s.say("counter.customer.thanks")) {
		if err := s.rest(ctx); err != nil {
			return err
		}
		if err := s.hall.Machines.Act("keys", "press 5"); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (s *story) emptyRoll(ctx context.Context) error { return s.paper(ctx, true) }
func (s *story) newRoll(ctx context.Context) error {
	return s.acts(ctx, func(ctx context.Context) error { return s.paper(ctx, false) }, s.presses("kiosk", "again"))
}

// paper turns the bench's switch.
func (s *story) paper(ctx context.Context, out bool) error {
	s.stage("bench").Do(func() { s.board.Break(bench.PaperOut, out) })
	return s.rest(ctx)
}

// withoutSlip is the kiosk that shows the number instead, for as long as one needs to read it.
func (s *story) withoutSlip(ctx context.Context) error {
	return s.acts(ctx, s.shows("kiosk", "giveup"), s.rest, s.rest, s.rest)
}

func (s *story) say(key string) string { return s.stages[0].Book().Say(hall.Chinese, key) }

func (s *story) stage(window string) *nav.Stage {
	return s.stages[slices.IndexFunc(s.stages, func(st *nav.Stage) bool { return st.Name() == window })]
}

// on does something on a window's UI goroutine and waits for it.
func (s *story) on(window string, do func(*nav.Stage)) {
	done, st := make(chan struct{}), s.stage(window)
	st.Do(func() { defer close(done); do(st) })
	<-done
}

func (s *story) has(window, key string) (ok bool) {
	s.on(window, func(st *nav.Stage) { _, _, ok = st.Find(key) })
	return ok
}

func (s *story) sees(window, word string) (ok bool) {
	s.on(window, func(st *nav.Stage) { ok = strings.Contains(fmt.Sprint(st.Texts()), word) })
	return ok
}

// until looks again and again.
func (s *story) until(ctx context.Context, what string, so func() bool) error {
	for tick := time.NewTicker(50 * time.Millisecond); !so(); {
		select {
		case <-ctx.Done():
			tick.Stop()
			return fmt.Errorf("story: waited for %s: %w", what, ctx.Err())
		case <-tick.C:
		}
	}
	return nil
}

func (s *story) at(window, screen string) func(context.Context) error {
	return func(ctx context.Context) error {
		return s.until(ctx, screen+" of "+window, func() (is bool) {
			s.on(window, func(st *nav.Stage) { is = st.Screen() == screen })
			return is
		})
	}
}

func (s *story) reads(window, word string) func(context.Context) error {
	return func(ctx context.Context) error {
		return s.until(ctx, word+" in "+window, func() bool { return s.sees(window, word) })
	}
}

func (s *story) shows(window, key string) func(context.Context) error {
	return func(ctx context.Context) error {
		return s.until(ctx, key+" in "+window, func() bool { return s.has(window, key) })
	}
}

// presses waits for a key, leaves those who watch a beat to see it, and presses it.
func (s *story) presses(window, key string) func(context.Context) error {
	return s.withObject(window, key, func(o fyne.CanvasObject) {
		if t, ok := o.(fyne.Tappable); ok {
			t.Tapped(&fyne.PointEvent{})
		}
	})
}

func (s *story) types(window, key, text string) func(context.Context) error {
	return s.withObject(window, key, func(o fyne.CanvasObject) {
		if f, ok := o.(fyne.Focusable); ok {
			for _, r := range text {
				f.TypedRune(r)
			}
		}
	})
}

func (s *story) withObject(window, key string, do func(fyne.CanvasObject)) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := s.acts(ctx, s.shows(window, key), s.rest); err != nil {
			return err
		}
		s.on(window, func(st *nav.Stage) {
			if o, _, ok := st.Find(key); ok {
				do(o)
			}
		})
		return nil
	}
}

// f presses a function key in a window.
func (s *story) f(window string, key fyne.KeyName) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := s.rest(ctx); err != nil {
			return err
		}
		s.on(window, func(st *nav.Stage) {
			if typed := st.Window().Canvas().OnTypedKey(); typed != nil {
				typed(&fyne.KeyEvent{Name: key})
			}
		})
		return nil
	}
}

func (s *story) rest(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(beat):
		return nil
	}
}
