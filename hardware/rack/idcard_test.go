package rack_test

import (
	"context"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/idcard/samv/samvtest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/ups/megatec/megatectest"
)

// TestCardReaderAndSupplyComeAndGo: handles stay valid over an unplug, and a reader that was silent is searched for
// anew.
func TestCardReaderAndSupplyComeAndGo(t *testing.T) {
	cards, power := plug(t, "ttyID"), plug(t, "ttyUPS")
	reader, supply := samvtest.New(samvtest.Config{}), megatectest.New(nil)
	h := &hall{states: make(chan rack.Device, 100)}
	var err error
	h.Rack, err = rack.New(all.Registry(all.Resources{}), map[string]string{"id": "samv+" + cards.URL(), "ups": "megatec+" + power.URL()},
		rack.Options{Backoff: []time.Duration{20 * time.Millisecond}, Poll: 50 * time.Millisecond, OnStatus: func(d rack.Device) { h.states <- d }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{}, 3)
	go func() { reader.Serve(ctx, hardwaretest.Cable(ctx, cards)); ended <- struct{}{} }()
	go func() { supply.Serve(ctx, hardwaretest.Cable(ctx, power)); ended <- struct{}{} }()
	go func() { h.Run(ctx); ended <- struct{}{} }()
	defer func() {
		cancel()
		<-ended
		<-ended
		<-ended
		cards.Close()
		power.Close()
	}()

	h.becomes(t, "id", hardware.Ready, "")
	cards.Unplug()
	h.becomes(t, "id", hardware.Absent, hardware.Missing)
	if _, err := h.IDReader("id").Read(t.Context()); hardware.CodeOf(err) != hardware.Missing {
		t.Fatal(err)
	}
	if err := cards.Plug(); err != nil {
		t.Fatal(err)
	}
	h.becomes(t, "id", hardware.Ready, "")
	reader.SetPower(false)
	h.becomes(t, "id", hardware.Faulty, hardware.IDCardSilent)
	reader.SetPower(true)
	h.becomes(t, "id", hardware.Ready, "")
	reader.Put(samvtest.Resident())
	if c, err := h.IDReader("id").Read(t.Context()); err != nil || c.Name != "测试一" {
		t.Fatal(err)
	}

	if p, err := h.UPS("ups").Power(t.Context()); err != nil || p.OnBattery {
		t.Fatal(p, err)
	}
	supply.Act("mains off")
	h.becomes(t, "ups", hardware.Warning, hardware.UPSOnBattery)
	supply.Act("mains on")
	h.becomes(t, "ups", hardware.Ready, "")
	if _, err := h.UPS("none").Power(t.Context()); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
	if err := h.IDReader("none").Lifted(t.Context()); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
}

var (
	_ hardware.IDReader = rack.IDReader{}
	_ hardware.UPS      = rack.UPS{}
)
