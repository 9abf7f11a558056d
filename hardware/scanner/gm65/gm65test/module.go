// Package gm65test is a virtual Hangzhou Grow scan module: it keeps its zones, answers requests and sends codes, all on
// one line. It shares no code with the driver.
package gm65test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
)

// Module is a virtual module. New makes one as it comes from the box: in manual mode.
type Module struct {
	say func(string)

	mu     sync.Mutex
	link   io.Writer
	zones  [256]byte
	saved  int
	asked  int
	code   string // held before the window
	ending string
	silent bool // no power
	refuse bool // zones do not change
	deaf   bool // hears no request, and scans
	dull   bool // knows no heartbeat
	broken int  // so many answers have a wrong check
	mixed  bool // the answer to a trigger comes in the middle of the code
}

// New makes a module. It says one line for everything that a person would see; say may be nil.
func New(say func(string)) *Module {
	if say == nil {
		say = func(string) {}
	}
	m := &Module{say: say, ending: "\r"}
	m.zones[0x2A], m.zones[0x2B] = 0x39, 0x01 // 9600
	m.zones[0x00] = 0xD4                      // light and aim as needed, manual
	return m
}

// Serve speaks over the link until ctx ends or the link is gone.
func (m *Module) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	defer context.AfterFunc(ctx, func() { link.Close() })()
	m.mu.Lock()
	m.link = link
	m.read()
	m.mu.Unlock()
	var in []byte
	buf := make([]byte, 64)
	for {
		n, err := link.Read(buf)
		if err != nil {
			return errors.Join(ctx.Err(), err)
		}
		in = m.serve(append(in, buf[:n]...))
	}
}

// serve answers the requests in b and gives what is left of it.
func (m *Module) serve(b []byte) []byte {
	for {
		for len(b) > 0 && b[0] != 0x7E {
			b = b[1:]
		}
		if len(b) < 4 {
			return b
		}
		n := 8 + int(b[3])
		if b[2] == 7 || b[2] == 0x0A || b[2] == 9 {
			n = 9
		}
		if len(b) < n {
			return b
		}
		m.request(b[:n])
		b = b[n:]
	}
}

func (m *Module) request(b []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	sum := xmodem(b[2 : len(b)-2])
	bare := b[len(b)-2] == 0xAB && b[len(b)-1] == 0xCD
	if m.silent || m.deaf || !bare && (b[len(b)-2] != byte(sum>>8) || b[len(b)-1] != byte(sum)) {
		return
	}
	zone := int(b[4])<<8 | int(b[5])
	if zone > 0xFF {
		zone = 0xFF
	}
	switch b[2] {
	case 7:
		m.answer(2, m.zones[zone:min(256, zone+max(1, int(b[6])))]...)
	case 8:
		m.write(zone, b[6:len(b)-2])
	case 9:
		m.saved++
		m.say("settings saved")
		m.answer(2, 0)
	case 0x0A:
		if !m.dull {
			m.answer(3, 0)
		}
	}
}

func (m *Module) write(zone int, values []byte) {
	if !m.refuse || zone == 2 {
		copy(m.zones[zone:], values)
	}
	if zone != 2 {
		m.answer(2, 0)
		return
	}
	if m.zones[2]&1 == 0 {
		m.say("light off")
		m.answer(2, 0)
		return
	}
	m.say("light on")
	if m.mixed && m.code != "" {
		code := m.code
		half := len(code) / 2
		m.send([]byte(code[:half]))
		m.answer(2, 0)
		m.send([]byte(code[half:] + m.ending))
		m.code, m.zones[2] = "", 0
		return
	}
	m.answer(2, 0)
	m.read()
}

// answer sends an answer; the caller holds mu.
func (m *Module) answer(mark byte, data ...byte) {
	body := append([]byte{0, byte(len(data))}, data...)
	sum := xmodem(body)
	if m.broken > 0 {
		m.broken--
		sum ^= 0x5A5A
	}
	m.send(append(append([]byte{mark, 0}, body...), byte(sum>>8), byte(sum)))
}

// read sends the code held up, if the module looks for one; the caller holds mu.
func (m *Module) read() {
	mode := m.zones[0] & 3
	if m.code == "" || m.link == nil || m.silent || mode == 0 || mode == 1 && m.zones[2]&1 == 0 {
		return
	}
	m.zones[2] &^= 1
	m.say("read " + m.code)
	m.send([]byte(m.code + m.ending))
	m.code = ""
}

// send writes in pieces: a driver must not expect anything whole. The caller holds mu.
func (m *Module) send(b []byte) {
	for len(b) > 0 && m.link != nil {
		n := min(5, len(b))
		if _, err := m.link.Write(b[:n]); err != nil {
			return
		}
		b = b[n:]
	}
}

func xmodem(p []byte) (c uint16) {
	for _, b := range p {
		x := byte(c>>8) ^ b
		x ^= x >> 4
		c = c<<8 ^ uint16(x)<<12 ^ uint16(x)<<5 ^ uint16(x)
	}
	return c
}

// Point holds a code before the window. A module that is dark, or has nobody to tell, reads it later.
func (m *Module) Point(code string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.code = code
	if m.read(); m.code != "" {
		m.say("not read yet: " + code + " is held before the window")
	}
	return nil
}

// Send sends raw bytes.
func (m *Module) Send(b []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.link == nil {
		return errors.New("gm65test: nobody is connected")
	}
	m.send(b)
	return nil
}

// Zone is a setting as the module has it; Saved how often it was told to keep them; Asked how many requests came.
func (m *Module) Zone(at byte) byte { m.mu.Lock(); defer m.mu.Unlock(); return m.zones[at] }

// Saved counts the orders to keep the settings.
func (m *Module) Saved() int { m.mu.Lock(); defer m.mu.Unlock(); return m.saved }

// Asked counts the requests.
func (m *Module) Asked() int { m.mu.Lock(); defer m.mu.Unlock(); return m.asked }

// Break gives the next n answers a wrong check.
func (m *Module) Break(n int) { m.mu.Lock(); defer m.mu.Unlock(); m.broken = n }

// Act does what a person at the module could do.
func (m *Module) Act(words string) error {
	verb, what, _ := strings.Cut(words, " ")
	if verb == "scan" && what != "" {
		return m.Point(what)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	switch words {
	case "silent on", "power off":
		m.silent = true
	case "silent off", "power on":
		m.silent = false
	case "refuse on", "refuse off":
		m.refuse = what == "on"
	case "deaf on", "deaf off":
		m.deaf = what == "on"
	case "dull on", "dull off":
		m.dull = what == "on"
	case "setup always": // by the setup code of its manual
		m.zones[0] |= 3
	case "mixed on", "mixed off":
		m.mixed = what == "on"
	case "ending cr":
		m.ending = "\r"
	case "ending lf":
		m.ending = "\n"
	case "ending crlf":
		m.ending = "\r\n"
	case "ending none":
		m.ending = ""
	case "noise":
		m.send([]byte{0xFF, 0x80, 0xF8, 0x02, 0x00, 0xC0})
	default:
		return errors.New("say: scan CODE · power on|off · silent on|off · refuse on|off · deaf on|off · dull on|off · setup always · mixed on|off · ending cr|lf|crlf|none · noise")
	}
	return nil
}
