package devicectl

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// use performs a device's main function once.
func use(ctx context.Context, d hardware.Device, p *Probe, r *Report) error {
	switch d := d.(type) {
	case hardware.Printer:
		return printOnce(ctx, d, p, r)
	case hardware.PagePrinter:
		return printPageOnce(ctx, d, p, r)
	case hardware.Scanner:
		return scanOnce(ctx, d, r)
	case hardware.Voice:
		return sayOnce(ctx, d, p.What, r)
	case hardware.IDReader:
		return readOnce(ctx, d, r)
	case hardware.UPS:
		return askOnce(ctx, d, r)
	case hardware.LED:
		return showOnce(ctx, d, p.What, r)
	case hardware.Evaluator:
		return rateOnce(ctx, d, r)
	case hardware.CashAcceptor:
		return takeOnce(ctx, d, r)
	}
	r.Did = "opened"
	return hardware.E("probe", hardware.BadConfig, fmt.Sprintf("it opens, and there is no way to use a %s once", r.Kind))
}

func scanOnce(ctx context.Context, s hardware.Scanner, r *Report) error {
	r.Did = "scanned"
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	code := make(chan string, 1)
	defer lit(ctx, enough, s)()
	err := s.Scan(ctx, func(c hardware.Scan) {
		select {
		case code <- c.Code:
		default:
		}
		enough()
	})
	select {
	case c := <-code:
		r.Result = map[string]string{"code": c}
		return nil
	default:
		return err
	}
}

// lit lights a scanner that waits to be asked, while it is read from, and gives what puts it out. One that is always
// on, or does not answer, is read from all the same.
func lit(ctx context.Context, enough func(), s hardware.Scanner) (out func()) {
	light, ok := s.(hardware.Triggerer)
	if !ok {
		return func() {}
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = light.Trigger(ctx, true) }()
	return func() {
		enough()
		<-done
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = light.Trigger(last, false)
	}
}

// power is what a probe shows of a UPS; what it does not know is left out.
type power struct {
	From     string   `json:"power_from"`
	Low      bool     `json:"low"`
	Replace  bool     `json:"replace_battery"`
	Overload bool     `json:"overload"`
	Bypass   bool     `json:"bypass"`
	Off      bool     `json:"off"`
	Broken   bool     `json:"broken"`
	Forced   bool     `json:"shutting_down"`
	Alarm    bool     `json:"alarm"`
	Charge   *float64 `json:"charge_percent,omitempty"`
	Load     *float64 `json:"load_percent,omitempty"`
	Input    *float64 `json:"input_volts,omitempty"`
	Runtime  *float64 `json:"runtime_s,omitempty"`
}

func askOnce(ctx context.Context, u hardware.UPS, r *Report) error {
	p, err := u.Power(ctx)
	if err != nil {
		return err
	}
	known := func(v float64) *float64 {
		if v < 0 {
			return nil
		}
		return &v
	}
	r.Did = "asked"
	r.Result = power{from(p), p.Low, p.Replace, p.Overload, p.Bypass, p.Off, p.Broken, p.Forced, p.Alarm, known(p.Charge), known(p.Load), known(p.Input), known(p.Runtime.Seconds())}
	return nil
}

// from is where the power comes from, as far as the UPS says.
func from(p hardware.Power) string {
	switch {
	case p.Off:
		return "nowhere"
	case p.OnBattery:
		return "battery"
	case p.Bypass:
		return "bypass"
	case p.Unclear:
		return "unclear"
	}
	return "mains"
}

// callNumber is what is called and shown when nobody says what: it harms nobody.
const callNumber = "A001"

// showOnce shows a text, which stays until the screen forgets it or the probe closes it.
func showOnce(ctx context.Context, d hardware.LED, what string, r *Report) error {
	what = cmp.Or(what, callNumber)
	r.Did, r.Result = "shown", map[string]string{"text": what}
	return d.Show(ctx, hardware.Panel{Text: what, Number: what})
}

func rateOnce(ctx context.Context, d hardware.Evaluator, r *Report) error {
	r.Did = "rated"
	s, err := d.Ask(ctx, hardware.Prompt{Ticket: "probe", Number: "H023", Window: 1})
	r.Result = map[string]int{"level": s.Level}
	if err == nil && s.Level == hardware.NotRated {
		return hardware.E("probe", hardware.Canceled, errTime)
	}
	return err
}
