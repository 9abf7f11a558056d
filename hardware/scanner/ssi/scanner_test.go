package ssi_test

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
	"github.com/brighthall/brighthall/hardware/scanner/ssi"
	"github.com/brighthall/brighthall/hardware/scanner/ssi/ssitest"
)

func profile(t *testing.T, name string) ssi.Profile {
	t.Helper()
	p, err := ssi.LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// served runs a simulator on a line until the test ends.
func served(t *testing.T, line hardwaretest.Line, sim *ssitest.Scanner) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); sim.Serve(ctx, hardwaretest.Cable(ctx, line)) }()
	t.Cleanup(func() { cancel(); <-done })
}

// bare is a scanner that sends bare text until the driver has set it: so the driver's setting is tried with everything.
func bare(t *testing.T) *ssitest.Scanner {
	t.Helper()
	sim := ssitest.New(nil)
	if err := sim.Act("raw on"); err != nil {
		t.Fatal(err)
	}
	return sim
}

func rig(t *testing.T, w hardwaretest.Wiring) (*ssi.Scanner, *ssitest.Scanner, hardwaretest.ScannerRig) {
	line := w(t, 9600)
	sim := bare(t)
	line.Serve(t, sim.Serve)
	p, reads := hardwaretest.CountReads(line.Open(t, "?baud=9600"))
	s := ssi.New(p, profile(t, "zebra"), time.Now)
	if err := s.Begin(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	act := func(words string) func() {
		return func() {
			if err := sim.Act(words); err != nil {
				t.Error(err)
			}
		}
	}
	begin := func(ctx context.Context) error { return s.Begin(ctx, false) }
	trigger := func(ctx context.Context) error { return s.Trigger(ctx, true) }
	return s, sim, hardwaretest.ScannerRig{
		Open: s, Point: sim.Point, Raw: sim.Send, Frame: sim.Frame, Reads: reads, Unplug: line.Unplug,
		Faults: []hardwaretest.ScannerFault{
			{Name: "no power", Break: act("power off"), Mend: act("power on"), Do: begin, Code: hardware.ScannerSilent},
			{Name: "denied (NAK)", Break: act("refuse on"), Mend: act("refuse off"), Do: trigger, Code: hardware.ScannerRefused},
			{Name: "a torn answer is asked again", Break: act("tear 1"), Mend: func() {}, Do: trigger},
			{Name: "no good answer", Break: act("tear 3"), Mend: func() {}, Do: trigger, Code: hardware.Garbled},
			{Name: "it sleeps", Break: act("sleep"), Mend: func() {}, Do: trigger},
		},
	}
}

func TestScannerContract(t *testing.T) {
	hardwaretest.TestSerialScanner(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.ScannerRig { _, _, r := rig(t, w); return r })
}

// quick is a scanner over a cable in memory, which nothing delays.
func quick(t *testing.T, now func() time.Time) (*ssi.Scanner, *ssitest.Scanner) {
	m := porttest.NewMemory("ttySSI")
	sim := bare(t)
	served(t, m, sim)
	p, err := m.Open()
	if err != nil {
		t.Fatal(err)
	}
	zebra := profile(t, "zebra")
	zebra.AnswerMS = 10000 // a busy machine is no deaf scanner
	s := ssi.New(p, zebra, now)
	t.Cleanup(func() { s.Close() })
	if err := s.Begin(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	return s, sim
}

// hourly is a clock by which no two codes come within a second.
func hourly() func() time.Time {
	at := time.Unix(0, 0)
	return func() time.Time { at = at.Add(time.Hour); return at }
}

// until scans until a code comes, and gives all that came.
func until(t *testing.T, s *ssi.Scanner, last string) (all []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	s.Scan(ctx, func(c hardware.Scan) {
		if all = append(all, c.Code); c.Code == last {
			cancel()
		}
	})
	return all
}

func TestACodeOnABadLineCountsOnce(t *testing.T) {
	for _, c := range []struct {
		act  string
		sent int // frames with codes, two if nothing ails the line
	}{{"deaf 0", 2}, {"deaf 1", 3}, {"deaf 2", 4}, {"tear 1", 3}, {"tear 2", 4}, {"short 1", 3}} {
		t.Run(c.act, func(t *testing.T) {
			s, sim := quick(t, hourly())
			sim.Patience(700 * time.Millisecond) // longer than a pause that ends a torn frame
			for _, do := range []string{c.act, "scan A001", "scan B002"} {
				if err := sim.Act(do); err != nil {
					t.Fatal(err)
				}
			}
			if got := until(t, s, "B002"); strings.Join(got, " ") != "A001 B002" || sim.Sent() < c.sent {
				t.Errorf("read %q out of %d frames, want %d", got, sim.Sent(), c.sent)
			}
		})
	}
}

// scanned does something while Scan runs, and gives the first code that comes of it.
func scanned(t *testing.T, s *ssi.Scanner, reads func() int, do func(context.Context) error) (code string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	found, start := make(chan string, 10), reads()
	var rest sync.WaitGroup
	rest.Go(func() { s.Scan(ctx, func(c hardware.Scan) { found <- c.Code }) })
	for reads() == start {
		runtime.Gosched()
	}
	if err := do(ctx); err != nil {
		t.Error(err)
	}
	select {
	case code = <-found:
	case <-ctx.Done():
	}
	cancel()
	rest.Wait()
	return code
}

func TestDarkUntilTriggered(t *testing.T) {
	s, sim, r := rig(t, hardwaretest.OverTerminal)
	defer s.Close()
	if err := s.Begin(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if sim.Param(138) != 8 || sim.Param(238) != 1 {
		t.Fatalf("trigger mode %d, frames %d", sim.Param(138), sim.Param(238))
	}
	if err := sim.Point("00132702314471"); err != nil || sim.Sent() != 0 {
		t.Fatal("it reads in the dark", err)
	}
	on := func(ctx context.Context) error { return s.Trigger(ctx, true) }
	if got := scanned(t, s, r.Reads, on); got != "00132702314471" {
		t.Errorf("%q", got)
	}
}

func TestABlindScannerReadsWhenItIsEnabledAgain(t *testing.T) {
	s, sim, r := rig(t, hardwaretest.OverTerminal)
	defer s.Close()
	if err := s.Enable(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if err := sim.Point("A001"); err != nil || sim.Sent() != 0 {
		t.Fatal("it reads though it is disabled", err)
	}
	if err := s.Beep(t.Context()); err != nil || sim.Beeps() < 1 {
		t.Errorf("%v, %d beeps", err, sim.Beeps())
	}
	enable := func(ctx context.Context) error { return s.Enable(ctx, true) }
	if got := scanned(t, s, r.Reads, enable); got != "A001" {
		t.Errorf("%q", got)
	}
}

func TestASleepingScannerIsWokenBeforeTheFirstCommand(t *testing.T) {
	s, sim := quick(t, time.Now)
	if err := sim.Act("sleep"); err != nil {
		t.Fatal(err)
	}
	if err := s.Begin(t.Context(), false); err != nil || sim.Repeated() != 0 {
		t.Errorf("%v, %d commands came twice", err, sim.Repeated())
	}
}

// A short loss of power leaves a scanner that sends bare text: that ends Scan, so that it is opened anew and set again.
func TestAScannerThatLostItsSettingsIsFoundOut(t *testing.T) {
	s, sim := quick(t, time.Now)
	ended := make(chan error, 1)
	go func() {
		ended <- s.Scan(t.Context(), func(c hardware.Scan) { t.Errorf("read %q", c.Code) })
	}()
	for _, act := range []string{"power off", "power on"} {
		if err := sim.Act(act); err != nil {
			t.Fatal(err)
		}
	}
	pull := time.NewTicker(300 * time.Millisecond)
	defer pull.Stop()
	for {
		sim.Act("scan 00132702314471")
		sim.Act("press")
		select {
		case err := <-ended:
			if hardware.CodeOf(err) != hardware.Garbled {
				t.Errorf("ended with %v", err)
			}
			return
		case <-pull.C:
		}
	}
}

func TestEveryModel(t *testing.T) {
	for _, name := range ssi.Profiles() {
		p := profile(t, name)
		if p.AnswerMS <= 0 {
			t.Errorf("%s gives no time for an answer", name)
		}
		for _, set := range append(p.Always, p.Asked...) {
			if set.What == "" || set.Param >= 0xF0 && set.Param < 256 || set.Param >= 1024 {
				t.Errorf("%s: %+v", name, set)
			}
		}
	}
	if _, err := ssi.LoadProfile("zebar"); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), `"zebra"`) {
		t.Error(err)
	}
}

func FuzzParser(f *testing.F) {
	f.Add([]byte("\x09\xF3\x00\x00\x03H023\xFE\x24"))
	f.Add([]byte("\x04\xD0\x00\x00\xFF\x2C\x05\xD1\x00\x00\x06\xFF\x24"))
	f.Add([]byte("\xFF\x80\x00\x09\xF3\x00\x09\xF3\x00\x01\x03H023\xFE\x23"))
	f.Add([]byte("\xFF\xF3\x00\x02\x03"))
	f.Add([]byte("00132702314471\r"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var whole, pieces ssi.Parser
		all := append(whole.Feed(b), whole.Idle()...)
		var one []codes.Heard
		for _, c := range b {
			one = append(one, pieces.Feed([]byte{c})...)
		}
		one = append(one, pieces.Idle()...)
		if len(all) != len(one) || whole.Open() {
			t.Fatalf("%d and %d things", len(all), len(one))
		}
		n := 0
		for i, h := range all {
			if string(h.Code) != string(one[i].Code) || string(h.Answer) != string(one[i].Answer) {
				t.Fatalf("depends on how the bytes arrive: %+v %+v", h, one[i])
			}
			if _, ok := ssi.Parse(h.Answer); h.Answer != nil && !ok {
				t.Fatalf("no answer: %x", h.Answer)
			}
			n += len(h.Code) + len(h.Answer)
		}
		if n > len(b) {
			t.Fatalf("%d bytes of %d", n, len(b))
		}
	})
}

// TestAScannerTellsAHostThatSetsNothing: START, and the code in a DECODE_DATA frame, as the guide has it. Bare text is
// the option.
func TestAScannerTellsAHostThatSetsNothing(t *testing.T) {
	start := []byte{0x04, 0xE4, 0x04, 0x00, 0xFF, 0x14}
	for act, want := range map[string]string{
		"raw off": "\x04\xD0\x00\x00\xFF\x2C" + "\x08\xF3\x00\x00\x03ABC\xFE\x3C",
		"raw on":  "\x04\xD0\x00\x00\xFF\x2C" + "ABC\r",
	} {
		synctest.Test(t, func(t *testing.T) {
			m, sim := porttest.NewMemory("ttySSI"), ssitest.New(nil)
			if err := sim.Act(act); err != nil {
				t.Fatal(err)
			}
			if err := sim.Act("scan ABC"); err != nil { // held up before anybody is there
				t.Fatal(err)
			}
			served(t, m, sim)
			p, err := m.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			if _, err := p.Write(t.Context(), start); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			got, buf := "", make([]byte, 64)
			for ctx.Err() == nil {
				n, _ := p.Read(ctx, buf)
				got += string(buf[:n])
			}
			if got != want {
				t.Errorf("%s: % X, want % X", act, got, want)
			}
		})
	}
}
