package wedge_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hardware/scanner/wedge"
)

func TestScannersAndPeople(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		gap  time.Duration
		want string
	}{
		{"a scanner", "00132702314471", 5 * time.Millisecond, "00132702314471"},
		{"a slow Bluetooth scanner", "00132702314471", 90 * time.Millisecond, "00132702314471"},
		{"a person", "00132702314471", 150 * time.Millisecond, ""},
		{"a fast short word", "12345", 5 * time.Millisecond, ""},
		{"six are enough", "123456", 5 * time.Millisecond, "123456"},
	} {
		if got := typed(new(wedge.Wedge), time.Unix(100, 0), c.text, c.gap); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func typed(w *wedge.Wedge, at time.Time, text string, gap time.Duration) string {
	for _, r := range text {
		w.Rune(r, at)
		at = at.Add(gap)
	}
	code, _ := w.Return(at)
	return code
}

// Whatever a person typed slowly before it, a scan comes out whole and alone.
func TestAScanAfterTypingIsClean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w wedge.Wedge
		at := time.Unix(100, 0)
		for _, r := range rapid.StringMatching(`[a-z0-9]{0,20}`).Draw(t, "typed") {
			w.Rune(r, at)
			at = at.Add(time.Duration(rapid.IntRange(100, 900).Draw(t, "gap")) * time.Millisecond)
		}
		code := rapid.StringMatching(`[0-9]{6,40}`).Draw(t, "code")
		if got := typed(&w, at.Add(100*time.Millisecond), code, 20*time.Millisecond); got != code {
			t.Fatalf("%q, want %q", got, code)
		}
	})
}
