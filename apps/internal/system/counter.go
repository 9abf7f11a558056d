package system

import (
	"context"
	"log/slog"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/post"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/ui/counter"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Strip is a counter's third window, and how one comes to it.
type Strip struct {
	Window fyne.Window
	counter.Reached
	Hear func(p *Program, app *counter.Counter) error // adds the hot keys to the program
}

// Counter builds a dual-screen counter in its two windows, with a strip when there is one.
func Counter(ctx context.Context, c config.Counter, teller, customer fyne.Window, strip *Strip, log *slog.Logger) (*Program, *counter.Counter, error) {
	var app *counter.Counter
	var s *nav.Stage
	var t *Terminal
	show := func(rack.Device) { s.Do(func() { app.SetDevices(counterDevices(t.Rack.Devices())) }) }
	t, err := Open(ctx, Given{ID: c.Terminal, Kind: "counter", Node: c.Node, Devices: c.Devices, Gateway: c.Gateway, Power: c.Power, Displays: 2, Log: log, OnStatus: show})
	if err != nil {
		return nil, nil, err
	}
	s = stage(ctx, teller, skin.Counter, t.Book, c.Language)
	outer := stage(ctx, customer, skin.Customer, t.Book, c.Language)
	deps := counter.Deps{Queue: t.Authority, Issuer: t.Authority, Printer: t.counterPrinter(c.Devices.Printer), NewKey: newKey, Terminal: t.ID,
		Counter: hall.CounterID(c.Counter)}
	if home := Home(c.Node); home != "" {
		file := newUnsent(filepath.Join(home, c.Terminal+".unsent.json"), log)
		deps.Kept, deps.Keep = file.load(), file.save
		t.Parts = append(t.Parts, boot.Part{Name: "unsent acts", Run: file.Run})
	}
	app = counter.New(s, outer, deps)
	app.SetDevices(counterDevices(t.Rack.Devices()))
	t.Parts = append(t.Parts, boot.Part{Name: "events", Run: app.Run},
		t.scans(func(code string) { s.Do(func() { app.Scanned(code) }) }))
	if p := t.post(c, func(ticket hall.TicketID, level int) { s.Do(func() { app.Rated(ticket, level) }) }); p != nil {
		t.Parts = append(t.Parts, boot.Part{Name: "window display and evaluator", Run: p.Run})
	}
	stages := []*nav.Stage{s, outer}
	if strip != nil {
		small := stageOf(ctx, strip.Window, counter.StripLook(), t.Book, c.Language)
		app.Strip(small, strip.Reached)
		stages = append(stages, small)
	}
	t.told(stages...)
	t.Parts = append(t.Parts, stageParts(c.DebugSock, stages...)...)
	return &Program{Terminal: t, Stages: stages}, app, nil
}

// counterPrinter prints slips at the counter; nil when none is set up there.
func (t *Terminal) counterPrinter(url string) flow.Printer {
	if url == "" {
		return nil
	}
	return again{slips{t}}
}

// post is what hangs at the counter beside its screens; nil when there is nothing, or when nobody knows which counter
// it is.
func (t *Terminal) post(c config.Counter, rated func(hall.TicketID, int)) *post.Post {
	if c.Counter == "" || c.Devices.LED == "" && c.Devices.Evaluator == "" {
		return nil
	}
	return &post.Post{From: t.Authority, Counter: hall.CounterID(c.Counter),
		Words: func(no hall.TicketNo, window string) string {
			return t.Book.Say(hall.Chinese, "display.caption", "no", no, "window", lang.Window(window))
		},
		Screen: t.Rack.LED(LED), Evaluator: t.Rack.Evaluator(Evaluator),
		Rated: func(ticket hall.TicketID, level int) {
			if rated(ticket, level); t.Witness.Rated != nil {
				t.Witness.Rated(ticket, level)
			}
		}, Trouble: func(err error) { t.Log.Warn("device", "error", err) }}
}

// counterDevices are the dots of the status bar; the customer's screen is one of them.
func counterDevices(all []rack.Device) []counter.Device {
	shown := []counter.Device{{Name: "screen", State: counter.DeviceGood}}
	for _, d := range all {
		shown = append(shown, counter.Device{Name: d.Name, State: counterState(d.Status), Detail: counterDetail(d.Status), Left: d.Status.SlipsLeft})
	}
	return shown
}

// counterDetail is what says more than the state's word.
func counterDetail(s hardware.Status) string {
	switch {
	case s.Code == hardware.PrinterPaperOut:
		return "paper_out"
	case s.Code == hardware.PrinterNearEnd && s.SlipsLeft > 0:
		return "paper_left"
	case s.Code == hardware.PrinterNearEnd:
		return "paper_low"
	}
	return ""
}

func counterState(s hardware.Status) counter.DeviceState {
	switch {
	case s.State == hardware.Warning:
		return counter.DeviceWatch
	case s.Usable():
		return counter.DeviceGood
	default:
		return counter.DeviceOff
	}
}
