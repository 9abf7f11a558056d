package hallnode

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/serve"
)

// Run keeps the node going until ctx ends. Then it stops from the outside in: first no more requests, then the queue,
// then the store; so everything that was answered is on the disk, and nothing is answered that is not.
func (n *Node) Run(ctx context.Context) error {
	defer n.Close()
	inner, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var parts sync.WaitGroup
	parts.Go(func() { boot.Run(inner, n.opts.Log, n.parts...) })
	n.wake(ctx)
	err := n.serve(ctx)
	stop()
	parts.Wait()
	return hall.Wrap("hallnode.Run", errors.Join(err, n.Close()))
}

// limits of a hall: some thirty machines, and visitors' phones, which may come through one proxy.
var limits = serve.Limits{Read: 15 * time.Second, Write: 30 * time.Second, Connections: 1024, PerAddress: 512, Command: 20 * time.Second}

// wake lets the queue look at its clock before anybody is answered: a hall whose log lies in another time comes back
// first. A disk that takes nothing keeps nobody from reading.
func (n *Node) wake(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 2*tickEvery)
	defer cancel()
	_ = n.Authority.Tick(ctx) // the part "clock" says what is wrong
}

// look lets the queue do what is due, and tells how its clock stands when that changes.
func (n *Node) look(ctx context.Context) {
	if err := n.Authority.Tick(ctx); err != nil && ctx.Err() == nil {
		n.opts.Log.Warn("the queue could not look at its clock", "error", err)
	}
	n.lookAfter()
	before, c := n.clock, n.Authority.Clock()
	n.clock = c
	if m := c.Move; m != nil && (before.Move == nil || *before.Move != *m) {
		n.opts.Log.Warn("the hall's clock was moved, and everybody in the hall with it. If that was wrong, put this machine's clock right: the hall "+
			"goes back with it", "by", m.By.Sub(0), "to", m.To.Time())
	}
	if c.State != before.State {
		n.sayClock(c)
	}
}

// lookAfter tells when the hall's data is taken away, and when it is put back.
func (n *Node) lookAfter() {
	gone := n.store.Gone()
	switch {
	case gone != nil && !n.gone:
		n.opts.Log.Error("this hall's data was taken away while the hall works: nothing is stored, so no number is given or called any more. Put "+
			"the files back where they were, or stop the node and put the last copy back with: hallctl restore", "error", hall.Told(gone))
	case gone == nil && n.gone:
		n.opts.Log.Info("this hall's data is where it was; the hall goes on")
	}
	n.gone = gone != nil
}

// sayClock tells how the clocks stand, and what is to be done.
func (n *Node) sayClock(c hall.Clock) {
	clocks := []any{"hall", c.Hall.Time(), "machine", c.Wall.Time()}
	switch c.State {
	case hall.ClockRight:
		n.opts.Log.Info("the hall's clock and this machine's agree", clocks...)
	case hall.ClockApart:
		n.opts.Log.Warn("this machine's clock has jumped; the hall goes on by its own. Put the machine's clock right. "+ifRight, clocks...)
	case hall.ClockUnsure:
		n.opts.Log.Warn("nobody vouches for the time since the start: the hall stays in its last day, numbers are given and called, and no day "+
			"begins or ends. Look at this machine's clock, and put it right. "+ifRight, clocks...)
	}
}

const ifRight = "If it is right, say so on a kiosk's staff page, or with: hallctl clock --right"

func (n *Node) serve(ctx context.Context) error {
	if n.listener == nil {
		<-ctx.Done()
		return nil
	}
	return serve.Run(ctx, n.listener, n.handler, limits)
}

// tick lets the queue look at its clock.
func (n *Node) tick(ctx context.Context) error {
	if err := n.settle(ctx); err != nil && ctx.Err() == nil {
		n.opts.Log.Warn("the settings of this machine are not in force", "error", hall.Told(err))
	}
	t := time.NewTicker(tickEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		}
		n.look(ctx)
	}
}

// control answers hallctl.
func (n *Node) control(ctx context.Context) error {
	handlers := control.StoreHandlers(n.terminals)
	maps.Copy(handlers, control.HallHandlers(n.Authority))
	return control.Serve(ctx, n.opts.Data, handlers)
}

// storing is for /healthz. One commit that failed is over once the store was read back; a second one within minutes is
// a store that does not take everything, be it of one service alone. On a full disk commands are stored while the files
// themselves have room.
func (n *Node) storing() node.Storing {
	h := n.Authority.Health()
	s := node.Storing{Halted: h.Halted, Ago: h.Ago}
	switch full := n.store.Full(); {
	case n.store.Gone() != nil:
		s.Halted, s.Failure = true, hall.DataGone
	case full:
		s.Failure, s.Passing = hall.DiskFull, h.Refused == 0
	case h.Halted, h.Refused > 1, h.Refused > 0 && hall.Unstored(h.Failure):
		s.Failure = h.Failure
	}
	return s
}

// Close gives back the address and the data directory. It may be called again.
func (n *Node) Close() error {
	n.closing.Do(func() {
		if n.listener != nil {
			n.listener.Close() // serving may have closed it before
		}
		if n.store != nil {
			n.closed = n.store.Close()
		}
	})
	return n.closed
}
