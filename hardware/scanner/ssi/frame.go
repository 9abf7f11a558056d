package ssi

import (
	"bytes"

	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

// Operations, as the guide numbers them.
const (
	opRequestRevision = 0xA3
	opParameters      = 0xC6
	opAck             = 0xD0
	opNak             = 0xD1
	opStart           = 0xE4
	opStop            = 0xE5
	opBeep            = 0xE6
	opEnable          = 0xE9
	opDisable         = 0xEA
	opDecodeData      = 0xF3
	opEvent           = 0xF6
)

// spoken are the operations of a scanner, so that noise is not taken for a frame: revision, picture and film,
// parameters, ACK and NAK, abilities, batch, code, event.
var spoken = []byte{0xA4, 0xB1, 0xB4, opParameters, opAck, opNak, 0xD4, 0xD6, opDecodeData, opEvent}

// Reasons of a NAK.
const (
	nakResend     = 0x01
	nakBadContext = 0x02
	nakDenied     = 0x06
)

// Bits of the status byte.
const (
	again = 0x01 // the frame is sent once more
	more  = 0x02 // another frame of the same message follows
)

const (
	fromScanner = 0x00
	fromHost    = 0x04
	header      = 4 // length, operation, source, status
	checkSize   = 2
)

// build makes a frame of ours.
func build(op, status byte, data ...byte) []byte {
	b := append([]byte{byte(header + len(data)), op, fromHost, status}, data...)
	sum := check(b)
	return append(b, byte(sum>>8), byte(sum))
}

// check is the two's complement of the sum of the bytes.
func check(p []byte) (sum uint16) {
	for _, b := range p {
		sum -= uint16(b)
	}
	return sum
}

// Frame is what a scanner sent.
type Frame struct {
	Op     byte
	Status byte
	Data   []byte
}

// Parse reads one whole frame of a scanner.
func Parse(b []byte) (Frame, bool) {
	if len(b) < header+checkSize || dead(b) || len(b) != int(b[0])+checkSize {
		return Frame{}, false
	}
	end := len(b) - checkSize
	if check(b[:end]) != uint16(b[end])<<8|uint16(b[end+1]) {
		return Frame{}, false
	}
	return Frame{Op: b[1], Status: b[3], Data: b[header:end]}, true
}

// dead: it cannot be the beginning of a scanner's frame. The status says nothing: newer models set bits the guide does
// not name.
func dead(b []byte) bool {
	return b[0] < header || len(b) > 1 && bytes.IndexByte(spoken, b[1]) < 0 || len(b) > 2 && b[2] != fromScanner
}

// Parser cuts the bytes of a scanner into frames, acknowledges what wants it, and finds the next frame after noise. It
// is a codes.Parser. The zero Parser is ready.
type Parser struct {
	held []byte // what may become a frame, at most 257 bytes
	last string // the code frame taken last, to know it when it comes once more
	long bool   // inside a message of several frames
	told bool   // a bad frame was complained of since the line was quiet
}

// Feed implements codes.Parser.
func (p *Parser) Feed(b []byte) []codes.Heard {
	var all []codes.Heard
	for _, c := range b {
		p.held = append(p.held, c)
		all = append(all, p.settle()...)
	}
	return all
}

// Idle implements codes.Parser: what is held will not become a frame any more. A code that has lost bytes is asked for
// again.
func (p *Parser) Idle() []codes.Heard {
	var all []codes.Heard
	for len(p.held) > 0 {
		if len(p.held) >= header {
			all = append(all, p.complain()...)
		}
		p.drop(1)
		all = append(all, p.settle()...)
	}
	p.long, p.told = false, false
	return all
}

// Open implements codes.Parser.
func (p *Parser) Open() bool { return len(p.held) > 0 }

// settle deals with what is held, as far as it is clear.
func (p *Parser) settle() []codes.Heard {
	var all []codes.Heard
	for len(p.held) > 0 {
		switch {
		case dead(p.held):
			p.drop(1)
		case len(p.held) < header || len(p.held) < int(p.held[0])+checkSize:
			return all
		default:
			all = append(all, p.whole(int(p.held[0])+checkSize)...)
		}
	}
	return all
}

// whole takes n bytes that are as long as a frame.
func (p *Parser) whole(n int) []codes.Heard {
	raw := append([]byte(nil), p.held[:n]...)
	f, ok := Parse(raw)
	if !ok {
		heard := p.complain()
		p.drop(1)
		return heard
	}
	p.drop(n)
	switch f.Op {
	case opAck, opNak:
		return []codes.Heard{{Answer: raw}}
	case opDecodeData:
		return []codes.Heard{p.decoded(f)}
	}
	return []codes.Heard{{Answer: raw, Reply: build(opAck, 0)}}
}

// decoded takes a code, unless it is the one taken last and only our acknowledgement was lost. A message of several
// frames is longer than any code of ours.
func (p *Parser) decoded(f Frame) codes.Heard {
	h := codes.Heard{Sense: true, Reply: build(opAck, 0)}
	this := string([]byte{f.Status & more}) + string(f.Data)
	resent := f.Status&again != 0 && this == p.last
	p.last = this
	switch {
	case resent:
	case f.Status&more != 0:
		p.long = true
	case p.long:
		p.long = false
	case len(f.Data) > 1:
		h.Sense, h.Sure, h.Code = false, true, f.Data[1:] // after the kind of code
	}
	return h
}

// complain asks for the bad code held once more, once in a burst; other frames are answers, which are asked for again
// by their command. If the code was sent for the first time, what comes is new whatever is in it.
func (p *Parser) complain() []codes.Heard {
	if p.held[1] != opDecodeData {
		return nil
	}
	if p.held[3]&again == 0 {
		p.last = ""
	}
	if p.told {
		return nil
	}
	p.told = true
	return []codes.Heard{{Reply: build(opNak, 0, nakResend)}}
}

func (p *Parser) drop(n int) { p.held = append(p.held[:0], p.held[n:]...) }
