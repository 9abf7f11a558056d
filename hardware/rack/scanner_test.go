package rack_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/sims"
)

// shelf is one scanner on a rack, inside a bubble, opened: as what is told of it.
func shelf(t *testing.T, name, query string, acts ...string) (*rack.Rack, sims.Device, hardware.Status) {
	t.Helper()
	sim, _ := sims.Find(name)
	d, cable := sim.Make(func(string) {}), porttest.NewMemory("scan")
	for _, act := range acts {
		if err := d.Act(act); err != nil {
			t.Fatal(err)
		}
	}
	states := make(chan hardware.Status, 10)
	r, err := rack.New(all.Registry(all.Resources{}), map[string]string{"scanner": fmt.Sprintf(sim.Example, cable.URL()) + query},
		rack.Options{OnStatus: func(d rack.Device) { states <- d.Status }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{}, 2)
	go func() { d.Serve(ctx, hardwaretest.Cable(ctx, cable)); ended <- struct{}{} }()
	go func() { r.Run(porttest.Cables(ctx, cable)); ended <- struct{}{} }()
	t.Cleanup(func() { cancel(); <-ended; <-ended })
	return r, d, <-states
}

func TestAScannerIsLitByItsHandle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, d, st := shelf(t, "honeywell", "&mode=asked")
		scanner := r.Scanner("scanner")
		if err := r.Scanner("none").Trigger(t.Context(), true); hardware.CodeOf(err) != hardware.Missing {
			t.Errorf("one that nobody has: %v", err)
		}
		if st.State != hardware.Ready {
			t.Errorf("%+v", st)
		}
		ctx, cancel := context.WithCancel(t.Context())
		got := make(chan string, 1)
		ended := make(chan error, 1)
		go func() { ended <- scanner.Scan(ctx, func(s hardware.Scan) { got <- s.Code }) }()
		synctest.Wait()
		if err := d.Act("scan 00132702314471"); err != nil {
			t.Fatal(err)
		}
		if synctest.Wait(); len(got) > 0 {
			t.Fatal("read in the dark")
		}
		if err := scanner.Trigger(ctx, true); err != nil {
			t.Fatal(err)
		}
		if code := <-got; code != "00132702314471" {
			t.Errorf("read %q", code)
		}
		cancel()
		<-ended
	})
}

func TestAScannerThatTookNoSettingsWarns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, st := shelf(t, "honeywell", "", "mute on")
		if st.State != hardware.Warning || st.Code != hardware.ScannerUnset {
			t.Errorf("%+v", st)
		}
		if err := r.Scanner("scanner").Trigger(t.Context(), true); err != nil {
			t.Error(err)
		}
	})
}
