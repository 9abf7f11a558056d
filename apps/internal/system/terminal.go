package system

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/gatewayd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/assets/fonts"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/ups"
	"github.com/brighthall/brighthall/hardware/voice"
	"github.com/brighthall/brighthall/sync/client"
)

// Terminal is what every program of a hall stands on: its authority, its devices, its sentences.
type Terminal struct {
	ID        hall.TerminalID
	Authority hall.Authority
	Node      *hallnode.Node // nil when the node is elsewhere
	Book      *lang.Book
	Rack      *rack.Rack
	Speaker   *voice.Queue // the line in front of the rack's voice
	Parts     []boot.Part
	Log       *slog.Logger
	Witness   Witness

	far     *join // nil with the node inside
	latest  atomic.Pointer[hall.Snapshot]
	reports *reports
}

// Witness is told what the program has of its devices, from their goroutines: the device bench shows it. It is set
// before the Parts run; each may be nil.
type Witness struct {
	Found func(rack.Device)        // the rack sees it otherwise than before
	Rated func(hall.TicketID, int) // the evaluator's box
}

// Given is what a terminal is opened with.
type Given struct {
	ID       string
	Kind     string // what it is enrolled as
	Node     config.Node
	Devices  config.Devices
	Gateway  config.Gateway
	Power    config.Power
	Hours    voice.Hours // of the voice; the zone is the hall's
	Displays int         // monitors the terminal needs
	Seed     *hall.Setup // of an embedded node's empty data; nil: the demo outlet
	Log      *slog.Logger
	OnStatus func(rack.Device) // from the rack's goroutines; may be nil
}

// Open opens a terminal. Nothing runs before its Parts do.
func Open(ctx context.Context, g Given) (*Terminal, error) {
	t := &Terminal{ID: hall.TerminalID(g.ID), Log: g.Log, reports: newReports(hall.TerminalID(g.ID))}
	for _, step := range []func(context.Context, Given) error{t.openBook, t.openAuthority, t.openRack, t.openVoice} {
		if err := step(ctx, g); err != nil {
			t.shut()
			return nil, fmt.Errorf("terminal %s: %w", g.ID, err)
		}
	}
	t.reports.to = t.Authority
	t.Parts = append(t.Parts, boot.Part{Name: "reports", Run: t.reports.Run}, t.selfTests(g.Node, max(g.Displays, 1)))
	if g.Devices.Printer != "" {
		t.Parts = append(t.Parts, t.slipsAsked())
	}
	if g.Devices.UPS != "" {
		t.Parts = append(t.Parts, t.power(ups.Rules{}, g.Power.Shutdown))
	}
	return t, nil
}

// shut gives back what a terminal has opened that does not open as a whole: the next try needs the same address and
// data.
func (t *Terminal) shut() {
	ended, end := context.WithCancel(context.Background())
	end()
	for _, p := range t.Parts {
		_ = p.Run(ended) // closes what it holds
	}
	if t.Node != nil {
		t.Node.Close()
	}
}

func (t *Terminal) openBook(context.Context, Given) (err error) {
	t.Book, err = lang.Load(sentences.FS)
	return err
}

func (t *Terminal) openRack(ctx context.Context, g Given) error {
	urls := g.Devices.URLs()
	resources := all.Resources{Regular: fonts.Regular, Bold: fonts.Bold, Sounds: sounds.Voice(), Traces: traces(g.Node)}
	foreign, part, err := gatewayd.Open(ctx, g.Gateway, g.Log)
	if err != nil {
		return err
	}
	if part != nil {
		resources.Gateway = foreign
		t.Parts = append(t.Parts, *part)
	}
	drivers := all.Registry(resources)
	t.Rack, err = rack.New(drivers, urls, rack.Options{OnStatus: func(d rack.Device) {
		t.reports.note(d)
		if g.OnStatus != nil {
			g.OnStatus(d)
		}
		if t.Witness.Found != nil {
			t.Witness.Found(d)
		}
	}, OnFault: t.logFault, Follow: port.NewFollow(nil)})
	if len(urls) > 0 {
		t.Parts = append(t.Parts, boot.Part{Name: "devices", Run: func(ctx context.Context) error { return t.Rack.Run(ctx) }})
	}
	return err
}

// Home is the folder a terminal may write to: where its token is, or the data of the node of this PC. Empty: it has
// none.
func Home(n config.Node) string {
	if n.Address != config.Embedded && n.TokenFile != "" {
		return filepath.Dir(n.TokenFile)
	}
	return n.Data
}

// traces is the folder where the printers remember slips that broke off.
func traces(n config.Node) string {
	home := Home(n)
	if home == "" {
		return ""
	}
	return filepath.Join(home, "printers")
}

// The names under which a terminal's devices hang in its rack.
const (
	Printer = "printer"
	Scanner = "scanner"
	Voice   = "voice"

	LED       = "led"
	Evaluator = "evaluator"
	IDReader  = "id_reader"
	UPS       = "ups"
)

func (t *Terminal) logFault(f rack.Fault) {
	if !f.Raised {
		t.Log.Info("device is well again", "device", f.Device, "code", f.Code)
		return
	}
	t.Log.Warn("device", "device", f.Device, "code", f.Code, "severity", f.Severity)
}

// openAuthority is where near and far part: the node inside this program, or a client of the node elsewhere.
func (t *Terminal) openAuthority(ctx context.Context, g Given) error {
	if g.Node.Address != config.Embedded {
		if err := g.Node.Check(); err != nil {
			return wrong(BadSettings, hall.Told(err), err)
		}
		token, err := token(ctx, g)
		if err != nil {
			return err
		}
		t.far = &join{Authority: client.New(g.Node.Address, token, client.Options{Pin: g.Node.Pin}), address: g.Node.Address, log: g.Log, tell: func(error, bool) {}}
		t.Authority = t.far
		return nil
	}
	node, err := hallnode.Open(ctx, hallnode.Options{Data: g.Node.Data, Listen: g.Node.Listen, Seed: g.Seed, Log: g.Log})
	if err != nil {
		return openCause(err, g)
	}
	t.Node, t.Authority = node, node.Authority
	node.Authority.Attend(t.ID) // it lives and dies with the authority: never watched, never gone
	t.Parts = append(t.Parts, boot.Part{Name: "node", Run: node.Run})
	return nil
}

// feed is the part that keeps a screen up to date; the snapshot is remembered for those who need the outlet's data.
func (t *Terminal) feed(push func(hall.Snapshot), tell func(hall.Event), lost func(error)) boot.Part {
	f := &Feed{From: t.Authority, Tell: tell, Lost: lost, Push: func(s hall.Snapshot) {
		t.latest.Store(&s)
		push(s)
	}}
	return boot.Part{Name: "feed", Run: f.Run}
}

// scans is the part that hands every scanned code on.
func (t *Terminal) scans(found func(string)) boot.Part {
	return boot.Part{Name: "scanner", Run: func(ctx context.Context) error {
		return t.Rack.Scanner(Scanner).Scan(ctx, func(s hardware.Scan) { found(s.Code) })
	}}
}
