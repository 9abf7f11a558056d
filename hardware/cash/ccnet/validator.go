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
	"github.com/brighthall/brighthall/hardware/cash/poll"
	"github.com/brighthall/brighthall/hardware/port"
)

// Files holds the built-in profiles.
//
//go:embed profiles/*.json
var Files embed.FS

const (
	ack   = 0x00 // both ways
	ask   = 0x33
	table = 0x41
)

// orders are commands, answered by ack. 34 has three bytes of bill types to take and three of types to hold in escrow.
var orders = map[poll.Order]frame.Frame{
	poll.Reset:  {Cmd: 0x30},
	poll.Take:   {Cmd: 0x35},
	poll.Return: {Cmd: 0x36},
	poll.Admit:  {Cmd: 0x34, Data: []byte{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}},
	poll.Refuse: {Cmd: 0x34, Data: []byte{0, 0, 0, 0, 0, 0}},
}

// New takes an opened port (9600 or 19200 8N1).
func New(p port.Port, profile intake.Profile, j *journal.Journal, w intake.Waits, now func() time.Time) *intake.Acceptor {
	box := intake.Box{Device: "ccnet " + p.String(), Journal: j, Profile: profile, Waits: w.Or(profile)}
	m := &machine{line: frame.NewLine(p, frame.CCNET, box.Waits.Reply), profile: profile}
	v := validator{Validator: poll.New(m, box.Waits), machine: m}
	return intake.NewAcceptor(intake.Notes{Box: box, Validator: v}, box, "ccnet", p, now)
}

// validator reads the machine's bill table before it first lets notes in.
type validator struct {
	*poll.Validator
	machine *machine
}

// Open implements intake.Validator. The table is asked for while the machine is shut.
func (v validator) Open(ctx context.Context) error {
	if v.machine.needsTable() {
		if err := v.Ready(ctx); err != nil {
			return err
		}
		if err := v.machine.readTable(ctx); err != nil {
			return err
		}
	}
	return v.Validator.Open(ctx)
}

// machine is a poll.Machine; owned by the holder of the acceptor's job.
type machine struct {
	line    *frame.Line
	profile intake.Profile
	table   []int64 // what each bill type is worth, from the machine; nil until it was read
}

// State implements poll.Machine. The machine is thanked at once, or it would say the same again; that must not
// fail for a session that is ending, and an unplugged line shows at the next question.
func (m *machine) State(ctx context.Context) (poll.State, error) {
	f, err := m.line.Patient(ctx, ask)
	if err != nil {
		return poll.State{}, err
	}
	m.line.Send(context.WithoutCancel(ctx), ack)
	return Read(f, m.worth), nil
}

// Tell implements poll.Machine.
func (m *machine) Tell(ctx context.Context, o poll.Order) (bool, error) {
	say, ok := orders[o]
	if !ok {
		return true, nil // needs no settings
	}
	f, heard, err := m.line.Tell(ctx, say.Cmd, say.Data...)
	return heard && f.Cmd == ack, err
}

func (m *machine) worth(billType int) int64 {
	if len(m.profile.Channels) > 0 {
		return m.profile.Value(billType)
	}
	if billType < len(m.table) {
		return m.table[billType]
	}
	return 0
}

func (m *machine) needsTable() bool { return m.table == nil && len(m.profile.Channels) == 0 }

func (m *machine) readTable(ctx context.Context) error {
	f, err := m.line.Patient(ctx, table)
	if err != nil {
		return err
	}
	m.line.Send(context.WithoutCancel(ctx), ack)
	m.table = Table(append([]byte{f.Cmd}, f.Data...), m.profile.Countries)
	if m.table == nil {
		return hardware.E("ccnet.Open", hardware.BadConfig, fmt.Sprintf("bill table has no note of %v", m.profile.Countries))
	}
	return nil
}
