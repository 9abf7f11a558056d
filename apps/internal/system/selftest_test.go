package system_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/system"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	client "github.com/brighthall/brighthall/sync/center/desk"
)

// office is a hall with one terminal and a person at the center.
type office struct {
	*testing.T
	hall *demohall.Hall
	desk *client.Client
}

func newOffice(t *testing.T) *office {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	h, err := demohall.Open(t.Context(), demohall.Options{Data: t.TempDir(), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	kiosk, err := system.Open(t.Context(), system.Given{ID: "demo-kiosk", Log: log, Devices: config.Devices{Printer: h.PrinterURL},
		Node: config.Node{Address: h.Cable.URL, TokenFile: h.TokenFile("kiosk")}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { boot.Run(ctx, log, append(h.Parts, kiosk.Parts...)...); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
	o := &office{t, h, client.New(h.Center.URL, h.Center.Pin)}
	if _, err := o.desk.SignIn(t.Context(), demohall.PersonName, demohall.PersonPassword); err != nil {
		t.Fatal(err)
	}
	return o
}

// sees looks at the hall from the center until it is as wanted.
func (o *office) sees(what string, wanted func(api.Live) bool) {
	o.Helper()
	ctx, cancel := context.WithTimeout(o.Context(), 60*time.Second)
	defer cancel()
	var last api.Live
	for ctx.Err() == nil {
		if live, err := o.desk.Live(ctx, o.hall.Outlet.Outlet.ID); err == nil {
			if last = live; wanted(live) {
				return
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
	o.Fatalf("%s was never seen: faults %+v, tests %+v", what, last.Faults, last.Tests)
}

func TestTheCenterSeesFaultsAndSelfTests(t *testing.T) {
	if testing.Short() {
		t.Skip("prints at the pace of a real line")
	}
	o := newOffice(t)
	o.hall.Printer.SetPaper(false)
	o.sees("that the printer has no paper", func(l api.Live) bool {
		return len(l.Faults) == 1 && l.Faults[0].Terminal == "demo-kiosk" && l.Faults[0].Device == "printer" && l.Faults[0].Code == "printer.paper-out"
	})
	o.hall.Printer.SetPaper(true)
	o.sees("that it has paper again", func(l api.Live) bool { return len(l.Faults) == 0 })

	_, err := o.desk.Order(t.Context(), o.hall.Outlet.Outlet.ID, hall.Order{ID: "morning", Kind: hall.SelfTestOrder, Expires: hall.At(time.Now().Add(time.Minute))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.hall.Printed(t.Context()); err != nil {
		t.Fatal("no test slip came out:", err)
	}
	o.sees("the result of the test", func(l api.Live) bool {
		return l.AskedAt > 0 && len(l.Tests) == 1 && l.Tests[0].Terminal == "demo-kiosk" && l.Tests[0].OK() && l.Tests[0].Checks[0].Did == "printed"
	})
}
