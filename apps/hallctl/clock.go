package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

type clock struct {
	place
	Right bool `help:"The machine's clock is right: the hall goes on at that moment, on its day, and everybody who waits goes with it."`
}

// Run tells both clocks. The node that runs knows its own; without one it is what a start would make of the log.
func (c clock) Run(ctx context.Context) error {
	cmd := control.Clock
	if c.Right {
		cmd = control.TrustClock
	}
	var told hall.Clock
	err := c.askOr(ctx, cmd, nil, &told, func(s *sqlite.Store) (err error) {
		told, err = c.here(ctx, s, cmd)
		return err
	})
	if err != nil {
		return err
	}
	store, err := sqlite.Look(ctx, c.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	st, err := store.Load(ctx)
	if err != nil {
		return err
	}
	tell(os.Stdout, told, st.Setup.Outlet, st.Day.Day)
	return nil
}

// here asks a queue that is opened for the question.
func (c clock) here(ctx context.Context, store *sqlite.Store, cmd string) (told hall.Clock, err error) {
	q, err := queue.New(ctx, store, queue.Options{Key: store.Key(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return told, fmt.Errorf("no hall is here yet; start its node once: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	err = control.Here(ctx, control.HallHandlers(q), cmd, nil, &told)
	stop()
	return told, errors.Join(err, <-ended)
}

// tell says in words how the clocks stand, by the clock on the outlet's wall.
func tell(w io.Writer, c hall.Clock, outlet hall.Outlet, day hall.Day) {
	show := func(what string, at hall.Millis) {
		fmt.Fprintf(w, "%-17s %s\n", what, at.Time().In(outlet.Location()).Format("2006-01-02 15:04:05 -0700"))
	}
	show("the hall's clock", c.Hall)
	show("this machine's", c.Wall)
	if c.Center > 0 {
		show("the center's", c.Center)
	}
	fmt.Fprintf(w, "%-17s %s\n", "the hall's day", day)
	apart := c.Wall.Sub(c.Hall).Abs().Round(time.Second).String()
	if days := c.Wall.Sub(c.Hall).Abs() / (24 * time.Hour); days > 1 {
		apart = fmt.Sprintf("%d days", days)
	}
	switch c.State {
	case hall.ClockRight:
		fmt.Fprintln(w, "they agree: nothing is to be done")
	case hall.ClockApart:
		fmt.Fprintf(w, "this machine's clock has jumped by %s; the hall goes on by its own, which ran on.\n", apart)
		fmt.Fprintln(w, "Put the machine's clock right. If it is right, say: hallctl clock --right")
	case hall.ClockUnsure:
		fmt.Fprintf(w, "since the start nobody vouches for the time: this machine's clock and the hall's log are %s apart.\n", apart)
		fmt.Fprintln(w, "Numbers are given and called meanwhile, no day begins or ends. Put the machine's clock right, and the hall follows by")
		fmt.Fprintln(w, "itself. If it is right, say: hallctl clock --right")
	}
}
