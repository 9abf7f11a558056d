package rack_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/rack"
)

// The slowest opening is a card reader's: it is sought at five speeds, asked twice at each.
const (
	speeds = 5
	asking = 2 * 400 * time.Millisecond
)

// socket is where a slow device is plugged in and out.
type socket struct {
	in    atomic.Bool
	speed int // that it answers at, of those that are tried
}

func (s *socket) Info() hardware.Info { return hardware.Info{Kind: hardware.KindIDCard} }
func (s *socket) Close() error        { return nil }
func (s *socket) Status(context.Context) (hardware.Status, error) {
	if !s.in.Load() {
		return hardware.Status{State: hardware.Absent, Code: hardware.Missing}, hardware.E("socket", hardware.Missing)
	}
	return hardware.Status{State: hardware.Ready}, nil
}

// open searches; an adapter that is there without its device costs the whole search.
func (s *socket) open(adapter *atomic.Bool) (hardware.Device, error) {
	if !adapter.Load() {
		return nil, hardware.E("socket.Open", hardware.Missing)
	}
	for speed := range speeds {
		if speed == s.speed && s.in.Load() {
			return s, nil
		}
		time.Sleep(asking)
	}
	return nil, hardware.E("socket.Open", hardware.IDCardSilent)
}

// However long it was away, a device is there again ten seconds after its plug, or its power, has come back.
func TestBackWithinTenSeconds(t *testing.T) {
	for i := range 2 * speeds {
		unplugged, speed := i%2 == 0, i/2
		for away := 500 * time.Millisecond; away < time.Minute; away += 700 * time.Millisecond {
			synctest.Test(t, func(t *testing.T) {
				var adapter atomic.Bool
				s := &socket{speed: speed}
				set := func(in bool) { s.in.Store(in); adapter.Store(in || !unplugged) }
				set(true)
				reg := hardware.NewRegistry(hardware.Driver{Name: "slow", Kind: hardware.KindIDCard, Ports: map[string][]string{"file": nil},
					Open: func(context.Context, string, map[string]string) (hardware.Device, error) { return s.open(&adapter) }})
				r, err := rack.New(reg, map[string]string{"id": "slow+file:///x"}, rack.Options{})
				if err != nil {
					t.Fatal(err)
				}
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan struct{})
				go func() { r.Run(ctx); close(ended) }()
				time.Sleep(20 * time.Second)
				set(false)
				time.Sleep(away)
				set(true)
				time.Sleep(10 * time.Second)
				if st := r.Devices()[0].Status; st.State != hardware.Ready {
					t.Errorf("away for %v, unplugged %v, speed %d: it is %s %s", away, unplugged, speed, st.State, st.Code)
				}
				stop()
				<-ended
			})
		}
	}
}
