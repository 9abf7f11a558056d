package devicectl

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"regexp"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// use performs a device's main function once.
func use(ctx context.Context, d hardware.Device, what string, r *Report) error {
	switch d := d.(type) {
	case hardware.Printer:
		return printOnce(ctx, d, what, r)
	case hardware.Scanner:
		return scanOnce(ctx, d, r)
	case hardware.Voice:
		return sayOnce(ctx, d, what, r)
	case hardware.IDReader:
		return readOnce(ctx, d, r)
	case hardware.UPS:
		return askOnce(ctx, d, r)
	case hardware.LED:
		return showOnce(ctx, d, what, r)
	case hardware.Evaluator:
		return rateOnce(ctx, d, r)
	case hardware.CashAcceptor:
		return takeOnce(ctx, d, r)
	}
	r.Did = "opened"
	return nil
}

// printOnce prints a picture, or a line of words, and waits for the printer's word that it is out.
func printOnce(ctx context.Context, p hardware.Printer, what string, r *Report) error {
	slip, err := testSlip(what)
	if err != nil {
		return err
	}
	r.Did = "printed"
	out, err := p.Print(ctx, slip)
	r.Result = map[string]any{"result": out.Result, "reason": out.Reason}
	return err
}

func testSlip(file string) (hardware.Slip, error) {
	slip := hardware.Slip{Job: fmt.Sprint("probe ", time.Now().Unix())}
	if file == "" {
		slip.Blocks = []hardware.Block{hardware.Number{Text: "T001"}, hardware.Text{Text: slip.Job}, hardware.Barcode{Digits: "00000000000000"}}
		return slip, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return slip, err
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		return slip, fmt.Errorf("%s: %w", file, err)
	}
	slip.Blocks = []hardware.Block{hardware.Picture{Image: m}}
	return slip, nil
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

// lit lights a scanner that waits to be asked, while it is read from, and gives what puts it out. One that is always on, or does not answer,
// is read from all the same.
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

// ticketNumber is what is called rather than read: H023.
var ticketNumber = regexp.MustCompile(`^[A-Za-z]{0,2}[0-9]{1,5}$`)

func sayOnce(ctx context.Context, v hardware.Voice, what string, r *Report) error {
	if what == "" {
		return errNothing("what it should say: a text, or a number such as H023")
	}
	r.Did, r.Result = "said", map[string]string{"text": what}
	u := hardware.Utterance{ID: "probe", Text: what}
	if ticketNumber.MatchString(what) {
		u.Number, u.Window = what, 1
	}
	return v.Say(ctx, u)
}

// power is what a probe shows of a UPS; what it does not know is left out.
type power struct {
	OnBattery bool     `json:"on_battery"`
	Low       bool     `json:"low"`
	Replace   bool     `json:"replace_battery"`
	Overload  bool     `json:"overload"`
	Bypass    bool     `json:"bypass"`
	Off       bool     `json:"off"`
	Broken    bool     `json:"broken"`
	Charge    *float64 `json:"charge_percent,omitempty"`
	Load      *float64 `json:"load_percent,omitempty"`
	Input     *float64 `json:"input_volts,omitempty"`
	Runtime   *float64 `json:"runtime_s,omitempty"`
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
	r.Result = power{p.OnBattery, p.Low, p.Replace, p.Overload, p.Bypass, p.Off, p.Broken, known(p.Charge), known(p.Load), known(p.Input), known(p.Runtime.Seconds())}
	return nil
}

// card is what a probe shows of a card: whoever runs it has laid it down and means to see it.
type card struct {
	Layout   hardware.CardLayout `json:"layout"`
	Name     string              `json:"name"`
	Latin    string              `json:"latin_name,omitempty"`
	Sex      hardware.CardSex    `json:"sex"`
	Nation   string              `json:"ethnicity,omitempty"`
	Country  string              `json:"nationality,omitempty"`
	Birth    string              `json:"birth"`
	Address  string              `json:"address,omitempty"`
	Later    []string            `json:"new_addresses,omitempty"`
	Number   string              `json:"number"`
	Check    string              `json:"number_check"`
	Issuer   string              `json:"issuer,omitempty"`
	From     string              `json:"from"`
	Until    string              `json:"until"`
	Pass     string              `json:"pass_number,omitempty"`
	Issues   string              `json:"issues,omitempty"`
	Version  string              `json:"version,omitempty"`
	FromLink string              `json:"old_link,omitempty"`
}

func readOnce(ctx context.Context, d hardware.IDReader, r *Report) error {
	r.Did = "read"
	c, err := d.Read(ctx)
	if err != nil {
		return err
	}
	r.Result = card{c.Layout, c.Name, c.LatinName, c.Sex, c.Ethnicity, c.Nationality, c.Birth, c.Address, c.NewAddresses, string(c.Number),
		string(c.Check), c.Issuer, c.From, c.Until, string(c.PassNumber), c.Issues, c.Version, c.OldLink}
	return nil
}

// showOnce shows a text, which stays until the screen forgets it or the probe has ended.
func showOnce(ctx context.Context, d hardware.LED, what string, r *Report) error {
	if what == "" {
		return errNothing("what it should show: a text, or a number such as H023")
	}
	r.Did, r.Result = "shown", map[string]string{"text": what}
	return d.Show(ctx, hardware.Panel{Text: what, Number: what})
}

func rateOnce(ctx context.Context, d hardware.Evaluator, r *Report) error {
	r.Did = "rated"
	s, err := d.Ask(ctx, hardware.Prompt{Ticket: "probe", Number: "H023", Window: 1})
	r.Result = map[string]int{"level": s.Level}
	return err
}

// takeOnce lets notes in until one has ended, and gives every one back: a probe takes nobody's money.
func takeOnce(ctx context.Context, d hardware.CashAcceptor, r *Report) error {
	r.Did = "offered"
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var seen []map[string]any
	err := d.Take(ctx, hardware.Intake{Payment: "probe", Want: func(hardware.Cash) bool { return false },
		Credit: func(hardware.Cash) error { return errNothing("a probe takes no money") },
		Told: func(n hardware.CashNews) {
			seen = append(seen, map[string]any{"step": n.Step, "fen": n.Cash.Fen, "code": n.Code})
			if n.Step == hardware.CashReturned || n.Step == hardware.CashRejected {
				enough()
			}
		}})
	r.Result = seen
	if ctx.Err() != nil && len(seen) > 1 {
		return nil
	}
	return err
}
