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
	"github.com/brighthall/brighthall/apps/internal/uptime"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

type clock struct {
	place
	Right bool `help:"The machine's clock is right: the hall goes on at that moment, on its day, and everybody who waits goes with it."`

	AgainstCenter bool `help:"Say --right although the center's clock shows another time."`
}

// Run tells both clocks. The node that runs knows its own; without one it is what a start would make of the log.
func (c clock) Run(ctx context.Context) error {
	told, err := c.ask(ctx, control.Clock)
	if err == nil && c.Right {
		if err = contradicted(told); err == nil || c.AgainstCenter {
			told, err = c.ask(ctx, control.TrustClock)
		}
	}
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
	tell(os.Stdout, told, st.Setup.Outlet, st.Day.Day, c.Data)
	return nil
}

func (c clock) ask(ctx context.Context, cmd string) (told hall.Clock, err error) {
	err = c.askOr(ctx, cmd, nil, &told, func(s *sqlite.Store) (err error) {
		told, err = c.here(ctx, s, cmd)
		return err
	})
	return told, err
}

// contradicted refuses to believe this machine's clock while the center's shows another time.
func contradicted(c hall.Clock) error {
	if off := c.Wall.Sub(c.Center); c.Center > 0 && off.Abs() > time.Hour {
		return fmt.Errorf("the center's clock says that this machine's is %s it: one of them is wrong. Put that one right, and the hall follows. "+
			"If the center's is wrong, say so too: --right --against-center", far(off, "ahead of", "behind"))
	}
	return nil
}

// here asks a queue that is opened for the question.
func (c clock) here(ctx context.Context, store *sqlite.Store, cmd string) (told hall.Clock, err error) {
	q, err := queue.New(ctx, store, queue.Options{Key: store.Key(), Log: slog.New(slog.DiscardHandler), Running: uptime.Running(),
		Boot: uptime.Boot()})
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

// tell says in words how the clocks stand, by the clock on the outlet's wall, and what is to be done.
func tell(w io.Writer, c hall.Clock, outlet hall.Outlet, day hall.Day, dir string) {
	show := func(what string, at hall.Millis) {
		fmt.Fprintf(w, "%-17s %s\n", what, at.Time().In(outlet.Location()).Format("2006-01-02 15:04:05 -0700"))
	}
	show("the hall's clock", c.Hall)
	show("this machine's", c.Wall)
	if c.Center > 0 {
		show("the center's", c.Center)
	}
	fmt.Fprintf(w, "%-17s %s\n", "the hall's day", day)
	advise(w, c, outlet, dir)
}

// advise says what is to be done about clocks that stand so.
func advise(w io.Writer, c hall.Clock, outlet hall.Outlet, dir string) {
	if err := contradicted(c); err != nil {
		defer fmt.Fprintln(w, "But "+err.Error())
	}
	say := "hallctl clock --right --data " + dir
	apart := far(c.Wall.Sub(c.Hall), "ahead of", "behind")
	switch {
	case c.State == hall.ClockApart:
		fmt.Fprintf(w, "This machine's clock has jumped: it is %s the hall's, which goes on by how long the machine runs.\n", apart)
		fmt.Fprintln(w, "If the hall's is right, put the machine's clock right: nothing else is to be done.")
		fmt.Fprintf(w, "If the machine's is right, say so, and everybody who waits goes with the hall to that time:\n  %s\n", say)
	case c.State == hall.ClockUnsure:
		fmt.Fprintf(w, "Nobody vouches for the time since the start: this machine's clock is %s the hall's, which goes on from the end of\n", apart)
		fmt.Fprintln(w, "its log. Numbers are given and called meanwhile; the hall stays in its day, and no day begins or ends.")
		fmt.Fprintln(w, "If the machine's clock is wrong, put it right, and the hall follows by itself.")
		fmt.Fprintln(w, "If it is right, because the hall was closed for long or an old copy was restored, say so, and everybody who waits goes")
		fmt.Fprintf(w, "with the hall to that time:\n  %s\n", say)
	case c.Move != nil:
		at := c.Move.To.Time().In(outlet.Location()).Format("15:04:05")
		fmt.Fprintf(w, "They agree. Today the hall's clock was put %s, to %s, and everybody in the hall went with it.\n",
			far(c.Move.By.Sub(0), "forward", "back"), at)
		fmt.Fprintln(w, "If that was wrong, put this machine's clock right: the hall goes back with it.")
	default:
		fmt.Fprintln(w, "They agree: nothing is to be done.")
	}
}

// far tells a distance and its direction.
func far(d time.Duration, ahead, behind string) string {
	way, size := ahead, d.Abs()
	if d < 0 {
		way = behind
	}
	if days := size / (24 * time.Hour); days > 1 {
		return fmt.Sprintf("%d days %s", days, way)
	}
	return fmt.Sprintf("%s %s", size.Round(time.Second), way)
}
