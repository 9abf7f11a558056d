package queue

import (
	"context"
	"encoding/json"

	"github.com/brighthall/brighthall/hall"
)

// Apply takes over a setup from its owner, the center. An older version than the one in force is refused with Conflict,
// the same one again changes nothing. Groups that are withdrawn, or gone, take no more tickets; who waits in them is
// served.
func (q *Queue) Apply(ctx context.Context, setup hall.Setup) error {
	return q.Amend(ctx, func(hall.Setup) hall.Setup { return setup })
}

// Amend is Apply of a setup that is made of the one in force; nobody else changes that meanwhile. amend may run again
// and must not keep or change what it is given.
func (q *Queue) Amend(ctx context.Context, amend func(have hall.Setup) hall.Setup) error {
	const op = "queue.Apply"
	_, err := do[bool](ctx, q, command{op: op, decide: func(t *turn) (any, error) {
		have := t.s.setup
		setup := amend(*have)
		if err := setup.Check(); err != nil {
			return nil, hall.Wrap(op, err)
		}
		switch {
		case have.Outlet.ID != setup.Outlet.ID || have.Outlet.Code != setup.Outlet.Code:
			return nil, hall.E(op, hall.Invalid, "a setup of another outlet")
		case setup.Version < have.Version:
			return nil, hall.E(op, hall.Conflict, "a newer setup is in force")
		}
		return true, t.apply(setup)
	}})
	return err
}

// apply puts a setup in force with what people here still need of the one before. A visitor who waits for
// a counter that is gone waits for any.
func (t *turn) apply(setup hall.Setup) error {
	have := t.s.setup
	next, err := t.keeping(setup)
	if err != nil || hashOf("", next) == hashOf("", have) {
		return err
	}
	t.emitSetup(&next)
	for _, c := range have.Counters {
		if _, known := t.s.counterSetup(c.ID); !known {
			t.freeWaiting(c.ID)
		}
	}
	return nil
}

// orderScope is whose keys the orders of a center are; terminals have ids of their own.
const orderScope = "@center"

// orderArgs are the arguments of all kinds of orders.
type orderArgs struct {
	Group    hall.GroupCode  `json:"service"`
	Counter  hall.CounterID  `json:"counter"`
	Priority hall.Priority   `json:"priority"`
	Ticket   hall.TicketID   `json:"ticket"`
	Terminal hall.TerminalID `json:"terminal"`
}

// Order carries out a command of the center, once by its id. Its result is the answer and the event order.done; only an
// order that could not be written down gives an error.
func (q *Queue) Order(ctx context.Context, o hall.Order) (hall.OrderResult, error) {
	const op = "queue.Order"
	if o.ID == "" || len(o.ID) > maxText {
		return hall.OrderResult{}, hall.E(op, hall.Invalid, "an order needs an id")
	}
	return do[hall.OrderResult](ctx, q, command{op: op, by: hall.Actor{Terminal: orderScope}, key: o.ID, hash: hashOf("order", o),
		decide: func(t *turn) (any, error) { return t.order(o), nil }})
}

func (t *turn) order(o hall.Order) hall.OrderResult {
	r := hall.OrderResult{ID: o.ID}
	ticket, err := t.obey(o)
	if r.Code = hall.CodeOf(err); ticket != nil {
		st := t.s.standing(ticket, t.now, t.waits)
		r.No, r.Ahead = st.No, st.Ahead
	}
	t.emit(hall.OrderDone, o.ID, hall.Body{Order: &r}, Change{})
	return r
}

// obey carries an order out; the ticket is the one that it was about.
func (t *turn) obey(o hall.Order) (*hall.Ticket, error) {
	const op = "queue.Order"
	var args orderArgs
	if len(o.Args) > 0 {
		if err := json.Unmarshal(o.Args, &args); err != nil {
			return nil, hall.E(op, hall.Invalid, "arguments of an order")
		}
	}
	if o.Expires > 0 && t.now > o.Expires {
		return nil, hall.E(op, hall.TooLate)
	}
	switch o.Kind {
	case "pause_group", "resume_group":
		return nil, t.pauseGroup(args.Group, o.Kind == "pause_group")
	case "close_counter":
		_, err := t.desk(hall.CounterAction{Verb: hall.CloseCounter, Counter: args.Counter})
		return nil, err
	case "close_day":
		t.closeDay(false)
		return nil, nil
	case hall.SelfTestOrder:
		t.emit(hall.TestAsked, o.ID, hall.Body{}, Change{})
		return nil, nil
	case hall.IssueOrder:
		return t.issueFor(o.ID, args)
	case hall.PrintOrder:
		return t.printAt(args.Ticket, args.Terminal)
	}
	return nil, hall.Choose(op, "kind", o.Kind, hall.OrderKinds...)
}

// issueFor gives a number to somebody who stands in the hall, and has its slip printed where he stands.
func (t *turn) issueFor(id string, a orderArgs) (*hall.Ticket, error) {
	const op = "queue.issueFor"
	if err := hall.Choose(op, "priority", a.Priority, hall.Ordinary, hall.Care); err != nil {
		return nil, err
	}
	ticket, err := t.issue(hall.IssueRequest{ID: hall.TicketID(id), Service: string(a.Group), Source: hall.FromCenter, Priority: a.Priority, By: t.by})
	if err == nil && a.Terminal != "" {
		t.askSlip(ticket.ID, a.Terminal)
	}
	return ticket, err
}

// printAt has the slip of an open ticket printed at a terminal.
func (t *turn) printAt(id hall.TicketID, terminal hall.TerminalID) (*hall.Ticket, error) {
	const op = "queue.printAt"
	ticket := t.s.tickets[id]
	switch {
	case terminal == "":
		return nil, hall.E(op, hall.Invalid, "a slip is printed at a terminal")
	case ticket == nil:
		return nil, hall.E(op, hall.NotFound)
	case !ticket.State.Open():
		return nil, hall.E(op, hall.TooLate, "the visit is over")
	}
	t.askSlip(id, terminal)
	return ticket, nil
}

func (t *turn) askSlip(id hall.TicketID, terminal hall.TerminalID) {
	ask := hall.SlipAsk{Ticket: id, Terminal: terminal}
	t.emit(hall.SlipAsked, string(id), hall.Body{Slip: &ask}, Change{Slip: &ask})
}

// pauseGroup changes the setup in force; the next version from the center says anew what is paused.
func (t *turn) pauseGroup(code hall.GroupCode, paused bool) error {
	g, ok := t.s.setup.Group(code)
	if !ok {
		return hall.E("queue.pauseGroup", hall.NotFound)
	}
	if g.Paused == paused {
		return nil
	}
	setup := *t.s.setup
	setup.Groups = append([]hall.ServiceGroup(nil), setup.Groups...)
	for i := range setup.Groups {
		if setup.Groups[i].Code == code {
			setup.Groups[i].Paused = paused
		}
	}
	t.emitSetup(&setup)
	return nil
}
