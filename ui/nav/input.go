package nav

import (
	"time"

	"fyne.io/fyne/v2"
)

// OnKey calls act when a key is pressed, until the screen changes or is built again.
func (s *Stage) OnKey(key fyne.KeyName, act func()) { s.keys[key] = act }

// Always calls act when a key is pressed, on every screen that has not its own use for the key.
func (s *Stage) Always(key fyne.KeyName, act func()) { s.always[key] = act }

// OnScan gets what a keyboard scanner reads, until the screen changes or is built again.
func (s *Stage) OnScan(got func(code string)) { s.scan = got }

// gate lets a touch through unless it comes right after another, or after a key.
func (s *Stage) gate() bool {
	s.Touch()
	if s.within(again, s.acted) {
		return false
	}
	s.acted = s.o.Now()
	return true
}

// within reports whether something was at most d ago. A clock that was put back since then does not shut the screen.
func (s *Stage) within(d time.Duration, at time.Time) bool {
	ago := s.o.Now().Sub(at)
	return !at.IsZero() && ago >= 0 && ago <= d
}

// Turned says that another page is shown: a finger that comes down in the next moment means nothing. The stage sees its own screens
// and questions change; a screen that changes its whole face by itself says so.
func (s *Stage) Turned() { s.turned = s.o.Now() }

// settled reports whether a finger that comes down now can mean the page shown. A mouse does not bounce, and its user is practised.
func (s *Stage) settled() bool {
	return !s.kit.Look.Shape.Touch || !s.within(settling, s.turned)
}

func (s *Stage) typed(r rune) {
	s.Touch()
	s.wedge.rune(r)
}

func (s *Stage) typedKey(e *fyne.KeyEvent) bool {
	s.Touch()
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		if code, ok := s.wedge.take(); ok {
			if s.scan != nil {
				s.scan(code)
			}
			return true
		}
	}
	act, ok := s.keys[e.Name]
	if !ok {
		act, ok = s.always[e.Name]
	}
	if !ok || s.Asking() || !s.keyGate(e.Name) {
		return ok
	}
	act()
	return true
}

// keyGate lets a key through unless it comes right after itself: a practised hand presses different keys faster than a finger touches,
// and means each.
func (s *Stage) keyGate(key fyne.KeyName) bool {
	now := s.o.Now()
	if key == s.key && now.Sub(s.keyed) < again {
		return false
	}
	s.key, s.keyed, s.acted = key, now, now
	return true
}

// A scanner types faster than a person: its characters come less than 100 ms apart, at least 6 of them, then Return.
const (
	wedgeGap   = 100 * time.Millisecond
	wedgeLeast = 6
)

type wedge struct {
	now  func() time.Time
	code []rune
	last time.Time
}

func (w *wedge) rune(r rune) {
	now := w.now()
	if now.Sub(w.last) > wedgeGap {
		w.code = nil
	}
	w.code, w.last = append(w.code, r), now
}

func (w *wedge) take() (string, bool) {
	code := string(w.code)
	fast := w.now().Sub(w.last) <= wedgeGap
	w.code = nil
	return code, fast && len(code) >= wedgeLeast
}
