package gm65_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
	"github.com/brighthall/brighthall/hardware/scanner/gm65"
	"github.com/brighthall/brighthall/hardware/scanner/gm65/gm65test"
)

func profile(t *testing.T, name string) gm65.Profile {
	p, err := gm65.LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func rig(t *testing.T, w hardwaretest.Wiring) (*gm65.Scanner, *gm65test.Module, hardwaretest.ScannerRig) {
	line := w(t, 9600)
	m := gm65test.New(nil)
	line.Serve(t, m.Serve)
	p, reads := hardwaretest.CountReads(line.Open(t, "?baud=9600"))
	s := gm65.New(p, profile(t, "gm65"), time.Now)
	if err := s.Begin(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	trigger := func(ctx context.Context) error { return s.Trigger(ctx, true) }
	act := func(words string) func() {
		return func() {
			if err := m.Act(words); err != nil {
				t.Error(err)
			}
		}
	}
	return s, m, hardwaretest.ScannerRig{
		Open: s, Point: m.Point, Raw: m.Send, Frame: func(code string) []byte { return []byte(code + "\r") }, Reads: reads, Unplug: line.Unplug,
		Faults: []hardwaretest.ScannerFault{
			{Name: "no power", Break: act("power off"), Mend: act("power on"), Do: trigger, Code: hardware.ScannerSilent},
			{Name: "a bad answer is asked again", Break: func() { m.Break(1) }, Mend: func() {}, Do: trigger},
			{Name: "no good answer", Break: func() { m.Break(3) }, Mend: func() {}, Do: trigger, Code: hardware.Garbled},
			{Name: "a setting that is not kept", Break: act("refuse on"), Mend: act("refuse off"),
				Do: func(ctx context.Context) error {
					if err := unset(ctx, s, true); err != nil {
						return err
					}
					return unset(ctx, s, false)
				}, Code: hardware.ScannerUnset},
		},
	}
}

// unset makes the settings and gives what Status warns of.
func unset(ctx context.Context, s *gm65.Scanner, asked bool) error {
	if err := s.Begin(ctx, asked); err != nil {
		return err
	}
	if st, _ := s.Status(ctx); st.State != hardware.Ready {
		return hardware.E("gm65.Status", st.Code, st.Detail)
	}
	return nil
}

func TestScannerContract(t *testing.T) {
	hardwaretest.TestSerialScanner(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.ScannerRig { _, _, r := rig(t, w); return r })
}

func TestSettingsAreMadeOnceAndSaved(t *testing.T) {
	s, m, _ := rig(t, hardwaretest.OverTerminal)
	defer s.Close()
	if m.Zone(0) != 0xD7 || m.Saved() != 1 {
		t.Fatalf("mode %02x, saved %d times", m.Zone(0), m.Saved())
	}
	if err := s.Begin(t.Context(), false); err != nil || m.Saved() != 1 {
		t.Fatalf("%v, saved %d times", err, m.Saved())
	}
	if err := s.Begin(t.Context(), true); err != nil || m.Zone(0) != 0xD5 || m.Saved() != 2 {
		t.Fatalf("%v, mode %02x", err, m.Zone(0))
	}
}

// Dark until asked, answers among the codes, every ending.
func TestTriggeredCodesComeWithoutTheAnswers(t *testing.T) {
	for _, act := range []string{"mixed off", "mixed on", "ending lf", "ending crlf", "ending none"} {
		hardwaretest.Driven(t, act, func(t *testing.T) {
			s, m, _ := rig(t, hardwaretest.InMemory)
			defer s.Close()
			if err := s.Begin(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			if err := m.Act(act); err != nil {
				t.Fatal(err)
			}
			if err := m.Point("00132702314471"); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			failed := make(chan error, 1)
			go func() { failed <- s.Trigger(ctx, true) }()
			var got string
			s.Scan(ctx, func(c hardware.Scan) { got = c.Code; cancel() })
			if got != "00132702314471" {
				t.Errorf("%q", got)
			}
			<-failed
		})
	}
}

// A module that was set by its setup codes is read from, whether it hears commands or not, and however long nobody
// scans.
func TestAModuleThatKnowsFewCommandsIsReadFrom(t *testing.T) {
	for _, c := range []struct {
		act, profile string
		want         hardware.Code
	}{
		{"dull on", "gm65", ""},
		{"deaf on", "gm65", hardware.ScannerUnset},
		{"deaf on", "plain", ""},
		{"refuse on", "gm812", hardware.ScannerUnset},
	} {
		hardwaretest.Driven(t, c.act+" "+c.profile, func(t *testing.T) {
			line, m := hardwaretest.InMemory(t, 9600), gm65test.New(nil)
			for _, act := range []string{"setup always", c.act} {
				if err := m.Act(act); err != nil {
					t.Fatal(err)
				}
			}
			line.Serve(t, m.Serve)
			s := gm65.New(line.Open(t, ""), profile(t, c.profile), time.Now)
			defer s.Close()
			if err := unset(t.Context(), s, c.act == "refuse on"); hardware.CodeOf(err) != c.want {
				t.Fatalf("%v, want %q", err, c.want)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			time.AfterFunc(10*time.Minute, func() { m.Point("00132702314471") })
			var got string
			err := s.Scan(ctx, func(c hardware.Scan) { got = c.Code; cancel() })
			if got != "00132702314471" {
				t.Errorf("read %q, ended with %v", got, err)
			}
		})
	}
}

// One that had no power when it was opened is set when it has, and asked from then on.
func TestAModuleIsSetWhenItHasPower(t *testing.T) {
	hardwaretest.Driven(t, "later", func(t *testing.T) {
		line, m := hardwaretest.InMemory(t, 9600), gm65test.New(nil)
		line.Serve(t, m.Serve)
		act := func(words string) {
			if err := m.Act(words); err != nil {
				t.Error(err)
			}
		}
		act("power off")
		s := gm65.New(line.Open(t, ""), profile(t, "gm65"), time.Now)
		defer s.Close()
		if err := unset(t.Context(), s, false); hardware.CodeOf(err) != hardware.ScannerUnset {
			t.Fatal(err)
		}
		time.AfterFunc(time.Minute, func() { act("power on") })
		time.AfterFunc(10*time.Minute, func() { act("scan 00132702314471") })
		time.AfterFunc(20*time.Minute, func() { act("power off") })
		got := ""
		err := s.Scan(t.Context(), func(c hardware.Scan) { got = c.Code })
		if st, _ := s.Status(t.Context()); st.State != hardware.Ready || got != "00132702314471" || hardware.CodeOf(err) != hardware.ScannerSilent {
			t.Errorf("%+v, read %q, ended with %v", st, got, err)
		}
	})
}

func TestEveryModel(t *testing.T) {
	for _, name := range gm65.Profiles() {
		for _, set := range append(profile(t, name).Always, profile(t, name).Asked...) {
			if set.Mask == 0 || set.Value&^set.Mask != 0 || set.What == "" {
				t.Errorf("%s: %+v", name, set)
			}
		}
	}
	if _, err := gm65.LoadProfile("gm56"); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), `"gm65"`) {
		t.Error(err)
	}
}

func FuzzParser(f *testing.F) {
	f.Add([]byte("00132702314471\r"))
	f.Add([]byte("\x02\x00\x00\x01\x00\x33\x31001327\r\n"))
	f.Add([]byte("12\x02\x00\x00\x01\x00\x33\x3134\r"))
	f.Add([]byte("\x02\x00\x00\xff\x03\x00\x00\x01\x00\x33\x31"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var whole, pieces gm65.Parser
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
			if _, ok := gm65.Parse(h.Answer); h.Answer != nil && !ok {
				t.Fatalf("no answer: %x", h.Answer)
			}
			n += len(h.Code) + len(h.Answer)
		}
		if n > len(b) {
			t.Fatalf("%d bytes of %d", n, len(b))
		}
	})
}
