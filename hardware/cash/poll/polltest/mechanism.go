package polltest

import (
	"fmt"
	"sync"
)

// State is what a mechanism is doing.
type State string

// The states of a mechanism that is well.
const (
	Up        State = "up"      // power is back
	UpNote    State = "up-note" // with a note in the acceptor
	UpBox     State = "up-box"  // with a note in the stacker
	Starting  State = "starting"
	Open      State = "open"
	Shut      State = "shut"
	Accepting State = "accepting"
	Escrow    State = "escrow"
	Stacking  State = "stacking"
	Valid     State = "valid" // in the box; waits for thanks
	Stacked   State = "stacked"
	Rejecting State = "rejecting"
	Returning State = "returning"
	Returned  State = "returned" // out; waits for thanks
)

// The troubles.
const (
	Full   State = "full"
	Away   State = "away"   // the cash box is out
	Jam    State = "jam"    // in the acceptor
	BoxJam State = "boxjam" // in the stacker
	Pause  State = "pause"  // a second note in the mouth
	Cheat  State = "cheat"
	Broken State = "broken"
	Comm   State = "comm" // between its head and its board
)

// Bad is the kind of a note that is not recognised.
const Bad = -1

// Config is what differs between two protocols.
type Config struct {
	Bare    bool // after a reset it waits for its settings
	Stacked bool // after valid it is in Stacked for a moment
	Returns bool // after returning it is in Returned until it is thanked for
	Say     func(string)
}

// Mechanism is the inside of a validator, switched on and up.
type Mechanism struct {
	cfg Config

	mu     sync.Mutex // guards all below
	off    bool
	state  State
	said   State // what it answered last
	left   int   // questions for which the state stays
	kind   int   // of the note in the path
	in     bool
	admits bool
	hangs  bool  // visitors leave their notes in the mouth
	spits  int   // after so many questions a note in escrow is given back by itself; 0: never
	ill    State // a trouble, or ""
	mended bool  // its cause is gone, a reset is awaited
	latch  bool  // troubles await a reset
	at     map[State]func()
	notes  Notes
}

// Notes is where the notes are, by kind.
type Notes struct{ Box, Out, Stuck []int }

// New makes a mechanism.
func New(c Config) *Mechanism {
	if c.Say == nil {
		c.Say = func(string) {}
	}
	return &Mechanism{cfg: c, state: Up, at: map[State]func(){}}
}

// State tells the state and the kind of the note in the path, and moves on. ok is false without power.
func (m *Mechanism) State() (s State, kind int, ok bool) {
	m.mu.Lock()
	s, kind, ok = m.state, m.kind, !m.off
	if m.ill != "" {
		s = m.ill
	}
	m.said = s
	var do func()
	if ok && m.ill == "" {
		do = m.move()
	}
	m.mu.Unlock()
	call(do)
	return s, kind, ok
}

// move goes on to the next state when this one's time is over. It returns what was to be done then.
func (m *Mechanism) move() func() {
	if m.left--; m.left > 0 {
		return nil
	}
	switch m.state {
	case Accepting:
		if m.kind == Bad {
			return m.enter(Rejecting, 2)
		}
		return m.enter(Escrow, m.spits)
	case Escrow:
		if m.spits > 0 {
			return m.enter(Returning, 2)
		}
	case Stacking:
		m.leave(&m.notes.Box, "in the box: %d")
		return m.enter(Valid, 0)
	case Rejecting, Returning:
		return m.out()
	case Stacked:
		return m.rest()
	case Starting:
		if !m.cfg.Bare {
			return m.rest()
		}
	}
	return nil
}

// out gives the note to the visitor, if he takes it.
func (m *Mechanism) out() func() {
	switch {
	case m.hangs:
		return nil
	case m.state == Returning && m.cfg.Returns:
		m.leave(&m.notes.Out, "given back: %d")
		return m.enter(Returned, 0)
	}
	m.leave(&m.notes.Out, "given back: %d")
	return m.rest()
}

func (m *Mechanism) rest() func() {
	if m.admits {
		return m.enter(Open, 0)
	}
	return m.enter(Shut, 0)
}

// leave takes the note out of the path.
func (m *Mechanism) leave(to *[]int, say string) {
	if m.in {
		*to = append(*to, m.kind)
		m.in = false
		m.cfg.Say(fmt.Sprintf(say, m.kind))
	}
}

func (m *Mechanism) enter(s State, questions int) func() {
	m.state, m.left = s, questions
	do := m.at[s]
	delete(m.at, s)
	return do
}

func call(do func()) {
	if do != nil {
		do()
	}
}

// do runs an order under the lock. It is refused without power.
func (m *Mechanism) do(order func() (bool, func())) bool {
	m.mu.Lock()
	var then func()
	ok := !m.off
	if ok {
		ok, then = order()
	}
	m.mu.Unlock()
	call(then)
	return ok
}

// Reset begins again: what lies in the acceptor goes out, what lies in the stacker into the box.
func (m *Mechanism) Reset() bool {
	return m.do(func() (bool, func()) {
		if m.mended {
			m.ill, m.mended = "", false
		}
		if m.ill != "" {
			return true, nil
		}
		if m.state == UpBox || m.state == Stacking {
			m.leave(&m.notes.Box, "in the box: %d")
		}
		m.leave(&m.notes.Out, "given back: %d")
		m.admits = false
		return true, m.enter(Starting, 2)
	})
}

// Setup gives it its settings.
func (m *Mechanism) Setup() bool { return m.do(func() (bool, func()) { return true, nil }) }

// Admit lets notes in or none.
func (m *Mechanism) Admit(on bool) bool {
	return m.do(func() (bool, func()) {
		switch {
		case m.state == Up, m.state == UpNote, m.state == UpBox, m.state == Starting && !m.cfg.Bare:
			return false, nil
		}
		m.admits = on
		if m.state == Open || m.state == Shut || m.state == Starting {
			return true, m.rest()
		}
		return true, nil
	})
}

// Take lets the note in escrow into the box.
func (m *Mechanism) Take() bool { return m.decide(Stacking) }

// Return gives it back.
func (m *Mechanism) Return() bool { return m.decide(Returning) }

func (m *Mechanism) decide(s State) bool {
	return m.do(func() (bool, func()) {
		if m.state != Escrow || m.ill != "" {
			return false, nil
		}
		return true, m.enter(s, 2)
	})
}

// Thanks ends the states that wait for it.
func (m *Mechanism) Thanks() bool {
	return m.do(func() (bool, func()) {
		switch {
		case m.said != m.state || m.ill != "": // for an earlier state
		case m.state == Valid && m.cfg.Stacked:
			return true, m.enter(Stacked, 1)
		case m.state == Valid, m.state == Returned:
			return true, m.rest()
		}
		return true, nil
	})
}
