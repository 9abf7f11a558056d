package counter

import (
	"fmt"
	"slices"

	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
)

// draw writes the head, the right column and the foot.
func (t *teller) draw(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Fill(0, 0, w, h, pal.Page)
	t.drawHead(p)
	t.drawMirror(p)
	t.drawToday(p)
	t.drawHistory(p)
	t.drawFoot(p)
}

func (t *teller) drawHead(p *kit.Pen) {
	pal := p.Look().Palette
	p.Fill(0, 0, 1920, headHigh, pal.Surface)
	p.Fill(0, headHigh-1, 1920, 1, pal.Line)
	mark(p, 24, 16, 40, pal.Green, pal.OnGreen)
	p.Line1(t.words.book.Windows(t.words.in, lang.Window(t.desk.Label())), 88, 12, 180, 28, kit.Ink{Size: 20, Bold: true, Color: pal.Ink}, kit.Left)
	if badge := t.desk.Badge(); badge != "" {
		p.Line1(t.words.key("head.badge", "badge", badge), 88, 40, 180, 22, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
	}
	now := t.desk.Now().Time().In(t.zone)
	p.Line1(lang.Clock(now), 1780, 0, 116, headHigh, kit.Ink{Size: 26, Bold: true, Color: pal.Ink}, kit.Right)
	x := float32(1780)
	for _, g := range slices.Backward(t.headGroups(x)) {
		p.Fill(x, 24, 1, 24, pal.Line)
		x = t.drawGroup(p, g, x-24) - 24
	}
}

// headLeft is how far to the left the figures of the head may reach: the keys of the window stand there.
const headLeft = 640

// headGroups are the figures that there is room for.
func (t *teller) headGroups(right float32) []flow.GroupFigure {
	all := t.desk.Groups()
	for n := len(all); ; n-- {
		shown, wide := flow.Fold(all, n), float32(0)
		for _, g := range shown {
			wide += t.groupLine(g).wide() + 48
		}
		if wide <= right-headLeft || n == 0 {
			return shown
		}
	}
}

// groupLine is one group's figures as they are written in the head.
type groupLine struct {
	name, n, tail string
	soft, number  kit.Ink
}

func (t *teller) groupLine(g flow.GroupFigure) groupLine {
	pal := t.kit.Look.Palette
	l := groupLine{name: t.words.name(g.Name), n: fmt.Sprint(g.Waiting), tail: t.words.key("head.waiting"),
		soft: kit.Ink{Size: 15, Color: pal.Ink2}, number: kit.Ink{Size: 26, Bold: true, Color: pal.Ink}}
	if g.Longest > 0 {
		l.tail = t.words.join(l.tail, t.words.key("head.longest", "min", g.Longest))
	}
	switch {
	case g.Own:
		l.name = t.words.key("head.own")
	case g.Rest:
		l.name = t.words.key("head.rest")
	}
	return l
}

func (l groupLine) wide() float32 {
	return l.soft.Width(l.tail) + 8 + l.number.Width(l.n) + 10 + l.soft.Width(l.name)
}

// drawGroup writes one group's figures ending at right.
func (t *teller) drawGroup(p *kit.Pen, g flow.GroupFigure, right float32) float32 {
	const base = 45
	l := t.groupLine(g)
	right -= l.soft.Width(l.tail)
	p.Base(l.tail, right, base, l.soft)
	right -= 8 + l.number.Width(l.n)
	p.Base(l.n, right, base, l.number)
	right -= 10 + l.soft.Width(l.name)
	p.Base(l.name, right, base, l.soft)
	return right
}

// card is the ground of one part of the screen.
func card(p *kit.Pen, x, y, w, h float32) {
	pal := p.Look().Palette
	p.Box(x, y, w, h, p.Look().Shape.Card, pal.Surface, pal.Line, p.Look().Shape.Border)
}

// drawMirror shows what the customer sees, small.
func (t *teller) drawMirror(p *kit.Pen) {
	pal := p.Look().Palette
	card(p, rightX, topY, rightW, 340)
	p.Line1(t.words.key("mirror"), rightX+24, topY+16, 200, 30, kit.Ink{Size: 18, Bold: true, Color: pal.Ink}, kit.Left)
	v := t.desk.Customer()
	if v.Kind == flow.CustomerReasons { // which page it is would tell that the level is low
		v.Kind = flow.CustomerRating
	}
	t.drawMirrorState(p, v.Kind)
	x, y, w, h := float32(rightX+24), float32(topY+56), float32(rightW-48), float32(204)
	p.Box(x, y, w, h, 8, pal.Page, pal.Edge, 1)
	small, big := kit.Ink{Size: 15, Color: pal.Ink2}, kit.Ink{Size: 26, Bold: true, Color: pal.Ink}
	window := t.words.book.Windows(v.Language, lang.Window(v.Window))
	p.Line1(window, x+20, y+16, w-40, 24, small, kit.Left)
	title, line := t.mirrorWords(v)
	p.Line1(title, x+20, y+48, w-40, 44, big, kit.Left)
	p.Lines(line, x+20, y+100, w-40, small, 1.5, 3, kit.Left)
	if v.Kind == flow.CustomerRating {
		p.Line1(t.words.key("mirror.left", "s", v.Left), x+20, y+h-40, w-40, 24, small, kit.Left)
	}
}

// drawMirrorState says what the customer's screen does, or that there is none.
func (t *teller) drawMirrorState(p *kit.Pen, kind flow.CustomerKind) {
	pal := p.Look().Palette
	word, ink, dot := t.words.key("mirror."+string(kind)), pal.Ink2, pal.Green
	if t.alone {
		word, ink, dot = t.words.key("device.detail.one_monitor"), pal.Warn, pal.WarnMark
	}
	p.Dot(rightX+28, topY+298, 10, dot)
	p.Line1(word, rightX+44, topY+284, 150, 28, kit.Ink{Size: 15, Color: ink}, kit.Left)
}

// mirrorWords are the customer's own words, so they are in the customer's language.
func (t *teller) mirrorWords(v flow.CustomerView) (title, line string) {
	w := words{t.words.book, v.Language}
	switch v.Kind {
	case flow.CustomerCalled:
		return string(v.No), w.key("customer.come")
	case flow.CustomerServing:
		return w.key("customer.hello", "no", v.No), w.key("customer.serving")
	case flow.CustomerRating:
		return w.key("customer.rate"), w.key("customer.rate_hint")
	case flow.CustomerThanks:
		return w.key("customer.thanks"), ""
	case flow.CustomerPaused:
		return w.key("customer.paused"), ""
	case flow.CustomerBlank:
		return "", w.key("customer.blank")
	case flow.CustomerClosed:
		return w.key("customer.closed"), ""
	}
	return w.key("customer.idle"), w.key("customer.idle_hint")
}

func (t *teller) drawToday(p *kit.Pen) {
	pal := p.Look().Palette
	const y, h = topY + 356, 156
	card(p, rightX, y, rightW, h)
	p.Line1(t.words.key("today"), rightX+24, y+16, 200, 30, kit.Ink{Size: 18, Bold: true, Color: pal.Ink}, kit.Left)
	f := t.desk.Today()
	mean, good := "–", "–"
	if f.Finished > 0 {
		mean = fmt.Sprint(f.MeanMin)
	}
	if f.Rated > 0 {
		good = fmt.Sprint(f.Satisfied)
		p.Line1(t.words.key("today.rated", "n", f.Rated), rightX+200, y+16, rightW-224, 30, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Right)
	}
	for i, one := range [][3]string{{"today.finished", fmt.Sprint(f.Finished), "unit.tickets"}, {"today.mean", mean, "unit.min"}, {"today.good", good, "unit.percent"}} {
		x := float32(rightX + 24 + i*120)
		p.Line1(t.words.key(one[0]), x, y+56, 112, 24, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
		wide := p.Base(one[1], x, y+124, kit.Ink{Size: 36, Bold: true, Color: pal.Ink})
		p.Base(t.words.key(one[2]), x+wide+8, y+124, kit.Ink{Size: 15, Color: pal.Ink2})
	}
}

func (t *teller) drawHistory(p *kit.Pen) {
	pal := p.Look().Palette
	const y, h = topY + 528, bottomY - topY - 528
	card(p, rightX, y, rightW, h)
	p.Line1(t.words.key("history"), rightX+24, y+16, 200, 30, kit.Ink{Size: 18, Bold: true, Color: pal.Ink}, kit.Left)
	c, ok := t.subject()
	if !ok {
		p.Line1(t.words.key("history.none"), rightX+24, y+56, rightW-48, 30, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
		return
	}
	p.Line1(string(c.Ticket.No), rightX+200, y+16, rightW-224, 30, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Right)
	for i, m := range c.History {
		row := float32(y + 56 + i*40)
		if row+40 > y+h {
			break
		}
		if i > 0 {
			p.Fill(rightX+24, row, rightW-48, 1, pal.Line)
		}
		p.Line1(m.At.Time().In(t.zone).Format("15:04:05"), rightX+24, row, 84, 40, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
		p.Line1(t.words.say(m.Say), rightX+116, row, rightW-140, 40, kit.Ink{Size: 16, Color: pal.Ink}, kit.Left)
	}
}

func (t *teller) drawFoot(p *kit.Pen) {
	pal := p.Look().Palette
	p.Fill(0, footY, 1920, footHigh, pal.Surface)
	p.Fill(0, footY, 1920, 1, pal.Line)
	x := float32(24)
	for _, d := range t.allDevices() {
		x = t.drawDevice(p, d, x) + 32
	}
	right := float32(1896)
	if s, ok := t.desk.Hall(); ok && s.Outlet.Demo {
		right = tag(p, t.words.book.Say(t.words.in, "common.demo"), right, footY+24, 15) - 24
	}
	if n := t.desk.Waiting(); n > 0 {
		p.Line1(t.words.key("foot.waiting", "n", n), right-400, footY, 400, footHigh, kit.Ink{Size: 15, Color: pal.Warn}, kit.Right)
	}
}

func (t *teller) drawDevice(p *kit.Pen, d Device, x float32) float32 {
	pal := p.Look().Palette
	ink, detail, dot := kit.Ink{Size: 15, Color: pal.Ink}, pal.Green, pal.Green
	switch d.State {
	case DeviceWatch:
		detail, dot = pal.Warn, pal.WarnMark
	case DeviceOff:
		detail, dot = pal.Danger, pal.Danger
	}
	p.Dot(x+5, footY+24, 10, dot)
	x += 18
	name := t.words.key("device." + d.Name)
	p.Line1(name, x, footY, ink.Width(name)+1, footHigh, ink, kit.Left)
	x += ink.Width(name)
	word := t.words.key("device.is." + string(d.State))
	if d.Detail != "" {
		word = t.words.key("device.detail."+d.Detail, "n", d.Left)
	}
	x += 8
	p.Line1(word, x, footY, ink.Width(word)+1, footHigh, ink.In(detail), kit.Left)
	return x + ink.Width(word)
}

// allDevices are the devices of the terminal and the line to the node. A customer's screen for which there is no
// monitor is not well.
func (t *teller) allDevices() []Device {
	all := append([]Device{}, t.devices...)
	for i := range all {
		if all[i].Name == "screen" && t.alone {
			all[i] = Device{Name: "screen", State: DeviceOff, Detail: "one_monitor"}
		}
	}
	node := Device{Name: "node", State: DeviceGood}
	if _, away := t.desk.Away(); away {
		node.State = DeviceOff
	}
	return append(all, node)
}
