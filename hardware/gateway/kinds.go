package gateway

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// machine is what the devices of all kinds share.
type machine struct{ d *device }

// Info says what it is.
func (m machine) Info() hardware.Info {
	v := m.d.view()
	return hardware.Info{Kind: v.Kind, Driver: "gateway", Model: v.Model, Where: "gateway:" + v.Name}
}

// Close gives the machine back. What was being done ends with an error.
func (m machine) Close() error { m.d.release(); return nil }

// Status is what the adapter last reported; Missing when that is too long ago.
func (m machine) Status(context.Context) (hardware.Status, error) {
	return m.d.status("gateway.Status")
}

// opened makes the device of the machine's kind.
func (d *device) opened() hardware.Device {
	m := machine{d}
	switch d.view().Kind {
	case hardware.KindPrinter:
		return Printer{m}
	case hardware.KindIDCard:
		return IDReader{m}
	case hardware.KindScanner:
		return Scanner{m}
	case hardware.KindVoice:
		return Voice{m}
	case hardware.KindLED:
		return LED{m}
	case hardware.KindEvaluator:
		return Evaluator{m}
	case hardware.KindCash:
		return Cash{m}
	case hardware.KindPayment:
		return PaymentTerminal{m}
	case hardware.KindQueue:
		return QueueMachine{m}
	default:
		return DoubleScreen{m}
	}
}

// show hands work over whose only result is that it is done.
func (m machine) show(ctx context.Context, op string, out Output) error {
	e := m.d.do(ctx, out, "")
	switch {
	case e.code == hardware.Canceled:
		return hardware.E(op, e.code, ctx.Err())
	case e.code != "":
		return hardware.E(op, e.code, m.d.name)
	case e.ack.Result == AckDone:
		return nil
	case e.ack.Result == AckUncertain && e.ack.Code == "":
		return hardware.E(op, hardware.GatewayUnconfirmed, e.ack.Detail)
	}
	return hardware.E(op, reason(e.ack), e.ack.Detail)
}

func reason(a Ack) hardware.Code {
	if a.Code == "" {
		return hardware.Failed
	}
	return known(a.Code)
}

// Printer is a foreign printer. It is a hardware.Printer.
type Printer struct{ machine }

// Print returns when the adapter has acknowledged the slip. Without an acknowledgement it is Uncertain as soon as it
// was handed over.
func (p Printer) Print(ctx context.Context, s hardware.Slip) (hardware.Outcome, error) {
	const op = "gateway.Print"
	slip, err := SlipOf(s)
	if err != nil {
		return hardware.Outcome{Result: hardware.NotPrinted, Reason: hardware.PrinterBadSlip}, hardware.E(op, hardware.PrinterBadSlip, err)
	}
	e := p.d.do(ctx, Output{Type: OutSlip, Slip: &slip}, s.Job)
	result, code := hardware.Printed, e.code
	switch {
	case code != "" && e.handed:
		result = hardware.Uncertain
	case code != "":
		result = hardware.NotPrinted
	case e.ack.Result == AckFailed:
		result, code = hardware.NotPrinted, reason(e.ack)
	case e.ack.Result == AckUncertain:
		result, code = hardware.Uncertain, reason(e.ack)
	}
	if code == hardware.GatewayUnconfirmed || result == hardware.Uncertain && e.ack.Code == "" && code == hardware.Failed {
		code = hardware.PrinterUnconfirmed
	}
	if code == "" {
		return hardware.Outcome{Result: result}, nil
	}
	return hardware.Outcome{Result: result, Reason: code}, hardware.E(op, code, e.ack.Detail)
}

// Scanner is a foreign scanner. It is a hardware.Scanner.
type Scanner struct{ machine }

// Scan gives every code until ctx ends or the machine is missing.
func (s Scanner) Scan(ctx context.Context, found func(hardware.Scan)) error {
	return s.d.each(ctx, "gateway.Scan", func(i *input) *Problem {
		found(hardware.Scan{Code: printable(i.in.Code), At: i.at})
		return nil
	})
}

