package hardwaretest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// patience is how long a device may take for anything in a test.
const patience = 20 * time.Second

// ScannerRig is an opened scanner and what its simulator can do.
type ScannerRig struct {
	Open interface {
		hardware.Device
		hardware.Scanner
	}
	Point  func(code string) error  // aims the scanner at a code
	Raw    func(b []byte) error     // sends bytes that are no code
	Frame  func(code string) []byte // what the scanner would send for a code
	Reads  func() int               // how often the driver has asked the port for bytes
	Keys   bool                     // a keyboard: it has no baud rate
	Unplug func()
	// Faults are the rows of the fault table of scanners that answer commands. Do is what is asked of the ill scanner.
	Faults []ScannerFault
}

// ScannerFault is one row of the fault table.
type ScannerFault struct {
	Name        string
	Break, Mend func()
	Do          func(ctx context.Context) error
	Code        hardware.Code // of Do meanwhile; empty: it gets over it by itself
}

// CountReads is a port and the count of its reads.
func CountReads(p port.Port) (port.Port, func() int) {
	c := &counted{Port: p}
	return c, func() int { return int(c.reads.Load()) }
}

type counted struct {
	port.Port
	reads atomic.Int64
}

func (c *counted) Read(ctx context.Context, p []byte) (int, error) {
	c.reads.Add(1)
	return c.Port.Read(ctx, p)
}

// TestScanner checks what every scanner driver promises, on the machine's own clock.
func TestScanner(t *testing.T, rig func(t *testing.T) ScannerRig) {
	testScanner(t, rig, func(name string, _ terminal, test func(*testing.T, ScannerRig)) {
		t.Run(name, func(t *testing.T) { test(t, rig(t)) })
	})
}

// TestSerialScanner checks the same of a scanner on a cable.
func TestSerialScanner(t *testing.T, rig func(t *testing.T, w Wiring) ScannerRig) {
	inMemory := func(t *testing.T) ScannerRig { return rig(t, InMemory) }
	testScanner(t, inMemory, func(name string, too terminal, test func(*testing.T, ScannerRig)) {
		wired(t, name, too, func(t *testing.T, w Wiring) { test(t, rig(t, w)) })
	})
	scannerBabbles(t, rig)
}

// scannerBabbles: what never falls silent ends with the context, and what makes no sense by itself.
func scannerBabbles(t *testing.T, rig func(t *testing.T, w Wiring) ScannerRig) {
	for name, say := range map[string]func(r ScannerRig) []byte{
		"noise without end, the context ends it": func(ScannerRig) []byte { return nil },
		"codes without end, the context ends it": func(r ScannerRig) []byte { return append(r.Frame("00132702314471"), r.Frame("99999999999999")...) },
	} {
		Driven(t, name, func(t *testing.T) {
			var b Babble
			r := rig(t, b.Over(InMemory))
			defer r.Open.Close()
			b.Text = say(r)
			b.Begin()
			err := b.Ends(t, func(ctx context.Context) error { return r.Open.Scan(ctx, func(hardware.Scan) {}) })
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("ended with %v", err)
			}
		})
	}
	for name, noise := range map[string][]byte{"noise without end is garbled": nil, "one byte without end is garbled": {0xFF}} {
		Driven(t, name, func(t *testing.T) {
			b := Babble{Text: noise}
			r := rig(t, b.Over(InMemory))
			defer r.Open.Close()
			b.Begin()
			ended := make(chan error, 1)
			go func() { ended <- r.Open.Scan(t.Context(), func(hardware.Scan) {}) }()
			defer b.Stop()
			if err := await(t, ended); hardware.CodeOf(err) != hardware.Garbled {
				t.Fatalf("ended with %v", err)
			}
		})
	}
}

