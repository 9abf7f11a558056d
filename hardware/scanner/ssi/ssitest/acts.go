package ssitest

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

var errAlone = errors.New("ssitest: nobody is connected")

// Point holds a code before the window. A scanner that is dark, or has nobody to tell, reads it later.
func (s *Scanner) Point(code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = code
	if s.read(); s.held != "" {
		s.say("not read yet: " + code + " is held before the window")
	}
	return nil
}

// Send sends raw bytes.
func (s *Scanner) Send(b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.link == nil {
		return errAlone
	}
	s.write(b)
	return nil
}

// Frame is what it would send for a code.
func (s *Scanner) Frame(code string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.frame(0xF3, 0, append([]byte{3}, code...))
}

// Patience sets how long it waits for the host's ACK.
func (s *Scanner) Patience(d time.Duration) { s.mu.Lock(); defer s.mu.Unlock(); s.timeout = d }

// Param is a parameter as it stands; Sent how many frames with codes were sent, repetitions too; Waiting how many codes
// the host has not acknowledged; Repeated how many commands came as repetitions.
func (s *Scanner) Param(n int) byte { s.mu.Lock(); defer s.mu.Unlock(); return s.params[n] }

// Sent counts the frames with codes.
func (s *Scanner) Sent() int { s.mu.Lock(); defer s.mu.Unlock(); return s.total }

// Waiting counts the codes that are not acknowledged.
func (s *Scanner) Waiting() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.queue) }

// Repeated counts the commands that came as repetitions.
func (s *Scanner) Repeated() int { s.mu.Lock(); defer s.mu.Unlock(); return s.repeated }

// Beeps counts the beeps it was told to make.
func (s *Scanner) Beeps() int { s.mu.Lock(); defer s.mu.Unlock(); return s.beeps }

// Act does what a person at the scanner could do, or what befalls a line.
func (s *Scanner) Act(words string) error {
	verb, what, _ := strings.Cut(words, " ")
	if verb == "scan" && what != "" {
		return s.Point(what)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := strconv.Atoi(what)
	switch {
	case words == "power on" || words == "power off":
		s.power(what == "on")
	case words == "refuse on" || words == "refuse off":
		s.refuse = what == "on"
	case words == "raw on" || words == "raw off": // what it sends until a host says otherwise
		s.raw = what == "on"
		s.params = fromTheBox(s.raw)
	case words == "sleep":
		s.asleep = true
	case words == "press":
		s.lit = true
		s.read()
	case words == "noise":
		s.write([]byte{0xFF, 0x80, 0x06, 0xF8, 0x16})
	case verb == "deaf" && err == nil:
		s.deaf = n
	case verb == "tear" && err == nil:
		s.torn = n
	case verb == "short" && err == nil:
		s.short = n
	default:
		return errors.New("say: scan CODE · press · power on|off · refuse on|off · raw on|off · sleep · deaf N · tear N · short N · noise")
	}
	return nil
}
