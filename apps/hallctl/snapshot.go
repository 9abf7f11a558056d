package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

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
	File string `arg:"" type:"existingfile" help:"A copy made by snapshot."`
}

// Run puts the copy in the place of the database, which is kept beside it, and begins an epoch that is later than any that either has
// seen: readers of the log then know that it is another one.
func (r restore) Run(ctx context.Context) error {
	seen, kept, err := sqlite.Restore(ctx, r.Data, r.File)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, r.Data)
	if err != nil {
		return err
	}
	at, err := raise(ctx, store, r.Data, seen)
	if err = errors.Join(err, store.Close()); err != nil {
		return err
	}
	fmt.Printf("restored; the log goes on at %s\n", at)
	if kept != "" {
		fmt.Printf("the database that was here is %s\n", kept)
	}
	return nil
}

func raise(ctx context.Context, store *sqlite.Store, dir string, seen hall.Epoch) (hall.Cursor, error) {
	key, err := seal.HallKey(dir)
	if err != nil {
		return hall.Cursor{}, err
	}
	for {
		q, err := queue.New(ctx, store, queue.Options{Key: key, NewEpoch: true, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			return hall.Cursor{}, err
		}
		if at := q.Cursor(); at.Epoch > seen {
			return at, nil
		}
	}
}