// testScanner has every row of the contract run.
func testScanner(t *testing.T, rig func(t *testing.T) ScannerRig, run func(name string, too terminal, test func(*testing.T, ScannerRig))) {
	run("reads codes in their order", true, func(t *testing.T, r ScannerRig) {
		codes, _ := scanning(t, r)
		for _, want := range []string{"00132702314471", "H023", "http://hall.example/t/abc?x=1"} {
			readsCode(t, r, codes, want)
		}
	})
	run("twenty firings of one code are one scan", false, func(t *testing.T, r ScannerRig) {
		codes, _ := scanning(t, r)
		for range 20 {
			point(t, r, "00132702314471")
		}
		point(t, r, "99999999999999")
		if a, b := await(t, codes), await(t, codes); a != "00132702314471" || b != "99999999999999" {
			t.Fatalf("read %q then %q", a, b)
		}
	})
	run("control characters are stripped", false, func(t *testing.T, r ScannerRig) {
		if r.Keys {
			return // a keyboard has none to send
		}
		codes, _ := scanning(t, r)
		if point(t, r, "0013\x1d2702\x00314471"); await(t, codes) != "00132702314471" {
			t.Fatal("they are still there")
		}
	})
	run("garbage, then a code", false, func(t *testing.T, r ScannerRig) {
		codes, _ := scanning(t, r)
		raw(t, r, garbage(300))
		silence(t) // a burst ends with a pause, as it does in the field
		readsCode(t, r, codes, "00132702314471")
	})
	run("unplugged, Scan ends with a missing device, no goroutine stays", true, func(t *testing.T, r ScannerRig) { unplugged(t, r, nil) })
	run("unplugged in the middle of a code", true, func(t *testing.T, r ScannerRig) {
		frame := r.Frame("00132702314471")
		unplugged(t, r, frame[:len(frame)/2])
	})
	run("the context ends it", false, contextEnds)
	run("the context ends it while the line never falls silent", true, func(t *testing.T, r ScannerRig) {
		ctx, cancel := context.WithCancel(t.Context())
		babble, mute := context.WithCancel(t.Context())
		silent := make(chan struct{})
		go func() { // what looks like codes, without end
			defer close(silent)
			for babble.Err() == nil && r.Raw(r.Frame("H0234567")) == nil {
			}
		}()
		ended := make(chan error, 1)
		go func() { ended <- r.Open.Scan(ctx, func(hardware.Scan) { cancel() }) }()
		if err := await(t, ended); !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
		mute()
		<-silent
		r.Open.Close()
	})
	run("silence is waited through without spinning", false, func(t *testing.T, r ScannerRig) {
		codes, _ := scanning(t, r)
		readsCode(t, r, codes, "00132702314471")
		before := r.Reads()
		silence(t)
		silence(t)
		if n := r.Reads() - before; n > 10 {
			t.Fatalf("%d reads while nothing came", n)
		}
		readsCode(t, r, codes, "H0234567")
	})
	run("another baud rate is garbled", false, func(t *testing.T, r ScannerRig) {
		if r.Keys {
			return
		}
		garbled(t, r, func() { raw(t, r, doubled(r.Frame("00132702314471"))) })
	})
	run("a stuck line is garbled", false, func(t *testing.T, r ScannerRig) {
		if r.Keys {
			return
		}
		garbled(t, r, func() { raw(t, r, make([]byte, 1000)) })
	})
	for i, f := range rig(t).Faults {
		run(f.Name, false, func(t *testing.T, r ScannerRig) { scannerRow(t, r, r.Faults[i]) })
	}
}

// unplugged sends begun, pulls the cable and wants Scan to end with Missing and to leave no goroutine.
func unplugged(t *testing.T, r ScannerRig, begun []byte) {
	before := goroutines()
	ended, found := make(chan error, 1), make(chan string, 10)
	start := r.Reads()
	go func() { ended <- r.Open.Scan(t.Context(), func(s hardware.Scan) { found <- s.Code }) }()
	eventually(t, "it listens", func() bool { return r.Reads() > start })
	if begun != nil {
		raw(t, r, begun)
	}
	r.Unplug()
	if err := await(t, ended); hardware.CodeOf(err) != hardware.Missing {
		t.Fatalf("ended with %v", err)
	}
	r.Open.Close()
	if len(found) > 0 && !r.Keys && r.Frame("1")[0] < ' ' { // without a frame a pause ends a code, and the pull may come after it
		t.Fatalf("half a code counted: %q", <-found)
	}
	noneLeft(t, before)
}

