// Package demohall is a whole hall on one PC without its screens: node, center, and the simulated devices on their
// wires.
//
//	h, err := demohall.Open(ctx, demohall.Options{Data: dir})
//	go boot.Run(ctx, log, h.Parts...)
//	h.Kiosk(), h.Counter()            // the devices that a kiosk's and a counter's settings name
//	h.TokenFile("kiosk")              // each terminal is enrolled like a real one
//
// The devices speak their real protocols over real pipes (pseudo terminals on Linux, TCP elsewhere); the terminals
// reach the node over HTTP. So what works here works in a hall.
package demohall

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/assets/fonts"
	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware/all"
)

// The person who may sign in to the demo's management app.
const (
	PersonName     = "admin"
	PersonPassword = "yidu-246810"
)

// Options say where the demo lives.
type Options struct {
	Data   string // folder of node and center
	Listen string // of the node; empty: a free port on this PC
	Log    *slog.Logger
}

// Hall is an opened demo hall.
type Hall struct {
	*Devices
	Machines *Machines // beside printer and scanner
	Node     *hallnode.Node
	Cable    *Cable // between the terminals and the node
	Center   *centerd.Daemon
	Outlet   hall.Setup
	Parts    []boot.Part

	data  string
	tapes tapes
}

// Open opens center, node and devices. Nothing runs before its Parts do.
func Open(ctx context.Context, o Options) (*Hall, error) {
	h := &Hall{data: o.Data}
	for _, step := range []func(context.Context, Options) error{h.openCenter, h.openNode, h.enrol, h.openDevices} {
		if err := step(ctx, o); err != nil {
			return nil, fmt.Errorf("demo hall: %w", err)
		}
	}
	return h, nil
}

func (h *Hall) openCenter(ctx context.Context, o Options) (err error) {
	h.Center, err = centerd.Open(ctx, centerd.Options{Data: filepath.Join(o.Data, "center"), Listen: "127.0.0.1:0", Log: o.Log})
	if err != nil {
		return err
	}
	h.Parts = append(h.Parts, boot.Part{Name: "center", Run: h.Center.Run})
	return h.Center.AddPerson(ctx, PersonName, PersonPassword)
}

func (h *Hall) openNode(ctx context.Context, o Options) (err error) {
	if h.Outlet, err = seed.Demo(); err != nil {
		return err
	}
	token, err := h.Center.EnrolOutlet(ctx, h.Outlet.Outlet.ID)
	if err != nil {
		return err
	}
	listen := o.Listen
	if listen == "" {
		listen = "127.0.0.1:0"
	}
	h.Node, err = hallnode.Open(ctx, hallnode.Options{Data: filepath.Join(o.Data, "hall"), Listen: listen, Seed: &h.Outlet, Log: o.Log,
		Center: hallnode.Center{URL: h.Center.URL, Token: token, Beside: true}})
	if err != nil {
		return err
	}
	if h.Cable, err = newCable(h.Node.URL); err != nil {
		return err
	}
	h.Parts = append(h.Parts, boot.Part{Name: "node", Run: h.Node.Run}, boot.Part{Name: "cable", Run: h.Cable.run})
	return nil
}

// kinds are the terminals of the demo; each has one.
var kinds = []string{"kiosk", "counter", "display", "media"}

func (h *Hall) enrol(ctx context.Context, _ Options) error {
	for _, kind := range kinds {
		token, err := h.Node.Enrol(ctx, kind, "demo-"+kind)
		if err != nil {
			return err
		}
		if err := os.WriteFile(h.TokenFile(kind), []byte(token), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// TokenFile is where the token of the demo's terminal of a kind lies.
func (h *Hall) TokenFile(kind string) string { return filepath.Join(h.data, kind+".token") }

// Kiosk are the devices of the kiosk's settings.
func (h *Hall) Kiosk() config.Devices {
	d := h.Machines.Kiosk()
	d.Printer = h.PrinterURL
	return d
}

// Counter are the devices of the counter's settings.
func (h *Hall) Counter() config.Devices {
	d := h.Machines.Counter()
	d.Scanner = h.ScannerURL
	return d
}

func (h *Hall) openDevices(_ context.Context, _ Options) (err error) {
	if h.Devices, err = NewDevices(h.data); err != nil {
		return err
	}
	h.Machines, err = NewMachines(h.data, all.Resources{Regular: fonts.Regular, Bold: fonts.Bold, Sounds: sounds.Voice(), CashJournal: filepath.Join(h.data, "cash.journal")})
	if err != nil {
		return err
	}
	h.Parts = append(append(h.Parts, h.Devices.Parts...), h.Machines.Parts...)
	return nil
}
