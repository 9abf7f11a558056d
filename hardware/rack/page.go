package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// PagePrinter is a handle to a page printer that may come and go. It is a hardware.PagePrinter and PageCanceler.
type PagePrinter struct{ s *slot }

// PagePrinter is the page printer of a name. The handle is valid for ever.
func (r *Rack) PagePrinter(name string) PagePrinter { return PagePrinter{r.slot(name)} }

// PrintPages prints, or answers NotPrinted and Missing while there is no printer.
func (p PagePrinter) PrintPages(ctx context.Context, pages hardware.Pages) (hardware.Outcome, error) {
	dev, ok := p.s.current().(hardware.PagePrinter)
	if !ok {
		return hardware.Outcome{Result: hardware.NotPrinted, Reason: hardware.Missing}, missing("rack.PrintPages", p.s.name)
	}
	o, err := dev.PrintPages(ctx, pages)
	o.Reason = o.Reason.On(p.s.url)
	p.s.glance()
	return o, err
}

// CancelPages takes back the job that stands. While the printer is away nobody knows what becomes of it: Uncertain.
func (p PagePrinter) CancelPages(ctx context.Context) (hardware.Outcome, error) {
	dev, ok := p.s.current().(hardware.PageCanceler)
	if !ok {
		return hardware.Outcome{Result: hardware.Uncertain, Reason: hardware.Missing}, missing("rack.CancelPages", p.s.name)
	}
	o, err := dev.CancelPages(ctx)
	p.s.glance()
	return o, err
}

// Status asks the queue now.
func (p PagePrinter) Status(ctx context.Context) (hardware.Status, error) {
	dev, ok := p.s.current().(hardware.PagePrinter)
	if !ok {
		return p.s.device().Status, missing("rack.Status", p.s.name)
	}
	return p.s.told(dev.Status(ctx))
}
