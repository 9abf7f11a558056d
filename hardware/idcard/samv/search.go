package samv

import (
	"cmp"
	"context"
	"slices"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Bauds are the speeds a reader can be set to, the usual one first.
var Bauds = []int{115200, 57600, 38400, 19200, 9600}

// Search opens the line at one speed after the other, first first, until a reader answers. Any proper answer will do:
// what the module says about itself is the business of Status. When none comes it is IDCardSilent, or Garbled when
// something was heard.
func Search(ctx context.Context, first int, open func(ctx context.Context, baud int) (port.Port, error), o Options) (*Reader, error) {
	order := slices.Concat([]int{first}, slices.DeleteFunc(slices.Clone(Bauds), func(b int) bool { return b == first }))
	var worst error
	for _, baud := range order {
		p, err := open(ctx, baud)
		if err != nil {
			return nil, err
		}
		o.Baud = baud
		r := New(p, o)
		if err = r.Probe(ctx); err == nil {
			return r, nil
		}
		p.Close()
		switch hardware.CodeOf(err) {
		case hardware.Garbled:
			worst = err
		case hardware.IDCardSilent:
			if worst == nil {
				worst = err
			}
		case hardware.Canceled: // what was heard until then says more
			return nil, cmp.Or(worst, err)
		default:
			return nil, err
		}
	}
	return nil, worst
}

// Probe asks twice whether a reader is there and learns who it is.
func (r *Reader) Probe(ctx context.Context) error {
	const op = "samv.Probe"
	_, err := r.once(ctx, op, askStatus)
	if code := hardware.CodeOf(err); code == hardware.IDCardSilent || code == hardware.Garbled {
		_, err = r.once(ctx, op, askStatus)
	}
	if err != nil {
		return err
	}
	if _, err = r.SAM(ctx); hardware.CodeOf(err) == hardware.Missing {
		return err
	}
	return nil // a module without a name is no reason to refuse it
}
