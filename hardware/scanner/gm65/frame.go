package gm65

import "github.com/brighthall/brighthall/hardware/scanner/codes"

// types of a request.
const (
	typeRead  = 0x07
	typeWrite = 0x08
	typeSave  = 0x09
	typeBeat  = 0x0A
)

const (
	answerMark = 0x02
	beatMark   = 0x03
	overhead   = 6 // of an answer beside its data: mark, 00, type, length, two of check
)

// request builds a request with its check.
func request(kind byte, address uint16, data ...byte) []byte {
	length := len(data)
	if kind == typeRead {
		length = 1
	}
	body := append([]byte{kind, byte(length), byte(address >> 8), byte(address)}, data...)
	sum := check(body)
	return append(append([]byte{0x7E, 0x00}, body...), byte(sum>>8), byte(sum))
}

// unchecked is a write the module takes without a check, as its manual gives the trigger.
func unchecked(address uint16, value byte) []byte {
	return []byte{0x7E, 0x00, typeWrite, 1, byte(address >> 8), byte(address), value, 0xAB, 0xCD}
}

// check is CRC-16/XMODEM.
func check(p []byte) uint16 {
	var c uint16
	for _, b := range p {
		c ^= uint16(b) << 8
		for range 8 {
			if c&0x8000 != 0 {
				c = c<<1 ^ 0x1021
			} else {
				c <<= 1
			}
		}
	}
	return c
}

// Answer is the answer to a request.
type Answer struct {
	Beat bool // to a heartbeat
	Type byte // 00: done
	Data []byte
}

// Parse reads an answer as Parser cut it.
func Parse(b []byte) (Answer, bool) {
	if len(b) < overhead || b[0] != answerMark && b[0] != beatMark || b[1] != 0 || len(b) != overhead+int(b[3]) {
		return Answer{}, false
	}
	end := len(b) - 2
	if check(b[2:end]) != uint16(b[end])<<8|uint16(b[end+1]) {
		return Answer{}, false
	}
	return Answer{Beat: b[0] == beatMark, Type: b[2], Data: b[4:end]}, true
}

// Parser takes the answers out of the codes. The zero Parser is ready.
type Parser struct {
	lines codes.Lines
	held  []byte // what may become an answer, from its mark on
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

// Idle implements codes.Parser: what is held will not become an answer any more.
func (p *Parser) Idle() []codes.Heard {
	var all []codes.Heard
	for len(p.held) > 0 {
		all = append(all, p.release()...)
		all = append(all, p.settle()...)
	}
	return append(all, p.lines.Idle()...)
}

// Open implements codes.Parser.
func (p *Parser) Open() bool { return len(p.held) > 0 || p.lines.Open() }

// settle deals with what is held, as far as it is clear.
func (p *Parser) settle() []codes.Heard {
	var all []codes.Heard
	for len(p.held) > 0 {
		switch {
		case p.dead():
			all = append(all, p.release()...)
		case len(p.held) < 4 || len(p.held) < overhead+int(p.held[3]):
			return all
		default:
			n := overhead + int(p.held[3])
			all = append(all, p.whole(n)...)
		}
	}
	return all
}

// dead: it cannot be the beginning of an answer.
func (p *Parser) dead() bool {
	h := p.held
	return h[0] != answerMark && h[0] != beatMark || len(h) > 1 && h[1] != 0
}

// whole takes n bytes that are as long as an answer.
func (p *Parser) whole(n int) []codes.Heard {
	if _, ok := Parse(p.held[:n]); !ok {
		return p.release()
	}
	answer := append([]byte(nil), p.held[:n]...)
	p.held = append(p.held[:0], p.held[n:]...)
	return []codes.Heard{{Answer: answer}}
}

// release gives the first byte held to the codes.
func (p *Parser) release() []codes.Heard {
	c := p.held[0]
	p.held = append(p.held[:0], p.held[1:]...)
	return p.lines.Byte(c)
}
