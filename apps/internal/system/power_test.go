package system

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/sims"
	"github.com/brighthall/brighthall/hardware/ups"
)

// The mains go, the battery runs low on a real line, and the command of the settings is run.
func TestAnEmptyBatteryShutsThePCDownInOrder(t *testing.T) {
	done := filepath.Join(t.TempDir(), "down")
	sim, _ := sims.Find("megatec")
	line, err := porttest.NewLine(t.TempDir(), "tty", 0)
	if err != nil {
		t.Fatal(err)
	}
	box := sim.Make(func(string) {})
	states := make(chan rack.Device, 100)
	r, err := rack.New(all.Registry(all.Resources{}), map[string]string{UPS: "megatec+" + line.URL()},
		rack.Options{Poll: 50 * time.Millisecond, OnStatus: func(d rack.Device) { states <- d }})
	if err != nil {
		t.Fatal(err)
	}
	term := &Terminal{ID: "K1", Log: slog.New(slog.DiscardHandler), Rack: r}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		boot.Run(ctx, term.Log, boot.Part{Name: "box", Run: func(ctx context.Context) error { box.Serve(ctx, hardwaretest.Cable(ctx, line)); return nil }},
			boot.Part{Name: "rack", Run: r.Run}, term.power(ups.Rules{Poll: 20 * time.Millisecond, Settle: time.Millisecond}, []string{"touch", done}))
	}()
	defer func() { stop(); <-ended; line.Close() }()
	await(t, states, hardware.Ready, "")
	box.Act("mains off")
	await(t, states, hardware.Warning, hardware.UPSOnBattery)
	box.Act("low")
	for wait := time.After(time.Minute); ; {
		if _, err := os.Stat(done); err == nil {
			return
		}
		select {
		case <-wait:
			t.Fatal("nobody shut the PC down")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func await(t *testing.T, states <-chan rack.Device, state hardware.State, code hardware.Code) {
	t.Helper()
	for wait := time.After(time.Minute); ; {
		select {
		case d := <-states:
			if d.Status.State == state && d.Status.Code == code {
				return
			}
		case <-wait:
			t.Fatalf("the UPS never became %s %s", state, code)
		}
	}
}
