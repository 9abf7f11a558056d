package rack

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// Evaluator is a handle to an evaluator that may come and go. It is a hardware.Evaluator.
type Evaluator struct{ s *slot }

// Evaluator is the evaluator of a name. The handle is valid for ever.
func (r *Rack) Evaluator(name string) Evaluator { return Evaluator{r.slot(name)} }

// Ask asks a visitor, or answers Missing while there is no evaluator: the ticket is not rated.
func (e Evaluator) Ask(ctx context.Context, p hardware.Prompt) (hardware.Score, error) {
	dev, ok := e.s.current().(hardware.Evaluator)
	if !ok {
		return hardware.Score{Ticket: p.Ticket, Level: hardware.NotRated, At: e.s.rack.opts.Now()}, missing("rack.Ask", e.s.name)
	}
	score, err := dev.Ask(ctx, p)
	if err != nil && ctx.Err() == nil {
		e.s.glance()
	}
	return score, err
}

// Status asks the device now.
func (e Evaluator) Status(ctx context.Context) (hardware.Status, error) {
	dev, ok := e.s.current().(hardware.Evaluator)
	if !ok {
		return e.s.device().Status, missing("rack.Status", e.s.name)
	}
	return dev.Status(ctx)
}
