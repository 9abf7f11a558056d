package escpos

import (
	"context"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// confirm is `GS r 1`, a question answered in its turn, behind the data before it.
var confirm = []byte{0x1D, 0x72, 0x01}

// sync makes sure that the printer is at the beginning of a command and holds nothing before a slip is sent. It asks,
// and no more: what the last printout left is cut off only when one is known to have broken off. After a cable was
// pulled in the middle of a picture, or power was lost, it may wait for bytes that never came, and would take the new
// slip for them; then it is fed white to the end and what it printed is cut off. One that only tells its state and
// never confirmed anything is not fed: nothing says that bytes are missing in it, and to a printer that waits for a
// command they are paper and ten seconds.
func (p *Printer) sync(ctx context.Context, op string) (hardware.Code, error) {
	code, err := p.inTurn(ctx, op, append(p.tellUs(), p.scrap()...))
	if code == "" {
		p.broke(false)
	}
	if code != hardware.PrinterHoldsJob || p.held != "" && p.confirms && p.owed > 1 {
		return code, err
	}
	if !p.unfinished && !p.confirms {
		return p.mute()
	}
	fill := append(make([]byte, p.bandBytes()), 0x1D, 0x56, 0x00)
	code, err = p.inTurn(ctx, op, fill)
	p.broke(code != "")
	if code == hardware.PrinterHoldsJob && !p.confirms {
		return p.mute()
	}
	return code, err
}

// mute is a printer that tells its state but confirms nothing.
func (p *Printer) mute() (hardware.Code, error) {
	p.owed, p.held = 0, ""
	return hardware.PrinterUnconfirmed, nil
}

// tellUs is `GS a`, for models that tell every change by themselves. It is said before each slip: power takes it away.
func (p *Printer) tellUs() []byte {
	if p.profile.ASB {
		return []byte{0x1D, 0x61, 0xFF}
	}
	return nil
}

// scrap cuts off what a broken printout left, so that the next slip does not hang on it.
func (p *Printer) scrap() []byte {
	if p.unfinished {
		return []byte{0x1D, 0x56, 0x00}
	}
	return nil
}

// bandBytes is the longest band with the question behind it: the bytes a broken one may lack at most.
func (p *Printer) bandBytes() int {
	head, tail := frameOf(p.profile.Form, p.profile.Dots, p.profile.Band)
	return len(head) + len(tail) + p.profile.Band*p.profile.Dots/8 + len(confirm)
}

// inTurn sends first and the queued question, and waits until all owed answers are in. When
// some come and then none, the others were lost with the power.
func (p *Printer) inTurn(ctx context.Context, op string, first []byte) (hardware.Code, error) {
	if _, err := p.port.Write(ctx, append(first, confirm...)); err != nil {
		return codeOf(err), hardware.E(op, codeOf(err), err)
	}
	p.owed++
	wait, heard := 2*p.reply()+p.onWire(len(first)), false
	if p.owed > 1 {
		wait = p.wait.Confirm
	}
	for p.owed > 0 {
		_, err := p.hear(ctx, wait, queued)
		switch {
		case err == nil:
			heard, wait = true, min(2*time.Second, p.wait.Confirm)
		case heard && errors.Is(err, errSilent):
			p.owed, p.held = 0, ""
		case errors.Is(err, errSilent), errors.Is(err, errGarbled), errors.Is(err, errTold):
			if code := p.whatIsWrong(ctx); stops(code) {
				return code, hardware.E(op, code)
			}
			if p.owed == 0 { // it came with the answers: late, or held back until the next question
				return "", nil
			}
			return hardware.PrinterHoldsJob, hardware.E(op, hardware.PrinterHoldsJob, p.held)
		default:
			return codeOf(err), hardware.E(op, codeOf(err), err)
		}
	}
	return "", nil
}
