package ups

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Event is something about the power that the hall must know.
type Event string

// The events. They are stored, so they never change.
const (
	Lost     Event = "power.lost"     // the mains are away: staff are told, nothing stops yet
	Ending   Event = "power.ending"   // the battery soon ends: finish what runs, take nothing new, shut down
	Restored Event = "power.restored" // the mains have been back for long enough
	Blind    Event = "power.blind"    // the UPS does not answer any more
	Seeing   Event = "power.seeing"   // it answers again
)

// Rules say when a hall gives up. The zero value means the defaults.
type Rules struct {
	Poll     time.Duration // between two questions: 5 s
	Settle   time.Duration // the mains must stay away, or back, so long to count: 5 s
	Charge   float64       // below this many percent on battery it is Ending: 30
	Runtime  time.Duration // below this on battery it is Ending: 3 min
	Longest  time.Duration // on battery for longer it is Ending, also when nobody knows its charge: 10 min
	BlindFor int           // so many questions without an answer: 3
}

func (r Rules) filled() Rules {
	def := Rules{5 * time.Second, 5 * time.Second, 30, 3 * time.Minute, 10 * time.Minute, 3}
	set(&r.Poll, def.Poll)
	set(&r.Settle, def.Settle)
	set(&r.Charge, def.Charge)
	set(&r.Runtime, def.Runtime)
	set(&r.Longest, def.Longest)
	set(&r.BlindFor, def.BlindFor)
	return r
}

func set[T comparable](v *T, unset T) {
	var zero T
	if *v == zero {
		*v = unset
	}
}

// Memory is what Decide has to know of the past. The zero Memory is a hall on mains.
type Memory struct {
	changed time.Time // when the mains last went or came; zero: nothing is under way
	since   time.Time // when the battery began
	lost    bool      // Lost was told
	ending  bool      // Ending was told
	unheard int
	blind   bool
}

// Decide takes one reading, or the error of asking for it, and says what is new. It is a pure function.
func (r Rules) Decide(m Memory, p hardware.Power, err error, at time.Time) (Memory, []Event) {
	r = r.filled()
	if err != nil {
		return r.unheard(m, at)
	}
	if p.Unclear && !p.Forced {
		return r.unclear(m, p, at)
	}
	var out []Event
	if m.unheard = 0; m.blind {
		m.blind, out = false, append(out, Seeing)
	}
	switch {
	case p.Forced:
		return forced(m, out)
	case p.OnBattery && !p.Testing:
		return r.onBattery(m, p, at, out)
	}
	return r.onMains(m, at, out)
}

// unheard: a UPS that falls silent on battery has perhaps run empty. The clock of the outage goes on.
func (r Rules) unheard(m Memory, at time.Time) (Memory, []Event) {
	var out []Event
	if m.unheard++; m.unheard >= r.BlindFor && !m.blind {
		m.blind, out = true, append(out, Blind)
	}
	if m.lost && !m.ending && at.Sub(m.since) >= r.Longest {
		m.ending, out = true, append(out, Ending)
	}
	return m, out
}

// unclear is a UPS that does not say where its power comes from. In an outage it is still one, so a low battery counts; else nobody knows
// more than of a UPS that is silent.
func (r Rules) unclear(m Memory, p hardware.Power, at time.Time) (Memory, []Event) {
	if m.lost && p.Low {
		return r.onBattery(m, p, at, nil)
	}
	return r.unheard(m, at)
}

// forced is a UPS that was told to switch off, by its server or by another machine behind it. Whatever the mains do, it will.
func forced(m Memory, out []Event) (Memory, []Event) {
	m.changed = time.Time{}
	if !m.ending {
		m.ending, out = true, append(out, Ending)
	}
	return m, out
}

func (r Rules) onBattery(m Memory, p hardware.Power, at time.Time, out []Event) (Memory, []Event) {
	if m.since.IsZero() {
		m.since = at
	}
	if m.lost {
		m.changed = time.Time{} // the mains that came back a moment ago are gone again
	}
	if !m.lost && (at.Sub(m.since) >= r.Settle || r.ends(m, p, at)) {
		m.lost, out = true, append(out, Lost)
	}
	if m.lost && !m.ending && r.ends(m, p, at) {
		m.ending, out = true, append(out, Ending)
	}
	return m, out
}

func (r Rules) ends(m Memory, p hardware.Power, at time.Time) bool {
	return p.Low || p.Charge >= 0 && p.Charge < r.Charge || p.Runtime >= 0 && p.Runtime < r.Runtime || at.Sub(m.since) >= r.Longest
}

func (r Rules) onMains(m Memory, at time.Time, out []Event) (Memory, []Event) {
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
	return Memory{}, append(out, Restored)
}

// Watch asks until ctx ends and tells every event with the reading it came from (the last one known, when there is none).
func Watch(ctx context.Context, u hardware.UPS, r Rules, now func() time.Time, tell func(Event, hardware.Power)) error {
	r = r.filled()
	var m Memory
	var last hardware.Power
	t := time.NewTicker(r.Poll)
	defer t.Stop()
	for {
		p, err := u.Power(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			last = p
		}
		var news []Event
		m, news = r.Decide(m, p, err, now())
		for _, e := range news {
			tell(e, last)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
		}
	}
}
