package centerd

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
)

// Epochs holds the commands about halls that go on from a copy.
type Epochs struct {
	List   ListEpochs  `cmd:"" default:"withargs" help:"List the halls that want to go on from a copy (the default)."`
	Accept AcceptEpoch `cmd:"" help:"It is the hall: take its log."`
	Refuse RefuseEpoch `cmd:"" help:"It is a copy, not the hall: take nothing of it."`
	Undo   UndoEpoch   `cmd:"" help:"What was accepted is a copy: set its log aside and go on with the one that was here."`
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

// Answer is an answer to one question.
type Answer struct {
	Place
	ID string `arg:"" help:"Which, from epochs."`
}

// AcceptEpoch takes a hall's new log; the hall sends it again within a minute.
type AcceptEpoch struct{ Answer }

// Run accepts it.
func (c *AcceptEpoch) Run(ctx context.Context) error { return c.say(ctx, archive.AcceptEpoch) }

// RefuseEpoch takes nothing of a copy.
type RefuseEpoch struct{ Answer }

// Run refuses it.
func (c *RefuseEpoch) Run(ctx context.Context) error { return c.say(ctx, archive.RefuseEpoch) }

// UndoEpoch sends a copy's log back.
type UndoEpoch struct{ Answer }

// Run undoes it.
func (c *UndoEpoch) Run(ctx context.Context) error { return c.say(ctx, archive.UndoEpoch) }

// atDesk is the name of a person who answers on the center's own machine.
const atDesk = "command"

// say gives the answer, and tells what holds now and where the log stands.
func (c *Answer) say(ctx context.Context, answer archive.EpochAnswer) error {
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error {
		e, err := d.archive.AnswerEpoch(ctx, c.ID, answer, uuid.NewString(), atDesk)
		if err != nil {
			return err
		}
		o, err := d.archive.Outlet(ctx, e.Outlet)
		if err == nil {
			fmt.Printf("epoch %d of %s is %s; the center has the hall's log up to %s\n", e.Epoch, e.Outlet, e.State, o.Cursor)
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
	return c.beside(ctx, func(ctx context.Context, d *Daemon) error { return d.archive.KeepUnshown(ctx, c.Outlet, !c.Off) })
}
