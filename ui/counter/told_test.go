package counter_test

import (
	"slices"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow/flowtest"
)

// TestACounterWithOneMonitorSaysSo in the foot and beside the mirror, and takes it back when a second one is plugged
// in.
func TestACounterWithOneMonitorSaysSo(t *testing.T) {
	p := newPair(t)
	p.signIn()
	p.teller.SeesNot("没接第二块屏")
	p.CustomerScreen(false)
	p.teller.Sees("没接第二块屏")
	p.CustomerScreen(true)
	p.teller.SeesNot("没接第二块屏")
}

// TestTheBandTellsOfTheCut though a refusal stood there before.
func TestTheBandTellsOfTheCut(t *testing.T) {
	p := newPair(t)
	p.crowd()
	p.signIn()
	p.Scanned("00178000010000")
	p.teller.Sees("核对不上")
	p.Down = true
	p.wait(12)
	p.teller.Sees("连不上排队主机")
}

// TestTheMirrorTellsNoLevel: the teller's screen is the same while a visitor chooses a level and while he says what was
// not good.
func TestTheMirrorTellsNoLevel(t *testing.T) {
	p := newPair(t)
	p.crowd()
	p.wait(6)
	p.rate()
	before := p.teller.Texts()
	p.desk().Rate(1)
	p.desk().Reason("manner")
	if after := p.teller.Texts(); !slices.Equal(before, after) {
		t.Errorf("the teller reads\n%v\nand then\n%v", before, after)
	}
}

// TestTheTellerReadsTheVisitorsLanguage beside the number.
func TestTheTellerReadsTheVisitorsLanguage(t *testing.T) {
	p := newPair(t)
	p.crowd()
	p.Tickets["id-H023"].Language = hall.English
	p.wait(6)
	p.signIn()
	p.Scanned(flowtest.CodeOf("H023"))
	p.teller.Sees("英文")
}

// TestNothingIsOfferedThatTheKeysRefuse: while the node is away nobody can be called, and no sentence says so.
func TestNothingIsOfferedThatTheKeysRefuse(t *testing.T) {
	for _, row := range []struct {
		name    string
		in      func(*pair)
		offered string
		stays   string
	}{
		{"rating", (*pair).rate, "现在可以叫下一位", "客户屏还有"},
		{"called long ago", func(p *pair) { p.signIn(); p.press("F1"); p.wait(90) }, "可以重呼", "还没到"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPair(t)
			p.crowd()
			p.wait(6)
			row.in(p)
			p.teller.Sees(row.offered)
			p.Down = true
			p.wait(12)
			p.teller.Sees("连不上排队主机", row.stays)
			p.teller.SeesNot(row.offered)
		})
	}
}
