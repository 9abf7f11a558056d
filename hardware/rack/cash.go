package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// Cash is a handle to a note or coin acceptor that may come and go. It is a hardware.CashAcceptor and CashBook.
type Cash struct{ s *slot }

// Cash is the acceptor of a name. The handle is valid for ever.
func (r *Rack) Cash(name string) Cash { return Cash{r.slot(name)} }

// Take lets cash in on the device, or answers Missing while there is none. An unplug ends it: what was under way is a
// doubt then, and the caller asks again.
func (c Cash) Take(ctx context.Context, in hardware.Intake) error {
	dev, ok := c.s.current().(hardware.CashAcceptor)
	if !ok {
		return missing("rack.Take", c.s.name)
	}
	err := dev.Take(ctx, in)
	c.s.glance() // doubts and faults of it begin or are over
	return err
}

// Status asks the device now.
func (c Cash) Status(ctx context.Context) (hardware.Status, error) {
	dev, ok := c.s.current().(hardware.CashAcceptor)
	if !ok {
		return c.s.device().Status, missing("rack.Status", c.s.name)
	}
	return dev.Status(ctx)
}

// Doubts lists what a person has to settle; none can be told while the device is away: its journal keeps them.
func (c Cash) Doubts() []hardware.CashDoubt {
	book, ok := c.s.current().(hardware.CashBook)
	if !ok {
		return nil
	}
	return book.Doubts()
}

// Settle closes a doubt.
func (c Cash) Settle(id string, v hardware.CashVerdict) error {
	book, ok := c.s.current().(hardware.CashBook)
	if !ok {
		return missing("rack.Settle", c.s.name)
	}
	err := book.Settle(id, v)
	c.s.glance()
	return err
}
