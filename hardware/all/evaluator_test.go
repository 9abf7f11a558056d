package all_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/evaluator/keys"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/sims"
)

func TestEveryEvaluatorIsBuilt(t *testing.T) {
	for _, profile := range keys.Profiles() {
		line, err := porttest.NewLine(t.TempDir(), "ttyEVA", 0)
		if err != nil {
			t.Fatal(err)
		}
		defer line.Close()
		d, err := registry().Open(t.Context(), "keys+"+line.URL()+"?profile="+profile)
		if err != nil {
			t.Fatal(err)
		}
		if i := d.Info(); i.Profile != profile || i.Model != "" || i.Kind != hardware.KindEvaluator {
			t.Errorf("%+v", i)
		}
		d.Close()
	}
	if _, err := registry().Open(t.Context(), "keys+serial:///dev/none?profile=frame"); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), `"framed"`) {
		t.Error(err)
	}
}

// A box that types is opened by its URL and rates; what a keyboard cannot be is refused with the reason.
func TestAnEvaluatorThatTypes(t *testing.T) {
	hardwaretest.Driven(t, "hidkeys", func(t *testing.T) {
		line := hardwaretest.InMemory(t, 0)
		sim, _ := sims.Find("hidkeys")
		box := sim.Make(func(string) {})
		line.Serve(t, box.Serve)
		d, err := registry().Open(line.Context(), fmt.Sprintf(sim.Example, line.URL()))
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		time.AfterFunc(2*time.Second, func() { box.Act("press 4") })
		s, err := d.(hardware.Evaluator).Ask(t.Context(), hardware.Prompt{Ticket: "A001", Window: 1})
		if s.Level != 4 || err != nil {
			t.Errorf("%+v %v", s, err)
		}
	})
	for url, want := range map[string]string{
		"keys+evdev:///dev/input/event0?profile=framed":             "a keyboard takes nothing",
		"keys+serial:///dev/ttyS4?profile=hid-digits&bits=16":       `bits "16", 32 or 64`,
		"keys+evdev:///dev/input/event0?profile=hid-digits&baud=96": "unknown option",
	} {
		if _, err := registry().Open(t.Context(), url); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", url, err, want)
		}
	}
	if runtime.GOOS != "linux" {
		return
	}
	for _, query := range []string{"", "?profile=hid-digits"} {
		if _, err := registry().Open(t.Context(), "keys+evdev://"+t.TempDir()+"/none"+query); hardware.CodeOf(err) != hardware.Missing {
			t.Error(err)
		}
	}
}
