package honeywell

import (
	"sync/atomic"

	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

const (
	syn = 0x16
	ack = 0x06
	enq = 0x05
	nak = 0x15
)

// Parser takes the answers to menu commands out of the codes. While nobody has asked there are none. The zero Parser is
// ready.
type Parser struct {
	lines codes.Lines
	echo  []byte // what may be the echo of a command
	asked atomic.Bool
}

// Expect tells whether a menu command is waiting for its answer.
func (p *Parser) Expect(yes bool) { p.asked.Store(yes) }

// Feed implements codes.Parser.
func (p *Parser) Feed(b []byte) []codes.Heard {
	var all []codes.Heard
	for _, c := range b {
		all = append(all, p.one(c)...)
	}
	return all
}

// one: an echo goes beside the code it may turn out to be.
func (p *Parser) one(c byte) []codes.Heard {
	if !p.asked.Load() {
		p.echo = p.echo[:0]
		return p.lines.Byte(c)
	}
	if isEnd(c) && len(p.echo) > 0 && isSign(p.echo[len(p.echo)-1]) {
		answer := append(append([]byte(nil), p.echo...), c)
		p.echo = p.echo[:0]
		p.lines.Idle() // the echo was no code
		return []codes.Heard{{Answer: answer}}
	}
	heard := p.lines.Byte(c)
	if !p.lines.Open() || len(p.echo) >= codes.Longest {
		p.echo = p.echo[:0]
		return heard
	}
	p.echo = append(p.echo, c)
	return heard
}

func isSign(c byte) bool { return c == ack || c == enq || c == nak }
func isEnd(c byte) bool  { return c == '.' || c == '!' }

// Idle implements codes.Parser.
func (p *Parser) Idle() []codes.Heard {
	p.echo = p.echo[:0]
	return p.lines.Idle()
}

// Open implements codes.Parser.
func (p *Parser) Open() bool { return p.lines.Open() }

// verdict is the sign before the last mark of an answer.
func verdict(answer []byte) byte { return answer[len(answer)-2] }
