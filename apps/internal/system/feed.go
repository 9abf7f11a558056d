package system

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Watched is the part of an authority that a feed reads.
type Watched interface {
	Hall(ctx context.Context) (hall.Snapshot, error)
	Watch(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error
}

// Feed keeps a screen up to date: a snapshot at the start, after events and at least every few seconds (wait windows
// move by themselves), and the events between. When the hall cannot be read it says so once and goes on trying.
//
// The callbacks come from Feed's own goroutines, Push and Lost from one, Tell from another; a screen passes them
// through stage.Do.
type Feed struct {
	From Watched
	Push func(hall.Snapshot)
	Tell func(hall.Event) // nil: not interested
	Lost func(error)      // nil: not interested

	poke chan struct{} // an event came; made by Run
}

const (
	refreshEvery = 4 * time.Second
	refreshAway  = time.Second            // while the hall cannot be read
	gather       = 120 * time.Millisecond // events that come together make one snapshot
	readPatience = 5 * time.Second
)

// Run feeds until ctx ends.
func (f *Feed) Run(ctx context.Context) error {
	f.poke = make(chan struct{}, 1)
	var watching chan struct{}
	for {
		snap, err := f.read(ctx)
		switch {
		case ctx.Err() != nil:
			if watching != nil {
				<-watching
			}
			return nil
		case err != nil && f.Lost != nil:
			f.Lost(err)
		case err == nil:
			f.Push(snap)
			if watching == nil {
				watching = make(chan struct{})
				go f.watch(ctx, snap.Cursor, watching)
			}
		}
		f.rest(ctx, err == nil)
	}
}

func (f *Feed) read(ctx context.Context) (hall.Snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, readPatience)
	defer cancel()
	return f.From.Hall(ctx)
}

// watch follows the events from the first snapshot on. It ends only with ctx or when the node refuses in words; then
// the snapshots alone go on.
func (f *Feed) watch(ctx context.Context, from hall.Cursor, done chan<- struct{}) {
	defer close(done)
	f.From.Watch(ctx, from, func(e hall.Event) error {
		if f.Tell != nil {
			f.Tell(e)
		}
		select {
		case f.poke <- struct{}{}:
		default:
		}
		return nil
	})
}

// rest waits for an event, or for the time of the next look.
func (f *Feed) rest(ctx context.Context, well bool) {
	every := refreshEvery
	if !well {
		every = refreshAway
	}
	select {
	case <-ctx.Done():
	case <-time.After(every):
	case <-f.poke:
		pause(ctx, gather)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
