package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

type pin struct {
	place
	Teller  string `required:"" help:"The teller's id or badge, such as t01."`
	PINFile string `name:"pin-file" help:"File with the PIN; the first line of stdin when absent." type:"existingfile"`
}

// Run sets a teller's PIN. It never comes by argument: arguments are for all to see. Only its hash goes on from here.
func (p pin) Run(ctx context.Context) error {
	text, err := config.SecretLine(p.PINFile, config.Aloud())
	if err != nil {
		return err
	}
	hash, err := control.HashPIN(text, p.Teller)
	if err != nil {
		return err
	}
	args := control.PINArgs{Teller: p.Teller, Hash: hash}
	return p.askOr(ctx, control.PIN, args, nil, func(s *sqlite.Store) error { return p.set(ctx, s, args) })
}

func (p pin) set(ctx context.Context, store *sqlite.Store, args control.PINArgs) error {
	if lost := store.Lost(); lost != nil {
		return fmt.Errorf("this hall has lost its last events (%s): start its node first, which goes on behind them", lost)
	}
	q, err := queue.New(ctx, store, queue.Options{Key: store.Key(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("no hall is here yet; start its node once: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	err = control.Here(ctx, control.HallHandlers(q), control.PIN, args, nil)
	stop()
	return errors.Join(err, <-ended)
}
