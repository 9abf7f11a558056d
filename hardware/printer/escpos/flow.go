package escpos

import (
	"context"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// write sends bytes of a slip, no faster than a printer takes them that says XOFF and XON. On a serial line of Linux
// the system does that (port's flow=xonxoff) and keeps the two bytes; elsewhere they come among the answers.
func (p *Printer) write(ctx context.Context, b []byte) (int, error) {
	sent := 0
	for sent < len(b) {
		if err := p.room(ctx); err != nil {
			return sent, err
		}
		n, err := p.port.Write(ctx, b[sent:min(len(b), sent+p.gulp(len(b)))])
		sent += n
		if err != nil {
			return sent, err
		}
		if p.flows && sent < len(b) {
			p.hear(ctx, p.onWire(n), nothing) // an XOFF comes within the time that the bytes need
		}
	}
	return sent, nil
}

// gulp is how much is sent at once: all, or what a line carries in a twentieth of a second to a printer that must be
// able to stop it.
func (p *Printer) gulp(all int) int {
	switch {
	case !p.flows:
		return all
	case p.wait.Baud > 0:
		return max(64, p.wait.Baud/200)
	}
	return 512
}

// room waits while the printer's buffer is full. One that stays full says why, or has stalled.
func (p *Printer) room(ctx context.Context) error {
	for until := time.Now().Add(p.wait.Confirm); p.full; {
		_, err := p.hear(ctx, p.wait.Poll, flow)
		switch {
		case err == nil:
			continue
		case !errors.Is(err, errSilent) && !errors.Is(err, errGarbled) && !errors.Is(err, errTold):
			return err
		}
		if code := p.whatIsWrong(ctx); stops(code) {
			return hardware.E("escpos.Print", code)
		}
		if p.full && time.Now().After(until) {
			return port.ErrStalled
		}
	}
	return nil
}
