package system

import (
	"context"
	"log/slog"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/ui/kiosk"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Program is a built program: what runs in it and the stages of its windows.
type Program struct {
	*Terminal
	Stages  []*nav.Stage
	OnShown func() // called on the UI goroutine once the program is on the screen; may be nil
}

// newKey makes an id for a command: a UUIDv7, so that ids sort by time.
func newKey() string { return uuid.Must(uuid.NewV7()).String() }

// Kiosk builds a touch kiosk in a window. quit ends the program from the maintenance page.
func Kiosk(ctx context.Context, c config.Kiosk, w fyne.Window, quit func(), log *slog.Logger) (*Program, error) {
	var app *kiosk.App
	var s *nav.Stage
	t, err := Open(ctx, Given{ID: c.Terminal, Kind: "kiosk", Node: c.Node, Devices: c.Devices, Gateway: c.Gateway, Power: c.Power, Log: log, OnStatus: func(d rack.Device) {
		if d.Name == Printer {
			s.Do(func() { app.SetPrinter(printerState(d.Status)) })
		}
	}})
	if err != nil {
		return nil, err
	}
	s = stage(ctx, w, skin.Kiosk, t.Book, c.Language)
	paper := slips{t}
	app = kiosk.New(s, kiosk.Deps{Issuer: t.Authority, Printer: paper, NewID: newKey, CheckPIN: pinChecker(c.PINFile, t.Log),
		TestSlip: paper.test, Trust: t.trustClock, Close: quit, Terminal: t.ID})
	if c.Devices.Printer == "" {
		app.SetPrinter(flow.PrinterNone)
	}
	app.Start()
	t.Parts = append(t.Parts, t.feed(
		func(snap hall.Snapshot) { s.Do(func() { app.Push(snap) }) }, nil,
		func(error) { s.Do(app.NodeAway) }))
	t.told(s)
	t.Parts = append(t.Parts, stageParts(c.DebugSock, s)...)
	return &Program{Terminal: t, Stages: []*nav.Stage{s}}, nil
}

// trustClock takes a person's word that the clock of the node's machine is right.
func (t *Terminal) trustClock(ctx context.Context) error {
	_, err := t.Authority.TrustClock(ctx, newKey(), hall.Actor{Terminal: t.ID})
	return err
}

// printerState is what a kiosk shows of its printer.
func printerState(s hardware.Status) flow.PrinterState {
	switch {
	case s.Usable():
		return flow.PrinterReady
	case s.Code == hardware.PrinterPaperOut:
		return flow.PrinterPaperOut
	case s.Code == hardware.PrinterCoverOpen:
		return flow.PrinterCover
	default:
		return flow.PrinterAway
	}
}

// pinChecker compares with the hash in a file, which is read at every try: a changed PIN holds at once. No file: nobody
// gets in.
func pinChecker(file string, log *slog.Logger) func(string) bool {
	if file == "" {
		return nil
	}
	return func(pin string) bool {
		hash, err := config.Secret(file, log)
		return err == nil && seal.MatchSecret(strings.TrimSpace(string(hash)), pin)
	}
}

// Run runs the program's parts until ctx ends.
func (p *Program) Run(ctx context.Context) { boot.Run(ctx, p.Log, p.Parts...) }
