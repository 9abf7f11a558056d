package ups

import (
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Memory is what Decide has to know of the past. The zero Memory is a hall on mains.
type Memory struct {
	mains   hardware.Power // the last reading on mains, once known is set
	known   bool
	changed time.Time // when the mains last came back; zero: nothing is under way
	since   time.Time // when the battery began
	lost    bool      // Lost was told
	ending  bool      // Ending was told
	says    time.Time // the first of the last readings in a row that say that the battery ends; zero: the last one does not
	due     time.Time // when the last reading on battery runs out; zero: it does not say
	unheard int
	blind   bool
}

// Decide takes one reading, or the error of asking for it, and says what is new. It is a pure function.
func (r Rules) Decide(m Memory, p hardware.Power, err error, at time.Time) (Memory, []Event) {
	r = r.filled()
	if err != nil || p.Unclear && !p.Forced && !p.Off && !p.Bypass && !(m.lost && p.Low) {
		return r.unheard(m, at)
	}
	var out []Event
	if m.unheard = 0; m.blind {
		m.blind, out = false, append(out, Seeing)
	}
	switch {
	case p.Forced:
		return forced(m, out)
	case p.OnBattery && (!p.Testing || m.lost), p.Unclear && !m.since.IsZero():
		return r.onBattery(m, p, at, out)
	case p.OnBattery:
		return r.inTest(m, p, at, out)
	case p.Unclear:
		return m, out
	}
	return r.onMains(m, p, at, out)
}

// unheard: a UPS that falls silent on battery has perhaps run empty, or took the network with it. The clock of the
// outage goes on, and so does the time that the UPS last said it had.
func (r Rules) unheard(m Memory, at time.Time) (Memory, []Event) {
	var out []Event
	if m.unheard++; m.unheard >= r.BlindFor && !m.blind {
		m.blind, out = true, append(out, Blind)
	}
	if m.blind && !m.since.IsZero() && !m.lost {
		m.lost, out = true, append(out, Lost)
	}
	runOut := m.blind && !m.due.IsZero() && !at.Before(m.due)
	if m.lost && !m.ending && (runOut || at.Sub(m.since) >= r.Longest) {
		m.ending, out = true, append(out, Ending)
	}
	return m, out
}

// forced is a UPS that was told to switch off, by its server or by another machine behind it. Whatever the mains do, it
// will.
func forced(m Memory, out []Event) (Memory, []Event) {
	m.changed = time.Time{}
	if !m.ending {
		m.ending, out = true, append(out, Ending)
	}
	return m, out
}

// onBattery is an outage, also one in which the UPS has switched its output off or tests itself: only the word that the
// mains are there ends it.
func (r Rules) onBattery(m Memory, p hardware.Power, at time.Time, out []Event) (Memory, []Event) {
	if m.since.IsZero() {
		m.since = at
	}
	if m.lost {
		m.changed = time.Time{} // the mains that came back a moment ago are gone again
	}
	m, ends := r.ends(m, p, at)
	if !m.lost && (ends || at.Sub(m.since) >= r.Settle) {
		m.lost, out = true, append(out, Lost)
	}
	if m.lost && !m.ending && (ends || at.Sub(m.since) >= r.Longest) {
		m.ending, out = true, append(out, Ending)
	}
	return m, out
}

// inTest is a UPS that runs on its battery to try it. A calibration goes deep, so the figures must be a third of those
// of an outage; but when the mains go in the middle of it the status stays the same, and a battery at its end is one.
func (r Rules) inTest(m Memory, p hardware.Power, at time.Time, out []Event) (Memory, []Event) {
	m.since = time.Time{}
	r.Charge, r.Runtime = r.Charge/3, r.Runtime/3
	m, ends := r.ends(m, p, at)
	if ends && !m.ending {
		m.ending, out = true, append(out, Ending)
	}
	return m, out
}

func (r Rules) onMains(m Memory, p hardware.Power, at time.Time, out []Event) (Memory, []Event) {
	m.mains, m.known, m.says, m.due = p, true, time.Time{}, time.Time{}
	if !m.lost && !m.ending {
		m.since = time.Time{} // a flicker
		return m, out
	}
	if m.changed.IsZero() {
		m.changed = at
	}
	if at.Sub(m.changed) < r.Settle {
		return m, out
	}
	return Memory{mains: p, known: true}, append(out, Restored)
}

// ends reports whether the battery ends. Many UPSs say so for a moment when the mains go, so one reading is enough only
// when the UPS's own word and a figure agree; else the next one must say it too. Readings come a little early or late,
// so that half of Settle is enough between them.
func (r Rules) ends(m Memory, p hardware.Power, at time.Time) (Memory, bool) {
	word, figure := p.Low && !m.idleWord(p), r.figure(m, p)
	if !word && !figure {
		if m.says, m.due = (time.Time{}), (time.Time{}); p.Runtime >= r.Runtime {
			m.due = at.Add(p.Runtime - r.Runtime)
		}
		return m, false
	}
	if m.due = at; m.says.IsZero() {
		m.says = at
	}
	return m, word && figure || at.Sub(m.says) >= r.Settle/2 && at.After(m.says)
}

// figure reports whether a figure of the battery is at its end. One that was exactly so on mains measures nothing: some
// UPSs always say a charge of 0, or a runtime of 0. It counts when it moves.
func (r Rules) figure(m Memory, p hardware.Power) bool {
	charge := p.Charge >= 0 && p.Charge < r.Charge && !(m.known && p.Charge == m.mains.Charge)
	runtime := p.Runtime >= 0 && p.Runtime < r.Runtime && !(m.known && p.Runtime == m.mains.Runtime)
	return charge || runtime
}

// idleWord reports whether "battery low" was said on mains too. Beside figures it then says nothing that they do not
// say; a UPS that tells no figures perhaps still charges what an earlier outage took.
func (m Memory) idleWord(p hardware.Power) bool {
	return m.known && m.mains.Low && (p.Charge >= 0 || p.Runtime >= 0)
}
