package all_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/led/modbus"
	"github.com/brighthall/brighthall/hardware/led/onbon"
	"github.com/brighthall/brighthall/hardware/led/onbon/onbontest"
	"github.com/brighthall/brighthall/hardware/led/template"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/rack"
)

func TestEveryModelOfWindowScreenIsBuilt(t *testing.T) {
	line, err := porttest.NewLine(t.TempDir(), "ttyLED", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	for driver, models := range map[string][]string{"onbon": onbon.Profiles(), "ledmodbus": modbus.Profiles(), "ledtemplate": template.Profiles()} {
		if len(models) == 0 {
			t.Errorf("%s has no profiles", driver)
		}
		for _, m := range models {
			d, err := registry().Open(t.Context(), driver+"+"+line.URL()+"?address=3&profile="+m)
			if err != nil {
				t.Error(err)
				continue
			}
			if i := d.Info(); i.Driver != driver || i.Kind != hardware.KindLED || i.Profile != m || i.Model != "" {
				t.Errorf("%+v", i)
			}
			d.Close()
		}
	}
}

func TestWindowScreensRefuseBadOptions(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ours.json")
	if err := os.WriteFile(file, []byte("{\"text\": {\"most\": 8},\n\"show\": \"{txt}\"}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{
		"onbon+serial:///dev/none?address=one":            "from 0 to 65534",
		"onbon+serial:///dev/none?adress=1":               `did you mean "address"`,
		"onbon+serial:///dev/none?profile=96x61":          `did you mean "96x16"`,
		"onbon+serial:///dev/none?hold=1":                 "from 2 to 65535",
		"onbon+serial:///dev/none?echo=yes":               "on or off",
		"ledmodbus+serial:///dev/none?address=300":        "from 1 to 247",
		"ledtemplate+serial:///dev/none?profile=" + file:  "ours.json line 2: show: unknown name {txt}, did you mean {text}",
		"ledtemplate+serial:///dev/none?profile=x/y.json": "no such file",
	} {
		_, err := registry().Open(t.Context(), url)
		if hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", url, err, want)
		}
	}
}

// Two windows on one line, through a hall's whole morning of trouble with it.
func TestTwoWindowScreensOfARackOnOneLine(t *testing.T) {
	cable, err := porttest.NewLine(t.TempDir(), "ttyLED", 57600)
	if err != nil {
		t.Fatal(err)
	}
	defer cable.Close()
	sim := onbontest.New(nil, 1, 2)
	served, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); sim.Serve(served, hardwaretest.Cable(served, cable)) }()
	defer func() { stop(); <-ended }()

	url := "onbon+" + cable.URL() + "?baud=57600&wait=120&address="
	r, err := rack.New(registry(), map[string]string{"window1": url + "1", "window2": url + "2"},
		rack.Options{Backoff: []time.Duration{50 * time.Millisecond}, Poll: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.LED("window1").Show(t.Context(), hardware.Panel{Text: "早"}); hardware.CodeOf(err) != hardware.Missing {
		t.Errorf("before anything is open: %v", err)
	}
	if err := r.LED("window9").Clear(t.Context()); hardware.CodeOf(err) != hardware.Missing {
		t.Errorf("a window nobody configured: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- r.Run(ctx) }()
	shows(t, sim, "早", "") // what was asked before it came
	show := func(name, text string) {
		t.Helper()
		until(t, func() bool { return r.LED(name).Show(t.Context(), hardware.Panel{Text: text}) == nil })
	}
	show("window1", "H023")
	show("window2", "H024")
	shows(t, sim, "H023", "H024")

	cable.Unplug()
	until(t, func() bool { st, _ := r.LED("window2").Status(t.Context()); return st.Code == hardware.Missing })
	sim.SetDead(1, true) // a power cut took the line's screens too
	sim.SetDead(2, true)
	sim.SetDead(1, false)
	sim.SetDead(2, false)
	cable.Plug()
	shows(t, sim, "H023", "H024")

	cancel()
	<-ran
	shows(t, sim, "", "")
}

func shows(t *testing.T, sim *onbontest.Line, one, two string) {
	t.Helper()
	until(t, func() bool { return sim.Shown(1) == one && sim.Shown(2) == two })
}

func until(t *testing.T, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("did not happen")
		}
	}
}
