package rack_test

import (
	"context"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/rack"
)

// foreign is a machine of all three kinds.
type foreign struct{ hardware.Device }

func (foreign) Info() hardware.Info                             { return hardware.Info{Kind: hardware.KindQueue} }
func (foreign) Close() error                                    { return nil }
func (foreign) ShowPage(context.Context, hardware.Page) error   { return nil }
func (foreign) Clear(context.Context) error                     { return nil }
func (foreign) Call(context.Context, hardware.NumberCall) error { return nil }
func (foreign) Charge(context.Context, hardware.Charge) (hardware.Charging, error) {
	return hardware.Charging{Result: hardware.Charged}, nil
}
func (foreign) Serve(ctx context.Context, _ func(context.Context, hardware.NumberRequest) (hardware.NumberAnswer, error),
	_ func(hardware.NumberRequest, hardware.NumberAnswer, error)) error {
	return hardware.E("foreign.Serve", hardware.Garbled)
}

func TestForeignMachinesComeAndGo(t *testing.T) {
	reg := hardware.NewRegistry(hardware.Driver{Name: "any", Kind: hardware.KindQueue, Ports: map[string][]string{"here": nil}, Example: "any+here:x",
		Open: func(context.Context, string, map[string]string) (hardware.Device, error) { return foreign{}, nil }})
	up := make(chan struct{}, 8)
	r, err := rack.New(reg, map[string]string{"m": "any+here:m"}, rack.Options{OnStatus: func(d rack.Device) {
		if d.Status.State == hardware.Ready {
			up <- struct{}{}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	calls := func(want, serve hardware.Code) {
		t.Helper()
		ctx := t.Context()
		charged, err := r.PaymentTerminal("m").Charge(ctx, hardware.Charge{})
		if hardware.CodeOf(err) != want || (charged.Result == hardware.Charged) != (want == "") {
			t.Error(charged, err)
		}
		for _, err := range []error{r.DoubleScreen("m").ShowPage(ctx, hardware.Page{}), r.DoubleScreen("m").Clear(ctx), r.QueueMachine("m").Call(ctx, hardware.NumberCall{})} {
			if hardware.CodeOf(err) != want {
				t.Error(err)
			}
		}
		if err := r.QueueMachine("m").Serve(ctx, nil, nil); hardware.CodeOf(err) != serve {
			t.Error(err)
		}
	}
	calls(hardware.Missing, hardware.Missing)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	select {
	case <-up:
	case <-time.After(10 * time.Second):
		t.Fatal("not opened")
	}
	calls("", hardware.Garbled)
	cancel()
	<-done
	calls(hardware.Missing, hardware.Missing)
}
