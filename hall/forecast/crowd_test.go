package forecast_test

import (
	"math"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// Three counters are open and nobody waits; then a coach unloads. What each of them is told at the moment of his
// ticket, before the hall is played again, is what he is told a few seconds later, and no narrower: the curve does not
// end where the line does.
func TestACrowdIsToldAsMuchAsALine(t *testing.T) {
	d := newDesk(t)
	d.open("1", "2", "6")
	d.Refresh()
	const crowd = 24
	var at [crowd]hall.Wait
	for i := range at {
		at[i] = d.Wait("A", i)
	}
	d.issue("A", crowd)
	d.Refresh()
	for i, w := range at {
		t.Logf("%d ahead %d–%d", i, w.LowMin, w.HighMin)
		later := d.Wait("A", i)
		if !w.Known || math.Abs(float64(w.LowMin-later.LowMin)) > 2+.2*float64(later.LowMin) || math.Abs(float64(w.HighMin-later.HighMin)) > 2+.2*float64(later.HighMin) {
			t.Errorf("%d ahead: told %d–%d at issue, %d–%d later", i, w.LowMin, w.HighMin, later.LowMin, later.HighMin)
		}
		if width, want := w.HighMin-w.LowMin, later.HighMin-later.LowMin; float64(width) < .6*float64(want)-1 {
			t.Errorf("%d ahead: a window of %d min at issue, %d later", i, width, want)
		}
	}
}

// Beyond what was played the window grows wider with the root of the number, and no position is before an earlier one.
func TestFarBehindTheWindowGrows(t *testing.T) {
	d := newDesk(t)
	d.open("3")
	d.issue("H", 3)
	d.Refresh()
	last := d.Wait("H", 0)
	for i := 1; i < 100; i++ {
		w := d.Wait("H", i)
		if i > 3 && (w.LowMin < last.LowMin || w.HighMin < last.HighMin) { // the first few are each one's own
			t.Errorf("%d ahead %d–%d, %d ahead %d–%d", i-1, last.LowMin, last.HighMin, i, w.LowMin, w.HighMin)
		}
		last = w
	}
	width := func(ahead int) float64 { w := d.Wait("H", ahead); return float64(w.HighMin - w.LowMin) }
	if near, far := width(20), width(80); far < 1.5*near || far > 3*near {
		t.Errorf("the window is %v min wide 20 behind and %v min 80 behind", near, far)
	}
	d.issue("H", 37)
	d.Refresh()
	played := d.Wait("H", 40)
	d2 := newDesk(t)
	d2.open("3")
	d2.Refresh()
	if w := d2.Wait("H", 40); math.Abs(float64(w.HighMin-played.HighMin)) > .15*float64(played.HighMin) || math.Abs(float64(w.LowMin-played.LowMin)) > .15*float64(played.LowMin) {
		t.Errorf("40 ahead: %d–%d min without playing it, %d–%d played", w.LowMin, w.HighMin, played.LowMin, played.HighMin)
	}
}

// A counter serves two groups; a crowd may come for either, and is not reckoned with in the other's line before it is
// there.
func TestACrowdIsPlayedApart(t *testing.T) {
	d := newDesk(t)
	d.open("6") // serves A and K
	d.Refresh()
	before, _ := d.Expect("K", 6)
	d.issue("K", 6)
	d.Refresh()
	if after, _ := d.Expect("K", 6); math.Abs(before-after) > .25*after {
		t.Errorf("6 ahead: %.1f min expected before they were there, %.1f after", before, after)
	}
}
