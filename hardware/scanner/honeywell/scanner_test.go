package honeywell_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
	"github.com/brighthall/brighthall/hardware/scanner/honeywell"
	"github.com/brighthall/brighthall/hardware/scanner/honeywell/honeywelltest"
)

func rig(t *testing.T, w hardwaretest.Wiring) (*honeywell.Scanner, *honeywelltest.Scanner, hardwaretest.ScannerRig) {
	line := w(t, 9600)
	sim := honeywelltest.New(nil)
	line.Serve(t, sim.Serve)
	p, reads := hardwaretest.CountReads(line.Open(t, "?baud=9600"))
	profile, err := honeywell.LoadProfile("imager")
	if err != nil {
		t.Fatal(err)
	}
	s := honeywell.New(p, profile, time.Now)
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
	menu := func(ctx context.Context) error { return s.Menu(ctx, "VSUFCR") }
	value := "CBRENA100"
	return s, sim, hardwaretest.ScannerRig{
		Open: s, Point: sim.Point, Raw: sim.Send, Frame: func(code string) []byte { return []byte(code + "\r") }, Reads: reads, Unplug: line.Unplug,
		Faults: []hardwaretest.ScannerFault{
			{Name: "no power", Break: act("power off"), Mend: act("power on"), Do: menu, Code: hardware.ScannerSilent},
			{Name: "no such command (ENQ)", Break: act("old on"), Mend: act("old off"), Do: menu, Code: hardware.ScannerRefused},
			{Name: "no such value (NAK)", Break: func() {}, Mend: func() { value = "CBRENA1" },
				Do: func(ctx context.Context) error { return s.Menu(ctx, value) }, Code: hardware.ScannerRefused},
		},
	}
}

func TestScannerContract(t *testing.T) {
	hardwaretest.TestSerialScanner(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.ScannerRig { _, _, r := rig(t, w); return r })
}

// A code that is read while a menu command waits for its echo is not lost, and the echo is no code.
func TestDarkUntilTriggered(t *testing.T) {
	s, sim, _ := rig(t, hardwaretest.OverTerminal)
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := s.Begin(ctx, true); err != nil {
		t.Fatal(err)
	}
	if want := []string{"VSUFCR", "PAPTPR", "VSUFCR", "PAPHHF"}; !slices.Equal(sim.Menus(), want) {
		t.Fatalf("took %q", sim.Menus())
	}
	if err := sim.Point("00132702314471"); err != nil {
		t.Fatal(err)
	}
	go s.Trigger(ctx, true)
	var got string
	s.Scan(ctx, func(c hardware.Scan) { got = c.Code; cancel() })
	if got != "00132702314471" {
		t.Errorf("%q", got)
	}
}

// One that knows nothing but to be lit, or no menus, is opened and reads when it is lit; its status warns until a
// profile fits.
func TestAScannerWithoutMenusIsReadFrom(t *testing.T) {
	for act, want := range map[string]hardware.Code{"mute on": hardware.ScannerUnset, "old on": hardware.ScannerUnset, "old off": ""} {
		hardwaretest.Driven(t, act, func(t *testing.T) {
			line, sim := hardwaretest.InMemory(t, 9600), honeywelltest.New(nil)
			if err := sim.Act(act); err != nil {
				t.Fatal(err)
			}
			line.Serve(t, sim.Serve)
			p, err := honeywell.LoadProfile("imager")
			if err != nil {
				t.Fatal(err)
			}
			s := honeywell.New(line.Open(t, ""), p, time.Now)
			defer s.Close()
			if err := s.Begin(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			st, err := s.Status(t.Context())
			if state := map[bool]hardware.State{true: hardware.Ready, false: hardware.Warning}[want == ""]; st.State != state || st.Code != want || err != nil {
				t.Errorf("%+v %v", st, err)
			}
			if want != "" && (want.Severity() != hardware.Look || st.Detail == "") {
				t.Errorf("%s, %+v", want.Severity(), st)
			}
			if err := sim.Point("00132702314471"); err != nil {
				t.Fatal(err)
			}
			if err := s.Trigger(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			var got string
			err = s.Scan(ctx, func(c hardware.Scan) { got = c.Code; cancel() })
			if got != "00132702314471" {
				t.Errorf("read %q, ended with %v", got, err)
			}
		})
	}
}

// One that had no power when it was opened is set when it has.
func TestSettingsAreMadeWhenItHasPower(t *testing.T) {
	hardwaretest.Driven(t, "later", func(t *testing.T) {
		s, sim, _ := rig(t, hardwaretest.InMemory)
		defer s.Close()
		act := func(words string) {
			if err := sim.Act(words); err != nil {
				t.Error(err)
			}
		}
		act("power off")
		if err := s.Begin(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		before := len(sim.Menus())
		time.AfterFunc(time.Minute, func() { act("power on") })
		time.AfterFunc(5*time.Minute, func() { act("scan 00132702314471") })
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		got := ""
		s.Scan(ctx, func(c hardware.Scan) { got = c.Code; cancel() })
		if st, _ := s.Status(t.Context()); st.State != hardware.Ready || got != "00132702314471" || len(sim.Menus()) != before+2 {
			t.Errorf("%+v, read %q, took %q", st, got, sim.Menus())
		}
	})
}

// The published beep reaches the scanner.
func TestBeep(t *testing.T) {
	hardwaretest.Driven(t, "once", func(t *testing.T) {
		s, sim, _ := rig(t, hardwaretest.InMemory)
		defer s.Close()
		if err := s.Beep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if synctest.Wait(); sim.Beeps() != 1 {
			t.Errorf("%d beeps", sim.Beeps())
		}
	})
}

func TestProfiles(t *testing.T) {
	for _, name := range honeywell.Profiles() {
		p, err := honeywell.LoadProfile(name)
		if err != nil {
			t.Error(err)
		}
		for _, c := range append(p.Always, p.Asked...) {
			if len(c) < 6 || strings.ContainsAny(c, ".!,; ") {
				t.Errorf("%s: %q", name, c)
			}
		}
	}
	if _, err := honeywell.LoadProfile("imagr"); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), `"imager"`) {
		t.Error(err)
	}
}

func FuzzParser(f *testing.F) {
	f.Add([]byte("00132702314471\r"), true)
	f.Add([]byte("VSUFCR\x06!00132702314471\r"), true)
	f.Add([]byte("CBRENA100\x15."), true)
	f.Add([]byte("VSUFCR\x06!"), false)
	f.Fuzz(func(t *testing.T, b []byte, asked bool) {
		var p honeywell.Parser
		p.Expect(asked)
		var all []codes.Heard
		for _, c := range b {
			all = append(all, p.Feed([]byte{c})...)
		}
		n := 0
		for _, h := range append(all, p.Idle()...) {
			if n += len(h.Code) + len(h.Answer); h.Answer != nil && (!asked || len(h.Answer) < 2) {
				t.Fatalf("an answer to nothing: %q", h.Answer)
			}
		}
		if n > len(b) || p.Open() {
			t.Fatalf("%d bytes of %d", n, len(b))
		}
	})
}
