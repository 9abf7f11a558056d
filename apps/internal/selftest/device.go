package selftest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/apps/internal/bridge"
	"github.com/brighthall/brighthall/hardware"
)

// deviceTime is how long a device may take for what needs no person.
const deviceTime = 15 * time.Second

func (o Options) device(ctx context.Context, d Device) Check {
	c := o.try(ctx, d)
	c.Code = c.Code.On(d.URL)
	return c
}

// try opens the device, asks it and uses it once.
func (o Options) try(ctx context.Context, d Device) Check {
	c := Check{Name: d.Name, Kind: string(d.Kind), Did: "opened"}
	dev, done, err := d.Open(ctx)
	if err != nil {
		c.Did = "not_opened"
		return c.failed(err)
	}
	defer done()
	within, cancel := context.WithTimeout(ctx, deviceTime)
	defer cancel()
	if asked, ok := dev.(interface {
		Status(context.Context) (hardware.Status, error)
	}); ok {
		s, err := asked.Status(within)
		if c.Did, c.Detail = "asked", s.Detail; !s.Usable() {
			return c.told(Bad, s.Code, err)
		}
		if s.State == hardware.Warning {
			c = c.told(Watch, s.Code, nil)
		}
	}
	return o.use(ctx, c, dev)
}

// use does the device's work once.
func (o Options) use(ctx context.Context, c Check, dev any) Check {
	within, cancel := context.WithTimeout(ctx, deviceTime)
	defer cancel()
	switch dev := dev.(type) {
	case hardware.Printer:
		return o.print(within, c, dev)
	case hardware.Voice:
		c.Did = "said"
		return c.ended(dev.Say(within, hardware.Utterance{ID: "selftest", Number: "A001", Window: 1, Text: o.Book.Say(o.Language, "selftest.say")}))
	case hardware.UPS:
		c.Did = "power"
		_, err := dev.Power(within)
		return c.ended(err)
	case hardware.LED:
		c.Did = "shown"
		err := dev.Show(within, hardware.Panel{Text: "8888", Number: "8888"})
		dev.Clear(within) // what went wrong, Show has told
		return c.ended(err)
	case hardware.Evaluator:
		return o.withPerson(ctx, c, "key", func(ctx context.Context) error {
			s, err := dev.Ask(ctx, hardware.Prompt{Ticket: fmt.Sprint("selftest ", o.Now().UnixNano()), Number: "A001", Window: 1})
			if err == nil && s.Level == hardware.NotRated {
				return context.DeadlineExceeded
			}
			return err
		})
	case hardware.IDReader:
		return o.withPerson(ctx, c, "card", func(ctx context.Context) error { _, err := dev.Read(ctx); return err })
	case hardware.Scanner:
		return o.withPerson(ctx, c, "code", func(ctx context.Context) error { return one(ctx, dev) })
	}
	return c.ended(nil)
}

// print tells a printer that confirms from one that cannot.
func (o Options) print(ctx context.Context, c Check, p hardware.Printer) Check {
	out, err := p.Print(ctx, bridge.TestSlip(o.Book, o.Language, o.Outlet, o.Terminal))
	switch {
	case err != nil:
		c.Did = "not_printed"
		return c.failed(err)
	case out.Result == hardware.Printed:
		c.Did = "printed"
		return c.ended(nil)
	default:
		c.Did = "unconfirmed"
		return c.told(Watch, out.Reason, nil)
	}
}

// withPerson asks whoever stands there; that nothing came in time is no fault of the device.
func (o Options) withPerson(ctx context.Context, c Check, what string, wait func(context.Context) error) Check {
	if o.Person == nil {
		if c.Did = what + "_not_asked"; c.Result == "" {
			c.Result = Skipped
		}
		return c
	}
	ctx, cancel := context.WithTimeout(ctx, o.Patience)
	defer cancel()
	o.Person(o.Book.Say(o.Language, "selftest.ask."+what))
	err := wait(ctx)
	if err != nil && (ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded)) {
		c.Did, c.Result = what+"_none", Watch
		return c
	}
	c.Did = what
	return c.ended(err)
}

// one waits for one code.
func one(ctx context.Context, s hardware.Scanner) error {
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	came := false
	err := s.Scan(ctx, func(hardware.Scan) { came = true; enough() })
	if came {
		return nil
	}
	return err
}

func (c Check) failed(err error) Check { return c.told(Bad, hardware.CodeOf(err), err) }

func (c Check) told(r Result, code hardware.Code, err error) Check {
	c.Result, c.Code = r, code
	if err != nil {
		c.Detail = err.Error()
	}
	return c
}

// ended keeps an earlier warning when nothing went wrong since.
func (c Check) ended(err error) Check {
	if err != nil {
		return c.failed(err)
	}
	if c.Result == "" {
		c.Result = Good
	}
	return c
}
