package devicectl

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware/sims"
)

// simulated runs a simulator on a line as the command does.
func simulated(t *testing.T, s *Sim) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsDoneAtADeviceFromTheStart(t *testing.T) {
	for name, c := range map[string]struct {
		do   []string
		want string
	}{
		"samv":       {[]string{"card resident"}, "read"},
		"serialscan": {[]string{"wait 1ms", "ending lf", "scan 00132702314471"}, "scanned"},
	} {
		link := filepath.Join(t.TempDir(), name)
		simulated(t, &Sim{Name: name, Link: link, Baud: -1, Do: c.do})
		sim, _ := sims.Find(name)
		url := strings.Replace(sim.Example, "%s", "serial://"+link, 1)
		var r Report
		err := os.ErrNotExist
		for until := time.Now().Add(20 * time.Second); err != nil && time.Now().Before(until); { // until the line is made
			r, err = probe(t, url, "")
		}
		if err != nil || r.Did != c.want {
			t.Errorf("%s: %+v %v", name, r, err)
		}
	}
}

func TestSimulatorsSayWhatTheyUnderstand(t *testing.T) {
	var out strings.Builder
	if err := (&Sim{}).list(&out); err != nil {
		t.Fatal(err)
	}
	help := (&Sim{}).Help()
	for _, s := range sims.All() {
		if len(s.Acts()) < 10 || !strings.Contains(out.String(), s.Acts()) || !strings.Contains(help, s.Acts()) {
			t.Errorf("%s says %q", s.Name, s.Acts())
		}
	}
}

func TestAnUnknownSimulatorIsNotGuessedFromNothing(t *testing.T) {
	for name, want := range map[string]string{"escpso": `did you mean "escpos"`, "xyz": `no simulated device "xyz". There are: `, "": "say which device"} {
		err := (&Sim{Name: name}).Run(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), `""`) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestASimulatorDeletesNoFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "victim.txt")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (&Sim{Name: "escpos", Link: file, Baud: -1}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "it stays") {
		t.Error(err)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "mine" {
		t.Error("the file is gone:", err)
	}
}

// TestAKeyOrANoteWaitsUntilItIsAskedFor: what is done first of all counts all the same.
func TestAKeyOrANoteWaitsUntilItIsAskedFor(t *testing.T) {
	for name, c := range map[string]struct{ do, did string }{
		"keys": {"press 5", "rated"}, "hidkeys": {"press 5", "rated"},
		"ict": {"note 10", "offered"}, "id003": {"note 10", "offered"}, "ccnet": {"note 10", "offered"}, "cctalk": {"coin 1", "offered"},
	} {
		t.Run(name, func(t *testing.T) {
			driven(t, name, func(t rig) {
				ctx, cancel := context.WithCancel(t.ctx)
				var opened atomic.Bool
				a := &acted{Device: t.sim, do: []string{c.do}, held: opened.Load}
				defer a.running.Wait()
				defer cancel()
				a.begin(ctx)
				time.Sleep(5 * time.Second) // of the driven clock: nobody is there yet
				opened.Store(true)
				if r := t.probe(Probe{}); !r.OK || r.Did != c.did {
					t.Errorf("%+v", r)
				}
			})
		})
	}
}

// TestNobodyAsksForTheKey: it is pressed in the end.
func TestNobodyAsksForTheKey(t *testing.T) {
	driven(t, "ict", func(t rig) {
		a := &acted{Device: t.sim, do: []string{"note 10"}}
		began := time.Now()
		a.begin(t.ctx)
		a.running.Wait()
		if took := time.Since(began); took != standing {
			t.Errorf("after %s", took)
		}
	})
}

// TestACodeIsHeldUpBeforeAnybodyIsThere: it is read when somebody is, and lights the scanner.
func TestACodeIsHeldUpBeforeAnybodyIsThere(t *testing.T) {
	for _, name := range []string{"gm65", "honeywell", "ssi"} {
		sim, _ := sims.Find(name)
		d := sim.Make(func(string) {})
		if err := d.Act("scan 00132702314471"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		driven(t, name, func(t rig) {
			t.act("scan 00132702314471")
			if r := t.probe(Probe{}); !r.OK {
				t.Errorf("%s: %+v", name, r)
			}
		})
	}
}
