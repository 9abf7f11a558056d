package ccnet

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
	cmdAck    = 0x00
	cmdReset  = 0x30
	cmdPoll   = 0x33
	cmdEnable = 0x34 // three bytes of bill types to take, three of types to hold in escrow
	cmdStack  = 0x35
	cmdReturn = 0x36
	cmdTable  = 0x41
)

// The machine's states.
const (
	nak         = 0xFF
	powerUp     = 0x10
	powerUpNote = 0x11
	powerUpBox  = 0x12
	starting    = 0x13
	idling      = 0x14
	disabled    = 0x19
	rejecting   = 0x1C
	escrow      = 0x80
	stacked     = 0x81
	returned    = 0x82
)

var troubles = map[byte]hardware.Code{
	0x41: hardware.CashFull,
	0x42: hardware.CashOpen,
	0x43: hardware.CashJam,
	0x44: hardware.CashJam,
	0x45: hardware.CashFraud,
	0x47: hardware.CashBroken,
}

// New takes an opened port (9600 or 19200 8N1).
func New(p port.Port, profile intake.Profile, j *journal.Journal, w intake.Waits, now func() time.Time) *intake.Acceptor {
	box := intake.Box{Device: "ccnet " + p.String(), Journal: j, Profile: profile, Waits: w.Or(profile)}
	v := &validator{line: frame.NewLine(p, frame.CCNET, box.Waits.Reply), wait: box.Waits, profile: profile}
	return intake.NewAcceptor(intake.Notes{Box: box, Validator: v}, box, "ccnet", p, now)
}

// validator is the machine as its protocol sees it; owned by the holder of the acceptor's job.
type validator struct {
	line    *frame.Line
	wait    intake.Waits
	profile intake.Profile
	table   []int64        // what each bill type is worth, from the machine; nil until it was read
	last    byte           // state that was told
	want    byte           // stack or return, until the machine moves
	late    []intake.Event // heard while opening or shutting
}

// poll asks for the state and thanks for it.
func (v *validator) poll(ctx context.Context) (frame.Frame, error) {
	f, err := v.line.Patient(ctx, cmdPoll)
	for range 2 {
		if err != nil || f.Cmd != nak {
			break
		}
		f, err = v.line.Patient(ctx, cmdPoll)
	}
	if err != nil {
		return f, err
	}
	return f, v.line.Send(ctx, cmdAck)
}

// Next asks until the state has changed to one that means something.
func (v *validator) Next(ctx context.Context) (intake.Event, error) {
	if len(v.late) > 0 {
		e := v.late[0]
		v.late = v.late[1:]
		return e, nil
	}
	for {
		f, err := v.poll(ctx)
		if err != nil {
			return intake.Event{}, err
		}
		if v.want != 0 && f.Cmd == escrow && v.last == escrow { // the machine has not heard it
			if err := v.decide(ctx, v.want); err != nil {
				return intake.Event{}, err
			}
		}
		changed := f.Cmd != v.last
		v.last = f.Cmd
		if e, ok := v.event(f); ok && changed {
			v.want = 0
			return e, nil
		}
		if f.Cmd == disabled {
			if err := v.enable(ctx, 0xFF); err != nil {
				return intake.Event{}, err
			}
		}
		if err := pause(ctx, v.wait.Poll); err != nil {
			return intake.Event{}, err
		}
	}
}

func (v *validator) event(f frame.Frame) (intake.Event, bool) {
	switch f.Cmd {
	case escrow:
		return v.bill(intake.Escrow, f), true
	case stacked:
		return v.bill(intake.Stacked, f), true
	case returned:
		return intake.Event{Word: intake.Returned}, true
	case rejecting:
		return intake.Event{Word: intake.Rejected, Detail: fmt.Sprintf("reason %x", f.Data)}, true
	case powerUp, powerUpNote, powerUpBox:
		return intake.Event{Word: intake.Restarted, Detail: found(f.Cmd)}, true
	}
	if code, ok := troubles[f.Cmd]; ok {
		return intake.Event{Word: intake.Trouble, Code: code, Detail: fmt.Sprintf("state %02X %X", f.Cmd, f.Data)}, true
	}
	return intake.Event{}, false
}

