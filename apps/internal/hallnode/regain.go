package hallnode

import (
	"context"

	"github.com/brighthall/brighthall/hall/queue"
)

// regain lets a hall that has lost the end of its log go on in a new epoch, above the numbers that may have been given. Refusing would
// keep the doors shut at eight in the morning; going on as if nothing had been would give numbers twice.
func (n *Node) regain(ctx context.Context, o *queue.Options) error {
	lost := n.store.Lost()
	if lost == nil {
		return nil
	}
	had, err := n.store.Load(ctx)
	if err != nil {
		return err
	}
	o.NewEpoch, o.After, o.Given = true, lost.After(), lost.Given(had.Setup, n.opts.Now())
	n.opts.Log.Error("the hall has lost its last events and goes on in a new epoch, above the numbers that may have been given; whoever holds "+
		"one of the lost numbers is not in the queue. Where a newer copy is, put it back with hallctl restore", "lost", lost.String(),
		"epoch", o.After+1, "day", o.Given.Day, "numbers_above", o.Given.Last)
	return nil
}