// each hears inputs until ctx ends.
func (d *device) each(ctx context.Context, op string, hear func(*input) *Problem) error {
	stop, err := d.listen(op)
	if err != nil {
		return err
	}
	defer stop()
	for {
		i, err := d.heard(ctx, op)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		}
		no := hear(i)
		if i.in.Type != InCard { // a card was accepted when it came
			d.settle(i, no)
		}
	}
}

// IDReader is a foreign reader of identity cards. It is a hardware.IDReader.
type IDReader struct{ machine }

// Read waits for a card.
func (r IDReader) Read(ctx context.Context) (hardware.IDCard, error) {
	const op = "gateway.Read"
	stop, err := r.d.listen(op)
	if err != nil {
		return hardware.IDCard{}, err
	}
	defer stop()
	i, err := r.d.heard(ctx, op)
	if err != nil {
		return hardware.IDCard{}, err
	}
	return i.in.Card.device(), nil
}

// Lifted waits until the adapter says that the card is off the reader.
func (r IDReader) Lifted(ctx context.Context) error {
	return r.d.await(ctx, "gateway.Lifted", func() bool { return !r.d.cardDown })
}

func (c *Card) device() hardware.IDCard {
	n := hardware.IDNumber(c.Number)
	return hardware.IDCard{Layout: c.Layout, Name: c.Name, LatinName: c.LatinName, Sex: c.Sex, Ethnicity: c.Ethnicity, Birth: c.Birth, Address: c.Address,
		Number: n, Check: n.Check(), Issuer: c.Issuer, From: c.From, Until: c.Until, PassNumber: hardware.IDNumber(c.PassNumber), Nationality: c.Nationality}
}

// Voice is a foreign voice. It is a hardware.Voice.
type Voice struct{ machine }

// Say returns when the adapter has said it.
func (v Voice) Say(ctx context.Context, u hardware.Utterance) error {
	return v.show(ctx, "gateway.Say", Output{Type: OutSpeech, Speech: &Speech{u.Text, u.Number, u.Window, u.Languages, u.Recall, u.NoChime, u.Place}})
}

// LED is a foreign window screen. It is a hardware.LED, without memory: what was not acknowledged is not tried again.
type LED struct{ machine }

// Show returns when the screen shows it.
func (l LED) Show(ctx context.Context, p hardware.Panel) error {
	if p.Text == "" {
		p.Text = p.Number
	}
	return l.show(ctx, "gateway.Show", Output{Type: OutText, Text: &Text{p.Text, p.Number, p.Window, p.Blink}})
}

// Clear returns when the screen is dark.
func (l LED) Clear(ctx context.Context) error {
	return l.show(ctx, "gateway.Clear", Output{Type: OutClear})
}

// DoubleScreen is a foreign second screen. It is a hardware.DoubleScreen.
type DoubleScreen struct{ machine }

// ShowPage returns when the page is seen.
func (s DoubleScreen) ShowPage(ctx context.Context, p hardware.Page) error {
	return s.show(ctx, "gateway.ShowPage", Output{Type: OutPage, Page: &Page{p.Title, p.Lines, p.QR}})
}

// Clear takes the page away.
func (s DoubleScreen) Clear(ctx context.Context) error {
	return s.show(ctx, "gateway.Clear", Output{Type: OutClear})
}

// PaymentTerminal is a foreign payment terminal. It is a hardware.PaymentTerminal.
type PaymentTerminal struct{ machine }

// Charge returns when the terminal has answered. Without an answer money may have moved.
func (t PaymentTerminal) Charge(ctx context.Context, c hardware.Charge) (hardware.Charging, error) {
	const op = "gateway.Charge"
	e := t.d.do(ctx, Output{Type: OutCharge, Charge: &Charge{c.ID, c.Fen, c.Currency, c.Title}}, "")
	r := hardware.Charging{Result: hardware.Charged, Reference: e.ack.Reference, Means: e.ack.Means, Reason: e.code}
	switch {
	case e.code != "" && !e.handed:
		r.Result = hardware.NotCharged
	case e.code != "", e.ack.Result == AckUncertain:
		r.Result, r.Reason = hardware.ChargeUncertain, hardware.PaymentUncertain
	case e.ack.Result == AckFailed:
		r.Result, r.Reason = hardware.NotCharged, reason(e.ack)
	default:
		return r, nil
	}
	return r, hardware.E(op, r.Reason, e.ack.Detail)
}
