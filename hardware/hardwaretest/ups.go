package hardwaretest

import (
	"context"
	"errors"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

// UPSRig is an opened UPS and what its simulator can do.
type UPSRig struct {
	Open interface {
		hardware.Device
		hardware.UPS
	}
	Unplug func()
	Faults []UPSFault
}

// UPSFault is one row of the fault table: while it lasts Status says State and Code, mended it is ready again.
type UPSFault struct {
	Name        string
	Break, Mend func()
	State       hardware.State
	Code        hardware.Code
}

// TestUPS checks what every UPS driver promises.
func TestUPS(t *testing.T, rig func(t *testing.T, w Wiring) UPSRig) {
	wired(t, "on mains it is ready", true, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		p, err := r.Open.Power(within(t))
		if err != nil || p.OnBattery || p.Load != 23 || p.Input < 229 || p.At.IsZero() {
			t.Fatalf("%+v %v", p, err)
		}
		upsIs(t, r, hardware.Ready, "")
	})
	wired(t, "the context ends it", false, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := r.Open.Power(ctx); !errors.Is(err, context.Canceled) || hardware.CodeOf(err) != hardware.Canceled {
			t.Fatalf("ended with %v", err)
		}
	})
	wired(t, "unplugged it is missing, no goroutine stays", true, func(t *testing.T, w Wiring) {
		r := rig(t, w)
		upsIs(t, r, hardware.Ready, "")
		before := goroutines()
		r.Unplug()
		upsIs(t, r, hardware.Absent, hardware.Missing)
		noneLeft(t, before)
	})
	babbles(t, func(t *testing.T, w Wiring) func(context.Context) error {
		r := rig(t, w)
		return func(ctx context.Context) error { _, err := r.Open.Power(ctx); return err }
	})
	for i, f := range rig(t, InMemory).Faults {
		Driven(t, f.Name, func(t *testing.T) {
			r := rig(t, InMemory)
			f := r.Faults[i]
			f.Break()
			upsIs(t, r, f.State, f.Code)
			f.Mend()
			upsIs(t, r, hardware.Ready, "")
		})
	}
}

func upsIs(t *testing.T, r UPSRig, want hardware.State, code hardware.Code) {
	t.Helper()
	s, err := r.Open.Status(within(t))
	if s.State != want || s.Code != code || s.Since.IsZero() {
		t.Fatalf("state %s %q (%v), want %s %q", s.State, s.Code, err, want, code)
	}
}
