package conform

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
)

// acts is what a person does for an input of a kind.
var acts = map[hardware.Kind]string{
	hardware.KindIDCard:    "take any card off the reader and lay one down",
	hardware.KindScanner:   "scan any code",
	hardware.KindEvaluator: "press a key of the evaluator",
	hardware.KindCash:      "put one note or coin in",
	hardware.KindQueue:     "press a button for a number",
}

// input asks a person for one input and makes a fault for it.
func (k *kit) input(ctx context.Context, f fault) error {
	within, cancel := context.WithCancel(ctx)
	var house sync.WaitGroup
	defer house.Wait()
	defer cancel()
	heard, listens := make(chan struct{}, 16), make(chan struct{})
	house.Go(func() { k.house(within, heard, listens) })
	select {
	case <-listens:
	case <-ctx.Done():
	}
	before := len(k.tap.of("inputs"))
	if f != none {
		k.tap.spoil("inputs", f)
	}
	k.opts.Tell(acts[k.kind])
	err := k.tap.await(ctx, "no input was accepted", func() bool {
		select {
		case <-heard:
			return true
		default:
			return false
		}
	})
	if err != nil {
		return k.because(err, "inputs")
	}
	if c := k.tap.of("inputs")[before]; len(c.key) < 8 {
		return k.because(errNoKey, "inputs")
	}
	if f == none {
		return nil
	}
	return k.repeated(ctx, "inputs", before)
}

var errNoKey = keyError{}

type keyError struct{}

func (keyError) Error() string { return "it has no Idempotency-Key of at least 8 characters" }

// house waits for inputs as a hall does, and tells when it listens and when it heard.
func (k *kit) house(ctx context.Context, heard chan<- struct{}, listens chan<- struct{}) {
	hear := func() {
		select {
		case heard <- struct{}{}:
		default:
		}
	}
	if k.kind != hardware.KindCash && k.kind != hardware.KindEvaluator {
		close(listens) // at once; what comes a moment earlier is refused with not-asked, and a person can press again
	}
	switch d := k.dev.(type) {
	case gateway.Scanner:
		_ = d.Scan(ctx, func(hardware.Scan) { hear() }) // ends with ctx
	case gateway.IDReader:
		if _, err := d.Read(ctx); err == nil {
			hear()
		}
	case gateway.QueueMachine:
		_ = d.Serve(ctx, func(context.Context, hardware.NumberRequest) (hardware.NumberAnswer, error) {
			return hardware.NumberAnswer{Number: "A001", Ahead: 1}, nil
		}, func(_ hardware.NumberRequest, _ hardware.NumberAnswer, err error) {
			if err == nil {
				hear()
			}
		})
	case gateway.Cash:
		_ = d.Take(ctx, hardware.Intake{Payment: "conform", Credit: func(hardware.Cash) error { hear(); return nil }, Told: func(n hardware.CashNews) {
			if n.Step == hardware.CashOpened {
				close(listens)
			}
		}})
	case gateway.Evaluator:
		close(listens)
		if _, err := d.Ask(ctx, hardware.Prompt{Ticket: "conform-" + time.Now().Format("150405.000"), Number: "A001"}); err == nil {
			hear()
		}
	}
}