func contextEnds(t *testing.T, r ScannerRig) {
	defer r.Open.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Open.Scan(ctx, func(hardware.Scan) {}); !errors.Is(err, context.Canceled) {
		t.Fatalf("before it began: ended with %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	start, ended := r.Reads(), make(chan error, 1)
	go func() { ended <- r.Open.Scan(ctx, func(hardware.Scan) {}) }()
	eventually(t, "it listens", func() bool { return r.Reads() > start })
	cancel()
	if err := await(t, ended); !errors.Is(err, context.Canceled) {
		t.Fatalf("while it waited: ended with %v", err)
	}
}

// garbled repeats something that makes no sense until Scan gives up.
func garbled(t *testing.T, r ScannerRig, again func()) {
	t.Helper()
	codes, ended := scanning(t, r)
	for range 40 {
		again()
		select {
		case err := <-ended:
			if hardware.CodeOf(err) != hardware.Garbled {
				t.Fatalf("ended with %v", err)
			}
			if len(codes) > 0 {
				t.Fatalf("read %q", <-codes)
			}
			return
		case <-time.After(300 * time.Millisecond):
		}
	}
	t.Fatal("goes on for ever")
}

// scannerRow: while it is ill, what is asked of it says so; mended, it works and codes are read.
func scannerRow(t *testing.T, r ScannerRig, f ScannerFault) {
	codes, ended := scanning(t, r)
	f.Break()
	if err := f.Do(within(t)); hardware.CodeOf(err) != f.Code {
		t.Fatalf("ill: %v, want %q", err, f.Code)
	}
	f.Mend()
	if err := f.Do(within(t)); err != nil {
		t.Fatalf("well again: %v", err)
	}
	select {
	case <-ended: // it was too ill to be read from; whoever watches it begins again
		codes, _ = scanning(t, r)
	default:
	}
	readsCode(t, r, codes, "00132702314471")
}

func scanning(t *testing.T, r ScannerRig) (<-chan string, <-chan error) {
	codes, ended := make(chan string, 100), make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	done, start := make(chan struct{}), r.Reads()
	go func() {
		defer close(done)
		ended <- r.Open.Scan(ctx, func(s hardware.Scan) { codes <- s.Code })
	}()
	t.Cleanup(func() { cancel(); <-done; r.Open.Close() })
	eventually(t, "it listens", func() bool { return r.Reads() > start })
	return codes, ended
}

func readsCode(t *testing.T, r ScannerRig, codes <-chan string, want string) {
	t.Helper()
	point(t, r, want)
	if got := await(t, codes); got != want {
		t.Fatalf("read %q, want %q", got, want)
	}
}

func point(t *testing.T, r ScannerRig, code string) {
	t.Helper()
	if err := r.Point(code); err != nil {
		t.Fatal(err)
	}
}

func raw(t *testing.T, r ScannerRig, b []byte) {
	t.Helper()
	if err := r.Raw(b); err != nil {
		t.Fatal(err)
	}
}

// silence lets the line be quiet for longer than any scanner's pause within a code.
func silence(t *testing.T) {
	t.Helper()
	select {
	case <-time.After(600 * time.Millisecond):
	case <-t.Context().Done():
	}
}

// garbage is the same noise every time. It has no byte a keyboard's or a packet's beginning could be taken for by
// chance alone.
func garbage(n int) []byte {
	b, x := make([]byte, n), uint32(2463534242)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x) | 0x80
	}
	return b
}

// doubled is what a receiver of twice the speed makes of bytes: every bit lasts two of its own.
func doubled(sent []byte) []byte {
	line := []bool{true, true, true}
	for _, c := range sent {
		bits := []bool{false}
		for i := range 8 {
			bits = append(bits, c>>i&1 == 1)
		}
		for _, b := range append(bits, true) {
			line = append(line, b, b)
		}
	}
	var got []byte
	for i := 0; i+10 <= len(line); {
		if line[i] { // idle
			i++
			continue
		}
		c := byte(0)
		for k := range 8 {
			if line[i+1+k] {
				c |= 1 << k
			}
		}
		got = append(got, c)
		i += 10
		for i < len(line) && !line[i-1] && !line[i] { // a frame error: wait for the line to rise
			i++
		}
	}
	return got
}

func await[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}
