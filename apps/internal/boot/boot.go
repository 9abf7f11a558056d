package boot

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"time"
)

// Part is one long-lived piece of a program.
type Part struct {
	Name string
	Run  func(context.Context) error
}

// The pauses before a part that stopped is started again.
const (
	firstPause = time.Second
	longPause  = 30 * time.Second
)

// Run runs the parts until ctx ends and all of them have returned.
func Run(ctx context.Context, log *slog.Logger, parts ...Part) {
	var all sync.WaitGroup
	for _, p := range parts {
		all.Go(func() { keep(ctx, log, p) })
	}
	all.Wait()
}

func keep(ctx context.Context, log *slog.Logger, p Part) {
	pause := firstPause
	for ctx.Err() == nil {
		began := time.Now()
		err := once(ctx, p)
		if ctx.Err() != nil {
			return
		}
		log.Warn("part stopped", "part", p.Name, "error", err)
		if time.Since(began) > longPause {
			pause = firstPause
		}
		wait(ctx, pause)
		pause = min(2*pause, longPause)
	}
}

// once runs the part and turns a panic into an error with its stack.
func once(ctx context.Context, p Part) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			writeCrash("part "+p.Name, r, debug.Stack())
		}
	}()
	return p.Run(ctx)
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Log writes text lines to standard error.
func Log() *slog.Logger { return slog.New(slog.NewTextHandler(os.Stderr, nil)) }
