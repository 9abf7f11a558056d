package system

import (
	"context"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
)

// settled is when the first screens stand: what reading fonts and drawing them took is then given back to the machine.
const settled = 3 * time.Second

// Show shows the first window and runs the program beside it. It returns when ctx ends or the window is closed, and everything
// has come to rest.
func Show(ctx context.Context, a fyne.App, first fyne.Window, p *Program, more ...fyne.Window) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	a.Lifecycle().SetOnStarted(func() {
		if p.OnShown != nil {
			p.OnShown()
		}
		go func() { defer close(done); p.Run(ctx) }()
		time.AfterFunc(settled, debug.FreeOSMemory)
		go func() { <-ctx.Done(); fyne.Do(a.Quit) }()
	})
	for _, w := range more {
		w.Show()
	}
	first.Show()
	a.Run()
	stop()
	<-done
	return nil
}
