package centerd

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/brighthall/brighthall/hall"
)

// Epochs holds the commands about halls that go on from a copy.
type Epochs struct {
	List   ListEpochs  `cmd:"" default:"withargs" help:"List the halls that want to go on from a copy (the default)."`
	Accept AcceptEpoch `cmd:"" help:"The hall was restored: take its new log."`
	Undo   UndoEpoch   `cmd:"" help:"It was a copy, not the hall: set its log aside and go on with the one before."`
}

// ListEpochs lists the questions and their answers.
type ListEpochs struct{ Place }

// Run prints a line for each: what the copy had, what the center has, and what would be left behind.
func (c *ListEpochs) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		list, err := d.archive.Epochs(ctx, "")
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tHALL\tEPOCH\tBEGUN\tGOES ON FROM\tTHE CENTER HAS\tSTATE\tBY")
		for _, e := range list {
			o, err := d.archive.Outlet(ctx, e.Outlet)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\n", e.ID, e.Outlet, e.Epoch, date(e.Begun), e.Previous, o.Cursor, e.State, e.By)
		}
		return w.Flush()
	})
}

// AcceptEpoch takes a hall's new log.
type AcceptEpoch struct {
	Place
	ID string `arg:"" help:"Which, from epochs."`
}

// Run accepts it; the hall sends it again within a minute.
func (c *AcceptEpoch) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error { return d.archive.AcceptEpoch(ctx, c.ID, atDesk) })
}

// atDesk is who answers on the center's own machine.
const atDesk = "command"

// UndoEpoch sends a copy's log back.
type UndoEpoch struct {
	Place
	Outlet hall.OutletID `arg:"" help:"The hall's id."`
}

// Run tells where the log stands again.
func (c *UndoEpoch) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		at, err := d.archive.UndoEpoch(ctx, c.Outlet, atDesk)
		if err == nil {
			fmt.Printf("%s goes on after %s\n", c.Outlet, at)
		}
		return err
	})
}

// Keep lets a hall's log go on whose events are refused as they are, because its clock was wrong when it wrote them.
type Keep struct {
	Place
	Outlet hall.OutletID `arg:"" help:"The hall's id."`
	Off    bool          `help:"Refuse them again."`
}

// Run says it.
func (c *Keep) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error { return d.archive.KeepOdd(ctx, c.Outlet, !c.Off) })
}
