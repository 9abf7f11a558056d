package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// Handle is the handle of a name, whatever the device is for: one of the kinds' interfaces of package hardware. It is
// nil when nobody configured the name.
func (r *Rack) Handle(name string) any {
	s, ok := r.slots[name]
	if !ok {
		return nil
	}
	switch s.kind {
	case hardware.KindPrinter:
		return Printer{s}
	case hardware.KindPage:
		return PagePrinter{s}
	case hardware.KindScanner:
		return Scanner{s}
	case hardware.KindVoice:
		return Voice{s}
	case hardware.KindIDCard:
		return IDReader{s}
	case hardware.KindLED:
		return LED{s}
	case hardware.KindEvaluator:
		return Evaluator{s}
	case hardware.KindCash:
		return Cash{s}
	case hardware.KindUPS:
		return UPS{s}
	case hardware.KindDoubleScreen:
		return DoubleScreen{s}
	case hardware.KindPayment:
		return PaymentTerminal{s}
	case hardware.KindQueue:
		return QueueMachine{s}
	}
	return nil
}

// Printer is a handle to a printer that may come and go. It is a hardware.Printer and
// Recoverer.
type Printer struct{ s *slot }

func missing(op, name string) error { return hardware.E(op, hardware.Missing, name) }

// Print prints on the device, or answers NotPrinted and Missing while there is none.
func (p Printer) Print(ctx context.Context, slip hardware.Slip) (hardware.Outcome, error) {
	dev, ok := p.s.current().(hardware.Printer)
	if !ok {
		return hardware.Outcome{Result: hardware.NotPrinted, Reason: hardware.Missing}, missing("rack.Print", p.s.name)
	}
	o, err := dev.Print(ctx, slip)
	o.Reason = o.Reason.On(p.s.url)
	if err != nil || o.Reason != "" {
		p.s.glance()
	}
	return o, err
}

// Status asks the device now.
func (p Printer) Status(ctx context.Context) (hardware.Status, error) {
	dev, ok := p.s.current().(hardware.Printer)
	if !ok {
		return p.s.device().Status, missing("rack.Status", p.s.name)
	}
	return p.s.told(dev.Status(ctx))
}

// Resume lets the printer go on with what it holds.
func (p Printer) Resume(ctx context.Context) error {
	return p.recoverer("rack.Resume", func(r hardware.Recoverer) error { return r.Resume(ctx) })
}

// Discard throws away what the printer holds.
func (p Printer) Discard(ctx context.Context) error {
	return p.recoverer("rack.Discard", func(r hardware.Recoverer) error { return r.Discard(ctx) })
}

func (p Printer) recoverer(op string, do func(hardware.Recoverer) error) error {
	dev, ok := p.s.current().(hardware.Recoverer)
	if !ok {
		return missing(op, p.s.name)
	}
	err := do(dev)
	p.s.glance()
	return err
}

// Scanner is a handle to a scanner that may come and go. It is a hardware.Scanner and Triggerer.
type Scanner struct{ s *slot }

// Trigger lights the scanner, or puts it out. One that cannot be lit is always on: then nothing is done. It answers
// Missing while there is no scanner.
func (sc Scanner) Trigger(ctx context.Context, on bool) error {
	dev := sc.s.current()
	if dev == nil {
		return missing("rack.Trigger", sc.s.name)
	}
	light, ok := dev.(hardware.Triggerer)
	if !ok {
		return nil
	}
	return light.Trigger(ctx, on)
}

// Scan gives every code read, also after the scanner went away and came back. It returns
// only when ctx ends. Several may listen; found must not wait.
func (sc Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	stop := sc.s.listen(found)
	defer stop()
	<-ctx.Done()
	return ctx.Err()
}
