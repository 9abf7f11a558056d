package polltest

import (
	"errors"
	"fmt"
)

// ErrShut is what a visitor meets whose note is not drawn in.
var ErrShut = errors.New("the slot is shut")

// Put puts a note of a kind (Bad: a false one) to the slot.
func (m *Mechanism) Put(kind int) error {
	if !m.do(func() (bool, func()) { return m.draw(kind) }) {
		return fmt.Errorf("note %d: %w", kind, ErrShut)
	}
	return nil
}

func (m *Mechanism) draw(kind int) (bool, func()) {
	if m.ill != "" || m.state != Open {
		return false, nil
	}
	m.kind, m.in = kind, true
	m.cfg.Say(fmt.Sprintf("note %d drawn in", kind))
	return true, m.enter(Accepting, 2)
}

// SetHanging has visitors leave their notes in the mouth; false lets them take what hangs there.
func (m *Mechanism) SetHanging(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hangs = on
}

// SetSpitting has it give a note back by itself after so many questions without a decision; 0 never.
func (m *Mechanism) SetSpitting(questions int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spits = questions
}

// SetLatched has troubles last until a reset, even when their cause is gone.
func (m *Mechanism) SetLatched(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.latch = on
}

// Trouble makes it ill. A note in the path is stuck there, or out when it was pulled (Cheat); a Pause lets the
// note go on later.
func (m *Mechanism) Trouble(s State) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ill, m.mended = s, false
	m.cfg.Say("trouble: " + string(s))
	switch s {
	case Pause:
	case Cheat:
		m.leave(&m.notes.Out, "pulled out: %d")
	default:
		m.leave(&m.notes.Stuck, "stuck: %d")
	}
}

// Mend takes the trouble's cause away, with the note that was stuck. It starts again by itself, or awaits a reset.
func (m *Mechanism) Mend() {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.ill == Pause:
		m.ill = ""
	case m.ill != "" && m.latch:
		m.mended = true
	case m.ill != "":
		m.ill, m.admits = "", false
		m.enter(Starting, 2)
	}
}

// Power switches it off or on.
func (m *Mechanism) Power(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if on != m.off {
		return
	}
	m.off, m.admits = !on, false
	if !on {
		m.cfg.Say("dark")
		return
	}
	m.cfg.Say("lit")
	switch {
	case m.in && m.state == Stacking, m.state == UpBox:
		m.enter(UpBox, 0)
	case m.in:
		m.enter(UpNote, 0)
	default:
		m.enter(Up, 0)
	}
}

// At has something done once, when a state begins: a power cut in the middle of stacking.
func (m *Mechanism) At(s State, do func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at[s] = do
}

// Notes tells where the notes are; on is how many are in the path.
func (m *Mechanism) Notes() (n Notes, on int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.in {
		on = 1
	}
	clone := func(s []int) []int { return append([]int(nil), s...) }
	return Notes{clone(m.notes.Box), clone(m.notes.Out), clone(m.notes.Stuck)}, on
}

// Awaits reports whether a note would come in now; see package sims.
func (m *Mechanism) Awaits() bool { return m.IsOpen() }

// IsOpen reports whether a note would be drawn in.
func (m *Mechanism) IsOpen() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !m.off && m.ill == "" && m.state == Open
}
