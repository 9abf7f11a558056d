package hallnode

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/outbox"
)

// centerPatience bounds how long a start waits for the center's word on how far the hall had come. A center that is
// away holds up no hall.
const centerPatience = 2 * time.Second

// regain lets a hall that has lost the end of its log go on in a new epoch, above the numbers that may have been given.
// Refusing would keep the doors shut at eight in the morning; going on as if nothing had been would give numbers twice.
func (n *Node) regain(ctx context.Context, o *queue.Options) error {
	had, err := n.store.Load(ctx)
	if err != nil {
		return err
	}
	if err := n.ours(had.Setup); err != nil {
		return err
	}
	setup := had.Setup
	if setup == nil {
		setup = o.Seed
	}
	if err := n.askCenter(ctx, setup.Outlet.ID, o); err != nil {
		return err
	}
	lost := n.store.Lost()
	if lost == nil {
		return nil
	}
	now := n.opts.Now()
	o.NewEpoch, o.After, o.Given = true, lost.AfterAt(now), lost.Given(setup, now)
	n.opts.Log.Error("the hall has lost its last events and goes on in a new epoch, above the numbers that may have been given; whoever holds "+
		"one of the lost numbers is not in the queue. Where a newer copy is, put it back with hallctl restore", "lost", lost.String(),
		"epoch", o.After+1, "day", o.Given.Day, "numbers_above", numbers(o.Given))
	return nil
}

// numbers are the last numbers that may have been given, as they stand on slips.
func numbers(g queue.Given) string {
	var all []string
	for _, prefix := range slices.Sorted(maps.Keys(g.Last)) {
		all = append(all, string(hall.Number(prefix, g.Last[prefix])))
	}
	return strings.Join(all, " ")
}

// askCenter asks the center how far it has the hall's log, and tells the store, which knows how far the log goes. What
// the center's clock shows is heard with it, before the machine's own may begin a day. A center that is away, or that
// never heard of this hall, has nothing to say; the outbox finds it out later.
func (n *Node) askCenter(ctx context.Context, outlet hall.OutletID, q *queue.Options) error {
	if n.opts.Center.URL == "" || n.opts.Center.Beside {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, centerPatience)
	defer cancel()
	o := n.outboxOptions(outlet)
	o.HTTP = clockHearer{bearer{call.Transport(n.opts.Center.Pin), n.opts.Center.TokenFile}, func(at time.Time) { q.Center = at }}
	at, err := outbox.New(logbook{n.store}, o).Where(ctx)
	if err != nil {
		return nil
	}
	_, err = n.store.Ahead(at)
	return err
}

// ahead is told when the center turns out to have more of the log while the hall works. From now on no number of the
// lost ones is given; the next start goes on in a new epoch.
func (n *Node) ahead(at hall.Cursor) {
	news, err := n.store.Ahead(at)
	if err != nil {
		n.opts.Log.Error("how far the center has the log is not kept", "error", err)
	}
	if !news {
		return
	}
	n.opts.Log.Error("this hall has lost the end of its log, which the center has. Its numbers go on well above; start the node anew, and it "+
		"goes on in a new epoch", "center", at.String(), "hall", n.Authority.Cursor().String())
	n.leaveOut()
}

// parted is told when the center has another log of this hall: a copy of it was started, or this one is older files
// that were put back, and the other has given numbers of which nobody here knows. Which log goes on, a person at the
// center says.
func (n *Node) parted(at hall.Cursor) {
	news, err := n.store.Parted(at)
	if err != nil {
		n.opts.Log.Error("where the center's log parts from this one is not kept", "error", err)
	}
	if !news {
		return
	}
	n.opts.Log.Error("the center has another log of this hall: a copy was started beside it, or older files were put back. Its numbers go on "+
		"well above; somebody at the center says which log goes on", "from", at.String(), "hall", n.Authority.Cursor().String())
	n.leaveOut()
}

// leaveOut goes on above the numbers that another log may have given.
func (n *Node) leaveOut() {
	_, given := n.Authority.Given()
	ctx, cancel := context.WithTimeout(context.Background(), 2*centerPatience)
	defer cancel()
	if err := n.Authority.Skip(ctx, given.Beyond(n.Authority.Setup(), queue.UnknownMargin)); err != nil {
		n.opts.Log.Error("numbers that may have been given are not left out", "error", err)
	}
}
