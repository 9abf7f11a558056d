package system

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// TestTheKiosksWordOnTheClockReachesItsNode: with the node on another PC the button told "not found", for the authority
// that watches the line hid what the client can do.
func TestTheKiosksWordOnTheClockReachesItsNode(t *testing.T) {
	for _, where := range []string{"near", "far"} {
		t.Run(where, func(t *testing.T) {
			clock, data := halltest.NewClock(halltest.Opening), t.TempDir()
			o := hallnode.Options{Data: data, Listen: "127.0.0.1:0", Log: quiet, Now: clock.Now, Running: clock.Running}
			began := func() *hallnode.Node {
				n, err := hallnode.Open(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			first := began()
			first.Close()
			clock.Advance(60 * 24 * time.Hour) // a long rest: the node does not believe its machine
			n := began()
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() { ended <- n.Run(ctx) }()
			defer func() { stop(); <-ended }()
			kiosk := &Terminal{ID: "K01", Authority: n.Authority, Log: quiet}
			if where == "far" {
				token, err := n.Enrol(t.Context(), "kiosk", "K01")
				file := filepath.Join(t.TempDir(), "K01.token")
				if err == nil {
					err = os.WriteFile(file, []byte(token), 0o600)
				}
				if err == nil {
					kiosk, err = Open(t.Context(), Given{ID: "K01", Kind: "kiosk", Node: config.Node{Address: n.URL, Pin: n.Pin, TokenFile: file}, Log: quiet})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := kiosk.trustClock(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := n.Authority.Clock().State; got != hall.ClockRight {
				t.Errorf("after a person's word the clock is %s", got)
			}
			if want := n.Outlet().Day(clock.Now()); want != n.Outlet().Day(n.Authority.Now()) {
				t.Errorf("the hall is in %s, the clock in %s", n.Outlet().Day(n.Authority.Now()), want)
			}
		})
	}
	t.Run("embedded", func(t *testing.T) {
		kiosk, err := Open(t.Context(), Given{ID: "K01", Kind: "kiosk", Node: config.Node{Address: config.Embedded, Data: t.TempDir(), Listen: "127.0.0.1:0"}, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- kiosk.Node.Run(ctx) }()
		defer func() { stop(); <-ended }()
		if err := kiosk.trustClock(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
