package escpostest

import (
	"context"
	"time"
)

// SetPower switches the printer off and on. Off, it loses its buffer and what it was doing.
func (p *Printer) SetPower(on bool) {
	var torn []Ticket
	p.with(func() {
		p.off = !on
		if !on {
			p.in, p.tail, p.asb = nil, nil, 0
			p.hot, p.cutErr, p.noPulse = false, false, false
			p.style, p.line, p.store = fresh, Line{}, nil
			p.epoch++
			torn = p.sheet.tear(torn)
		}
	})
	p.out(torn)
}

// SetStall makes the printer take no more bytes from the line.
func (p *Printer) SetStall(on bool) { p.with(func() { p.stall = on }) }

// SetSilent makes it a clone that never answers.
func (p *Printer) SetSilent(on bool) { p.with(func() { p.silent = on }) }

// SetMute makes it one that tells its state and confirms nothing: GS r and GS I are not answered.
func (p *Printer) SetMute(on bool) { p.with(func() { p.mute = on }) }

// SetLate makes every answer take so long, as behind Wi-Fi or a serial server.
func (p *Printer) SetLate(d time.Duration) { p.with(func() { p.late = d }) }

// SetSingle makes it work at one answer at a time: questions that come together are answered one delay after the other.
func (p *Printer) SetSingle(on bool) { p.with(func() { p.single = on }) }

// SetBehind makes it hold every answer back until the next question.
func (p *Printer) SetBehind(on bool) { p.with(func() { p.behind, p.kept = on, nil }) }

// SetXONXOFF makes it stop the line by XOFF at three quarters of its buffer, and let it go on by XON at a quarter.
func (p *Printer) SetXONXOFF(on bool) { p.with(func() { p.xonxoff = on }) }

// SetDrawer opens and shuts the drawer by hand.
func (p *Printer) SetDrawer(open bool) { p.switched(func() { p.drawer = open }) }

// SetCover opens and closes the cover.
func (p *Printer) SetCover(open bool) { p.switched(func() { p.cover = open }) }

// SetNearEnd sets the near-end sensor.
func (p *Printer) SetNearEnd(on bool) { p.switched(func() { p.near = on }) }

// SetHot sets an error that passes by itself.
func (p *Printer) SetHot(on bool) { p.switched(func() { p.hot = on }) }

// SetBroken sets an error that does not pass: only a technician mends it.
func (p *Printer) SetBroken(on bool) { p.switched(func() { p.broken = on }) }

// SetJam blocks the cutter; the printer notices at its next cut. Freed, it still waits for
// `DLE ENQ`, as the real ones do.
func (p *Printer) SetJam(on bool) { p.switched(func() { p.jam = on }) }

// SetPaper loads paper or takes it out.
func (p *Printer) SetPaper(in bool) {
	if in {
		p.SetPaperRows(-1)
		return
	}
	p.SetPaperRows(0)
}

// SetPaperRows leaves paper for so many rows; negative is a full roll. New paper tears off
// what was printed on the old.
func (p *Printer) SetPaperRows(rows int) {
	var torn []Ticket
	p.switched(func() {
		if p.rows == 0 && rows != 0 {
			torn = p.sheet.tear(torn)
		}
		p.rows = rows
	})
	p.out(torn)
}

// Paper tells what is in: rows left (negative: plenty).
func (p *Printer) Paper() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.rows
}

// Buffered is how many received bytes wait to be processed.
func (p *Printer) Buffered() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.in)
}

// switched makes a change and reports it when the host asked for reports (GS a).
func (p *Printer) switched(change func()) {
	var report []byte
	p.with(func() {
		change()
		if p.asb != 0 {
			report = p.report()
		}
	})
	p.say(context.Background(), report)
}

func (p *Printer) out(tickets []Ticket) {
	for _, t := range tickets {
		if p.cfg.OnTicket != nil {
			p.cfg.OnTicket(t)
		}
	}
}
