package poll

import (
	"context"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/frame"
	"github.com/brighthall/brighthall/hardware/cash/intake"
)

// way is one journey of a machine to open or shut.
type way struct {
	*Validator
	goal  Phase
	order Order
	mends bool      // an ill machine is reset
	end   time.Time // by then it has arrived or is broken
	told  int       // times it was told to shut while it waits for a visitor
	reset bool      // it was ill and was reset
}

// settle follows the machine through reset and initialisation to its goal. What it finds in escrow goes back.
func (v *Validator) settle(ctx context.Context, goal Phase, o Order, mends bool) error {
	v.want = None
	v.admits = v.admits && goal == Open
	v.late = slices.DeleteFunc(v.late, func(e intake.Event) bool { return !e.Late }) // of a session that is over
	w := way{Validator: v, goal: goal, order: o, mends: mends, end: time.Now().Add(v.wait.Start)}
	for {
		s, fresh, err := v.hear(ctx)
		if err != nil {
			return err
		}
		if fresh {
			v.keep(s.Event)
		}
		if arrived, err := w.step(ctx, s, fresh); arrived || err != nil {
			return err
		}
		if err := frame.Pause(ctx, v.wait.Poll/2); err != nil {
			return err
		}
	}
}

// keep remembers what is about an earlier note: the next session hears it.
func (v *Validator) keep(e intake.Event) {
	about := e.Word == intake.Stacked || e.Word == intake.Restarted && e.Detail != ""
	if about && len(v.late) < kept {
		e.Late = true
		v.late = append(v.late, e)
	}
}

// step does what brings the machine on from a state.
func (w *way) step(ctx context.Context, s State, fresh bool) (arrived bool, err error) {
	if s.Phase == w.goal {
		return true, nil
	}
	w.admits = w.admits && s.Phase != Fresh && s.Phase != Bare
	switch s.Phase {
	case Visitor:
		return w.visitor(ctx)
	case Ill:
		err = w.ill(ctx, s.Event)
	case Fresh:
		err = w.tell(ctx, Reset)
	case Bare:
		err = w.tell(ctx, Setup, w.order)
	case Escrow:
		if w.quick(s, fresh) {
			return true, nil
		}
		err = w.tell(ctx, Return)
	case Open, Shut:
		err = w.tell(ctx, w.order)
	}
	if err == nil && time.Now().After(w.end) {
		err = hardware.E("poll.settle", hardware.CashBroken, "does not come up")
	}
	return false, err
}

func (w *way) tell(ctx context.Context, all ...Order) error {
	for _, o := range all {
		heard, err := w.machine.Tell(ctx, o)
		if err != nil {
			return err
		}
		w.admits = w.admits || heard && o == Admit
	}
	return nil
}

// quick: a visitor had his note at the slot as soon as it opened, before the machine could say that it is open. His
// is the session's first note.
func (w *way) quick(s State, fresh bool) bool {
	if !w.admits || !fresh {
		return false
	}
	w.late = append(w.late, s.Event)
	return true
}

// visitor waits for a visitor's hand. To shut, it is enough that the machine was told: it will be shut when the
// note is gone, and what comes in before the next look stays in escrow.
func (w *way) visitor(ctx context.Context) (arrived bool, err error) {
	w.end = time.Now().Add(w.wait.Start)
	if w.goal == Open {
		if w.hangs() {
			return false, hardware.E("poll.settle", hardware.CashJam, "a note hangs at the mouth")
		}
		return false, nil
	}
	heard, err := w.machine.Tell(ctx, w.order)
	w.told++
	return heard || w.told >= insisting, err
}

// hangs reports whether the visitor is no longer there.
func (v *Validator) hangs() bool { return time.Since(v.since) > hanging*v.wait.Start }

// ill: whoever wants to open an ill machine tries a reset first. It is given a moment to act on it.
func (w *way) ill(ctx context.Context, e intake.Event) error {
	fault := hardware.E("poll.settle", e.Code, e.Detail)
	switch {
	case w.mends && !w.reset && mendable(e.Code):
		w.reset = true
		w.end = time.Now().Add(w.wait.Start)
		return w.mend(ctx)
	case w.reset && time.Since(w.mended) < w.wait.Start/5:
		return nil
	}
	return fault
}

// mendable: after these a machine may wait for a reset. A full or open box it sees by itself, and at a fraud
// somebody shall look first.
func mendable(c hardware.Code) bool { return c == hardware.CashJam || c == hardware.CashBroken }

// idle reports whether an ill machine may be reset though nobody wants to use it.
func (v *Validator) idle() bool {
	pause := remending * v.wait.Start
	return mendable(v.last.Event.Code) && time.Since(v.since) > pause && time.Since(v.mended) > pause
}

func (v *Validator) mend(ctx context.Context) error {
	v.mended = time.Now()
	_, err := v.machine.Tell(ctx, Reset)
	return err
}
