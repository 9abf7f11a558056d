package system

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/media"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Media builds a query and advert machine in its window.
func Media(ctx context.Context, c config.Screen, w fyne.Window, log *slog.Logger) (*Program, error) {
	t, err := Open(ctx, Given{ID: c.Terminal, Kind: "media", Node: c.Node, Devices: c.Devices, Gateway: c.Gateway, Power: c.Power, Log: log})
	if err != nil {
		return nil, err
	}
	s := stage(ctx, w, skin.Media, t.Book, c.Language)
	app := media.New(s, media.Deps{})
	app.Start()
	t.Parts = append(t.Parts, t.feed(func(snap hall.Snapshot) { s.Do(func() { app.Push(snap) }) }, nil,
		func(error) { s.Do(app.Lost) }))
	t.told(s)
	t.Parts = append(t.Parts, stageParts(c.DebugSock, s)...)
	return &Program{Terminal: t, Stages: []*nav.Stage{s}}, nil
}
