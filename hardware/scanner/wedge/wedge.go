// Package wedge tells a barcode scanner in keyboard mode from a person typing.
//
// Such a scanner types its code and Return, much faster than hands can. Feed the
// discriminator every character with its time, and every Return; it answers with the code
// when what came was a scan. It is pure: the window's key events are the caller's.
//
//	var w wedge.Wedge
//	if code, ok := w.Return(now); ok { … }
//
// An input method must be off while a code is expected: it would eat the letters.
package wedge

import (
	"time"
	"unicode"
)

const (
	gap     = 100 * time.Millisecond // between two characters of a scan, at most
	least   = 6                      // characters of the shortest code
	longest = 256
)

// Wedge collects what may become a code. The zero value is ready. It belongs to one
// goroutine, the window's.
type Wedge struct {
	runes []rune
	last  time.Time
}

// Rune takes a typed character.
func (w *Wedge) Rune(r rune, at time.Time) {
	if late(w.last, at) || len(w.runes) >= longest {
		w.runes = w.runes[:0]
	}
	w.last = at
	if unicode.IsPrint(r) {
		w.runes = append(w.runes, r)
	}
}

// Return takes the Return (or Tab) key and gives the code, when a scan ended with it.
func (w *Wedge) Return(at time.Time) (code string, ok bool) {
	defer func() { w.runes = w.runes[:0] }()
	if late(w.last, at) || len(w.runes) < least {
		return "", false
	}
	return string(w.runes), true
}

// Pending reports whether the characters so far look like a scan under way, so that a
// text field may hold them back.
func (w *Wedge) Pending(at time.Time) bool { return len(w.runes) >= 2 && !late(w.last, at) }

// late: a clock that went back starts anew as well.
func late(last, at time.Time) bool { return at.Sub(last) >= gap || at.Before(last) }
