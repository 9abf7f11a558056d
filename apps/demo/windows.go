package main

import (
	"context"
	"image"
	"log/slog"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/system"
	"github.com/brighthall/brighthall/ui/bench"
	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/nav/debugsock"
)

// demo is the furnished hall.
type demo struct {
	hall    *demohall.Hall
	windows []fyne.Window
	stages  []*nav.Stage
	parts   []boot.Part
	board   *bench.Bench
	said    func(board.Call, bool) // tells the bench what the voice says; set when the bench stands
	log     *slog.Logger
}

// furnish makes the windows for a screen of a size and joins them to the hall.
func furnish(ctx context.Context, a fyne.App, h *demohall.Hall, size image.Point, log *slog.Logger) (*demo, error) {
	d := &demo{hall: h, parts: h.Parts, log: log}
	for _, room := range []func(context.Context, func(string) fyne.Window) error{d.bench, d.kiosk, d.counter, d.display, d.media, d.admin} {
		err := room(ctx, func(title string) fyne.Window {
			w := a.NewWindow(title)
			system.Stand(w, place(title, size))
			d.windows = append(d.windows, w)
			return w
		})
		if err != nil {
			return nil, err
		}
	}
	return d, nil
}

// node is how a terminal of a kind reaches the hall's node: over the cable, with a token of its own.
func (d *demo) node(kind string) config.Node {
	return config.Node{Address: d.hall.Cable.URL, TokenFile: d.hall.TokenFile(kind)}
}

func (d *demo) add(p *system.Program) {
	d.parts, d.stages = append(d.parts, p.Parts...), append(d.stages, p.Stages...)
}

func (d *demo) kiosk(ctx context.Context, window func(string) fyne.Window) error {
	c := config.Kiosk{Terminal: "demo-kiosk", Language: "zh-CN", Node: d.node("kiosk"), Devices: d.hall.Kiosk(), Power: config.Power{}} // a simulated battery shuts no PC down
	p, err := system.Kiosk(ctx, c, window("kiosk"), func() {}, d.log)
	if err != nil {
		return err
	}
	p.Witness.Found = d.hall.Machines.Found(demohall.AtKiosk)
	d.add(p)
	d.parts = append(d.parts, d.hall.Machines.ThroughKiosk(p.Rack)...)
	return nil
}

func (d *demo) counter(ctx context.Context, window func(string) fyne.Window) error {
	c := config.Counter{Terminal: "demo-counter", Counter: "3", Language: "zh-CN", Node: d.node("counter"), Devices: d.hall.Counter()}
	p, _, err := system.Counter(ctx, c, window("teller"), window("customer"), nil, d.log)
	if err != nil {
		return err
	}
	p.Witness = system.Witness{Found: d.hall.Machines.Found(demohall.AtCounter), Rated: d.hall.Rated(ctx)}
	d.add(p)
	return nil
}

func (d *demo) display(ctx context.Context, window func(string) fyne.Window) error {
	c := config.Display{Screen: config.Screen{Terminal: "demo-display", Language: "zh-CN", Node: d.node("display"), Devices: config.Devices{Voice: "clips+system:"}}}
	p, err := system.Display(ctx, c, window("display"), d.said, d.log)
	if err == nil {
		d.add(p)
	}
	return err
}

func (d *demo) media(ctx context.Context, window func(string) fyne.Window) error {
	c := config.Screen{Terminal: "demo-media", Language: "zh-CN", Node: d.node("media")}
	p, err := system.Media(ctx, c, window("media"), d.log)
	if err == nil {
		d.add(p)
	}
	return err
}

func (d *demo) admin(ctx context.Context, window func(string) fyne.Window) error {
	p, err := system.AdminFor(ctx, config.Admin{Center: d.hall.Center.URL, Language: "zh-CN"}, window("admin"), demohall.PersonName, demohall.PersonPassword)
	if err == nil {
		d.add(p)
	}
	return err
}

// eyes look at the stages of this process.
type eyes struct{ *debugsock.Server }

// Ask implements visit.Eyes.
func (e eyes) Ask(ctx context.Context, op, window, key string) (map[string]any, error) {
	return e.Answer(ctx, op, window, key), ctx.Err()
}
