package wedge

import (
	"strings"
	"time"
	"unicode"

	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

const (
	usualGap   = 35 * time.Millisecond  // between two characters of a scan
	usualLeast = 4                      // characters of the shortest code
	pause      = 100 * time.Millisecond // so long a gap ends what came before it
)

// Rules tell a scan from typing. The zero Rules are those for scanners of the last twenty years.
type Rules struct {
	Gap    time.Duration // four of five gaps between characters are at most this long; 0: 35 ms
	Least  int           // characters of the shortest code; 0: 4
	Prefix string        // what begins with it is a scan however slow and short it is; it is taken away
}

func (r Rules) gap() time.Duration { return or(r.Gap, usualGap) }

func (r Rules) pause() time.Duration { return max(pause, r.gap()+pause/4) }

func (r Rules) least() int { return or(r.Least, usualLeast) }

func or[T int | time.Duration](set, usual T) T {
	if set > 0 {
		return set
	}
	return usual
}

// Wedge collects what may become a code. The zero value is ready. It belongs to one goroutine, the window's or the
// device's.
type Wedge struct {
	Rules Rules

	runes []rune
	gaps  int // between the characters so far
	slow  int // of them, longer than the rules' gap
	long  bool
	last  time.Time
}

// Rune takes a typed character. What was open before a pause is forgotten; ask Over first where it may have been a
// code.
func (w *Wedge) Rune(r rune, at time.Time) {
	if w.Over(at) {
		w.Drop()
	}
	if !w.last.IsZero() {
		w.count(at.Sub(w.last))
	}
	w.last = at
	switch {
	case len(w.runes) >= codes.Longest:
		w.long, w.runes = true, w.runes[:0]
	case unicode.IsPrint(r):
		w.runes = append(w.runes, r)
	}
}

func (w *Wedge) count(gap time.Duration) {
	if w.gaps++; gap > w.Rules.gap() {
		w.slow++
	}
}

// Return takes the Return (or Tab) key and gives the code, when a scan ended with it.
func (w *Wedge) Return(at time.Time) (code string, ok bool) {
	if w.Over(at) {
		w.Drop()
	}
	return w.Idle()
}

// Idle tells that nothing has come for a while: what is open is complete. It gives the code, when it was a scan.
func (w *Wedge) Idle() (code string, ok bool) {
	defer w.Drop()
	text := string(w.runes)
	switch {
	case w.long:
		return "", false
	case w.certain():
		code = text[len(w.Rules.Prefix):]
		return code, code != ""
	}
	return text, len(w.runes) >= w.Rules.least() && w.fast()
}

// certain: it begins as only a scanner's text does.
func (w *Wedge) certain() bool {
	return w.Rules.Prefix != "" && strings.HasPrefix(string(w.runes), w.Rules.Prefix)
}

// fast: at least four of five gaps are a scanner's.
func (w *Wedge) fast() bool { return w.slow*5 <= w.gaps }

// Drop forgets what is open.
func (w *Wedge) Drop() { *w = Wedge{Rules: w.Rules, runes: w.runes[:0]} }

// Open reports whether characters have come that have not ended.
func (w *Wedge) Open() bool { return !w.last.IsZero() }

// Over reports whether what is open had ended by that time. A clock that went back ends it as well.
func (w *Wedge) Over(at time.Time) bool {
	return w.Open() && (at.Sub(w.last) >= w.Rules.pause() || at.Before(w.last))
}

// Pending reports whether the characters so far look like a scan under way, so that a text field may hold them back.
func (w *Wedge) Pending(at time.Time) bool { return len(w.runes) >= 2 && w.fast() && !w.Over(at) }
