package onbon_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/led/bus"
	"github.com/brighthall/brighthall/hardware/led/onbon"
	"github.com/brighthall/brighthall/hardware/led/onbon/onbontest"
	"github.com/brighthall/brighthall/hardware/port"
)

// line is two screens on a cable of 57600.
func line(t *testing.T, w hardwaretest.Wiring) (*onbontest.Line, hardwaretest.Wire) {
	cable, sim := w(t, 57600), onbontest.New(nil, 1, 2)
	cable.Serve(t, sim.Serve)
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
	hardwaretest.TestLED(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.LEDRig {
		sim, cable := line(t, w)
		lines := bus.NewLines(port.Open)
		return hardwaretest.LEDRig{
			Sim: sim, Unplug: cable.Unplug, Plug: func() { cable.Plug() }, Hold: time.Second,
			Open: func(address int) (hardwaretest.LEDScreen, error) {
				seat, err := lines.Seat(cable.Context(), cable.URL()+"?baud=57600", address, false)
				if err != nil {
					return nil, err
				}
				return onbon.New(seat, onbon.Options{Address: uint16(address), Profile: profile(t, "96x16"), Hold: cable.Wait(time.Second), Wait: cable.Wait(120 * time.Millisecond)}), nil
			},
			Sees: func(p hardware.Panel) string { return p.Text },
			Bad:  hardware.Panel{Text: "\U0001F600"},
		}
	})
}
