package system

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/bridge"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/ui/display"
	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// Display builds a waiting-hall display in its window. caption is told what is being said; it may be nil.
func Display(ctx context.Context, c config.Screen, w fyne.Window, caption func(board.Call, bool), log *slog.Logger) (*Program, error) {
	t, err := Open(ctx, Given{ID: c.Terminal, Node: c.Node, Devices: c.Devices, Gateway: c.Gateway, Power: c.Power, Log: log})
	if err != nil {
		return nil, err
	}
	s := stage(ctx, w, skin.Hall, t.Book, c.Language)
	deps := display.Deps{Caption: caption}
	if c.Devices.Voice != "" {
		deps.Announce = announcer{t.Rack.Voice(Voice)}
	}
	app := display.New(s, deps)
	app.Start()
	tell := func(e hall.Event) { s.Do(func() { app.Event(e) }) }
	t.Parts = append(t.Parts, boot.Part{Name: "board", Run: app.Run},
		t.feed(func(snap hall.Snapshot) { s.Do(func() { app.Push(snap) }) }, tell, func(error) { s.Do(app.Lost) }))
	t.Parts = append(t.Parts, stageParts(c.DebugSock, s)...)
	return &Program{Terminal: t, Stages: []*nav.Stage{s}}, nil
}

// between is the pause between the two readings of a call.
const between = 800 * time.Millisecond

// announcer speaks the board's calls on the terminal's voice. The board keeps them apart and in order.
type announcer struct{ voice hardware.Voice }

// Announce implements board.Announcer.
func (a announcer) Announce(ctx context.Context, c board.Call) error {
	u := bridge.Utterance(c.CallView)
	for reading := range c.Times {
		if reading > 0 {
			pause(ctx, between)
		}
		u.NoChime = reading > 0
		if err := a.voice.Say(ctx, u); err != nil {
			return err
		}
	}
	return nil
}
