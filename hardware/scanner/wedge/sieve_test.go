package wedge_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hardware/scanner/wedge"
)

// desk is a PC whose keyboards are heard by a Sieve; what a window gets is written down.
type desk struct {
	wedge.Sieve
	at     time.Time
	window []wedge.Stroke
	codes  []string
	slept  time.Duration // the longest a stroke was held back
}

func newDesk() *desk { return &desk{at: time.Unix(100, 0)} }

func (d *desk) take(v wedge.Verdict, k *wedge.Stroke) {
	if len(v.Play) > 0 && k != nil && !v.Hold {
		panic("a stroke goes to the window before earlier ones")
	}
	for _, p := range v.Play {
		d.slept = max(d.slept, d.at.Sub(p.At))
	}
	d.window = append(d.window, v.Play...)
	if k != nil && !v.Hold {
		d.window = append(d.window, *k)
	}
	if v.Code != "" {
		d.codes = append(d.codes, v.Code)
	}
}

// rest lets time pass; the timer rings when it must.
func (d *desk) rest(t time.Duration) {
	for t > 0 {
		step := t
		if w := d.Wait(); w > 0 {
			step = min(step, w)
		}
		d.at, t = d.at.Add(step), t-step
		d.take(d.Idle(d.at), nil)
	}
}

func (d *desk) stroke(scan uint16, down bool) {
	k := wedge.Stroke{Scan: scan, Down: down, At: d.at}
	d.take(d.Stroke(k), &k)
}

// digits types digits, a gap between them.
func (d *desk) digits(text string, gap time.Duration) {
	for _, r := range text {
		scan := uint16(r-'0') + 1
		if r == '0' {
			scan = 11
		}
		d.stroke(scan, true)
		d.stroke(scan, false)
		d.rest(gap)
	}
}

func (d *desk) enter() { d.stroke(28, true); d.stroke(28, false) }

func (d *desk) arrow(down bool) {
	k := wedge.Stroke{Scan: 0x48, Extended: true, Down: down, At: d.at} // the same place as 8 on the pad
	d.take(d.Stroke(k), &k)
}

func (d *desk) seen() (out string) {
	for _, k := range d.window {
		if k.Down {
			out += fmt.Sprint(k.Scan, " ")
		}
	}
	return out
}

func TestACodeNeverReachesTheWindow(t *testing.T) {
	for _, c := range []struct {
		name   string
		do     func(d *desk)
		window string
		codes  []string
	}{
		{"a scanner", func(d *desk) { d.digits("1234567890", 5*ms); d.enter() }, "", []string{"1234567890"}},
		{"a scanner without Return", func(d *desk) { d.digits("1234567890", 5*ms) }, "", []string{"1234567890"}},
		{"a scanner that stumbles", func(d *desk) { d.digits("12", 5*ms); d.digits("3", 60*ms); d.digits("4567", 5*ms); d.enter() }, "", []string{"1234567"}},
		{"two scans", func(d *desk) {
			d.digits("1234", 5*ms)
			d.enter()
			d.rest(time.Second)
			d.digits("5678", 5*ms)
			d.enter()
		}, "", []string{"1234", "5678"}},
		{"a person", func(d *desk) { d.digits("1234", 150*ms); d.enter() }, "2 3 4 5 28 ", nil},
		{"a person, then a scanner at once", func(d *desk) { d.digits("12", 150*ms); d.digits("5678", 5*ms); d.enter() }, "2 3 ", []string{"5678"}},
		{"three fast keys are no code", func(d *desk) { d.digits("123", 5*ms); d.enter() }, "2 3 4 28 ", nil},
		{"Return alone", func(d *desk) { d.enter() }, "28 ", nil},
		{"an arrow and a function key", func(d *desk) { d.arrow(true); d.arrow(false); d.stroke(59, true); d.stroke(59, false) }, "72 59 ", nil},
		{"Ctrl and C", func(d *desk) { d.stroke(29, true); d.stroke(46, true); d.stroke(46, false); d.stroke(29, false) }, "29 46 ", nil},
		{"a key that is held down", func(d *desk) {
			for range 5 {
				d.stroke(2, true)
				d.rest(30 * ms)
			}
			d.stroke(2, false)
		}, "2 2 2 2 2 ", nil},
		{"a scan with capitals", func(d *desk) {
			for range 4 {
				d.stroke(42, true)
				d.stroke(30, true)
				d.stroke(30, false)
				d.stroke(42, false)
				d.rest(4 * ms)
			}
			d.enter()
		}, "42 ", []string{"AAAA"}},
	} {
		d := newDesk()
		c.do(d)
		d.rest(time.Second)
		if d.seen() != c.window || !slices.Equal(d.codes, c.codes) || d.Wait() != 0 {
			t.Errorf("%s: the window sees %q, want %q; codes %q, want %q", c.name, d.seen(), c.window, d.codes, c.codes)
		}
		up(t, c.name, d)
	}
}

// up wants every key that the window saw go down to be up again.
func up(t testing.TB, name string, d *desk) {
	down := map[uint16]bool{}
	for _, k := range d.window {
		if down[k.Scan] = k.Down; !k.Down {
			delete(down, k.Scan)
		}
	}
	if len(down) > 0 {
		t.Errorf("%s: the window believes that %v are still down", name, down)
	}
}

// What a person does reaches the window, all of it and in its order, soon.
func TestNothingThatAPersonTypesIsLost(t *testing.T) {
	keys := []uint16{2, 3, 30, 31, 42, 28, 15, 57, 29, 59}
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk()
		var all []wedge.Stroke
		down := map[uint16]bool{}
		for range rapid.IntRange(1, 60).Draw(t, "strokes") {
			key := rapid.SampledFrom(keys).Draw(t, "key")
			k := wedge.Stroke{Scan: key, Down: !down[key], At: d.at}
			down[key] = k.Down
			all = append(all, k)
			d.stroke(key, k.Down)
			d.rest(time.Duration(rapid.IntRange(40, 400).Draw(t, "gap")) * ms)
		}
		d.rest(time.Second)
		if !slices.Equal(d.window, all) || len(d.codes) > 0 || d.Wait() != 0 {
			t.Fatalf("typed %v\nseen  %v, codes %q", all, d.window, d.codes)
		}
		if d.slept > 101*ms {
			t.Fatalf("a key came %s late", d.slept)
		}
	})
}

// Whatever comes at whatever speed, the window is left with no key down that is up, and nothing stays held back.
func TestNoKeySticks(t *testing.T) {
	keys := []uint16{2, 3, 4, 5, 30, 42, 54, 28, 29, 59}
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk()
		down := map[uint16]bool{}
		turn := func(key uint16) {
			down[key] = !down[key]
			d.stroke(key, down[key])
		}
		for range rapid.IntRange(1, 120).Draw(t, "strokes") {
			turn(rapid.SampledFrom(keys).Draw(t, "key"))
			d.rest(time.Duration(rapid.SampledFrom([]int{0, 1, 5, 34, 36, 60, 120}).Draw(t, "gap")) * ms)
		}
		for _, key := range keys {
			if down[key] {
				turn(key)
			}
		}
		d.rest(time.Second)
		left := map[uint16]bool{}
		for _, k := range d.window {
			if left[k.Scan] = k.Down; !k.Down {
				delete(left, k.Scan)
			}
		}
		if len(left) > 0 || d.Wait() != 0 || len(d.Flush()) > 0 {
			t.Fatalf("the window believes that %v are down; held for %s", left, d.Wait())
		}
	})
}
