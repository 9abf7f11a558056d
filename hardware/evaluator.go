package hardware

import (
	"context"
	"time"
)

// KindEvaluator is a box of keys at a counter by which a visitor says how he was served. The customer's screen does the
// same without a box.
const KindEvaluator Kind = "evaluator"

// Faults of evaluators.
const (
	EvaluatorSilent  Code = "evaluator.silent"    // it does not answer: no power, loose wire, another speed
	EvaluatorRefused Code = "evaluator.refused"   // it understood the prompt and said no
	EvaluatorStuck   Code = "evaluator.stuck-key" // a key presses itself without end
	EvaluatorBusy    Code = "evaluator.busy"      // it is asking about another ticket
	EvaluatorRated   Code = "evaluator.rated"     // this ticket has its score: one service, one score
)

// Prompt is what a visitor is asked about.
type Prompt struct {
	Ticket string // for ever; a ticket that has a score is not asked about again
	Number string // what the visitor knows the ticket by, "H023"; for boxes that show or say it
	Window int    // for boxes with a place for it
}

// Score is a visitor's word about one ticket.
type Score struct {
	Ticket string
	Level  int // 5 非常满意 … 1 非常不满意; 0: nobody pressed a key in time
	At     time.Time
}

// NotRated is the Level of a Score when the time was over.
const NotRated = 0

// Evaluator asks visitors.
type Evaluator interface {
	// Ask lights the prompt and returns the first key pressed after it. A key pressed before counts for nothing, one
	// that bounces counts once, and of two keys the first counts. When the time is over the Score is NotRated, without
	// an error; with an error the ticket is not rated either, and the error tells whether it is the machine's doing.
	// When ctx ends the prompt is taken back.
	Ask(ctx context.Context, p Prompt) (Score, error)
	// Status asks the machine; while Ask runs the answer is Busy.
	Status(ctx context.Context) (Status, error)
}

// Presses counts the keys of an evaluator since it was opened.
type Presses struct {
	Scored  int // became a score
	Unasked int // outside a prompt: dropped
	Bounced int // the same key again at once: dropped
	Second  int // another key after the first: dropped
	Unknown int // bytes that are no key and no answer
}
