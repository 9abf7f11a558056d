package id003

import (
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/frame"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/port"
)

// Files holds the built-in profiles.
//
//go:embed profiles/*.json
var Files embed.FS

// The host's commands.
const (
	cmdStatus  = 0x11
	cmdReset   = 0x40
	cmdStack   = 0x41
	cmdReturn  = 0x43
	cmdAck     = 0x50
	cmdEnable  = 0xC0 // two bytes of denominations, 1 is disabled
	cmdInhibit = 0xC3 // 0: let notes in
)

// The machine's states.
const (
	enabled      = 0x11
	accepting    = 0x12
	escrow       = 0x13
	vendValid    = 0x15
	rejecting    = 0x17
	returning    = 0x18
	inhibited    = 0x1A
	initialising = 0x1B
	powerUp      = 0x40
	powerUpNote  = 0x41
	powerUpBox   = 0x42
	firstDenom   = 0x61
	invalidCmd   = 0x4B
	firstPowerUp = powerUp
	lastPowerUp  = powerUpBox
)

var troubles = map[byte]hardware.Code{
	0x43: hardware.CashFull,
	0x44: hardware.CashOpen,
	0x45: hardware.CashJam,
	0x46: hardware.CashJam,
	0x48: hardware.CashFraud,
	0x49: hardware.CashBroken,
	0x4A: hardware.CashBroken, // between its head and its board
}

// New takes an opened port (9600 8E1).
func New(p port.Port, profile intake.Profile, j *journal.Journal, w intake.Waits, now func() time.Time) *intake.Acceptor {
	box := intake.Box{Device: "id003 " + p.String(), Journal: j, Profile: profile, Waits: w.Or(profile)}
	v := &validator{line: frame.NewLine(p, frame.ID003, box.Waits.Reply), wait: box.Waits}
	return intake.NewAcceptor(intake.Notes{Box: box, Validator: v}, box, "id003", p, now)
}

// validator is the machine as its protocol sees it; owned by the holder of the acceptor's job.
type validator struct {
	line  *frame.Line
	wait  intake.Waits
	last  byte           // state that was told
	thank bool           // a vend valid waits for its 50
	want  byte           // stack or return, until the machine moves
	late  []intake.Event // heard while opening or shutting
}

// status thanks for a vend valid and asks for the state. By then the journal has it.
func (v *validator) status(ctx context.Context) (frame.Frame, error) {
	if v.thank {
		if err := v.line.Send(ctx, cmdAck); err != nil {
			return frame.Frame{}, err
		}
		v.thank = false
	}
	f, err := v.line.Patient(ctx, cmdStatus)
	if err == nil && f.Cmd == vendValid {
		v.thank = true
	}
	return f, err
}

// Next asks until the state has changed to one that means something.
func (v *validator) Next(ctx context.Context) (intake.Event, error) {
	if len(v.late) > 0 {
		e := v.late[0]
		v.late = v.late[1:]
		return e, nil
	}
	for {
		f, err := v.status(ctx)
		if err == nil {
			err = v.insist(ctx, f)
		}
		if err != nil {
			return intake.Event{}, err
		}
		changed := f.Cmd != v.last
		v.last = f.Cmd
		if e, ok := event(f); ok && changed {
			v.want = 0
			return e, nil
		}
		if f.Cmd == inhibited {
			if err := v.inhibit(ctx, 0); err != nil {
				return intake.Event{}, err
			}
		}
		if err := pause(ctx, v.wait.Poll); err != nil {
			return intake.Event{}, err
		}
	}
}

// insist says a decision again while the note still lies in escrow: the machine has not heard it.
func (v *validator) insist(ctx context.Context, f frame.Frame) error {
	if v.want == 0 || f.Cmd != escrow || v.last != escrow {
		return nil
	}
	return v.decide(ctx, v.want)
}

