package system

import (
	"context"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/apps/internal/boot"
)

// How a program with windows uses memory: what reading fonts took is given back when the first screens stand, what a visitor's screens
// took soon after they went. Drawing makes much that lives for a moment, so it is collected early.
const (
	settled   = 3 * time.Second
	giveBack  = 30 * time.Second
	collectAt = 50 // percent of what lives
)

// Show shows the first window and runs the program beside it. It returns when ctx ends or the window is closed, and everything
// has come to rest. A panic in a window ends the windows; the program then begins again, and finds its work where it left it: in the
// hall, and what the hall does not know yet in its own folder.
func Show(ctx context.Context, a fyne.App, first fyne.Window, p *Program, more ...fyne.Window) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	a.Lifecycle().SetOnStarted(func() {
		if p.OnShown != nil {
			p.OnShown()
		}
		go func() { defer close(done); p.Run(ctx) }()
		go keepSmall(ctx)
		go func() { <-ctx.Done(); fyne.Do(a.Quit) }()
	})
	crashed := boot.Edge(p.Log, func() {
		for _, w := range more {
			w.Show()
		}
		first.Show()
		a.Run()
	})
	stop()
	if crashed {
		return boot.Again(p.Log, done)
	}
	<-done
	return nil
}

// keepSmall gives memory back to the machine, now and then, until ctx ends.
func keepSmall(ctx context.Context) {
	debug.SetGCPercent(collectAt)
	pause := time.NewTimer(settled)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		debug.FreeOSMemory()
		pause.Reset(giveBack)
	}
}
