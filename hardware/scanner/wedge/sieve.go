package wedge

import (
	"time"

	"github.com/brighthall/brighthall/hardware/keyboard"
)

// Stroke is a key that goes down or up, as a keyboard hook tells it.
type Stroke struct {
	Scan     uint16 // the key's place, a scan code of set 1
	Extended bool   // it has the prefix E0
	Down     bool
	At       time.Time
	VK       uint16 // the system's own number, kept for playing the stroke again
}

// key is the kernel's number of the stroke's key.
func (s Stroke) key() uint16 {
	if !s.Extended {
		return s.Scan
	}
	if k, ok := extended[s.Scan]; ok {
		return k
	}
	return s.Scan | 0x100 // types nothing
}

var extended = map[uint16]uint16{0x1C: keyboard.PadEnter, 0x1D: keyboard.RightCtrl, 0x35: keyboard.PadSlash, 0x38: keyboard.RightAlt, 0x5B: keyboard.LeftMeta, 0x5C: keyboard.RightMeta}

// Verdict is what becomes of strokes.
type Verdict struct {
	Hold bool // the window must not see this stroke, at least not now
	// Play are strokes held back before that a person has typed: the window gets them now, in this order. A stroke that
	// is not to be held never comes together with strokes to play; it is then the last of them.
	Play []Stroke
	Code string // a scan has ended
}

// Sieve holds back the strokes that may be a scan, until it is known: then they are a code and the window never sees
// them, or they are played to it. It is pure: the hook is the caller's. It belongs to one thread. The zero Sieve is
// ready.
type Sieve struct {
	Rules Rules

	keys  keyboard.Held
	wedge Wedge
	held  []Stroke
	down  map[uint16]bool // keys that are down
	ours  map[uint16]bool // of them, those the window does not know to be
}

// Stroke takes a stroke that is no replay.
func (s *Sieve) Stroke(k Stroke) Verdict {
	var v Verdict
	if len(s.held) > 0 && s.over(k.At) {
		v = s.settle()
	}
	if k.Down {
		s.press(k, &v)
	} else {
		s.lift(k, &v)
	}
	return v
}

// Idle is called when Wait has passed without a stroke. Too early it does nothing: a timer may have rung while a stroke
// came.
func (s *Sieve) Idle(at time.Time) Verdict {
	if len(s.held) == 0 || at.Sub(s.wedge.last) < s.Wait() {
		return Verdict{}
	}
	return s.settle()
}

// Flush gives the window whatever is held back, when nobody will listen any more.
func (s *Sieve) Flush() []Stroke { return s.release() }

// settle ends what is held back, which was followed by a pause.
func (s *Sieve) settle() Verdict {
	if code, ok := s.wedge.Idle(); ok {
		return Verdict{Code: code, Play: s.swallow()}
	}
	return Verdict{Play: s.release()}
}

// Wait is how long nothing may come until Idle must be called; 0: for ever.
func (s *Sieve) Wait() time.Duration {
	switch {
	case len(s.held) == 0:
		return 0
	case s.wedge.gaps == 0:
		return s.rules().gap() + time.Millisecond
	}
	return s.rules().pause()
}

func (s *Sieve) rules() Rules { s.wedge.Rules = s.Rules; return s.Rules }

// over: the first two characters must be fast, later ones may stumble.
func (s *Sieve) over(at time.Time) bool {
	return s.wedge.Over(at) || s.wedge.gaps == 0 && at.Sub(s.wedge.last) > s.rules().gap()
}

// press takes a key that goes down.
func (s *Sieve) press(k Stroke, v *Verdict) {
	key := k.key()
	repeat := s.down[key]
	s.mark(&s.down, key, true)
	r, end := s.keys.Press(key, true)
	shift := key == keyboard.LeftShift || key == keyboard.RightShift
	switch {
	case repeat && s.ours[key]:
		v.Hold = true // of a key the window does not know to be down
	case r != 0 && !repeat:
		s.character(k, r, v)
	case shift && len(s.held) > 0 && !repeat:
		s.hold(k, v)
	case end && len(s.held) > 0:
		s.end(k, v)
	default:
		v.Play = append(v.Play, s.release()...)
		s.pass(k, v)
	}
}

// character takes a key that types.
func (s *Sieve) character(k Stroke, r rune, v *Verdict) {
	s.rules()
	s.wedge.Rune(r, k.At)
	if s.hopeless() {
		v.Play = append(v.Play, s.release()...)
		s.wedge.Rune(r, k.At) // the first of what may be a scan
	}
	s.hold(k, v)
}

// hopeless: a scanner may stumble once in the beginning, a person does all the time. What is too long is none either.
func (s *Sieve) hopeless() bool {
	return s.wedge.slow*5 > max(s.wedge.gaps, 5) || s.wedge.long || len(s.held) > 1500
}

// end takes Return or Tab after characters.
func (s *Sieve) end(k Stroke, v *Verdict) {
	code, ok := s.wedge.Return(k.At)
	if !ok {
		v.Play = append(v.Play, s.release()...)
		s.pass(k, v)
		return
	}
	v.Code, v.Hold = code, true
	s.mark(&s.ours, k.key(), true)
	v.Play = append(v.Play, s.swallow()...)
}

// lift takes a key that goes up: where its going down went, it goes too.
func (s *Sieve) lift(k Stroke, v *Verdict) {
	key := k.key()
	delete(s.down, key)
	s.keys.Press(key, false)
	switch {
	case s.ours[key]:
		delete(s.ours, key)
		v.Hold = true
	case len(s.held) > 0:
		s.hold(k, v)
	default:
		s.pass(k, v)
	}
}

func (s *Sieve) hold(k Stroke, v *Verdict) {
	s.held = append(s.held, k)
	v.Hold = true
}

// pass lets the window have a stroke, after those that are played.
func (s *Sieve) pass(k Stroke, v *Verdict) {
	if len(v.Play) > 0 {
		v.Play, v.Hold = append(v.Play, k), true
	}
}

// release gives what is held back to the window.
func (s *Sieve) release() []Stroke {
	play := s.held
	s.held = nil
	s.wedge.Drop()
	return play
}

// swallow keeps what is held back from the window for good, but for keys that went down before: it must know that they
// are up again.
func (s *Sieve) swallow() (play []Stroke) {
	pressed := map[uint16]bool{}
	for _, k := range s.release() {
		switch key := k.key(); {
		case k.Down:
			pressed[key] = true
			s.mark(&s.ours, key, true)
		case pressed[key]:
			delete(s.ours, key)
		default:
			play = append(play, k)
		}
	}
	return play
}

func (s *Sieve) mark(set *map[uint16]bool, key uint16, is bool) {
	if *set == nil {
		*set = map[uint16]bool{}
	}
	(*set)[key] = is
}
