package escpostest

import (
	"context"
	"fmt"
	"time"
)

// work takes bytes from the buffer and does what they say, one command after another.
func (p *Printer) work(ctx context.Context) {
	for ctx.Err() == nil {
		c := &command{p: p, ctx: ctx}
		p.mu.Lock()
		c.epoch = p.epoch
		p.mu.Unlock()
		c.run()
	}
}

// command reads one command's bytes. After the buffer was thrown away the rest of it reads
// as "gone" and the command has no effect.
type command struct {
	p     *Printer
	ctx   context.Context
	epoch int
	gone  bool
}

// next waits for a byte.
func (c *command) next() byte {
	var one [1]byte
	c.read(one[:])
	return one[0]
}

// read fills b from the buffer. The printer works only while it is online.
func (c *command) read(b []byte) {
	p := c.p
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(b) > 0 {
		for len(p.in) == 0 || p.off || p.offline() {
			if c.over() {
				return
			}
			p.changed.Wait()
		}
		if c.over() {
			return
		}
		full := len(p.in) >= p.cfg.Buffer
		n := copy(b, p.in)
		b, p.in = b[n:], p.in[n:]
		if full {
			p.changed.Broadcast()
		}
		if p.xoff && len(p.in) < p.cfg.Buffer/4 {
			p.xoff = false
			go p.send(c.ctx, []byte{0x11})
		}
	}
}

// over: the printer stops, or its buffer was thrown away. Called with mu held.
func (c *command) over() bool {
	c.gone = c.gone || c.ctx.Err() != nil || c.p.epoch != c.epoch
	return c.gone
}

func (c *command) run() {
	first := c.next()
	if c.gone {
		return
	}
	switch first {
	case 0x00: // ignored
	case 0x0A:
		c.newLine()
	case 0x10:
		c.realTime()
	case 0x1B:
		c.esc()
	case 0x1C:
		c.fs()
	case 0x1D:
		c.gs()
	default:
		if first >= 0x20 && first != 0x7F {
			c.text(first)
			return
		}
		c.wrong(first)
	}
}

func (c *command) wrong(b ...byte) {
	if !c.gone {
		c.p.with(func() { c.p.errs = append(c.p.errs, fmt.Sprintf("unknown % x", b)) })
	}
}

// realTime: already answered on receipt, here it only takes its place in the data.
func (c *command) realTime() {
	switch b := c.next(); b {
	case 0x04, 0x05:
		c.next()
	case 0x14:
		c.read(make([]byte, 3))
	default:
		c.wrong(0x10, b)
	}
}

func (c *command) esc() {
	switch b := c.next(); b {
	case 0x40, 0x45, 0x61, 0x74:
		c.letter(b)
	case 0x70:
		c.kick()
	case 0x64:
		c.feed(30 * int(c.next()))
	case 0x4A:
		c.feed(int(c.next()))
	default:
		c.wrong(0x1B, b)
	}
}

func (c *command) gs() {
	switch b := c.next(); b {
	case 0x76:
		c.raster()
	case 0x56:
		c.cut()
	case 0x72:
		c.ask()
	case 0x49:
		c.identity()
	case 0x61:
		c.autoStatus()
	case 0x21:
		c.size()
	case 0x28:
		c.bracket()
	case 0x38:
		if l := c.next(); l != 'L' {
			c.wrong(0x1D, b, l)
			return
		}
		c.block('L', 4)
	case 0x68, 0x77, 0x48, 0x66:
		c.setUp(b)
	case 0x6B:
		c.barcode()
	default:
		c.wrong(0x1D, b)
	}
}

// bracket is GS ( and a letter.
func (c *command) bracket() {
	switch b := c.next(); b {
	case 'L', 'k', 'D':
		c.block(b, 2)
	default:
		c.wrong(0x1D, 0x28, b)
	}
}

