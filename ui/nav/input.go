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
	now := s.o.Now()
	s.Touch()
	if !s.acted.IsZero() && now.Sub(s.acted) < again {
		return false
	}
	s.acted = now
	return true
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
