// Package ssitest is a virtual scanner with the Simple Serial Interface: it keeps parameters, obeys commands, sends
// codes and repeats them until it is told that they arrived. It shares no code with the driver.
package ssitest

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"
)

// Scanner is a virtual scanner. New makes one that sends its codes in frames and is triggered by START; "raw on" makes
// it one that comes from its box with bare text, until parameter EE is set.
type Scanner struct {
	say func(string)

	mu       sync.Mutex
	link     io.Writer
	timeout  time.Duration // for the host's ACK
	params   map[int]byte
	held     string   // the code before the window
	queue    [][]byte // frames that wait for their turn, the first is under way
	sent     int      // how often the first was sent
	timer    *time.Timer
	total    int // DECODE_DATA frames sent in all
	beeps    int
	enabled  bool
	lit      bool
	silent   bool // no power
	raw      bool // from the box it sends bare text
	asleep   bool
	refuse   bool
	deaf     int // so many ACKs are not heard
	torn     int // so many frames have a wrong check
	short    int // so many frames lose their last byte
	repeated int // commands that came with the repetition mark
}

// New makes a scanner. It says one line for everything that a person would see or hear; say may be nil.
func New(say func(string)) *Scanner {
	if say == nil {
		say = func(string) {}
	}
	return &Scanner{say: say, timeout: 2 * time.Second, params: fromTheBox(false), enabled: true}
}

// Serve speaks over the link until ctx ends or the link is gone.
func (s *Scanner) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	defer context.AfterFunc(ctx, func() { link.Close() })()
	s.mu.Lock()
	s.link = link
	s.read()
	s.mu.Unlock()
	defer s.forget()
	var in []byte
	buf := make([]byte, 64)
	for {
		n, err := link.Read(buf)
		if err != nil {
			return errors.Join(ctx.Err(), err)
		}
		in = s.serve(append(in, buf[:n]...))
	}
}

// forget drops what nobody is there for any more.
func (s *Scanner) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.link = nil
	s.empty()
}

// empty drops the codes under way; the caller holds mu.
func (s *Scanner) empty() {
	s.queue, s.sent = nil, 0
	s.stop()
}

// power switches it. What was set is lost, as it was set for a time; the caller holds mu.
func (s *Scanner) power(on bool) {
	s.silent = !on
	s.empty()
	s.params, s.lit, s.enabled = fromTheBox(s.raw), false, true
}

// fromTheBox are the parameters without a host's settings: packeted decode data, or bare text, and trigger by level.
func fromTheBox(raw bool) map[int]byte {
	if raw {
		return map[int]byte{0xEE: 0, 0x8A: 0}
	}
	return map[int]byte{0xEE: 1, 0x8A: 0}
}

// serve obeys the commands in b and gives what is left of it.
func (s *Scanner) serve(b []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(b) > 0 {
		switch n := int(b[0]) + 2; {
		case b[0] == 0:
			s.asleep = false
			b = b[1:]
		case n < 6:
			b = b[1:]
		case len(b) < n:
			return b
		case b[2] != 4:
			b = b[1:]
		case s.asleep:
			b = b[n:]
		default:
			s.obey(b[:n])
			b = b[n:]
		}
	}
	return b
}

// obey does one command; the caller holds mu.
func (s *Scanner) obey(b []byte) {
	if s.silent {
		return
	}
	total := 0
	for _, c := range b[:len(b)-2] {
		total += int(c)
	}
	if (total+int(b[len(b)-2])<<8+int(b[len(b)-1]))&0xFFFF != 0 {
		s.send(0xD1, 0, 1)
		return
	}
	if b[3]&1 != 0 {
		s.repeated++
	}
	switch op, data := b[1], b[4:len(b)-2]; {
	case op == 0xD0:
		s.acknowledged()
	case op == 0xD1:
		s.again()
	case s.refuse:
		s.send(0xD1, 0, 6)
	case op == 0xA3:
		s.send(0xA4, 0, []byte("PAAAAS00-001-R00 SIM 1 1")...)
	default:
		s.order(op, data)
	}
}

