// Package cctalktest is a virtual coin acceptor on a ccTalk line: drop coins in, block its sensor, take its power away.
// It is written from the protocol's table and shares no code with the driver.
package cctalktest

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// ErrThrough is what happens to a coin that is not let in.
var ErrThrough = errors.New("the coin falls through")

// ErrWords lists what Act understands.
var ErrWords = errors.New("say: coin 1..16 · event 1..255 · power on|off · silent on|off · echo on|off · spoil on|off")

// Machine is a virtual coin acceptor, switched on and shut.
type Machine struct {
	say func(string)

	mu      sync.Mutex // guards all below
	off     bool
	silent  bool
	echo    bool
	spoilt  bool
	simple  bool // answers neither serial number nor inhibits
	serial  [3]byte
	counter byte
	events  [10]byte
	admits  uint16
	open    bool
	box     []int
	in      []byte
}

// New makes a machine whose adapter echoes; say may be nil.
func New(say func(string)) *Machine {
	if say == nil {
		say = func(string) {}
	}
	return &Machine{say: say, echo: true, serial: [3]byte{0x78, 0x56, 0x34}}
}

// Serve answers over the link until ctx ends or the link is gone. A link with a method `Speed() int` is understood at
// 9600 only.
func (m *Machine) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	for b := make([]byte, 64); ; {
		n, err := link.Read(b)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		if s, ok := link.(interface{ Speed() int }); ok && s.Speed() != 9600 {
			link.Write([]byte{0xF8, 0x80})
			continue
		}
		for _, out := range m.hear(b[:n]) {
			link.Write(out)
		}
	}
}

// hear gives what is to be said to some bytes.
func (m *Machine) hear(p []byte) (out [][]byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.echo {
		out = append(out, slices.Clone(p))
	}
	if m.off || m.silent {
		m.in = nil
		return out
	}
	m.in = append(m.in, p...)
	for len(m.in) >= 5 {
		size := int(m.in[1]) + 5
		if m.in[0] != 2 || size > 40 {
			m.in = m.in[1:]
			continue
		}
		if len(m.in) < size {
			break
		}
		f := m.in[:size]
		m.in = m.in[size:]
		sum := 0
		for _, c := range f {
			sum += int(c)
		}
		if sum%256 != 0 || f[2] != 1 {
			continue
		}
		if data, ok := m.answer(f[3], f[4:size-1]); ok {
			out = append(out, m.frame(data))
		}
	}
	return out
}

func (m *Machine) frame(data []byte) []byte {
	f := append([]byte{1, byte(len(data)), 2, 0}, data...)
	sum := 0
	for _, c := range f {
		sum += int(c)
	}
	ck := byte((256 - sum%256) % 256)
	if m.spoilt {
		ck ^= 0x5A
	}
	return append(f, ck)
}

func (m *Machine) answer(header byte, data []byte) ([]byte, bool) {
	switch header {
	case 254:
		return nil, true
	case 242:
		return m.serial[:], !m.simple
	case 231:
		if len(data) == 2 {
			m.admits = uint16(data[0]) | uint16(data[1])<<8
		}
		return nil, true
	case 230:
		return []byte{byte(m.admits), byte(m.admits >> 8)}, !m.simple
	case 229:
		return append([]byte{m.counter}, m.events[:]...), true
	case 228:
		m.open = len(data) == 1 && data[0]&1 == 1
		return nil, true
	}
	return nil, false
}

// Drop drops a coin of a position.
func (m *Machine) Drop(position int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if position < 1 || position > 16 || m.off || !m.open || m.admits&(1<<(position-1)) == 0 {
		return ErrThrough
	}
	m.box = append(m.box, position)
	m.say("in the box: " + strconv.Itoa(position))
	m.event(byte(position), 1)
	return nil
}

// Event has it tell of an error code.
func (m *Machine) Event(code byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.event(0, code)
}

func (m *Machine) event(a, b byte) {
	copy(m.events[2:], m.events[:8])
	m.events[0], m.events[1] = a, b
	if m.counter++; m.counter == 0 {
		m.counter = 1
	}
}

// SetPower switches it off or on: it forgets its events and which coins may come in.
func (m *Machine) SetPower(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if on && m.off {
		m.counter, m.events, m.admits, m.open, m.in = 0, [10]byte{}, 0, false, nil
	}
	m.off = !on
}

func (m *Machine) set(to *bool, on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	*to = on
}

// SetSilent has it hear and say nothing.
func (m *Machine) SetSilent(on bool) { m.set(&m.silent, on) }

// SetEcho has the line give the host its own bytes, as a one-wire adapter does.
func (m *Machine) SetEcho(on bool) { m.set(&m.echo, on) }

// SetSpoilt gives every answer a wrong checksum.
func (m *Machine) SetSpoilt(on bool) { m.set(&m.spoilt, on) }

// SetSimple has it know neither its serial number nor its inhibits.
func (m *Machine) SetSimple(on bool) { m.set(&m.simple, on) }

// SetCounter sets the event counter.
func (m *Machine) SetCounter(n byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counter = n
}

// Box tells which positions' coins lie in the box.
func (m *Machine) Box() []int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.box)
}

// Awaits reports whether a coin would come in now; see package sims.
func (m *Machine) Awaits() bool { return m.IsOpen() }

// IsOpen reports whether coins are let in.
func (m *Machine) IsOpen() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !m.off && m.open && m.admits != 0
}

// Act does in words what a person at the machine could do.
func (m *Machine) Act(words string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	on := rest != "off"
	switch verb {
	case "power":
		m.SetPower(on)
	case "silent":
		m.SetSilent(on)
	case "echo":
		m.SetEcho(on)
	case "spoil":
		m.SetSpoilt(on)
	case "coin", "event":
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 || n > 255 {
			return ErrWords
		}
		if verb == "coin" {
			return m.Drop(n)
		}
		m.Event(byte(n))
	default:
		return ErrWords
	}
	return nil
}
