package gateway

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// stopTime is how long a cash machine may take to shut, with money still under way.
const stopTime = 10 * time.Second

// Cash is a foreign note or coin machine. It is a hardware.CashAcceptor and CashBook. The machine decides itself about
// what is in escrow: Intake.Want is not asked. Its book is of this run of the program; the adapter keeps its own list
// of what was not taken over.
type Cash struct{ machine }

func cashOf(i *input) hardware.Cash {
	c := hardware.Cash{ID: i.key, Fen: i.in.Money.Fen, Currency: i.in.Money.Currency, At: i.at}
	if c.Currency == "" {
		c.Currency = "CNY"
	}
	return c
}

// Take lets cash in until ctx ends or the machine is missing. Each delivery is answered only after Credit has returned.
func (c Cash) Take(ctx context.Context, in hardware.Intake) error {
	const op = "gateway.Take"
	stop, err := c.d.listen(op)
	if err != nil {
		return err
	}
	defer stop()
	err = c.show(ctx, op, Output{Type: OutIntake, Intake: &Intake{in.Payment}})
	if err == nil {
		tell(in, hardware.CashNews{Step: hardware.CashOpened})
		err = c.hear(ctx, op, in)
	}
	if closed := c.shut(ctx, op, in); ctx.Err() != nil {
		return errors.Join(ctx.Err(), closed)
	}
	return err
}

func (c Cash) hear(ctx context.Context, op string, in hardware.Intake) error {
	for {
		i, err := c.d.heard(ctx, op)
		if err != nil {
			return err
		}
		c.d.settle(i, c.credit(i, in))
	}
}

// shut stops the intake. Money that is still under way is taken over until the machine says that it is shut.
func (c Cash) shut(ctx context.Context, op string, in hardware.Intake) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	hearing, shut := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); _ = c.hear(hearing, op, in) }() // ends when it is shut
	err := c.show(ctx, op, Output{Type: OutStop})
	shut()
	<-done
	return err
}

func (c Cash) credit(i *input, in hardware.Intake) *Problem {
	cash := cashOf(i)
	if in.Credit != nil {
		if err := in.Credit(cash); err != nil {
			tell(in, hardware.CashNews{Step: hardware.CashDoubtful, Cash: cash, Code: hardware.CashRefused})
			c.d.mu.Lock()
			defer c.d.mu.Unlock()
			c.d.unasked(i)
			return refuse(NotAsked, "not taken over: keep it and offer it again")
		}
	}
	tell(in, hardware.CashNews{Step: hardware.CashCredited, Cash: cash})
	return nil
}

func tell(in hardware.Intake, n hardware.CashNews) {
	if in.Told != nil {
		in.Told(n)
	}
}

// Doubts lists money that was delivered and not taken over.
func (c Cash) Doubts() []hardware.CashDoubt {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	return slices.Clone(c.d.doubts)
}

// Settle closes a doubt, in this run of the program only.
func (c Cash) Settle(id string, _ hardware.CashVerdict) error {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	before := len(c.d.doubts)
	c.d.doubts = slices.DeleteFunc(c.d.doubts, func(d hardware.CashDoubt) bool { return d.ID == id })
	if len(c.d.doubts) == before {
		return hardware.E("gateway.Settle", hardware.BadConfig, "no doubt "+id)
	}
	return nil
}
