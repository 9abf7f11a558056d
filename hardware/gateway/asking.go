package gateway

import (
	"context"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/brighthall/brighthall/hardware"
)

// Question is what an evaluator asks a visitor.
type Question struct {
	Ticket, Counter string
}

// Evaluator is a foreign evaluator.
type Evaluator struct{ machine }

// Ask prompts the visitor and waits for one score, 1 the best. It ends with Canceled when ctx does; the prompt is then withdrawn.
func (e Evaluator) Ask(ctx context.Context, q Question) (int, error) {
	const op = "gateway.Ask"
	stop, err := e.d.listen(op)
	if err != nil {
		return 0, err
	}
	defer stop()
	wait := e.d.gateway.opts.Deadline
	if t, ok := ctx.Deadline(); ok {
		wait = time.Until(t)
	}
	done := e.d.do(ctx, Output{Type: OutPrompt, Prompt: &Prompt{q.Ticket, q.Counter, wait.Milliseconds()}}, "")
	switch {
	case done.code != "":
		return 0, hardware.E(op, done.code, e.d.name)
	case done.ack.Result != AckDone:
		return 0, hardware.E(op, reason(done.ack), done.ack.Detail)
	}
	for {
		i, err := e.d.heard(ctx, op)
		if err != nil {
			e.d.withdraw(done.id)
			return 0, err
		}
		if i.in.Score.Prompt == done.id {
			e.d.settle(i, nil)
			return i.in.Score.Value, nil
		}
		e.d.settle(i, refuse(NotAsked, "not an answer to this prompt"))
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

// Serve answers number requests, several at once. The request is answered on the wire when it was taken; the number follows as work.
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
