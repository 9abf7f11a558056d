package queue

import (
	"context"
	"encoding/json"

	"github.com/brighthall/brighthall/hall"
)

// Apply takes over a setup from its owner, the center. An older version than the one in force is refused with Conflict, the same one
// again changes nothing. Groups that are withdrawn, or gone, take no more tickets; who waits in them is served.
func (q *Queue) Apply(ctx context.Context, setup hall.Setup) error {
	const op = "queue.Apply"
	if err := setup.Check(); err != nil {
		return hall.Wrap(op, err)
	}
	_, err := do[bool](ctx, q, command{op: op, decide: func(t *turn) (any, error) {
		have := t.s.setup
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

// apply puts a setup in force with what people here still need of the one before. Who waits for a counter that is gone waits for any.
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
	Group   hall.GroupCode `json:"service"`
	Counter hall.CounterID `json:"counter"`
}

// Order carries out a command of the center, once by its id. What became of it is the answer and the event order.done; only an order
// that could not be written down gives an error.
func (q *Queue) Order(ctx context.Context, o hall.Order) (hall.OrderResult, error) {
	const op = "queue.Order"
	if o.ID == "" || len(o.ID) > maxText {
		return hall.OrderResult{}, hall.E(op, hall.Invalid, "an order needs an id")
	}
	return do[hall.OrderResult](ctx, q, command{op: op, by: hall.Actor{Terminal: orderScope}, key: o.ID, hash: hashOf("order", o),
		decide: func(t *turn) (any, error) { return t.order(o), nil }})
}

func (t *turn) order(o hall.Order) hall.OrderResult {
	r := hall.OrderResult{ID: o.ID, Code: hall.CodeOf(t.obey(o))}
	t.emit(hall.OrderDone, o.ID, hall.Body{Order: &r}, Change{})
	return r
}

func (t *turn) obey(o hall.Order) error {
	const op = "queue.Order"
	var args orderArgs
	if len(o.Args) > 0 {
		if err := json.Unmarshal(o.Args, &args); err != nil {
			return hall.E(op, hall.Invalid, "arguments of an order")
		}
	}
	if o.Expires > 0 && t.now > o.Expires {
		return hall.E(op, hall.TooLate)
	}
	switch o.Kind {
	case "pause_group", "resume_group":
		return t.pauseGroup(args.Group, o.Kind == "pause_group")
	case "close_counter":
		_, err := t.desk(hall.CounterAction{Verb: hall.CloseCounter, Counter: args.Counter})
		return err
	case "close_day":
		t.closeDay(false)
		return nil
	case hall.SelfTestOrder:
		t.emit(hall.TestAsked, o.ID, hall.Body{}, Change{})
		return nil
	}
	return hall.Choose(op, "kind", o.Kind, hall.OrderKinds...)
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
