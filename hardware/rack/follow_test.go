package rack_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/idcard/samv/samvtest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/rack"
)

// TestAReaderInAnotherSocketIsFoundAgain: the handle goes on under the name that the adapter has there.
func TestAReaderInAnotherSocketIsFoundAgain(t *testing.T) {
	first, second := plug(t, "ttyUSB0"), plug(t, "ttyUSB4")
	defer first.Close()
	defer second.Close()
	second.Unplug()
	var now atomic.Pointer[string]
	now.Store(new(strings.TrimPrefix(first.URL(), "serial://")))
	list := func() ([]port.Found, error) {
		return []port.Found{{Name: *now.Load(), USB: true, Vendor: "0403", Product: "6001", Serial: "A1"}}, nil
	}
	h := &hall{states: make(chan rack.Device, 100)}
	var err error
	h.Rack, err = rack.New(all.Registry(all.Resources{}), map[string]string{"id": "samv+" + first.URL()},
		rack.Options{Backoff: []time.Duration{20 * time.Millisecond}, Poll: 50 * time.Millisecond, OnStatus: func(d rack.Device) { h.states <- d }, Follow: port.NewFollow(list)})
	if err != nil {
		t.Fatal(err)
	}
	reader := samvtest.New(samvtest.Config{})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{}, 3)
	go func() { reader.Serve(ctx, hardwaretest.Cable(ctx, first)); ended <- struct{}{} }()
	go func() { reader.Serve(ctx, hardwaretest.Cable(ctx, second)); ended <- struct{}{} }()
	go func() { h.Run(ctx); ended <- struct{}{} }()
	defer func() {
		cancel()
		<-ended
		<-ended
		<-ended
	}()

	h.becomes(t, "id", hardware.Ready, "")
	first.Unplug()
	h.becomes(t, "id", hardware.Absent, hardware.Missing)
	if err := second.Plug(); err != nil {
		t.Fatal(err)
	}
	now.Store(new(strings.TrimPrefix(second.URL(), "serial://")))
	h.becomes(t, "id", hardware.Ready, "")
	reader.Put(samvtest.Resident())
	if c, err := h.IDReader("id").Read(t.Context()); err != nil || c.Name != "测试一" {
		t.Fatal(c, err)
	}
}
