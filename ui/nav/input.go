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

// OnChar gets the characters that a person types outside of a field, until the screen changes or is built again. A
// scanner's are not among them.
func (s *Stage) OnChar(act func(r rune)) { s.char = act }

// gate lets a touch through unless it comes right after another, or after a key.
func (s *Stage) gate() bool {
	s.Touch()
	if s.within(again, s.acted) {
		return false
	}
	acted := s.o.Now()
	s.acted = acted
	s.o.Drawn(func() {
		if s.acted.Equal(acted) {
			s.acted = s.o.Now()
		}
	})
	return true
}

// within reports whether something was at most d ago. A clock that was put back since then does not shut the screen.
func (s *Stage) within(d time.Duration, at time.Time) bool {
	ago := s.o.Now().Sub(at)
	return !at.IsZero() && ago >= 0 && ago <= d
}

// Turned says that another page is shown: a finger that comes down in the next moment means nothing. The stage sees its
// own screens and questions change; a screen that changes its whole face by itself says so.
//
// A press that comes while the window draws waits for the end of the frame, so the moment begins anew when the page is
// drawn.
func (s *Stage) Turned() {
	s.turned = s.o.Now()
	s.unseen++
	s.o.Drawn(func() {
		if s.unseen--; s.unseen == 0 {
			s.turned = s.o.Now()
		}
	})
}

// settled reports whether a finger that comes down now can mean the page shown. A mouse does not bounce, and its user
// is practised.
func (s *Stage) settled() bool {
	switch {
	case !s.kit.Look.Shape.Touch:
		return true
	case s.unseen > 0:
		return !s.within(slowest, s.turned)
	}
	return !s.within(settling, s.turned)
}

// typed hears a character; undo takes it out of the field it stands in.
func (s *Stage) typed(r rune, undo func()) {
	s.Touch()
	s.key = "" // with a character between, a key that comes again is meant
	s.wedge.rune(r, undo)
	if undo != nil || s.char == nil {
		return
	}
	s.chars = append(s.chars, r)
	s.o.After(wedgeGap+time.Millisecond, func() {
		if s.wedge.quiet() {
			s.tellChars()
		}
	})
}

// tellChars hands on what a person typed. A few characters are a person's, however fast; many at once are a scanner's.
func (s *Stage) tellChars() {
	chars := s.chars
	s.chars = nil
	if s.wedge.scanning() || s.Asking() {
		return
	}
	for _, r := range chars {
		if s.char != nil {
			s.char(r)
		}
	}
}

func (s *Stage) typedKey(e *fyne.KeyEvent) bool {
	s.Touch()
	if isReturn(e.Name) && s.scanned() {
		return true
	}
	if !writes(e.Name) && s.began(e) {
		return true
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

// began tells the characters that came before a key. When they went into a field, the key is the field's as well.
func (s *Stage) began(e *fyne.KeyEvent) bool {
	canvas := s.o.Window.Canvas()
	was := canvas.Focused()
	s.tellChars()
	now := canvas.Focused()
	if now == nil || now == was {
		return false
	}
	now.TypedKey(e)
	return true
}

// scanned tells what a scanner read. It is taken out of the field that had the keyboard.
func (s *Stage) scanned() bool {
	undo := s.wedge.undo
	code, ok := s.wedge.take()
	if !ok {
		return false
	}
	s.chars = nil
	if undo != nil {
		undo()
	}
	if s.scan != nil {
		s.scan(code)
	}
	return true
}

func isReturn(k fyne.KeyName) bool { return k == fyne.KeyReturn || k == fyne.KeyEnter }

// writes reports whether a key makes a character, which is told by itself.
func writes(k fyne.KeyName) bool { return len(k) == 1 || k == fyne.KeySpace }

// keyGate lets a key through unless it comes right after itself: a practised hand presses different keys faster than a
// finger touches, and means each.
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
	undo func() // takes the whole code out of a field again; nil: it stands in none
}

func (w *wedge) rune(r rune, undo func()) {
	if w.quiet() {
		w.code = nil
	}
	if w.code == nil {
		w.undo = undo
	}
	w.code, w.last = append(w.code, r), w.now()
}

// quiet reports whether the last character has no follower.
func (w *wedge) quiet() bool {
	ago := w.now().Sub(w.last)
	return ago > wedgeGap || ago < 0 // the clock was put back
}

// scanning reports whether the last characters came as a scanner's do.
func (w *wedge) scanning() bool { return len(w.code) >= wedgeLeast }

func (w *wedge) take() (string, bool) {
	code := string(w.code)
	fast := !w.quiet()
	w.code = nil
	return code, fast && len(code) >= wedgeLeast
}

// KeysTo gives what is typed into this window to another one, as if it had been typed there.
func (s *Stage) KeysTo(other *Stage) {
	from, to := s.o.Window.Canvas(), other.o.Window.Canvas()
	from.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if f := to.Focused(); f != nil {
			f.TypedKey(e)
			return
		}
		other.typedKey(e)
	})
	from.SetOnTypedRune(func(r rune) {
		if f := to.Focused(); f != nil {
			f.TypedRune(r)
			return
		}
		other.kit.Heard(r)
	})
}
