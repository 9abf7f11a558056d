// Package ccnettest is a virtual CashCode validator that speaks CCNET: put notes in, leave them in the mouth, jam it,
// take its cassette or its power away. It is written from the protocol's table and shares no code with the driver.
package ccnettest

import (
	"context"
	"io"

	"github.com/brighthall/brighthall/hardware/cash/poll/polltest"
)

// The host's commands, for Deaf and Mute.
const (
	Thanks byte = 0x00
	Reset  byte = 0x30
	Poll   byte = 0x33
	Enable byte = 0x34
	Stack  byte = 0x35
	Return byte = 0x36
	Table  byte = 0x41
)

var codes = map[polltest.State]byte{
	polltest.Up: 0x10, polltest.UpNote: 0x11, polltest.UpBox: 0x12, polltest.Starting: 0x13, polltest.Open: 0x14,
	polltest.Accepting: 0x15, polltest.Stacking: 0x17, polltest.Returning: 0x18, polltest.Shut: 0x19, polltest.Rejecting: 0x1C,
	polltest.Full: 0x41, polltest.Away: 0x42, polltest.Jam: 0x43, polltest.BoxJam: 0x44, polltest.Cheat: 0x45, polltest.Pause: 0x46,
	polltest.Broken: 0x47, polltest.Comm: 0x47, polltest.Escrow: 0x80, polltest.Valid: 0x81, polltest.Returned: 0x82,
}

const (
	notUnderstood = 0xFF
	illegal       = 0x30
)

// Machine is a virtual validator. Its kinds of notes are bill types.
type Machine struct {
	*polltest.Mechanism
	*polltest.Wire
	rows []byte
}

// New makes a machine that has just got its power. say may be nil.
func New(say func(string)) *Machine {
	return &Machine{polltest.New(polltest.Config{Returns: true, Say: say}), polltest.NewWire(notUnderstood, 0x02, 0x03), BillTable("CHN")}
}

// SetTable sets what it answers for its bill table; see BillTable.
func (m *Machine) SetTable(rows []byte) { m.rows = rows }

// BillTable makes the 24 rows of a machine that knows the six notes of a country, and a foreign one behind them.
func BillTable(country string) []byte {
	rows := make([]byte, 24*5)
	for n, v := range []struct{ digit, zeros byte }{{1, 0}, {5, 0}, {1, 1}, {2, 1}, {5, 1}, {1, 2}} {
		row(rows, n, v.digit, country, v.zeros)
	}
	row(rows, 6, 2, "XYZ", 0x81)
	return rows
}

func row(rows []byte, n int, digit byte, country string, zeros byte) {
	rows[n*5], rows[n*5+4] = digit, zeros
	copy(rows[n*5+1:n*5+4], country)
}

// Serve answers over the link until ctx ends or the link is gone.
func (m *Machine) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	return m.Wire.Serve(ctx, link, m.answer)
}

// Act does what a person at the machine could do.
func (m *Machine) Act(words string) error { return polltest.Act(m.Mechanism, m.Wire, words) }

// answer gives the answer to a command; nil without power, and for thanks.
func (m *Machine) answer(cmd byte, data []byte) []byte {
	var ok bool
	switch cmd {
	case Poll:
		return m.state()
	case Thanks:
		m.Mechanism.Thanks()
		return nil
	case Table:
		ok = true
	case Reset:
		ok = m.Mechanism.Reset()
	case Stack:
		ok = m.Take()
	case Return:
		ok = m.Mechanism.Return()
	case Enable:
		ok = len(data) == 6 && m.Admit(data[0]|data[1]|data[2] != 0)
	}
	switch {
	case m.dark():
		return nil
	case !ok:
		return []byte{illegal}
	case cmd == Table:
		return m.rows
	}
	return []byte{Thanks}
}

func (m *Machine) state() []byte {
	s, kind, ok := m.State()
	if !ok || m.dark() {
		return nil
	}
	switch s {
	case polltest.Escrow, polltest.Valid, polltest.Returned:
		return []byte{codes[s], byte(kind)}
	case polltest.Rejecting:
		return []byte{codes[s], 0x65}
	case polltest.Broken:
		return []byte{codes[s], 0x50} // stacker motor
	case polltest.Comm:
		return []byte{codes[s], 0x56}
	}
	return []byte{codes[s]}
}

// dark reports whether its power went at this very command.
func (m *Machine) dark() bool { return !m.Setup() }
