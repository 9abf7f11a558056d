package wedge

import (
	"github.com/brighthall/brighthall/hardware/keyboard"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

// Parser makes codes of the kernel's events. It is a codes.Parser. The zero Parser is ready.
type Parser struct {
	events keyboard.Decoder
	keys   keyboard.Held
	wedge  Wedge
	lost   bool // events are missing from the code under way
}

// NewParser takes other rules, and the Bits of the machine whose events come.
func NewParser(rules Rules, bits int) *Parser {
	return &Parser{events: keyboard.Decoder{Bits: bits}, wedge: Wedge{Rules: rules}}
}

// Feed implements codes.Parser.
func (p *Parser) Feed(b []byte) []codes.Heard {
	var all []codes.Heard
	for _, e := range p.events.Feed(b) {
		all = append(all, p.event(e)...)
	}
	return all
}

// Idle implements codes.Parser.
func (p *Parser) Idle() []codes.Heard {
	p.events.Idle()
	return p.ended(p.wedge.Idle())
}

// Open implements codes.Parser.
func (p *Parser) Open() bool { return p.events.Open() || p.wedge.Open() }

// event takes one event. Every one that can be read shows that the keyboard is well, a person's too.
func (p *Parser) event(e keyboard.Event) []codes.Heard {
	all := []codes.Heard{{Sense: true}}
	if e.Lost() {
		p.lost, p.keys = true, keyboard.Held{}
	}
	switch key, down, ok := e.Key(); {
	case ok && down:
		all = append(all, p.press(e)...)
	case ok:
		p.keys.Press(key, false)
	}
	return all
}

func (p *Parser) press(e keyboard.Event) []codes.Heard {
	var all []codes.Heard
	if p.wedge.Over(e.At) {
		all = p.ended(p.wedge.Idle())
	}
	r, end := p.keys.Press(e.Code, true)
	switch {
	case end:
		all = append(all, p.ended(p.wedge.Return(e.At))...)
	case r != 0:
		p.wedge.Rune(r, e.At)
	}
	return all
}

// ended takes what the discriminator says of a text that has ended.
func (p *Parser) ended(code string, ok bool) []codes.Heard {
	lost := p.lost
	if p.lost = false; !ok || lost {
		return nil
	}
	return []codes.Heard{{Code: []byte(code)}}
}
