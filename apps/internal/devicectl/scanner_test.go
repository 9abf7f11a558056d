package devicectl

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// A scanner that is dark until it is asked is lit once by the probe and read.
func TestAScannerThatWaitsToBeAskedIsLit(t *testing.T) {
	for _, name := range []string{"gm65", "honeywell", "ssi"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cable := porttest.NewMemory(name)
				url, d, _ := simulate(t, name, cable)
				if r, err := probeOver(t, url+"&mode=asked", cable, time.Minute); err == nil { // made dark, and nothing held up
					t.Fatalf("%+v", r)
				}
				synctest.Wait() // it has put its light out
				if err := d.Act("scan 00132702314471"); err != nil {
					t.Fatal(err)
				}
				r, err := probeOver(t, url+"&mode=asked", cable, time.Minute)
				if result, _ := r.Result.(map[string]string); err != nil || result["code"] != "00132702314471" {
					t.Errorf("%+v %v", r, err)
				}
			})
		})
	}
}

// probeOver probes over a cable in memory.
func probeOver(t *testing.T, url string, cable *porttest.Memory, wait time.Duration) (Report, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(porttest.Cables(t.Context(), cable), wait)
	defer cancel()
	var r Report
	err := (&Probe{URL: url}).probe(ctx, &r)
	return r, err
}
