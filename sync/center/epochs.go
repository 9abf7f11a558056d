package center

import (
	"context"

	"github.com/brighthall/brighthall/sync/center/archive"
)

// epochs lists the halls that want to go on from a copy, and what a person answered.
func (c *Center) epochs(ctx context.Context, _ *none) ([]archive.Epoch, error) {
	return c.archive.Epochs(ctx, "")
}

type answerIn struct {
	ID     string `path:"id" doc:"of the question: outlet, epoch and a hash"`
	Answer string `path:"answer" enum:"accept,refuse,undo" doc:"accept: it is the hall, restored; refuse: it is a copy; undo: what was accepted is a copy"`
	Key    string `header:"Idempotency-Key" required:"true" format:"uuid" doc:"made by the caller, repeated on retry"`
}

// answerEpoch says whether a hall that goes on from a copy is the hall.
func (c *Center) answerEpoch(ctx context.Context, in *answerIn) (archive.Epoch, error) {
	return c.archive.AnswerEpoch(ctx, in.ID, archive.EpochAnswer(in.Answer), in.Key, caller(ctx).Name)
}
