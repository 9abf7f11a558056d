package bench

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// The middle column: tabs above, then cards. Inside a card, from above: title, glass, what was told, buttons, switches.
const (
	tabsY, tabsH    = 84, 44
	pageY           = 140
	pageH           = bottomY - pageY
	pageGap         = 16
	glassY, glassH  = 56, 84
	inset           = 24
	perRow          = 4
	actH, actGap    = 40, 10
	switchH         = 36
	toldY, toldLine = 152, 27
)

// everyday is the tab of what a visit needs; the others are the pages of the hooks.
const everyday = "everyday"

// putPages makes the tabs and the pages behind them. Objects put on the board from here on belong to the page.
func (v *view) putPages(k *kit.Kit) {
	v.chips = map[string]*kit.Choice{}
	v.tabs, v.pages = map[string]*kit.Choice{}, map[string][]fyne.CanvasObject{}
	v.page = everyday
	v.tab(k, everyday, 0)
	v.onPage(everyday, func() { v.putScanner(k); v.putRest(k); v.putChips(k, everyday) })
	for i, p := range v.b.hooks.Pages {
		v.tab(k, p.Key, i+1)
		v.onPage(p.Key, func() {
			for j, m := range p.Machines {
				y, h := cardAt(j, len(p.Machines))
				v.putMachine(k, m, y, h)
			}
			v.putChips(k, p.Key)
		})
	}
	v.turn(everyday)
}

func (v *view) tab(k *kit.Kit, key string, i int) {
	t := k.Choice("page-"+key, kit.TabChoice, v.stage.Say("bench.page."+key), key == v.page, func() { v.turn(key); v.show() })
	v.tabs[key] = t
	each := float32(middleW) / float32(max(len(v.b.hooks.Pages)+1, 5))
	v.board.Put(t, middleX+float32(i)*each, tabsY, each-8, tabsH)
}

// onPage remembers what put puts on the board as things of the page.
func (v *view) onPage(key string, put func()) {
	before := len(v.board.Object().Objects)
	put()
	v.pages[key] = append(v.pages[key], v.board.Object().Objects[before:]...)
}

// turn shows a page and hides the others.
func (v *view) turn(to string) {
	v.page = to
	v.pick("")
	for key, t := range v.tabs {
		t.SetChosen(key == to)
	}
	for key, objects := range v.pages {
		for _, o := range objects {
			if key == to {
				o.Show()
			} else {
				o.Hide()
			}
		}
	}
}

// cardAt is the place of the i-th of n cards on a page.
func cardAt(i, n int) (y, h float32) {
	h = (pageH - pageGap*float32(n-1)) / float32(n)
	return pageY + float32(i)*(h+pageGap), h
}

func (v *view) putMachine(k *kit.Kit, m Machine, y, h float32) {
	all := m.switches()
	rows := (len(all) + perRow - 1) / perRow
	top := y + h - 14 - float32(rows)*switchH
	for i, f := range all {
		fault := faultOf(m, f)
		t := k.Toggle("fault-"+string(fault), v.stage.Say(switchLabel(m, f)), v.b.broken[fault], func(on bool) { v.b.breakMachine(m, f, on) })
		t.Red = true
		v.toggles[fault] = t
		v.board.Put(t, column(i), top+float32(i/perRow)*switchH+2, cellW, switchH-4)
	}
	top = actsTop(m, y, h)
	for i, a := range m.Acts {
		b := k.Button("act-"+m.ID+"-"+a.Key, v.stage.Say("bench.act."+m.ID+"."+a.Key), kit.Quiet, func() { v.b.act(m, a.Words) })
		v.board.Put(b, column(i), top+float32(i/perRow)*(actH+actGap), cellW, actH)
	}
}

const cellW = (middleW - 2*inset - (perRow-1)*actGap) / perRow

func column(i int) float32 { return middleX + inset + float32(i%perRow)*(cellW+actGap) }

// actsTop is where the buttons of a card begin: above its switches.
func actsTop(m Machine, y, h float32) float32 {
	switches := (len(m.switches()) + perRow - 1) / perRow
	acts := (len(m.Acts) + perRow - 1) / perRow
	return y + h - 14 - float32(switches)*switchH - 6 - float32(acts)*(actH+actGap)
}

