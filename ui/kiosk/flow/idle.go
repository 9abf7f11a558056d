package flow

import (
	"time"

	"github.com/brighthall/brighthall/hall"
)

// The idle limits of the kiosk (facts, domain 3.4). Spoken mode has three times as long, the pages with a number twice
// as long in elderly size.
const (
	browseLimit    = 45 * time.Second
	elderlyLimit   = 120 * time.Second
	warning        = 20 * time.Second // of which the last 10 are amber
	ticketLimit    = 12 * time.Second
	unprintedLimit = 30 * time.Second
	spokenFactor   = 3
	elderlyFactor  = 2 // of the pages with a number: 120 s are the rest's
)

// idle is the clock of one step.
type idle struct {
	since time.Time
	drawn shown
}

// shown is what changes by time alone; a tick that leaves it alone draws nothing.
type shown struct {
	warning bool
	left    int
	help    bool
	locked  int // minutes
}

func (f *Flow) shown() shown {
	return shown{f.Warning(), f.SecondsLeft(), f.HelpComing(), int((f.PINLocked() + time.Minute - 1) / time.Minute)}
}

// Touch is any sign of life: the ring refills. Every touch of the glass calls it, also beside the buttons.
func (f *Flow) Touch() {
	was := f.Warning()
	f.restart()
	if was {
		f.changed()
	}
}

func (f *Flow) restart() { f.idle.since = f.cfg.Now() }

// Tick looks at the clock; call it once a second.
func (f *Flow) Tick() {
	if f.expired() {
		f.timeout()
		return
	}
	if f.shown() != f.idle.drawn {
		f.changed()
	}
}

func (f *Flow) timeout() {
	f.leave() // a number stays in line: the screen said that it is valid, and a visitor may have it in mind or on a photo
}

// limit is how long this step waits before its ring is empty; 0 is for ever.
func (f *Flow) limit() time.Duration {
	switch {
	case f.step == Home && f.settings == f.defaults(), f.take.busy, f.step == TicketShown && f.take.paper == Printing:
		return 0
	case f.step == TicketShown && f.take.paper == hall.PaperPrinted:
		return f.stretch(f.slow(ticketLimit))
	case f.step == TicketShown:
		return f.stretch(f.slow(unprintedLimit))
	case f.settings.Elderly:
		return f.stretch(elderlyLimit) + warning
	}
	return f.stretch(browseLimit) + warning
}

func (f *Flow) stretch(d time.Duration) time.Duration {
	if f.settings.Spoken {
		return d * spokenFactor
	}
	return d
}

// slow is how long a number is shown to old eyes.
func (f *Flow) slow(d time.Duration) time.Duration {
	if f.settings.Elderly {
		return d * elderlyFactor
	}
	return d
}

func (f *Flow) left() time.Duration { return f.limit() - f.cfg.Now().Sub(f.idle.since) }

func (f *Flow) expired() bool { return f.limit() > 0 && f.left() <= 0 }

// Warning reports whether the machine asks "are you still there".
func (f *Flow) Warning() bool {
	return f.limit() > 0 && f.step != TicketShown && f.step != Home && f.left() <= warning
}

// SecondsLeft is what the ring shows: of the warning, or of the ticket screen. 0 when no ring is shown.
func (f *Flow) SecondsLeft() int {
	if f.limit() == 0 || !f.Warning() && f.step != TicketShown {
		return 0
	}
	return max(0, int((f.left()+time.Second-1)/time.Second))
}

// RingSeconds is the full ring of which SecondsLeft is the rest.
func (f *Flow) RingSeconds() int {
	if f.step == TicketShown {
		return int(f.limit() / time.Second)
	}
	return int(warning / time.Second)
}