// raster is GS v 0 m xL xH yL yH data.
func (c *command) raster() {
	if b := c.next(); b != 0x30 {
		c.wrong(0x1D, 0x76, b)
		return
	}
	mode := c.next()
	wide := int(c.next()) | int(c.next())<<8
	rows := int(c.next()) | int(c.next())<<8
	if mode != 0 || wide == 0 || wide*8 > c.p.cfg.Dots || rows > 2303 {
		c.wrong(0x1D, 0x76, 0x30, mode, byte(wide), byte(rows))
		return
	}
	row := make([]byte, wide)
	for range rows {
		c.read(row)
		if c.gone {
			return
		}
		c.print(row)
	}
}

// stroke is how many rows are printed between two pauses: a timer is too coarse for one.
const stroke = 16

// print puts one row of dots on the paper. At the end of the paper the printer stops here
// and goes on, with this row, on the next roll.
func (c *command) print(row []byte) {
	p := c.p
	p.mu.Lock()
	for p.offline() && c.ctx.Err() == nil && p.epoch == c.epoch {
		p.changed.Wait()
	}
	if p.epoch != c.epoch || c.ctx.Err() != nil {
		c.gone = true
		p.mu.Unlock()
		return
	}
	p.sheet.add(row)
	ended := false
	if p.rows > 0 {
		p.rows--
		ended = p.rows == 0
	}
	rows := len(p.sheet.rows)
	report := []byte(nil)
	if ended && p.asb != 0 {
		report = p.report()
	}
	p.mu.Unlock()
	p.say(c.ctx, report)
	if p.cfg.RowsPerSec > 0 && rows%stroke == 0 {
		pause(c.ctx, stroke*time.Second/time.Duration(p.cfg.RowsPerSec))
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

func (c *command) feed(rows int) {
	for range rows {
		if c.gone {
			return
		}
		c.print(nil)
	}
}

// cut is GS V m, and GS V m n for the forms that feed first.
func (c *command) cut() {
	m := c.next()
	switch m {
	case 0x00, 0x01, 0x30, 0x31:
	case 0x41, 0x42:
		c.feed(int(c.next()))
	default:
		c.wrong(0x1D, 0x56, m)
		return
	}
	if !c.gone && c.blade() {
		var done []Ticket
		c.p.with(func() { done = c.p.sheet.cut() })
		c.p.out(done)
	}
}

// blade moves the knife; jammed, it waits until it was freed and told to go on.
func (c *command) blade() bool {
	p := c.p
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cutErr = p.jam
	p.changed.Broadcast()
	for p.cutErr && p.epoch == c.epoch && c.ctx.Err() == nil {
		p.changed.Wait()
	}
	return p.epoch == c.epoch && c.ctx.Err() == nil
}

// ask is GS r n: answered in its turn, so after everything before it.
func (c *command) ask() {
	n := c.next()
	if c.gone {
		return
	}
	switch n {
	case 0x01, 0x31:
		c.answer((*Printer).paperSensor)
	case 0x02, 0x32:
		c.answer((*Printer).drawerSensor)
	default:
		c.wrong(0x1D, 0x72, n)
	}
}

// answer says what a sensor tells, unless the printer answers no queued question.
func (c *command) answer(sensor func(*Printer) byte) {
	c.p.mu.Lock()
	b, mute := sensor(c.p), c.p.mute
	c.p.mu.Unlock()
	if !mute {
		c.p.say(c.ctx, []byte{b})
	}
}

// identity is GS I n: maker and model come as a block, `5F ... 00`.
func (c *command) identity() {
	n := c.next()
	word, known := map[byte]string{0x42: c.p.cfg.Maker, 0x43: c.p.cfg.Model}[n]
	switch {
	case c.gone:
		return
	case !known:
		c.wrong(0x1D, 0x49, n)
		return
	}
	c.p.mu.Lock()
	mute := c.p.mute
	c.p.mu.Unlock()
	if word != "" && !mute {
		c.p.say(c.ctx, append(append([]byte{0x5F}, word...), 0))
	}
}

func (c *command) autoStatus() {
	n := c.next()
	if c.gone {
		return
	}
	var report []byte
	c.p.with(func() {
		c.p.asb = n
		if n != 0 {
			report = c.p.report()
		}
	})
	c.p.say(c.ctx, report)
}