func found(state byte) string {
	return map[byte]string{powerUpNote: "after power up: a note lay in the validator", powerUpBox: "after power up: a note lay in the stacker"}[state]
}

// bill is an event about a bill type; its value is always told here, unknown types as channel -1.
func (v *validator) bill(w intake.Word, f frame.Frame) intake.Event {
	e := intake.Event{Word: w, Channel: -1}
	if len(f.Data) != 1 {
		return e
	}
	n := int(f.Data[0])
	if len(v.profile.Channels) > 0 {
		e.Fen = v.profile.Value(n)
	} else if n < len(v.table) {
		e.Fen = v.table[n]
	}
	return e
}

// Open brings the machine to "idling" with every bill type held in escrow.
func (v *validator) Open(ctx context.Context) error {
	if err := v.settle(ctx, 0); err != nil {
		return err
	}
	if err := v.read(ctx); err != nil {
		return err
	}
	return v.settle(ctx, 0xFF)
}

// Shut brings it to "disabled".
func (v *validator) Shut(ctx context.Context) error { return v.settle(ctx, 0) }

// settle follows the machine through reset and initialisation until it is disabled (types 0)
// or idling. What it finds in escrow goes back.
func (v *validator) settle(ctx context.Context, types byte) error {
	goal := byte(disabled)
	if types != 0 {
		goal = idling
	}
	v.last, v.want = 0, 0
	end := time.Now().Add(v.wait.Start)
	for seen := byte(0); time.Now().Before(end); {
		f, err := v.poll(ctx)
		if err != nil {
			return err
		}
		if f.Cmd == goal {
			return nil
		}
		if code, ok := troubles[f.Cmd]; ok {
			return hardware.E("ccnet.Open", code, fmt.Sprintf("state %02X %X", f.Cmd, f.Data))
		}
		if f.Cmd == stacked && seen != stacked {
			e := v.bill(intake.Stacked, f)
			e.Late = true
			v.late = append(v.late, e)
		}
		seen = f.Cmd
		if err := v.forward(ctx, f.Cmd, types); err != nil {
			return err
		}
		if err := pause(ctx, v.wait.Poll/2); err != nil {
			return err
		}
	}
	return hardware.E("ccnet.Open", hardware.CashBroken, "does not come up")
}

// forward does what brings the machine on from a state.
func (v *validator) forward(ctx context.Context, state, types byte) error {
	switch state {
	case powerUp, powerUpNote, powerUpBox:
		return v.decide(ctx, cmdReset)
	case escrow:
		return v.decide(ctx, cmdReturn)
	case idling, disabled:
		return v.enable(ctx, types)
	}
	return nil
}

func (v *validator) enable(ctx context.Context, types byte) error {
	_, err := v.line.Ask(ctx, cmdEnable, types, types, types, types, types, types)
	return deaf(err)
}

// decide sends a command that must not be repeated blindly: whether it was heard shows in the
// next state.
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

// read fetches the machine's bill table once: 24 rows of a first digit, three letters of the
// country, and a count of zeros (bit 7: a fraction).
func (v *validator) read(ctx context.Context) error {
	if v.table != nil || len(v.profile.Channels) > 0 {
		return nil
	}
	f, err := v.line.Patient(ctx, cmdTable)
	if err != nil {
		return err
	}
	if err := v.line.Send(ctx, cmdAck); err != nil {
		return err
	}
	table := values(append([]byte{f.Cmd}, f.Data...), v.profile.Countries)
	if table == nil {
		return hardware.E("ccnet.Open", hardware.BadConfig, fmt.Sprintf("bill table has no note of %v", v.profile.Countries))
	}
	v.table = table
	return nil
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
	f, err := v.poll(ctx)
	if err == nil && f.Cmd != disabled {
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
