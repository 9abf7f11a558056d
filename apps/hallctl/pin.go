package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
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

type staffPIN struct {
	File string `arg:"" type:"path" help:"The file that pin_file in the kiosk's settings names."`
}

// Run writes the hash of the PIN, readable by its owner alone. A kiosk reads it at every try, so a new one holds at
// once.
func (s staffPIN) Run() error {
	text, err := config.SecretLine("", config.Aloud())
	if err != nil {
		return err
	}
	hash, err := control.HashPIN(text, "")
	if err != nil {
		return err
	}
	return seal.WriteFile(s.File, []byte(hash+"\n"))
}

type tellers struct{ place }

// Run works beside a node that runs: it reads one moment of the database.
func (t tellers) Run(ctx context.Context) error {
	if err := t.hall(); err != nil {
		return err
	}
	store, err := sqlite.Look(ctx, t.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	st, err := store.Load(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tBADGE\tNAME\tPIN")
	for _, one := range st.Setup.Tellers {
		set := "set"
		if one.PIN == "" {
			set = "none: hallctl pin sets it"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", one.ID, one.Badge, one.Name.In(hall.Chinese), set)
	}
	return w.Flush()
}
