package wedge_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hardware/scanner/wedge"
)

const ms = time.Millisecond

func TestScannersAndPeople(t *testing.T) {
	bluetooth, aim := wedge.Rules{Gap: 90 * ms}, wedge.Rules{Prefix: "]C0"}
	for _, c := range []struct {
		name  string
		rules wedge.Rules
		text  string
		gaps  []time.Duration // in turn
		want  string
	}{
		{"a scanner", wedge.Rules{}, "00132702314471", gaps(5), "00132702314471"},
		{"at the edge", wedge.Rules{}, "00132702314471", gaps(35), "00132702314471"},
		{"over it", wedge.Rules{}, "00132702314471", gaps(36), ""},
		{"one gap of five stumbles", wedge.Rules{}, "001327", gaps(5, 5, 80, 5, 5), "001327"},
		{"two do", wedge.Rules{}, "001327", gaps(5, 80, 5, 80, 5), ""},
		{"a person", wedge.Rules{}, "00132702314471", gaps(150), ""},
		{"a practised hand", wedge.Rules{}, "00132702314471", gaps(70, 30, 90), ""},
		{"four are enough", wedge.Rules{}, "H023", gaps(5), "H023"},
		{"three are not", wedge.Rules{}, "H02", gaps(5), ""},
		{"unless they say who they are", aim, "]C0H0", gaps(90), "H0"},
		{"a prefix alone is nothing", aim, "]C0", gaps(5), ""},
		{"without the prefix it is as usual", aim, "H023", gaps(5), "H023"},
		{"a slow Bluetooth scanner", bluetooth, "00132702314471", gaps(90), "00132702314471"},
		{"six at least", wedge.Rules{Least: 6}, "12345", gaps(5), ""},
		{"a clock that goes back", wedge.Rules{}, "123456", gaps(5, 5, -3000), ""},
	} {
		if got := typed(&wedge.Wedge{Rules: c.rules}, time.Unix(100, 0), c.text, c.gaps); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func gaps(all ...int) (out []time.Duration) {
	for _, n := range all {
		out = append(out, time.Duration(n)*ms)
	}
	return out
}

func typed(w *wedge.Wedge, at time.Time, text string, gaps []time.Duration) string {
	for i, r := range text {
		w.Rune(r, at)
		at = at.Add(gaps[i%len(gaps)])
	}
	code, ok := w.Return(at)
	if !ok {
		return ""
	}
	return code
}

func TestAPauseEndsACode(t *testing.T) {
	var w wedge.Wedge
	at := time.Unix(100, 0)
	for _, r := range "H023" {
		w.Rune(r, at)
		at = at.Add(5 * ms)
	}
	if w.Over(at) || !w.Pending(at) || !w.Over(at.Add(100*ms)) {
		t.Error("it ends at the wrong time")
	}
	if code, ok := w.Idle(); code != "H023" || !ok || w.Open() {
		t.Errorf("%q %v", code, ok)
	}
	if code, ok := w.Return(at.Add(200 * ms)); ok {
		t.Errorf("Return alone gives %q", code)
	}
}

func TestATextWithoutEndIsNoCode(t *testing.T) {
	var w wedge.Wedge
	at := time.Unix(100, 0)
	for range 5000 {
		w.Rune('9', at)
		at = at.Add(ms)
	}
	if code, ok := w.Return(at); ok {
		t.Errorf("%d characters are a code", len(code))
	}
	if got := typed(&w, at, "H023", gaps(5)); got != "H023" {
		t.Errorf("the next is %q", got)
	}
}

// Whatever a person typed slowly before it, a scan comes out whole and alone.
func TestAScanAfterTypingIsClean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w wedge.Wedge
		at := time.Unix(100, 0)
		for _, r := range rapid.StringMatching(`[a-z0-9]{0,20}`).Draw(t, "typed") {
			w.Rune(r, at)
			at = at.Add(time.Duration(rapid.IntRange(100, 900).Draw(t, "gap")) * ms)
		}
		code := rapid.StringMatching(`[0-9]{4,40}`).Draw(t, "code")
		if got := typed(&w, at.Add(100*ms), code, gaps(20)); got != code {
			t.Fatalf("%q, want %q", got, code)
		}
	})
}
