package system

import (
	"context"
	"sync"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hall"
)

// askedMost is how many slips may wait for the printer: staff ask for one, and look.
const askedMost = 8

// slipsAsked is the part that prints what staff at the center want printed here, and tells what became of it.
func (t *Terminal) slipsAsked() boot.Part {
	return boot.Part{Name: "slips asked for", Run: func(ctx context.Context) error {
		asked := make(chan hall.TicketID, askedMost)
		var ears sync.WaitGroup
		ears.Go(func() {
			t.hear(ctx, func(e hall.Event) {
				if b, err := e.Tell(); e.Kind == hall.SlipAsked && err == nil && b.Slip != nil && b.Slip.Terminal == t.ID {
					select {
					case asked <- b.Slip.Ticket:
					default:
					}
				}
			})
		})
		defer ears.Wait()
		for {
			select {
			case <-ctx.Done():
				return nil
			case id := <-asked:
				if err := t.printAsked(ctx, id); err != nil {
					t.Log.Warn("slip asked for", "terminal", t.ID, "ticket", id, "err", err)
				}
			}
		}
	}}
}

// printAsked prints a slip with today's place in the queue. A second one that did not come out is not told: the visitor
// may still have the first.
func (t *Terminal) printAsked(ctx context.Context, id hall.TicketID) error {
	st, err := t.Authority.Ticket(ctx, id)
	if err != nil || !st.State.Open() {
		return hall.Wrap("system.printAsked", err)
	}
	second := st.Paper == hall.PaperPrinted || st.Paper == hall.PaperUncertain
	paper, _, err := again{slips{t}}.Print(ctx, st, second)
	if err != nil && paper == "" {
		paper = hall.PaperUncertain
	}
	if second && paper != hall.PaperPrinted {
		return err
	}
	_, told := t.Authority.Act(ctx, hall.Action{Key: newKey(), Ticket: id, Verb: hall.Print, Paper: paper, By: hall.Actor{Terminal: t.ID}})
	if err == nil {
		err = told
	}
	return hall.Wrap("system.printAsked", err)
}
