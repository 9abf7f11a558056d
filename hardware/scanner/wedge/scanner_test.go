package wedge_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/keyboard"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
	"github.com/brighthall/brighthall/hardware/scanner/wedge"
	"github.com/brighthall/brighthall/hardware/scanner/wedge/wedgetest"
)

// served runs a simulator on a wire until the test ends.
func served(t *testing.T, line hardwaretest.Wire) *wedgetest.Keyboard {
	k := wedgetest.New(nil)
	line.Serve(t, k.Serve)
	for k.Send(nil) != nil { // until it has its line
		runtime.Gosched()
	}
	return k
}

func TestScannerContract(t *testing.T) {
	hardwaretest.TestSerialScanner(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.ScannerRig {
		line := w(t, 0)
		k := served(t, line)
		p, reads := hardwaretest.CountReads(line.Open(t, ""))
		typed := func(code string) error { // typing takes its time: 2 KB of events a code, and a line has room for some
			defer func() { <-time.After(20 * time.Millisecond) }()
			return k.Point(code)
		}
		return hardwaretest.ScannerRig{Open: wedge.New(p, wedge.Options{}, time.Now), Point: typed, Raw: k.Send, Frame: k.Frame, Reads: reads,
			Keys: true, Unplug: line.Unplug}
	})
}

// heard is what acts bring, each followed by a code that surely comes.
func heard(t *testing.T, o wedge.Options, bits int, acts ...string) string {
	t.Helper()
	w := hardwaretest.InMemory(t, 0)
	k := served(t, w)
	k.Bits(bits)
	s := wedge.New(w.Open(t, ""), o, time.Now)
	defer s.Close()
	for _, words := range append(acts, "fast", "ending enter", "scan LAST") {
		if err := k.Act(words); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var all []string
	s.Scan(ctx, func(c hardware.Scan) {
		if c.Code == "LAST" {
			cancel()
			return
		}
		all = append(all, c.Code)
	})
	return strings.Join(all, " ")
}

func TestWhatAKeyboardTypes(t *testing.T) {
	for _, c := range []struct {
		name string
		o    wedge.Options
		acts []string
		want string
	}{
		{"every ending", wedge.Options{}, []string{"scan A001", "ending tab", "scan A002", "ending pad", "scan A003", "ending none", "scan A004"}, "A001 A002 A003 A004"},
		{"signs and cases", wedge.Options{}, []string{"scan http://Hall.Example/t?x=1&y=[2]_#~"}, "http://Hall.Example/t?x=1&y=[2]_#"},
		{"a person", wedge.Options{}, []string{"type 00132702314471"}, ""},
		{"a person, then a scanner", wedge.Options{}, []string{"type hello", "scan A001"}, "A001"},
		{"a slow scanner", wedge.Options{}, []string{"slow", "scan A001"}, ""},
		{"a slow scanner that was announced", wedge.Options{Rules: wedge.Rules{Gap: 90 * ms}}, []string{"slow", "scan A001"}, "A001"},
		{"a prefix", wedge.Options{Rules: wedge.Rules{Prefix: "]C0"}}, []string{"slow", "scan ]C0A001"}, "A001"},
		{"the kernel lost events", wedge.Options{}, []string{"overflow", "scan 00132702314471", "scan A001"}, "A001"},
		{"another machine's events", wedge.Options{Bits: keyboard.Bits32}, []string{"scan A001"}, "A001"},
		{"and the other kind's", wedge.Options{Bits: keyboard.Bits64}, []string{"scan A001"}, "A001"},
	} {
		bits := c.o.Bits
		if bits == 0 {
			bits = 64
			c.o.Bits = keyboard.Bits64
		}
		if got := heard(t, c.o, bits, c.acts...); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// presses leaves the keys that go down of the events of a frame, so that seeds are short.
func presses(frame []byte, size int) (short []byte) {
	for ; len(frame) >= size; frame = frame[size:] {
		if frame[size-8] == 1 && frame[size-4] == 1 {
			short = append(short, frame[:size]...)
		}
	}
	return short
}

func FuzzParser(f *testing.F) {
	k := wedgetest.New(nil)
	k.Bits(64)
	f.Add(presses(k.Frame("0013"), 24), false)
	f.Add(append([]byte{0xFF, 0x80, 0x06}, presses(k.Frame("H023?"), 24)...), false)
	k.Bits(32)
	f.Add(presses(k.Frame("Hall 1/2"), 16), true)
	f.Add(presses(k.Frame("A001"), 16)[7:], true)
	f.Add(make([]byte, 50), false)
	f.Fuzz(func(t *testing.T, b []byte, narrow bool) {
		bits := keyboard.Bits64
		if narrow {
			bits = keyboard.Bits32
		}
		whole, pieces := wedge.NewParser(wedge.Rules{}, bits), wedge.NewParser(wedge.Rules{}, bits)
		all, n := texts(append(whole.Feed(b), whole.Idle()...))
		var one []codes.Heard
		for _, c := range b {
			one = append(one, pieces.Feed([]byte{c})...)
		}
		again, _ := texts(append(one, pieces.Idle()...))
		if all != again || whole.Open() {
			t.Fatalf("depends on how the bytes arrive: %q %q", all, again)
		}
		if n*16 > len(b) {
			t.Fatalf("%d characters out of %d bytes", n, len(b))
		}
	})
}

func texts(all []codes.Heard) (joined string, characters int) {
	for _, h := range all {
		if h.Code != nil {
			joined += string(h.Code) + "\n"
			characters += len(h.Code)
		}
	}
	return joined, characters
}