// order is a command that is acknowledged; the caller holds mu.
func (s *Scanner) order(op byte, data []byte) {
	known := true
	switch op {
	case 0xC6:
		known = s.set(data)
	case 0xE4:
		s.lit = true
		s.say("light on")
	case 0xE5:
		s.lit = false
		s.say("light off")
	case 0xE6:
		s.beeps++
		s.say("beep")
	case 0xE9, 0xEA:
		s.enabled = op == 0xE9
	default:
		known = false
	}
	if !known {
		s.send(0xD1, 0, 2)
		return
	}
	s.send(0xD0, 0)
	s.read()
}

// set takes parameters; one it has not is refused.
func (s *Scanner) set(data []byte) bool {
	for rest := data[min(1, len(data)):]; len(rest) > 0; {
		number := int(rest[0])
		if number >= 0xF0 && len(rest) > 1 {
			number, rest = 256*(number-0xEF)+int(rest[1]), rest[1:]
		}
		if _, ok := s.params[number]; !ok || len(rest) < 2 {
			return false
		}
		s.params[number], rest = rest[1], rest[2:]
	}
	return true
}

// read takes the code that is held up, if the scanner looks for one; the caller holds mu.
func (s *Scanner) read() {
	mode := s.params[0x8A]
	looks := s.lit || mode == 7 || mode == 9
	if s.held == "" || s.link == nil || s.silent || !s.enabled || !looks {
		return
	}
	code := s.held
	s.held, s.lit = "", false
	s.say("read " + code)
	if s.params[0xEE] == 0 {
		s.write([]byte(code + "\r"))
		return
	}
	s.queue = append(s.queue, []byte(code))
	if len(s.queue) == 1 {
		s.deliver()
	}
}

// deliver sends the first code of the queue, and again when nobody acknowledges it; the caller holds mu.
func (s *Scanner) deliver() {
	s.stop()
	if s.sent++; s.sent > 3 {
		s.say("four low beeps: nobody took the code")
		s.next()
		return
	}
	status := byte(0)
	if s.sent > 1 {
		status = 1
	}
	s.total++
	s.send(0xF3, status, append([]byte{3}, s.queue[0]...)...)
	s.timer = time.AfterFunc(s.timeout, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.again()
	})
}

// again repeats what is under way; the caller holds mu.
func (s *Scanner) again() {
	if len(s.queue) > 0 {
		s.deliver()
	}
}

// acknowledged: the host has the code; the caller holds mu.
func (s *Scanner) acknowledged() {
	if s.deaf > 0 {
		s.deaf--
		return
	}
	if len(s.queue) > 0 {
		s.next()
	}
}

// next drops the first code of the queue; the caller holds mu.
func (s *Scanner) next() {
	s.stop()
	s.sent = 0
	if s.queue = s.queue[1:]; len(s.queue) > 0 {
		s.deliver()
	}
}

func (s *Scanner) stop() {
	if s.timer != nil {
		s.timer.Stop()
	}
}

// send sends a frame; the caller holds mu.
func (s *Scanner) send(op, status byte, data ...byte) {
	if s.silent {
		return
	}
	s.write(s.frame(op, status, data))
}

func (s *Scanner) frame(op, status byte, data []byte) []byte {
	b := append([]byte{byte(len(data) + 4), op, 0, status}, data...)
	total := 0
	for _, c := range b {
		total += int(c)
	}
	sum := 0x10000 - total&0xFFFF
	if s.torn > 0 {
		s.torn--
		sum ^= 0x0101
	}
	b = append(b, byte(sum>>8), byte(sum))
	if s.short > 0 {
		s.short--
		b = b[:len(b)-1]
	}
	return b
}

// write sends in pieces: a driver must not expect anything whole. The caller holds mu.
func (s *Scanner) write(b []byte) {
	for len(b) > 0 && s.link != nil {
		n := min(7, len(b))
		if _, err := s.link.Write(b[:n]); err != nil {
			return
		}
		b = b[n:]
	}
}
