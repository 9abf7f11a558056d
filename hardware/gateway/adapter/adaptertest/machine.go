// Package adaptertest is an old queue machine: what the reference adapter's example template describes, written without
// its code.
//
// A visitor presses a button; the machine asks for a number (STX 'N' service window XOR ETX), prints what it is given
// ('R'), shows calls ('C'), and answers ACK or NAK. It asks again when nothing came for a while.
package adaptertest

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// Machine is one such machine, switched on.
type Machine struct {
	say func(string)

	mu      sync.Mutex
	link    io.Writer // guarded by mu, and the rest
	printed []string
	called  []string
	mute    bool // acknowledges nothing
	naks    int  // frames to refuse
}

// New makes a machine that tells say what a visitor sees; nil: nobody.
func New(say func(string)) *Machine {
	if say == nil {
		say = func(string) {}
	}
	return &Machine{say: say}
}

// Serve speaks over the link until ctx ends or the link is gone.
func (m *Machine) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	m.mu.Lock()
	m.link = link
	m.mu.Unlock()
	var open []byte
	buf := make([]byte, 64)
	for ctx.Err() == nil {
		n, err := link.Read(buf)
		if err != nil {
			return err
		}
		open = m.take(append(open, buf[:n]...))
	}
	return ctx.Err()
}

// take handles the frames that are whole: 02 … 03, of 10 bytes for R and C, of 5 for E.
func (m *Machine) take(b []byte) []byte {
	for len(b) > 1 {
		size := map[byte]int{'R': 10, 'C': 10, 'E': 5}[b[1]]
		if b[0] != 2 || size == 0 {
			b = b[1:]
			continue
		}
		if len(b) < size {
			break
		}
		m.frame(b[:size])
		b = b[size:]
	}
	return b
}

func (m *Machine) frame(f []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	x, last := byte(0), len(f)-2
	for _, c := range f[1:last] {
		x ^= c
	}
	if x != f[last] || f[last+1] != 3 || m.naks > 0 {
		m.naks = max(0, m.naks-1)
		m.link.Write([]byte{0x15})
		return
	}
	switch f[1] {
	case 'R':
		number := strings.TrimSpace(string(f[2:6]))
		m.printed = append(m.printed, number)
		m.say("printed " + number + ", ahead " + string(f[6:8]))
	case 'C':
		call := strings.TrimSpace(string(f[4:8])) + "@" + string(f[2:4])
		m.called = append(m.called, call)
		m.say("called " + call)
	case 'E':
		m.say("no number for " + string(f[2]))
	}
	if !m.mute {
		m.link.Write([]byte{0x06})
	}
}

// Act does what a person at the machine could do: "press A", "mute", "speak", "nak 1".
func (m *Machine) Act(words string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	verb, what, _ := strings.Cut(words, " ")
	switch {
	case verb == "press" && len(what) == 1:
		if m.link == nil {
			return fmt.Errorf("nobody is at the other end")
		}
		f := []byte{'N', what[0], '0', '0'}
		_, err := m.link.Write(append(append([]byte{2}, f...), f[0]^f[1]^f[2]^f[3], 3))
		return err
	case verb == "mute", verb == "speak":
		m.mute = verb == "mute"
		return nil
	case verb == "nak":
		_, err := fmt.Sscan(what, &m.naks)
		return err
	}
	return fmt.Errorf("it understands: press A, mute, speak, nak 1")
}

// Printed lists the numbers that came out.
func (m *Machine) Printed() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.printed)
}

// Called lists the calls that were shown, "A023@03".
func (m *Machine) Called() []string { m.mu.Lock(); defer m.mu.Unlock(); return slices.Clone(m.called) }
