package escpos

import (
	"context"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Print prints a slip once. What can happen, and what then is known:
//
//	it says it cannot (paper, cover, cutter)   NotPrinted, nothing was sent
//	an earlier slip is still in its buffer     NotPrinted, PrinterHoldsJob
//	the line breaks before any of the picture  NotPrinted
//	the line breaks later, or stalls           Uncertain
//	paper, cover, cutter while printing        Uncertain; no more is sent. The bands already
//	                                           sent come when it is mended: until then
//	                                           Status.Pending names the job. The scrap is cut
//	                                           off before the next slip
//	confirmed                                  Printed; Reason tells a warning, as near end
//	no confirmation in time                    Uncertain; PrinterSilent when it says nothing
//	                                           at all any more
//	a printer that cannot talk                 Uncertain, PrinterUnconfirmed, no error
func (p *Printer) Print(ctx context.Context, s hardware.Slip) (hardware.Outcome, error) {
	const op = "escpos.Print"
	j, err := encode(p.profile, p.fonts, s)
	if err != nil {
		return refused(op, hardware.CodeOf(err), err)
	}
	if err := p.begin(ctx); err != nil {
		return refused(op, hardware.Canceled, err)
	}
	defer p.end()
	code, err := p.check(ctx, op)
	if err == nil && !stops(code) && code != hardware.PrinterUnconfirmed {
		if trouble, e := p.sync(ctx, op); trouble != "" {
			code, err = trouble, e
		}
	}
	p.note(code)
	switch {
	case code == hardware.PrinterUnconfirmed: // it never answered; whether the line is dead, the first write tells
		return p.printBlind(ctx, op, j)
	case stops(code):
		return refused(op, code, err)
	}
	return p.print(ctx, op, j)
}

func refused(op string, code hardware.Code, err error) (hardware.Outcome, error) {
	f := hardware.E(op, code)
	if err != nil {
		f.Err = err
	}
	return hardware.Outcome{Result: hardware.NotPrinted, Reason: code}, f
}

// window is how many bands may be under way. Each is followed by a queued question, so the
// printer's buffer never fills, real-time questions get through, and a band that was lost
// (power) is missed: one answer would be owed.
const window = 2

func (p *Printer) print(ctx context.Context, op string, j *job) (hardware.Outcome, error) {
	p.broke(true)                 // until it is out: the program may end in the middle
	p.full = p.full && p.owed > 0 // a printer that holds nothing has room
	for i, part := range j.parts {
		n, err := p.write(ctx, append(part[:len(part):len(part)], confirm...))
		if err != nil {
			return p.broken(op, j, i, n, err)
		}
		p.held = j.name // until every answer is in
		p.owed++
		if o, err := p.paid(ctx, op, j, window); err != nil {
			return o, err
		}
	}
	if o, err := p.paid(ctx, op, j, 0); err != nil {
		return o, err
	}
	p.broke(false)
	p.paper.printed(p.profile.mm(j.rows))
	s := p.note(hardware.Code(""))
	if code := p.whatIsWrong(ctx); code != "" {
		s = p.note(code)
	}
	return hardware.Outcome{Result: hardware.Printed, Reason: s.Code}, nil
}

func (p *Printer) printBlind(ctx context.Context, op string, j *job) (hardware.Outcome, error) {
	if o, err := p.send(ctx, op, j); err != nil {
		return o, err
	}
	p.broke(false) // what had broken off hangs on this one
	return hardware.Outcome{Result: hardware.Uncertain, Reason: hardware.PrinterUnconfirmed}, nil
}

func (p *Printer) send(ctx context.Context, op string, j *job) (hardware.Outcome, error) {
	for i, part := range j.parts {
		if n, err := p.write(ctx, part); err != nil {
			return p.broken(op, j, i, n, err)
		}
	}
	return hardware.Outcome{}, nil
}

// broken: a write failed after n bytes of part i. Until a byte of the first picture was
// handed over nothing can have come out: initialising prints nothing.
func (p *Printer) broken(op string, j *job, i, n int, err error) (hardware.Outcome, error) {
	code := codeOf(err)
	var told *hardware.Fault
	if errors.As(err, &told) {
		code = told.Code
	}
	if i == 0 || i == 1 && n == 0 && code == hardware.Missing {
		p.held = ""
		p.broke(false)
		p.note(code)
		return refused(op, code, err)
	}
	return p.uncertain(op, j, code, err)
}

func (p *Printer) uncertain(op string, j *job, code hardware.Code, err error) (hardware.Outcome, error) {
	p.held = ""
	p.broke(true)
	if held(code) {
		p.held = j.name
	}
	p.note(code)
	f := hardware.E(op, code, j.name)
	f.Err = err
	return hardware.Outcome{Result: hardware.Uncertain, Reason: code}, f
}

// held: after these the printer may go on with the job by itself.
func held(c hardware.Code) bool {
	switch c {
	case hardware.PrinterPaperOut, hardware.PrinterCoverOpen, hardware.PrinterCutter,
		hardware.PrinterRecoverable, hardware.PrinterOffline, hardware.PrinterSilent:
		return true
	}
	return false
}

// paid waits until no more than left answers are owed, and asks what is the matter whenever
// the printer has been quiet: then trouble is known in a second, not at the end.
func (p *Printer) paid(ctx context.Context, op string, j *job, left int) (hardware.Outcome, error) {
	patience := p.onWire((window+1)*p.bandBytes()) + p.wait.Confirm
	deadline := time.Now().Add(patience)
	for p.owed > left {
		before := p.owed
		_, err := p.hear(ctx, max(p.wait.Poll, p.reply()), queued)
		if err != nil && !errors.Is(err, errSilent) && !errors.Is(err, errGarbled) && !errors.Is(err, errTold) {
			return p.uncertain(op, j, codeOf(err), err)
		}
		if p.owed < before {
			deadline = time.Now().Add(patience)
			continue
		}
		if code := p.whatIsWrong(ctx); stops(code) && p.owed > left {
			return p.uncertain(op, j, code, nil)
		}
		if p.owed > left && time.Now().After(deadline) {
			return p.uncertain(op, j, p.whyNoAnswer(ctx, op), errSilent)
		}
	}
	return hardware.Outcome{}, nil
}

// whyNoAnswer: a printer that tells its state and confirms nothing has lost the job (power
// came back); one that is silent altogether is off or stuck and may hold it.
func (p *Printer) whyNoAnswer(ctx context.Context, op string) hardware.Code {
	if code, _ := p.four(ctx, op); code == hardware.PrinterSilent {
		return code
	}
	return hardware.PrinterUnconfirmed
}

func (p *Printer) onWire(bytes int) time.Duration {
	if p.wait.Baud == 0 {
		return 0
	}
	return time.Duration(bytes) * 10 * time.Second / time.Duration(p.wait.Baud)
}

// whatIsWrong asks between the data and its confirmation. Silence is no trouble here: a
// printer may be too busy to answer.
func (p *Printer) whatIsWrong(ctx context.Context) hardware.Code {
	code, err := p.four(ctx, "escpos.Print")
	if err != nil && code != hardware.Missing && code != hardware.Stalled {
		return ""
	}
	return code
}

// Resume tells the printer to go on with what it holds.
func (p *Printer) Resume(ctx context.Context) error { return p.recover(ctx, "escpos.Resume", 1) }

// Discard tells the printer to throw away what it holds. What is on paper stays there.
func (p *Printer) Discard(ctx context.Context) error {
	const op = "escpos.Discard"
	if err := p.recover(ctx, op, 2); err != nil {
		return err
	}
	if err := p.begin(ctx); err != nil {
		return hardware.E(op, hardware.Canceled, err)
	}
	defer p.end()
	p.held, p.owed = "", 0
	return nil
}

// recover is `DLE ENQ n`.
func (p *Printer) recover(ctx context.Context, op string, n byte) error {
	if err := p.begin(ctx); err != nil {
		return hardware.E(op, hardware.Canceled, err)
	}
	defer p.end()
	if _, err := p.port.Write(ctx, []byte{0x10, 0x05, n}); err != nil {
		return hardware.E(op, codeOf(err), err)
	}
	return nil
}
