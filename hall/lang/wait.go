package lang

import (
	"strconv"

	"github.com/brighthall/brighthall/hall"
)

// Wait is an honest window in words: "约 10–20 分钟", "不用等", or that no window is open.
func (b *Book) Wait(in hall.Language, w hall.Wait) string {
	s := span(w)
	if s.words != "" {
		return b.Say(in, "common.wait."+s.words)
	}
	return b.Say(in, "common.wait."+s.unit, "range", s.figures)
}

// WaitFigures is a wait for a screen that writes the number larger than its unit: "10–20", "分钟". A wait without
// figures is all words.
func (b *Book) WaitFigures(in hall.Language, w hall.Wait) (figures, unit string) {
	s := span(w)
	if s.words != "" {
		return b.Say(in, "common.wait."+s.words), ""
	}
	return s.figures, b.Say(in, "common.wait.unit."+s.unit, "n", s.figures)
}

// HasFigures reports whether a wait is told in figures.
func HasFigures(w hall.Wait) bool { return span(w).words == "" }

// waitSpan is a wait as it is told: a word of its own, or figures and their unit.
type waitSpan struct {
	words   string // "unknown", "none"
	figures string
	unit    string // "minutes", "within", "hours", "hours_within"
}

// The steps a wait is told in: nobody can promise a minute, and the longer it takes the less.
const (
	fine, coarse, half  = 5, 10, 30
	fineUpTo, minutesTo = 30, 60 // minutes
)

// span rounds a wait outwards to 5 minutes, above half an hour to 10; above an hour it is told in half hours, the
// nearest.
func span(w hall.Wait) waitSpan {
	switch {
	case !w.Known:
		return waitSpan{words: "unknown"}
	case w.HighMin <= 1:
		return waitSpan{words: "none"}
	case w.HighMin > minutesTo:
		return spanned(nearest(w.LowMin, half), nearest(w.HighMin, half), "hours", halves)
	}
	high := w.HighMin + step(w.HighMin) - 1
	return spanned(down(w.LowMin, step(w.LowMin)), down(high, step(w.HighMin)), "minutes", strconv.Itoa)
}

func spanned(low, high int, unit string, write func(int) string) waitSpan {
	switch {
	case low <= 0 && unit == "hours":
		return waitSpan{figures: write(high), unit: "hours_within"}
	case low <= 0:
		return waitSpan{figures: write(high), unit: "within"}
	case low >= high:
		return waitSpan{figures: write(high), unit: unit}
	}
	return waitSpan{figures: write(low) + "–" + write(high), unit: unit}
}

func step(minutes int) int {
	if minutes <= fineUpTo {
		return fine
	}
	return coarse
}

func down(minutes, step int) int { return minutes / step * step }

func nearest(minutes, step int) int { return down(minutes+step/2, step) }

// halves writes minutes as hours: "1", "1.5".
func halves(minutes int) string {
	return strconv.FormatFloat(float64(minutes)/60, 'f', -1, 64)
}