func event(f frame.Frame) (intake.Event, bool) {
	switch f.Cmd {
	case escrow:
		e := intake.Event{Word: intake.Escrow, Channel: -1}
		if len(f.Data) == 1 && f.Data[0] >= firstDenom {
			e.Channel = int(f.Data[0] - firstDenom)
		}
		return e, true
	case vendValid:
		return intake.Event{Word: intake.Stacked}, true
	case returning:
		return intake.Event{Word: intake.Returned}, true
	case rejecting:
		return intake.Event{Word: intake.Rejected, Detail: fmt.Sprintf("reason %x", f.Data)}, true
	case powerUp, powerUpNote, powerUpBox:
		return intake.Event{Word: intake.Restarted, Detail: found(f.Cmd)}, true
	}
	if code, ok := troubles[f.Cmd]; ok {
		return intake.Event{Word: intake.Trouble, Code: code, Detail: fmt.Sprintf("status %02X %X", f.Cmd, f.Data)}, true
	}
	return intake.Event{}, false
}

func found(state byte) string {
	return map[byte]string{powerUpNote: "after power up: a note lay in the acceptor", powerUpBox: "after power up: a note lay in the stacker"}[state]
}

// Open brings the machine to "enabled".
func (v *validator) Open(ctx context.Context) error { return v.settle(ctx, enabled, 0) }

// Shut brings it to "inhibited".
func (v *validator) Shut(ctx context.Context) error { return v.settle(ctx, inhibited, 1) }

// settle follows the machine through reset and initialisation and inhibits it or not. What it
// finds in escrow goes back.
func (v *validator) settle(ctx context.Context, goal, inhibit byte) error {
	v.last, v.want = 0, 0
	end := time.Now().Add(v.wait.Start)
	for seen := byte(0); time.Now().Before(end); {
		f, err := v.status(ctx)
		if err != nil {
			return err
		}
		if f.Cmd == goal {
			return nil
		}
		if code, ok := troubles[f.Cmd]; ok {
			return hardware.E("id003.Open", code, fmt.Sprintf("status %02X %X", f.Cmd, f.Data))
		}
		if f.Cmd == vendValid && seen != vendValid {
			v.late = append(v.late, intake.Event{Word: intake.Stacked, Late: true})
		}
		seen = f.Cmd
		if err := v.forward(ctx, f.Cmd, inhibit); err != nil {
			return err
		}
		if err := pause(ctx, v.wait.Poll/2); err != nil {
			return err
		}
	}
	return hardware.E("id003.Open", hardware.CashBroken, "does not come up")
}

// forward does what brings the machine on from a state.
func (v *validator) forward(ctx context.Context, state, inhibit byte) error {
	switch {
	case state >= firstPowerUp && state <= lastPowerUp:
		return v.decide(ctx, cmdReset)
	case state == initialising:
		if err := v.set(ctx, cmdEnable, 0, 0); err != nil {
			return err
		}
		return v.inhibit(ctx, inhibit)
	case state == escrow:
		return v.decide(ctx, cmdReturn)
	case state == enabled, state == inhibited, state == accepting:
		return v.inhibit(ctx, inhibit)
	}
	return nil
}

func (v *validator) inhibit(ctx context.Context, on byte) error { return v.set(ctx, cmdInhibit, on) }

// set sends a setting; the machine says it back. One that was not heard shows in the next state.
func (v *validator) set(ctx context.Context, cmd byte, data ...byte) error {
	_, err := v.line.Ask(ctx, cmd, data...)
	return deaf(err)
}

// decide sends a command that is answered by 50 and must not be repeated blindly: whether it
// was heard shows in the next state.
func (v *validator) decide(ctx context.Context, cmd byte) error {
	_, err := v.line.Ask(ctx, cmd)
	return deaf(err)
}

func deaf(err error) error {
	if code := hardware.CodeOf(err); code == hardware.CashSilent || code == hardware.Garbled {
		return nil
	}
	return err
}

// Stack takes the note in.
func (v *validator) Stack(ctx context.Context) error {
	v.want = cmdStack
	return v.decide(ctx, cmdStack)
}

// Return gives the note back.
func (v *validator) Return(ctx context.Context) error {
	v.want = cmdReturn
	return v.decide(ctx, cmdReturn)
}

// Look asks how it is; what it finds enabled or in escrow is shut: nobody is waiting for notes.
func (v *validator) Look(ctx context.Context) (hardware.Code, error) {
	f, err := v.status(ctx)
	if err == nil && f.Cmd != inhibited {
		err = v.Shut(ctx)
	}
	return intake.CodeOf(err), err
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
