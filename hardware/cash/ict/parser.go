package ict

import (
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/intake"
)

// The machine's bytes and the host's.
const (
	powerUp1, powerUp2 = 0x80, 0x8F
	inEscrow           = 0x81
	firstChannel       = 0x40
	lastChannel        = 0x4F
	stacked, returned  = 0x10, 0x11

	accept, reject  = 0x02, 0x0F
	reset, poll     = 0x30, 0x0C
	enable, disable = 0x3E, 0x5E // the machine says the same about itself
)

// heard is what one or two bytes mean.
type heard struct {
	intake.Event
	state byte // enable or disable, when the machine says that
	clear bool // an error is over
	junk  bool
}

// parser makes sense of the machine's bytes, one at a time.
type parser struct {
	bare  bool // a denomination may come without 81
	first byte // 80 or 81, waiting for its second byte
}

// feed takes one byte; false means that more are needed.
func (p *parser) feed(c byte) (heard, bool) {
	first := p.first
	p.first = 0
	switch {
	case first == powerUp1 && c == powerUp2:
		return said(intake.Restarted), true
	case first == inEscrow && c >= firstChannel && c <= lastChannel, p.bare && c >= firstChannel && c <= lastChannel:
		h := said(intake.Escrow)
		h.Channel = int(c - firstChannel)
		return h, true
	case c == powerUp1, c == inEscrow:
		p.first = c
		return heard{junk: true}, first != 0
	}
	return single(c), true
}

// quiet forgets half of a pair.
func (p *parser) quiet() { p.first = 0 }

// said is a word without a channel.
func said(w intake.Word) heard { return heard{Event: intake.Event{Word: w, Channel: -1}} }

func single(c byte) heard {
	switch c {
	case stacked:
		return said(intake.Stacked)
	case returned:
		return said(intake.Returned)
	case enable, disable:
		return heard{state: c}
	case 0x23:
		return said(intake.Removed)
	case 0x29:
		return said(intake.Rejected)
	case 0x2F:
		return heard{clear: true}
	}
	if code, ok := troubles[c]; ok {
		h := said(intake.Trouble)
		h.Code, h.Detail = code, hex(c)
		return h
	}
	return heard{junk: true}
}

// troubles are what 20 to 28 mean.
var troubles = map[byte]hardware.Code{
	0x20: hardware.CashBroken, // motor
	0x21: hardware.CashBroken, // checksum
	0x22: hardware.CashJam,
	0x24: hardware.CashOpen,
	0x25: hardware.CashBroken, // sensor
	0x26: commError,
	0x27: hardware.CashFraud, // bill fish
	0x28: hardware.CashFull,
}

// commError stays inside: the machine was not answered in time after power up and is reset.
const commError hardware.Code = "ict.comm-error"

func hex(c byte) string {
	return "status " + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15])
}
