package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// DoubleScreen is a handle to a foreign second screen that may come and go. It is a hardware.DoubleScreen.
type DoubleScreen struct{ s *slot }

// DoubleScreen is the screen of a name. The handle is valid for ever.
func (r *Rack) DoubleScreen(name string) DoubleScreen { return DoubleScreen{r.slot(name)} }

// ShowPage shows a page, or answers Missing while there is no screen.
func (d DoubleScreen) ShowPage(ctx context.Context, p hardware.Page) error {
	return d.do("rack.ShowPage", func(s hardware.DoubleScreen) error { return s.ShowPage(ctx, p) })
}

// Clear takes the page away, or answers Missing.
func (d DoubleScreen) Clear(ctx context.Context) error {
	return d.do("rack.Clear", func(s hardware.DoubleScreen) error { return s.Clear(ctx) })
}

func (d DoubleScreen) do(op string, do func(hardware.DoubleScreen) error) error {
	dev, ok := d.s.current().(hardware.DoubleScreen)
	if !ok {
		return missing(op, d.s.name)
	}
	err := do(dev)
	if err != nil {
		d.s.glance()
	}
	return err
}

// PaymentTerminal is a handle to a payment terminal that may come and go. It is a hardware.PaymentTerminal.
type PaymentTerminal struct{ s *slot }

// PaymentTerminal is the terminal of a name. The handle is valid for ever.
func (r *Rack) PaymentTerminal(name string) PaymentTerminal { return PaymentTerminal{r.slot(name)} }

// Charge charges, or answers NotCharged and Missing while there is no terminal.
func (p PaymentTerminal) Charge(ctx context.Context, c hardware.Charge) (hardware.Charging, error) {
	dev, ok := p.s.current().(hardware.PaymentTerminal)
	if !ok {
		return hardware.Charging{Result: hardware.NotCharged, Reason: hardware.Missing}, missing("rack.Charge", p.s.name)
	}
	r, err := dev.Charge(ctx, c)
	if err != nil {
		p.s.glance()
	}
	return r, err
}

// QueueMachine is a handle to a foreign queue machine that may come and go. It is a hardware.QueueMachine; Serve ends
// with Missing when the machine goes away and is called again by whoever owns it.
type QueueMachine struct{ s *slot }

// QueueMachine is the machine of a name. The handle is valid for ever.
func (r *Rack) QueueMachine(name string) QueueMachine { return QueueMachine{r.slot(name)} }

// Serve answers number requests, or answers Missing while there is no machine.
func (q QueueMachine) Serve(ctx context.Context, give func(context.Context, hardware.NumberRequest) (hardware.NumberAnswer, error),
	told func(hardware.NumberRequest, hardware.NumberAnswer, error)) error {
	dev, ok := q.s.current().(hardware.QueueMachine)
	if !ok {
		return missing("rack.Serve", q.s.name)
	}
	err := dev.Serve(ctx, give, told)
	q.s.glance()
	return err
}

// Call shows a call, or answers Missing.
func (q QueueMachine) Call(ctx context.Context, c hardware.NumberCall) error {
	dev, ok := q.s.current().(hardware.QueueMachine)
	if !ok {
		return missing("rack.Call", q.s.name)
	}
	err := dev.Call(ctx, c)
	if err != nil {
		q.s.glance()
	}
	return err
}
