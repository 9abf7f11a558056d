// Package id003test is a virtual JCM validator that speaks ID-003: put notes in, leave them in the mouth, jam it, take
// its box or its power away. It is written from the protocol's table and shares no code with the driver.
package id003test

import (
	"context"
	"io"

	"github.com/brighthall/brighthall/hardware/cash/poll/polltest"
)

// The host's commands, for Deaf and Mute.
const (
	Status  byte = 0x11
	Reset   byte = 0x40
	Stack   byte = 0x41
	Return  byte = 0x43
	Thanks  byte = 0x50
	Enable  byte = 0xC0
	Inhibit byte = 0xC3
)

var codes = map[polltest.State]byte{
	polltest.Open: 0x11, polltest.Accepting: 0x12, polltest.Escrow: 0x13, polltest.Stacking: 0x14, polltest.Valid: 0x15,
	polltest.Stacked: 0x16, polltest.Rejecting: 0x17, polltest.Returning: 0x18, polltest.Shut: 0x1A, polltest.Starting: 0x1B,
	polltest.Up: 0x40, polltest.UpNote: 0x41, polltest.UpBox: 0x42, polltest.Full: 0x43, polltest.Away: 0x44, polltest.Jam: 0x45,
	polltest.BoxJam: 0x46, polltest.Pause: 0x47, polltest.Cheat: 0x48, polltest.Broken: 0x49, polltest.Comm: 0x4A,
}

const notUnderstood = 0x4B

// Machine is a virtual validator. Its kinds of notes are denominations: kind 0 is 61.
type Machine struct {
	*polltest.Mechanism
	*polltest.Wire
}

// New makes a machine that has just got its power. say may be nil.
func New(say func(string)) *Machine {
	return &Machine{polltest.New(polltest.Config{Bare: true, Stacked: true, Say: say}), polltest.NewWire(notUnderstood, 0xFC)}
}

// Serve answers over the link until ctx ends or the link is gone.
func (m *Machine) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	return m.Wire.Serve(ctx, link, m.answer)
}

// Act does what a person at the machine could do.
func (m *Machine) Act(words string) error { return polltest.Act(m.Mechanism, m.Wire, words) }

// answer gives the answer to a command; nil without power, and for thanks.
func (m *Machine) answer(cmd byte, data []byte) []byte {
	if cmd == Status {
		return m.status()
	}
	var ok bool
	switch cmd {
	case Thanks:
		m.Mechanism.Thanks()
		return nil
	case Reset:
		ok = m.Mechanism.Reset()
	case Stack, 0x42:
		ok = m.Take()
	case Return:
		ok = m.Mechanism.Return()
	case Enable:
		ok = len(data) == 2 && m.Setup()
	case Inhibit:
		ok = len(data) == 1 && m.Admit(data[0] == 0)
	}
	switch {
	case m.dark():
		return nil
	case !ok:
		return []byte{notUnderstood}
	case cmd == Enable || cmd == Inhibit:
		return append([]byte{cmd}, data...)
	}
	return []byte{Thanks}
}

func (m *Machine) status() []byte {
	s, kind, ok := m.State()
	if !ok || m.dark() {
		return nil
	}
	switch s {
	case polltest.Escrow:
		return []byte{codes[s], 0x61 + byte(kind)}
	case polltest.Rejecting:
		return []byte{codes[s], 0x71}
	case polltest.Broken:
		return []byte{codes[s], 0xA2} // stack motor
	}
	return []byte{codes[s]}
}

// dark reports whether its power went at this very command.
func (m *Machine) dark() bool { return !m.Setup() }
