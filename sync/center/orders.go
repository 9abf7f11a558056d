package center

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
)

// orderFor is how long an order holds that says nothing else.
const orderFor = 10 * time.Minute

type orderIn struct {
	Outlet string `path:"outlet"`
	Key    string `header:"Idempotency-Key" doc:"the order's id, when the body has none"`
	Body   hall.Order
}

// putOrder keeps an order for a hall; its result comes back with the hall's log.
func (c *Center) putOrder(ctx context.Context, in *orderIn) (api.OrderState, error) {
	const op = "center.putOrder"
	id, o := hall.OutletID(in.Outlet), in.Body
	if o.ID == "" {
		o.ID = in.Key
	}
	if o.ID == "" {
		return api.OrderState{}, hall.E(op, hall.Invalid, "an order has an id")
	}
	if err := hall.Choose(op, "kind", o.Kind, hall.OrderKinds...); err != nil {
		return api.OrderState{}, err
	}
	if _, err := c.archive.Outlet(ctx, id); err != nil {
		return api.OrderState{}, err
	}
	if o.Expires == 0 {
		o.Expires = hall.At(c.now().Add(orderFor))
	}
	stored, err := c.archive.PutOrder(ctx, id, o, caller(ctx).Name)
	if err != nil {
		return api.OrderState{}, err
	}
	c.bell.ring(id)
	return c.orderState(stored), nil
}

func (c *Center) orders(ctx context.Context, in *outletIn) ([]api.OrderState, error) {
	list, err := c.archive.Orders(ctx, hall.OutletID(in.Outlet))
	states := make([]api.OrderState, 0, len(list))
	for _, o := range list {
		states = append(states, c.orderState(o))
	}
	return states, err
}

func (c *Center) orderState(o archive.Order) api.OrderState {
	return api.OrderState{Order: o.Order, At: o.At, By: o.By, DoneAt: o.DoneAt, Code: o.Code, No: o.No, Ahead: o.Ahead,
		Expired: o.DoneAt == 0 && o.Expires <= hall.At(c.now())}
}
