package flow

import "time"

// The maintenance gesture and its lock.
const (
	gestureTaps   = 5
	gestureWindow = 3 * time.Second
	pinTries      = 5
	pinLock       = 5 * time.Minute
)

// guard keeps visitors out of the maintenance page.
type guard struct {
	taps   []time.Time
	wrong  bool
	tries  int
	locked time.Time // until
}

// Corner is a touch of the top left corner: five within three seconds ask for the PIN.
func (f *Flow) Corner() {
	now := f.cfg.Now()
	f.Touch()
	f.guard.taps = append(f.guard.taps, now)
	if n := len(f.guard.taps); n > gestureTaps {
		f.guard.taps = f.guard.taps[n-gestureTaps:]
	}
	if f.cfg.CheckPIN == nil || f.take.busy || f.step == TicketShown || len(f.guard.taps) < gestureTaps ||
		now.Sub(f.guard.taps[0]) > gestureWindow {
		return
	}
	f.guard.taps, f.guard.wrong = nil, false
	f.goTo(PIN)
}

// EnterPIN tries a PIN. A right one opens the maintenance page, the fifth wrong one locks it for five minutes.
func (f *Flow) EnterPIN(pin string) {
	f.Touch()
	if f.step != PIN || f.PINLocked() > 0 {
		return
	}
	if f.cfg.CheckPIN(pin) {
		f.guard = guard{}
		f.goTo(Maintenance)
		return
	}
	f.guard.wrong = true
	if f.guard.tries++; f.guard.tries >= pinTries {
		f.guard.tries, f.guard.locked = 0, f.cfg.Now().Add(pinLock)
	}
	f.changed()
}

// PINLocked is how long no PIN is taken after five wrong ones.
func (f *Flow) PINLocked() time.Duration { return max(0, f.guard.locked.Sub(f.cfg.Now())) }
