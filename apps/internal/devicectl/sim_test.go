package devicectl

import (
	"context"
	"os"
	"path/filepath"
	"strings"
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
