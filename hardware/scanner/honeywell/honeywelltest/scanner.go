// Package honeywelltest is a virtual scanner that is lit by `SYN T CR`, put out by `SYN U CR` and set by menu commands.
// It shares no code with the driver.
package honeywelltest

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
)

// Scanner is a virtual scanner. New makes one as it comes from the box: manual trigger, no suffix.
type Scanner struct {
	say func(string)

	mu     sync.Mutex
	link   io.Writer
	menus  []string // commands it has taken
	beeps  int
	always bool // presentation mode
	lit    bool
	suffix string
	code   string // held before the window
	silent bool
	mute   bool            // knows no menu commands and says so to nobody
	knows  map[string]bool // menu commands by tag and subtag
}

// New makes a scanner. It says one line for everything that a person would see or hear; say may be nil.
func New(say func(string)) *Scanner {
	if say == nil {
		say = func(string) {}
	}
	return &Scanner{say: say, knows: map[string]bool{"PAPTPR": true, "PAPHHF": true, "VSUFCR": true, "CBRENA": true}}
}

// Serve speaks over the link until ctx ends or the link is gone.
func (s *Scanner) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	defer context.AfterFunc(ctx, func() { link.Close() })()
	s.mu.Lock()
	s.link = link
	s.read()
	s.mu.Unlock()
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

func (s *Scanner) serve(b []byte) []byte {
	for {
		for len(b) > 0 && b[0] != 0x16 {
			b = b[1:]
		}
		if len(b) < 3 {
			return b
		}
		n := 3
		if b[1] == 'M' {
			end := slices.IndexFunc(b[3:], func(c byte) bool { return c == '.' || c == '!' })
			if end < 0 && len(b) < 200 {
				return b
			}
			n += end + 1
		}
		s.command(b[1], string(b[3:n]))
		b = b[n:]
	}
}

func (s *Scanner) command(what byte, menu string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.silent {
		return
	}
	switch what {
	case 'T':
		s.lit = true
		s.say("light on")
		s.read()
	case 'U':
		s.lit = false
		s.say("light off")
	case 0x07:
		s.beeps++
		s.say("beep")
	case 'M':
		if !s.mute {
			s.menu(menu)
		}
	}
}

// menu obeys and echoes with its sign; the caller holds mu.
func (s *Scanner) menu(text string) {
	body, mark := text[:len(text)-1], text[len(text)-1:]
	key := strings.ToUpper(body)
	data := ""
	if len(key) > 6 {
		key, data = key[:6], key[6:]
	}
	sign := "\x06"
	switch {
	case !s.knows[key]:
		sign = "\x05"
	case len(data) > 1:
		sign = "\x15"
	default:
		s.menus = append(s.menus, key)
	}
	if sign == "\x06" {
		switch key {
		case "PAPTPR":
			s.always = true
		case "PAPHHF":
			s.always = false
		case "VSUFCR":
			s.suffix = "\r"
		}
	}
	s.send([]byte(strings.ToUpper(body) + sign + mark))
	s.read()
}

// read sends the code held up if the light is on; the caller holds mu.
func (s *Scanner) read() {
	if s.code == "" || s.link == nil || s.silent || !s.always && !s.lit {
		return
	}
	s.lit = false
	s.say("read " + s.code)
	s.send([]byte(s.code + s.suffix))
	s.code = ""
}

func (s *Scanner) send(b []byte) {
	for len(b) > 0 && s.link != nil {
		n := min(7, len(b))
		if _, err := s.link.Write(b[:n]); err != nil {
			return
		}
		b = b[n:]
	}
}

// Point holds a code before the window. A scanner that is dark, or has nobody to tell, reads it later.
func (s *Scanner) Point(code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.code = code
	if s.read(); s.code != "" {
		s.say("not read yet: " + code + " is held before the window")
	}
	return nil
}

// Send sends raw bytes.
func (s *Scanner) Send(b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.link == nil {
		return errors.New("honeywelltest: nobody is connected")
	}
	s.send(b)
	return nil
}

// Menus are the menu commands it has taken.
func (s *Scanner) Menus() []string { s.mu.Lock(); defer s.mu.Unlock(); return slices.Clone(s.menus) }

// Beeps counts the beeps it was told to make.
func (s *Scanner) Beeps() int { s.mu.Lock(); defer s.mu.Unlock(); return s.beeps }

// Lit reports whether its light was switched on and not off again.
func (s *Scanner) Lit() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.lit }

// Act does what a person at the scanner could do.
func (s *Scanner) Act(words string) error {
	verb, what, _ := strings.Cut(words, " ")
	if verb == "scan" && what != "" {
		return s.Point(what)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch words {
	case "power off", "silent on":
		s.silent = true
	case "power on", "silent off":
		s.silent = false
	case "mute on", "mute off": // one that knows nothing but to be lit
		s.mute = what == "on"
	case "old on": // a model without menus
		s.knows = map[string]bool{}
	case "old off":
		s.knows = map[string]bool{"PAPTPR": true, "PAPHHF": true, "VSUFCR": true, "CBRENA": true}
	case "press":
		s.lit = true
		s.read()
	case "noise":
		s.send([]byte{0xFF, 0x80, 0x06, 0xF8, 0x16})
	default:
		return errors.New("say: scan CODE · press · power on|off · silent on|off · old on|off · mute on|off · noise")
	}
	return nil
}
