package system

import (
	"context"
	"runtime/debug"
	"time"
)

// How a program with windows uses memory: what reading fonts took is given back when the first screens stand, what a
// visitor's screens took soon after they went. Drawing makes much that lives for a moment, so it is collected early.
const (
	settled   = 3 * time.Second
	giveBack  = 30 * time.Second
	collectAt = 50 // percent of what lives
)

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
