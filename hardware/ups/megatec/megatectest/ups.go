package megatectest

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// State is what the UPS measures.
type State struct {
	Input, Battery          float64 // volts
	Load                    int     // percent
	Away, Low, Broken, Test bool
	Bypass, Dashes          bool // Dashes: it cannot measure its battery
}

// Mains is a UPS that has nothing to do.
var Mains = State{Input: 229.8, Battery: 27.0, Load: 23}

// UPS is a virtual UPS.
type UPS struct {
	say func(string)

	mu     sync.Mutex
	state  State  // guarded by mu
	silent bool   // guarded by mu
	raw    string // guarded by mu
	torn   int    // guarded by mu
	asked  int    // guarded by mu
}

// New makes a UPS on mains. say may be nil.
func New(say func(string)) *UPS {
	if say == nil {
		say = func(string) {}
	}
	return &UPS{say: say, state: Mains}
}

// Serve answers over the link until ctx ends or the link is gone.
func (u *UPS) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	var question []byte
	buf := make([]byte, 32)
	for {
		n, err := link.Read(buf)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		for _, c := range buf[:n] {
			if c != '\r' {
				question = append(question, c)
				question = question[max(0, len(question)-16):]
				continue
			}
			u.send(link, u.answer(string(question)))
			question = question[:0]
		}
	}
}

// send writes in pieces: a driver must not expect an answer in one read.
func (u *UPS) send(link io.Writer, out string) {
	for len(out) > 0 {
		n := min(7, len(out))
		if _, err := io.WriteString(link, out[:n]); err != nil {
			return
		}
		out = out[n:]
	}
}

func (u *UPS) answer(question string) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.asked++
	switch {
	case u.silent:
		return ""
	case u.raw != "":
		return u.raw
	case question == "Q1":
		out := u.state.line()
		if u.torn > 0 {
			u.torn--
			out = out[:20]
		}
		return out
	case question == "I":
		return "#Brand           Model      V1.0      \r"
	}
	return question + "\r" // what it does not know it sends back
}

func (s State) line() string {
	battery := fmt.Sprintf("%04.1f", s.Battery)
	if s.Dashes {
		battery = "--.-"
	}
	bits := ""
	for _, on := range []bool{s.Away, s.Low, s.Bypass, s.Broken, false, s.Test, false, s.Away} {
		if on {
			bits += "1"
		} else {
			bits += "0"
		}
	}
	return fmt.Sprintf("(%05.1f %05.1f 220.0 %03d 50.0 %s 25.0 %s\r", s.Input, s.Input, s.Load, battery, bits)
}

func (u *UPS) with(change func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	change()
}

// Set sets what it measures.
func (u *UPS) Set(s State) {
	u.with(func() { u.state = s })
	u.say(strings.TrimSpace(s.line()))
}

// SetSilent makes it say nothing.
func (u *UPS) SetSilent(on bool) { u.with(func() { u.silent = on }) }

// SetRaw makes it answer everything with these bytes; "" ends it.
func (u *UPS) SetRaw(text string) { u.with(func() { u.raw = text }) }

// Tear cuts the next n answers in the middle.
func (u *UPS) Tear(n int) { u.with(func() { u.torn = n }) }

// Asked counts the questions.
func (u *UPS) Asked() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.asked
}

// Act does what can happen to a UPS.
func (u *UPS) Act(words string) error {
	u.mu.Lock()
	s := u.state
	u.mu.Unlock()
	verb, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	switch verb {
	case "mains":
		s.Away, s.Low = rest == "off", s.Low && rest == "off"
		s.Input = map[bool]float64{true: 0, false: Mains.Input}[s.Away]
	case "low":
		s.Low = rest != "off"
	case "broken":
		s.Broken = rest != "off"
	case "test":
		s.Test, s.Away = rest != "off", rest != "off"
	case "load", "battery":
		n, err := strconv.ParseFloat(rest, 64)
		if err != nil {
			return fmt.Errorf("megatectest: %s NUMBER: %w", verb, err)
		}
		if verb == "load" {
			s.Load = int(n)
		} else {
			s.Battery = n
		}
	case "silent":
		u.SetSilent(rest != "off")
		return nil
	default:
		return fmt.Errorf("megatectest: %q, one of: mains on|off, low on|off, broken on|off, test on|off, load PERCENT, battery VOLTS, silent on|off", words)
	}
	u.Set(s)
	return nil
}
