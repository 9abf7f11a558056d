package all_test

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/brighthall/brighthall/assets/fonts"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/sims"
)

// mute are the faults of a device that cannot be understood.
var mute = []hardware.Code{hardware.Garbled, hardware.VoiceSilent, hardware.CashSilent, hardware.UPSSilent, hardware.ScannerSilent, hardware.ScannerUnset,
	hardware.EvaluatorSilent, hardware.LEDSilent, hardware.PrinterSilent, hardware.PrinterUnconfirmed}

// pushes are what a person does at a device that says nothing unasked.
var pushes = map[string]string{"gm65": "scan 11112222333344", "honeywell": "scan 11112222333344", "ssi": "scan 11112222333344", "wedge": "scan 11112222333344",
	"serialscan": "scan 11112222333344"}

// A driver at another speed than its device ends in a state that says so, on every line, slower and faster.
func TestAnotherBaudRateEndsInAClearState(t *testing.T) {
	if testing.Short() {
		t.Skip("lines that take their time")
	}
	speed := regexp.MustCompile(`baud=\d+`)
	for _, sim := range sims.All() {
		for _, baud := range []int{2400, 9600, 115200} {
			if sim.Baud == 0 || baud == sim.Baud || untold(sim.Name, baud < sim.Baud) {
				continue
			}
			t.Run(fmt.Sprintf("%s at %d, its driver at %d", sim.Name, sim.Baud, baud), func(t *testing.T) {
				t.Parallel()
				line, err := porttest.NewLine(t.TempDir(), "tty", sim.Baud)
				if err != nil {
					t.Fatal(err)
				}
				defer line.Close()
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				device := sim.Make(func(string) {})
				served := make(chan struct{})
				go func() { defer close(served); device.Serve(ctx, hardwaretest.Cable(ctx, line)) }()
				defer func() { cancel(); <-served }()
				url := speed.ReplaceAllString(fmt.Sprintf(sim.Example, line.URL()), "baud="+strconv.Itoa(baud))
				code := ends(ctx, filepath.Join(t.TempDir(), "cash.journal"), url, func() error { return device.Act(pushes[sim.Name]) })
				if sim.Kind == hardware.KindIDCard && code == "" { // it looks for the speed by itself
					return
				}
				if !slices.Contains(mute, code) {
					t.Errorf("ended in %q", code)
				}
			})
		}
	}
}

// untold is where nobody can tell: a keyboard's events come from the kernel, at no speed, and of a code that a plain
// scanner sends too fast two or three bytes are heard, which may be anything.
func untold(name string, slower bool) bool {
	return name == "hidkeys" || name == "serialscan" && slower
}

// ends opens a device, asks it and has it used once, and tells the first fault.
func ends(ctx context.Context, journal, url string, push func() error) hardware.Code {
	d, err := all.Registry(all.Resources{Regular: fonts.Regular, Bold: fonts.Bold, CashJournal: journal}).Open(ctx, url)
	if err != nil {
		return hardware.CodeOf(err)
	}
	defer d.Close()
	if a, ok := d.(interface {
		Status(context.Context) (hardware.Status, error)
	}); ok {
		s, err := a.Status(ctx)
		if err != nil {
			return hardware.CodeOf(err)
		}
		return s.Code
	}
	scanner, ok := d.(hardware.Scanner)
	if !ok {
		return "cannot be asked"
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- scanner.Scan(ctx, func(hardware.Scan) {}) }()
	for {
		select {
		case err := <-ended:
			return hardware.CodeOf(err)
		case <-time.After(300 * time.Millisecond):
			if err := push(); err != nil {
				return hardware.Code(err.Error())
			}
		}
	}
}
