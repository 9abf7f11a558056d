package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

type snapshot struct {
	place
	File string `arg:"" type:"path" help:"Where the copy goes; it must not exist. Keys are not in it: copy hall.key and seal.key apart."`
}

func (s snapshot) Run(ctx context.Context) error {
	store, err := sqlite.Look(ctx, s.Data)
	if err != nil {
		return err
	}
	return errors.Join(store.Snapshot(ctx, s.File), store.Close())
}

type restore struct {
	place
	Skip int    `default:"100" help:"Where the replaced database cannot tell what numbers it gave: leave out at least so many of each prefix today."`
	File string `arg:"" type:"existingfile" help:"A copy made by snapshot."`
}

// Run puts the copy in the place of the database, which is kept beside it, and begins an epoch that is later than any that either has
// seen: readers of the log then know that it is another one. Today's numbers go on above those that may have been given since the copy.
func (r restore) Run(ctx context.Context) error {
	seen, kept, err := sqlite.Restore(ctx, r.Data, r.File)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, r.Data)
	if err != nil {
		return err
	}
	err = r.goOn(ctx, store, seen, kept)
	if err = errors.Join(err, store.Close()); err != nil {
		return err
	}
	if kept != "" {
		fmt.Printf("the database that was here is %s\n", kept)
	}
	return nil
}

func (r restore) goOn(ctx context.Context, store *sqlite.Store, seen hall.Epoch, kept string) error {
	q, err := raise(ctx, store, r.Data, seen)
	if err != nil {
		return err
	}
	at := q.Cursor()
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	err = r.skip(ctx, q, kept)
	stop()
	if err = errors.Join(err, <-ended); err == nil {
		fmt.Printf("restored; the log goes on at %s\n", at)
	}
	return err
}

// raise opens queues until the epoch is one that nobody has seen.
func raise(ctx context.Context, store *sqlite.Store, dir string, seen hall.Epoch) (*queue.Queue, error) {
	key, err := seal.HallKey(dir)
	if err != nil {
		return nil, err
	}
	for {
		q, err := queue.New(ctx, store, queue.Options{Key: key, NewEpoch: true, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			return nil, err
		}
		if at := q.Cursor(); at.Epoch > seen {
			return q, nil
		}
	}
}

// skip turns to the day of now and goes on above what the replaced database gave on it; where it cannot tell, well above the copy.
func (r restore) skip(ctx context.Context, q *queue.Queue, kept string) error {
	if err := q.Tick(ctx); err != nil {
		return err
	}
	day, known := q.Given()
	given, how := r.guess(q.Setup(), known), "the replaced database cannot tell what it gave"
	if kept != "" {
		if last, err := sqlite.Given(ctx, kept, day); err == nil {
			given, how = queue.Given{Last: last, Seq: last[""]}, "read from the replaced database"
			delete(given.Last, "")
		}
	}
	if err := q.Skip(ctx, given); err != nil {
		return err
	}
	_, now := q.Given()
	r.tell(day, how, known, now)
	return nil
}

// guess leaves out at least Skip numbers of every prefix, up to a round one, so that the jump is plain to see on slips.
func (r restore) guess(setup *hall.Setup, known queue.Given) queue.Given {
	round := func(n int) int { return (n + r.Skip + 99) / 100 * 100 }
	g := queue.Given{Last: map[string]int{}, Seq: round(known.Seq)}
	for _, group := range setup.Groups {
		g.Last[group.Prefix] = round(known.Last[group.Prefix])
	}
	for _, prefix := range []string{hall.CarePrefix, hall.BookedPrefix} {
		g.Last[prefix] = round(known.Last[prefix])
	}
	return g
}

func (r restore) tell(day hall.Day, how string, before, now queue.Given) {
	if maps.Equal(before.Last, now.Last) && before.Seq == now.Seq {
		fmt.Printf("numbers of %s: the copy knows all that were given (%s)\n", day, how)
		return
	}
	fmt.Printf("numbers of %s go on above what may have been given (%s):", day, how)
	for _, prefix := range slices.Sorted(maps.Keys(now.Last)) {
		fmt.Printf(" %s after %s", prefix, hall.Number(prefix, now.Last[prefix]))
	}
	fmt.Println()
}
