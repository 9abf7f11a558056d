package id003

import (
	"bytes"
	"context"
	"embed"
	"time"

	"github.com/brighthall/brighthall/hardware/cash/frame"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/cash/poll"
	"github.com/brighthall/brighthall/hardware/port"
)

// Files holds the built-in profiles.
//
//go:embed profiles/*.json
var Files embed.FS

const (
	status = 0x11
	thanks = 0x50 // both ways: the machine's for an order, the host's for a vend valid
)

// orders are commands; a setting is answered by itself, the others by thanks.
var orders = map[poll.Order]frame.Frame{
	poll.Reset:  {Cmd: 0x40},
	poll.Take:   {Cmd: 0x41},
	poll.Return: {Cmd: 0x43},
	poll.Setup:  {Cmd: 0xC0, Data: []byte{0, 0}}, // two bytes of denominations, 1 is disabled
	poll.Admit:  {Cmd: 0xC3, Data: []byte{0}},
	poll.Refuse: {Cmd: 0xC3, Data: []byte{1}},
}

// New takes an opened port (9600 8E1).
func New(p port.Port, profile intake.Profile, j *journal.Journal, w intake.Waits, now func() time.Time) *intake.Acceptor {
	box := intake.Box{Device: "id003 " + p.String(), Journal: j, Profile: profile, Waits: w.Or(profile)}
	m := &machine{line: frame.NewLine(p, frame.ID003, box.Waits.Reply)}
	return intake.NewAcceptor(intake.Notes{Box: box, Validator: poll.New(m, box.Waits)}, box, "id003", p, now)
}

// machine is a poll.Machine; owned by the holder of the acceptor's job.
type machine struct {
	line  *frame.Line
	thank bool // a vend valid waits for its thanks
}

// State implements poll.Machine. A vend valid of the last answer is thanked for now: the journal has it.
func (m *machine) State(ctx context.Context) (poll.State, error) {
	if m.thank {
		if err := m.line.Send(ctx, thanks); err != nil {
			return poll.State{}, err
		}
		m.thank = false
	}
	f, err := m.line.Patient(ctx, status)
	if err != nil {
		return poll.State{}, err
	}
	m.thank = f.Cmd == vendValid
	return Read(f), nil
}

// Tell implements poll.Machine.
func (m *machine) Tell(ctx context.Context, o poll.Order) (bool, error) {
	say := orders[o]
	f, ok, err := m.line.Tell(ctx, say.Cmd, say.Data...)
	if len(say.Data) > 0 {
		return ok && f.Cmd == say.Cmd && bytes.Equal(f.Data, say.Data), err
	}
	return ok && f.Cmd == thanks, err
}
