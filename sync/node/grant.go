package node

import (
	"context"
	"errors"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// A visitor's machine stands where anybody can reach it, so its token grants little: what a visitor may ask for, for
// himself.

// asks is what a kind of terminal may say of a new ticket. Staff may say anything.
var asks = map[wire.Kind]struct {
	sources    []hall.Source
	priorities []hall.Priority
}{
	wire.Kiosk: {[]hall.Source{hall.FromKiosk, hall.FromForeign}, []hall.Priority{hall.Ordinary, hall.Care}},
}

// mayAsk refuses a claim that a terminal of this kind cannot know to be true: to have booked, and so to be outside the
// slot's quota.
func mayAsk(t wire.Terminal, r hall.IssueRequest) error {
	const op = "node.mayAsk"
	a, bound := asks[t.Kind]
	switch {
	case !bound:
		return nil
	case !slices.Contains(a.sources, r.Source):
		return hall.E(op, hall.Denied, "a "+string(t.Kind)+" issues no ticket of source "+string(r.Source))
	case !slices.Contains(a.priorities, r.Priority):
		return hall.E(op, hall.Denied, "a "+string(t.Kind)+" gives no priority "+string(r.Priority))
	}
	return nil
}

// mayTouch refuses a visitor's machine a ticket that it did not issue, unless the visitor shows his slip there.
func (n *Node) mayTouch(ctx context.Context, a hall.Action) error {
	const op = "node.mayTouch"
	t := terminalOf(ctx)
	if t.Kind != wire.Kiosk {
		return nil
	}
	s, err := n.authority.Ticket(ctx, a.Ticket)
	if err != nil || s.Terminal == t.ID || s.Terminal == "" { // the last: the hall's own process issued it, for no terminal
		return err
	}
	if a.Verb == hall.Print && s.PrintAt == t.ID { // staff asked for the slip here
		return nil
	}
	if a.Slip == "" {
		return hall.E(op, hall.Denied, "another terminal issued the ticket: say the code of its slip, or its page's address")
	}
	shown, err := n.lookUp(ctx, a.Slip)
	if shown.ID == a.Ticket || err != nil && hall.SubjectOf(err) == string(a.Ticket) { // the second: it is used, or was yesterday's
		return nil
	}
	if p, ok := errors.AsType[*wire.Problem](err); ok {
		return p
	}
	return hall.E(op, hall.Denied, "this is the slip of no such ticket")
}
