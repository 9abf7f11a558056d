package onbon_test

import (
	"context"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/led/bus"
	"github.com/brighthall/brighthall/hardware/led/onbon"
	"github.com/brighthall/brighthall/hardware/led/onbon/onbontest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// line is two screens on a pty at 57600.
func line(t *testing.T) (*onbontest.Line, *porttest.Line) {
	cable, err := porttest.NewLine(t.TempDir(), "ttyLED", 57600)
	if err != nil {
		t.Fatal(err)
	}
	sim := onbontest.New(nil, 1, 2)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); sim.Serve(ctx, hardwaretest.Cable(ctx, cable)) }()
	t.Cleanup(func() { cancel(); <-ended; cable.Close() })
	return sim, cable
}

func profile(t testing.TB, name string) onbon.Profile {
	p, err := onbon.LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLEDContract(t *testing.T) {
	hardwaretest.TestLED(t, func(t *testing.T) hardwaretest.LEDRig {
		sim, cable := line(t)
		lines := bus.NewLines(port.Open)
		return hardwaretest.LEDRig{
			Sim: sim, Unplug: cable.Unplug, Plug: func() { cable.Plug() }, Hold: time.Second,
			Open: func(address int) (hardwaretest.LEDScreen, error) {
				seat, err := lines.Seat(context.Background(), cable.URL()+"?baud=57600", address, false)
				if err != nil {
					return nil, err
				}
				return onbon.New(seat, onbon.Options{Address: uint16(address), Profile: profile(t, "96x16"), Hold: time.Second, Wait: 120 * time.Millisecond}), nil
			},
			Sees: func(p hardware.Panel) string { return p.Text },
			Bad:  hardware.Panel{Text: "\U0001F600"},
		}
	})
}
