package gateway

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/brighthall/brighthall/hardware"
)

// ratedKept is how many tickets are remembered that have their score.
const ratedKept = 256

// Evaluator is a foreign evaluator. It is a hardware.Evaluator.
type Evaluator struct{ machine }

// Ask prompts the visitor and waits for one score, for at most the gateway's deadline. When ctx ends the prompt is
// withdrawn.
func (e Evaluator) Ask(ctx context.Context, p hardware.Prompt) (hardware.Score, error) {
	const op = "gateway.Ask"
	stop, err := e.d.listen(op)
	if err != nil {
		return hardware.Score{}, hardware.E(op, hardware.EvaluatorBusy, err)
	}
	defer stop()
	if e.d.isRated(p.Ticket) {
		return hardware.Score{}, hardware.E(op, hardware.EvaluatorRated, p.Ticket)
	}
	patience := e.d.gateway.opts.Deadline
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	done := e.d.do(within, Output{Type: OutPrompt, Prompt: &Prompt{p.Ticket, p.Number, p.Window, patience.Milliseconds()}}, "")
	switch {
	case done.code != "":
		return hardware.Score{}, hardware.E(op, done.code, e.d.name)
	case done.ack.Result != AckDone:
		return hardware.Score{}, hardware.E(op, reason(done.ack), done.ack.Detail)
	}
	score, err := e.answer(within, op, done.id)
	score.Ticket = p.Ticket
	switch {
	case err == nil:
		e.d.rate(p.Ticket)
		return score, nil
	case ctx.Err() != nil:
		err = hardware.E(op, hardware.Canceled, ctx.Err())
	case within.Err() != nil: // nobody pressed
		err, score.Level, score.At = nil, hardware.NotRated, e.d.gateway.opts.Now()
	}
	e.d.withdraw(done.id)
	return score, err
}

// answer waits for the score of a prompt.
func (e Evaluator) answer(ctx context.Context, op, prompt string) (hardware.Score, error) {
	for {
		i, err := e.d.heard(ctx, op)
		if err != nil {
			return hardware.Score{}, err
		}
		if i.in.Score.Prompt == prompt {
			e.d.settle(i, nil)
			return hardware.Score{Level: i.in.Score.Value, At: i.at}, nil
		}
		e.d.settle(i, refuse(NotAsked, "not an answer to this prompt"))
	}
}

func (d *device) isRated(ticket string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Contains(d.rated, ticket)
}

func (d *device) rate(ticket string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.rated = append(d.rated, ticket); len(d.rated) > ratedKept {
		d.rated = d.rated[1:]
	}
}

// withdraw tells the adapter that something it was asked is not wanted any more.
func (d *device) withdraw(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.work) < d.gateway.opts.Backlog {
		d.queue(&work{out: Output{Type: OutWithdraw, Withdraw: id}})
	}
}

// QueueMachine is a foreign queue machine. It is a hardware.QueueMachine.
type QueueMachine struct{ machine }

// Serve answers number requests, several at once. The request is answered on the wire when it was taken; the number
// follows as work.
func (q QueueMachine) Serve(ctx context.Context, give func(context.Context, hardware.NumberRequest) (hardware.NumberAnswer, error),
	told func(hardware.NumberRequest, hardware.NumberAnswer, error)) error {
	var answers sync.WaitGroup
	defer answers.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	err := q.d.each(ctx, "gateway.Serve", func(i *input) *Problem {
		r := hardware.NumberRequest{Key: i.key, Service: i.in.Number.Service, Counter: i.in.Number.Counter, At: i.at}
		answers.Go(func() {
			a, err := give(ctx, r)
			if told == nil {
				told = func(hardware.NumberRequest, hardware.NumberAnswer, error) {}
			}
			told(r, a, q.answer(ctx, r, a, err))
		})
		return nil
	})
	return err
}

func (q QueueMachine) answer(ctx context.Context, r hardware.NumberRequest, a hardware.NumberAnswer, err error) error {
	const op = "gateway.Serve"
	if err == nil {
		return q.show(ctx, op, Output{Type: OutTicket, Ticket: &Ticket{r.Key, a.Number, a.Ahead, a.Code, a.Lines}})
	}
	if e := q.show(ctx, op, Output{Type: OutRefusal, Refusal: &Refusal{r.Key, hardware.CodeOf(err)}}); e != nil {
		return e
	}
	return err
}

// Call returns when the machine has shown it.
func (q QueueMachine) Call(ctx context.Context, c hardware.NumberCall) error {
	return q.show(ctx, "gateway.Call", Output{Type: OutCall, Call: &Call{c.Number, c.Window, c.Recall}})
}

// printable drops what cannot be shown.
func printable(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s))
}
