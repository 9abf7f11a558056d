package system

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/display"
	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Display builds a waiting-hall display in its window. caption is told what is being said; it may be nil.
func Display(ctx context.Context, c config.Display, w fyne.Window, caption func(board.Call, bool), log *slog.Logger) (*Program, error) {
	t, err := Open(ctx, Given{ID: c.Terminal, Kind: "display", Node: c.Node, Devices: c.Devices, Gateway: c.Gateway, Power: c.Power, Hours: c.Voice.Hours(), Log: log})
	if err != nil {
		return nil, err
	}
	s := stage(ctx, w, skin.Hall, t.Book, c.Language)
	deps := display.Deps{Caption: caption}
	if c.Devices.Voice != "" {
		deps.Announce = announcer{t.Speaker}
	}
	app := display.New(s, deps)
	app.Start()
	tell := func(e hall.Event) { s.Do(func() { app.Event(e) }) }
	t.Parts = append(t.Parts, boot.Part{Name: "board", Run: app.Run},
		t.feed(func(snap hall.Snapshot) { s.Do(func() { app.Push(snap) }) }, tell, func(error) { s.Do(app.Lost) }))
	t.told(s)
	t.Parts = append(t.Parts, stageParts(c.DebugSock, s)...)
	return &Program{Terminal: t, Stages: []*nav.Stage{s}}, nil
}
