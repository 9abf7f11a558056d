package poll

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/frame"
	"github.com/brighthall/brighthall/hardware/cash/intake"
)

const (
	hanging   = 8  // times Waits.Start: a note hangs at the mouth so long that it is a jam
	remending = 4  // times Waits.Start: between two resets of an ill machine that nobody wants to use
	kept      = 16 // late events
	insisting = 3  // times a machine that waits for a visitor is told to shut
)

// Validator makes an intake.Validator of a Machine.
type Validator struct {
	machine Machine
	wait    intake.Waits
	last    State          // as it was heard
	since   time.Time      // when it began
	want    Order          // Take or Return, until the machine moves
	admits  bool           // it was told to let notes in, in this session and since its last start
	late    []intake.Event // heard while opening or shutting
	mended  time.Time      // last reset of an ill machine
}

// New takes a machine and the patience with it.
func New(m Machine, w intake.Waits) *Validator { return &Validator{machine: m, wait: w} }

// hear asks for the state. fresh tells that it has something to say that was not said before.
func (v *Validator) hear(ctx context.Context) (s State, fresh bool, err error) {
	s, err = v.machine.State(ctx)
	if err != nil {
		return s, false, err
	}
	fresh = s.Event.Word != "" && s.Event != v.last.Event
	if s != v.last || v.since.IsZero() {
		v.since = time.Now()
	}
	v.last = s
	return s, fresh, nil
}

// Next asks until the state has changed to one that means something.
func (v *Validator) Next(ctx context.Context) (intake.Event, error) {
	if len(v.late) > 0 {
		e := v.late[0]
		v.late = v.late[1:]
		return e, nil
	}
	for {
		s, fresh, err := v.hear(ctx)
		if err != nil {
			return intake.Event{}, err
		}
		if fresh {
			v.want = None
			return s.Event, nil
		}
		if err := v.remind(ctx, s.Phase); err != nil {
			return intake.Event{}, err
		}
		if err := frame.Pause(ctx, v.wait.Poll); err != nil {
			return intake.Event{}, err
		}
	}
}

// remind says again what the machine has not heard, or has forgotten.
func (v *Validator) remind(ctx context.Context, p Phase) (err error) {
	switch {
	case p == Escrow && v.want != None:
		_, err = v.machine.Tell(ctx, v.want)
	case p == Shut:
		_, err = v.machine.Tell(ctx, Admit)
	}
	return err
}

// Stack takes the note in.
func (v *Validator) Stack(ctx context.Context) error { return v.decide(ctx, Take) }

// Return gives the note back.
func (v *Validator) Return(ctx context.Context) error { return v.decide(ctx, Return) }

func (v *Validator) decide(ctx context.Context, o Order) error {
	v.want = o
	_, err := v.machine.Tell(ctx, o)
	return err
}

// Open brings the machine to where it lets notes in.
func (v *Validator) Open(ctx context.Context) error { return v.settle(ctx, Open, Admit, true) }

// Ready shuts a machine that shall be opened next: as Shut, but an ill one is reset.
func (v *Validator) Ready(ctx context.Context) error { return v.settle(ctx, Shut, Refuse, true) }

// Shut brings it to where it lets none in.
func (v *Validator) Shut(ctx context.Context) error { return v.settle(ctx, Shut, Refuse, false) }

// Look asks how it is; what it finds open or in escrow is shut: nobody is waiting for notes.
func (v *Validator) Look(ctx context.Context) (hardware.Code, error) {
	err := v.Shut(ctx)
	switch {
	case err == nil && v.last.Phase == Visitor && v.hangs():
		return hardware.CashJam, nil
	case err == nil && v.last.Phase == Visitor:
		return v.last.Event.Code, nil
	case err != nil && v.last.Phase == Ill && v.idle():
		v.mend(ctx)
	}
	return intake.CodeOf(err), err
}
