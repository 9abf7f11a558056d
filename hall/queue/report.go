package queue

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// Report implements hall.Authority. It decides nothing: the event is the whole effect.
func (q *Queue) Report(ctx context.Context, r hall.Report) error {
	const op = "queue.Report"
	if r.Key == "" || len(r.Key) > maxText {
		return hall.E(op, hall.Invalid, "a command needs a key, made by the caller")
	}
	r = r.Plain()
	if err := r.Check(); err != nil {
		return hall.Wrap(op, err)
	}
	_, err := do[bool](ctx, q, command{op: op, by: r.By, key: r.Key, hash: hashOf("report", r),
		decide: func(t *turn) (any, error) { return true, t.report(r) }})
	return err
}

func (t *turn) report(r hall.Report) error {
	kind, b := hall.DeviceFault, hall.Body{}
	if r.Fault != nil {
		f := *r.Fault
		if f.Terminal, b.Fault = t.by.Terminal, &f; f.Since == 0 {
			f.Since = t.now
		}
	} else {
		test := *r.Test
		test.Terminal, test.At, kind, b.Test = t.by.Terminal, t.now, hall.TestDone, &test
	}
	t.emit(kind, string(t.by.Terminal), b, Change{})
	return nil
}
