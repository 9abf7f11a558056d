package nav

import (
	"time"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// Idle says what happens when nobody touches the window.
type Idle struct {
	Warn  time.Duration // ask after this; 0: never
	Reset time.Duration // end after this, from the last touch; 0: never
	End   func()        // ends the visit; nil: GoHome. The language and look to start with are its business
}

type idle struct {
	Idle
	last  time.Time
	dirty bool // touched since the last end
}

func (i *idle) home() { i.dirty = false }

// SetIdle changes what happens when nobody touches the window, and begins to count anew.
func (s *Stage) SetIdle(i Idle) {
	s.idle.Idle = i
	s.idle.last = s.o.Now()
}

// Touch is a sign of a person: the idle clock begins anew and a warning goes away.
func (s *Stage) Touch() {
	s.idle.last, s.idle.dirty = s.o.Now(), true
	if s.warn != nil {
		s.CloseDialog()
	}
}

// IdleFor is how long nobody has touched the window.
func (s *Stage) IdleFor() time.Duration { return s.o.Now().Sub(s.idle.last) }

// Warning reports whether the visitor is being asked whether he is still there.
func (s *Stage) Warning() bool { return s.warn != nil }

func (s *Stage) watch(now time.Time) {
	still := now.Sub(s.idle.last)
	switch {
	case s.idle.Reset == 0 || !s.idle.dirty && len(s.stack) < 2:
	case still >= s.idle.Reset:
		s.idle.dirty, s.idle.last = false, now
		s.CloseDialog()
		if s.idle.End != nil {
			s.idle.End()
			return
		}
		s.GoHome()
	case s.idle.Warn > 0 && still >= s.idle.Warn && len(s.stack) > 1:
		s.ask(int((s.idle.Reset - still + time.Second - 1) / time.Second))
	}
}

// ask shows the ring, and each second what is left.
func (s *Stage) ask(left int) {
	if s.warn != nil {
		s.warn.Set(left)
		return
	}
	k := s.kit
	ring := k.Ring(left, k.Look.Size(skin.Title)*2.6)
	s.Dialog(k.Column(k.Look.Shape.Gap,
		ring,
		k.Text(s.Say("common.idle.title"), skin.Title).With(true, kit.InkTone, kit.Centre),
		k.Text(s.Say("common.idle.text"), skin.Body).With(false, kit.SoftTone, kit.Centre).Wrapped(-1, s.dialogWidth()-128),
	))
	s.warn = ring
}
