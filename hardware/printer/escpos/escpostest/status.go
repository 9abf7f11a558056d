package escpostest

// realTime watches the received bytes for DLE EOT n (asks) and DLE ENQ n (recovers).
// Called with mu held.
func (p *Printer) realTime(c byte) (answer byte, ok bool) {
	p.tail = append(p.tail, c)
	if len(p.tail) > 5 {
		p.tail = p.tail[len(p.tail)-5:]
	}
	if len(p.tail) < 3 {
		return 0, false
	}
	switch last := p.tail[len(p.tail)-3:]; {
	case last[0] != 0x10:
	case last[1] == 0x04:
		return p.dleEOT(last[2])
	case last[1] == 0x05:
		p.dleENQ(last[2])
	}
	return 0, false
}

// dleDC4 is DLE DC4 fn=1 m t: a pulse in real time, also when the bytes were meant as dots. Called with mu held.
func (p *Printer) dleDC4() bool {
	t := p.tail
	return len(t) == 5 && t[0] == 0x10 && t[1] == 0x14 && t[2] == 1 && t[3] < 2 && t[4] >= 1 && t[4] <= 8 && !p.noPulse
}

// dleEOT builds the byte 0xx1xx10.
func (p *Printer) dleEOT(n byte) (byte, bool) {
	b := byte(0x12)
	set := func(on bool, bits byte) {
		if on {
			b |= bits
		}
	}
	switch n {
	case 1:
		set(p.drawer, 0x04)
		set(p.offline(), 0x08)
	case 2:
		set(p.cover, 0x04)
		set(p.rows == 0, 0x20)
		set(p.cutErr || p.hot || p.broken, 0x40)
	case 3:
		set(p.cutErr, 0x08)
		set(p.broken, 0x20)
		set(p.hot, 0x40)
	case 4:
		set(p.near, 0x0C)
		set(p.rows == 0, 0x60)
	default:
		return 0, false
	}
	return b, true
}

// dleENQ: 1 goes on from the line in error, 2 throws the buffers away.
func (p *Printer) dleENQ(n byte) {
	if n != 1 && n != 2 {
		return
	}
	if !p.jam {
		p.cutErr = false
	}
	if n == 2 {
		p.in, p.tail = nil, nil
		p.epoch++
	}
}

func (p *Printer) offline() bool { return p.cover || p.rows == 0 || p.cutErr || p.hot || p.broken }

// report is the four bytes of automatic status back (GS a).
func (p *Printer) report() []byte {
	r := []byte{0x10, 0, 0, 0}
	if p.drawer {
		r[0] |= 0x04
	}
	if p.offline() {
		r[0] |= 0x08
	}
	if p.cover {
		r[0] |= 0x20
	}
	if p.cutErr {
		r[1] |= 0x08
	}
	if p.broken {
		r[1] |= 0x20
	}
	if p.hot {
		r[1] |= 0x40
	}
	if p.near {
		r[2] |= 0x03
	}
	if p.rows == 0 {
		r[2] |= 0x0C
	}
	return r
}

// drawerSensor is the answer to GS r 2.
func (p *Printer) drawerSensor() byte {
	if p.drawer {
		return 0x01
	}
	return 0
}

// paperSensor is the answer to GS r 1.
func (p *Printer) paperSensor() byte {
	var b byte
	if p.near {
		b |= 0x03
	}
	if p.rows == 0 {
		b |= 0x0C
	}
	return b
}