// drawPage draws what stands behind the things of the page.
func (v *view) drawPage(p *kit.Pen) {
	if v.page == everyday {
		v.drawScanner(p)
		v.drawVoice(p)
		v.drawNode(p)
		return
	}
	for _, page := range v.b.hooks.Pages {
		if page.Key != v.page {
			continue
		}
		for j, m := range page.Machines {
			y, h := cardAt(j, len(page.Machines))
			v.drawMachine(p, m, y, h)
		}
	}
}

func (v *view) drawMachine(p *kit.Pen, m Machine, y, h float32) {
	pal, s := p.Look().Palette, v.b.stands(m.ID)
	p.Box(middleX, y, middleW, h, 12, pal.Surface, pal.Line, 1)
	name, title := v.stage.Say("bench.machine."+m.ID), kit.Ink{Size: 17, Bold: true, Color: pal.Ink}
	p.Line1(name, middleX+inset, y+14, title.Width(name)+1, 32, title, kit.Left)
	at := middleX + inset + title.Width(name) + 16
	p.Line1(v.stage.Say("bench.at."+m.At), at, y+14, v.drawState(p, m, s, y)-at-12, 32, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
	v.drawGlass(p, s, y+glassY)
	v.drawTold(p, s, y+toldY, actsTop(m, y, h)-8)
}

// drawState says how whoever holds the machine finds it, and gives back where that begins.
func (v *view) drawState(p *kit.Pen, m Machine, s *standing, y float32) float32 {
	pal := p.Look().Palette
	dot, word := pal.Green, "good"
	switch s.mood {
	case kit.Watch:
		dot, word = pal.WarnMark, "watch"
	case kit.Bad:
		dot, word = pal.Danger, "bad"
	case kit.Dull:
		dot, word = pal.Ink3, "idle"
	}
	soft := kit.Ink{Size: 15, Color: pal.Ink2}
	line := v.stage.Say("bench.is." + word)
	if m.At == AtBench {
		line = v.stage.Say("bench.own." + word)
	}
	left := float32(middleX+middleW-inset) - soft.Width(line)
	p.Dot(left-16, y+30, 10, dot)
	p.Line1(line, left, y+14, soft.Width(line)+1, 32, soft, kit.Left)
	return left - 16
}

func (v *view) drawGlass(p *kit.Pen, s *standing, y float32) {
	p.Box(middleX+inset, y, middleW-2*inset, glassH, 8, rgb(0x0b, 0x14, 0x10), skin.Clear, 0)
	ink, text := kit.Ink{Size: 30, Bold: true, Color: rgb(0xff, 0xc9, 0x4d)}, s.shows
	if text == "" {
		ink, text = kit.Ink{Size: 18, Color: rgb(0xa9, 0xc9, 0xbc)}, v.stage.Say("bench.glass_dark")
	}
	p.Line1(text, middleX+2*inset, y, middleW-4*inset, glassH, ink, kit.Left)
}

// drawTold draws as many of the newest lines as there is room for, the newest at the top; above them what is wrong.
func (v *view) drawTold(p *kit.Pen, s *standing, y, end float32) {
	pal := p.Look().Palette
	for _, bad := range []string{s.fault, s.wrong} {
		if bad != "" && y+toldLine <= end {
			p.Line1(bad, middleX+inset, y, middleW-2*inset, toldLine, kit.Ink{Size: 15, Bold: true, Color: pal.Danger}, kit.Left)
			y += toldLine
		}
	}
	if len(s.told) == 0 {
		p.Line1(v.stage.Say("bench.told_nothing"), middleX+inset, y, middleW-2*inset, toldLine, kit.Ink{Size: 15, Color: pal.Ink3}, kit.Left)
	}
	for i := len(s.told) - 1; i >= 0 && y+toldLine <= end; i-- {
		ink := kit.Ink{Size: 15, Color: pal.Ink2}
		if i == len(s.told)-1 {
			ink = kit.Ink{Size: 15, Bold: true, Color: pal.Ink}
		}
		p.Line1(s.told[i], middleX+inset, y, middleW-2*inset, toldLine, ink, kit.Left)
		y += toldLine
	}
}
