package desk

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// AnswerEpoch says whether the log of a question is the restored hall's; else it is a copy's. The question goes when
// the center has the answer.
func (d *Desk) AnswerEpoch(question string, restored bool) {
	of := d.chosen
	d.answer = ""
	d.ask(func(ctx context.Context) error { return d.cfg.Center.AnswerEpoch(ctx, question, restored) }, func(err error) {
		if d.chosen != of || !d.signed {
			return
		}
		d.answer = hall.CodeOf(err)
		d.load()
	})
	d.cfg.Changed()
}

// Answered is why the center did not take this person's last answer about the chosen hall; empty: it did.
func (d *Desk) Answered() hall.Code { return d.answer }
