package system

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/machine"
	"github.com/brighthall/brighthall/apps/internal/selftest"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
)

// selfTests is the part that tests the terminal whenever the hall asks for it, and tells the result.
func (t *Terminal) selfTests(n config.Node, displays int) boot.Part {
	return boot.Part{Name: "self-test", Run: func(ctx context.Context) error {
		asked := make(chan struct{}, 1)
		var ears sync.WaitGroup
		ears.Go(func() {
			t.hear(ctx, func(e hall.Event) {
				if e.Kind == hall.TestAsked {
					select {
					case asked <- struct{}{}:
					default: // one is waiting already
					}
				}
			})
		})
		defer ears.Wait()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-asked:
				t.tellTest(ctx, selftest.Run(ctx, t.testOptions(ctx, n, displays)))
			}
		}
	}}
}

// hear follows the hall from now on: what was asked for before the program ran is over.
func (t *Terminal) hear(ctx context.Context, tell func(hall.Event)) {
	for at := (hall.Cursor{}); ctx.Err() == nil; pause(ctx, time.Second) {
		_ = t.Authority.Watch(ctx, at, func(e hall.Event) error { // a cut is watched again from where it was
			at = e.Cursor()
			tell(e)
			return nil
		})
	}
}

func (t *Terminal) testOptions(ctx context.Context, n config.Node, displays int) selftest.Options {
	o := selftest.Options{Book: t.Book, Language: hall.Chinese, Terminal: t.ID, Folder: selftest.Folder(n.Data), Displays: displays, Screens: machine.Displays}
	if snap, err := t.Authority.Hall(ctx); err == nil {
		o.Outlet = snap.Outlet
	}
	if o.OwnClock = n.Address == config.Embedded; !o.OwnClock {
		o.HostName, o.Host = n.Address, func(ctx context.Context) error { _, err := t.Authority.Hall(ctx); return err }
		o.Clock = func(ctx context.Context) (time.Duration, error) { return selftest.Ahead(ctx, n.Address) }
	}
	for _, d := range t.Rack.Devices() {
		o.Devices = append(o.Devices, selftest.Device{Name: d.Name, Kind: d.Kind, URL: d.URL, Open: func(context.Context) (any, func(), error) {
			if !d.Status.Usable() {
				return nil, nil, hardware.E("selftest.Open", d.Status.Code, d.Status.Detail)
			}
			return t.handle(d.Name), func() {}, nil
		}})
	}
	return o
}

// handle is a device as everybody in the terminal may use it: a voice is spoken to through its line.
func (t *Terminal) handle(name string) any {
	if name == Voice {
		return t.Speaker
	}
	return t.Rack.Handle(name)
}

// tellTest sends the result until the node has taken it or a newer test is pointless to wait for.
func (t *Terminal) tellTest(ctx context.Context, r selftest.Report) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	told := r.Told()
	report := hall.Report{Key: newKey(), By: hall.Actor{Terminal: t.ID}, Test: &told}
	for ctx.Err() == nil {
		err := t.Authority.Report(ctx, report)
		if code := hall.CodeOf(err); code != hall.Unavailable && code != hall.Unknown && code != hall.TooMany {
			break
		}
		pause(ctx, 5*time.Second)
	}
	t.Log.Info("self-test", "terminal", t.ID, "ok", r.OK())
}
