package counter

import (
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
)

// middle is the centre of the teller's window: the ticket, or the question that lies open about it.
type middle struct {
	t     *teller
	board *kit.Board
	paper *kit.Shape
	norm  *kit.Norm

	take, aside, undo *kit.Button // a ticket on offer; the last end
	panels            map[flow.Panel]panel
	open              flow.Panel // the one that is shown
}

// panel is one open question inside the centre.
type panel interface {
	object() fyne.CanvasObject
	opened()
	show()
}

func newMiddle(t *teller) *middle {
	m := &middle{t: t, board: t.kit.BoardOf(caseW, bottomY-topY)}
	m.paper = t.kit.Draw(fyne.NewSize(caseW, bottomY-topY), m.draw)
	m.board.Put(m.paper, 0, 0, caseW, bottomY-topY)
	m.norm = t.kit.Norm(0, 0.75, 1)
	m.board.Put(m.norm, 840, 66, 208, 20)
	m.panels = map[flow.Panel]panel{flow.FinishPanel: newFinishPanel(t), flow.TransferPanel: newTransferPanel(t),
		flow.PausePanel: newChoicePanel(t, "pause"), flow.SignOutPanel: newChoicePanel(t, "sign_out"),
		flow.NoShowPanel: newChoicePanel(t, "no_show"), flow.IssuePanel: newChoicePanel(t, "issue"), flow.ScanPanel: newScanPanel(t)}
	for _, p := range m.panels {
		m.board.Put(p.object(), 0, 112, caseW, bandY-topY-112)
	}
	m.take = t.kit.Button("offer-take", "", kit.Primary, t.desk.Take)
	m.aside = t.kit.Button("offer-aside", "", kit.Quiet, t.desk.Dismiss)
	m.undo = t.kit.Button("undo", "", kit.Quiet, t.desk.Undo)
	m.board.Put(m.aside, 636, 32, 156, 48)
	m.board.Put(m.take, 804, 32, 244, 48)
	m.board.Put(m.undo, 648, 32, 400, 48)
	for _, place := range keyPlaces {
		if place.x > leftX+leftW { // of the middle
			m.board.Put(t.keys[place.act], place.x-caseX, place.y-topY+4, place.w, place.h)
		}
	}
	return m
}

func (m *middle) object() fyne.CanvasObject { return m.board.Object() }

// subject is the ticket the centre is about: the one at the counter, or the one on offer.
func (t *teller) subject() (flow.Case, bool) {
	if o, ok := t.desk.Offer(); ok {
		return t.desk.CaseOf(o.Ticket), true
	}
	return t.desk.Case()
}

func (m *middle) show() {
	d := m.t.desk
	m.showPanel(d.Panel())
	open := d.Panel() != flow.NoPanel
	m.showOffer(open)
	c, ok := d.Case()
	_, offered := d.Offer()
	visible(m.norm, ok && !offered && c.Clock.Norm > 0)
	if ok && c.Clock.Norm > 0 {
		m.norm.Set(float32(c.Clock.Elapsed) / float32(c.Clock.Norm))
	}
	m.paper.Refresh()
}

func (m *middle) showPanel(now flow.Panel) {
	for name, p := range m.panels {
		if name == now {
			p.show()
		}
		visible(p.object(), name == now)
	}
	if was := m.open; was != now {
		m.open = now
		m.t.kit.Focus(nil)
		if p, ok := m.panels[now]; ok {
			p.opened()
		}
	}
}

func (m *middle) showOffer(panelOpen bool) {
	o, ok := m.t.desk.Offer()
	visible(m.take, ok && !panelOpen)
	visible(m.aside, ok && !panelOpen)
	m.aside.SetLabel(m.t.words.key("act.put_aside"))
	if ok {
		m.take.SetLabel(m.t.words.say(o.Label))
		if o.On {
			m.take.SetOn("")
		} else {
			m.take.SetOff("")
		}
	}
	no, left, can := m.t.desk.CanUndo()
	visible(m.undo, can && !ok && !panelOpen)
	if can {
		m.undo.SetLabel(m.t.words.key("act.undo", "no", no, "s", left))
	}
}

func (m *middle) draw(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Box(0, 0, w, h, 12, pal.Surface, pal.Line, 1)
	p.Fill(1, 112, w-2, 1, pal.Line)
	c, ok := m.t.subject()
	if !ok {
		m.drawEmpty(p)
	} else {
		m.drawHead(p, c)
	}
	if ok && m.t.desk.Panel() == flow.NoPanel {
		m.drawCase(p, c)
	}
	m.drawBand(p, w)
}

func (m *middle) drawHead(p *kit.Pen, c flow.Case) {
	pal := p.Look().Palette
	no := kit.Ink{Size: 56, Bold: true, Color: pal.Ink}
	p.Whole(string(c.Ticket.No), 32, 0, 200, 112, no, kit.Left)
	x := 32 + max(no.Width(string(c.Ticket.No)), 150) + 28
	p.Line1(m.t.words.name(c.Name), x, 22, max(624-x, 1), 34, kit.Ink{Size: 22, Bold: true, Color: pal.Ink}, kit.Left)
	state := m.t.words.key("state." + string(c.Ticket.State))
	x = moodTag(p, state, x, 80, 15, pal.GreenDark, pal.GreenTint) + 10
	for _, s := range c.Tags {
		x = moodTag(p, m.t.words.say(s), x, 80, 15, pal.Ink2, pal.Sunken) + 10
	}
	if len(c.Items) > 1 {
		moodTag(p, m.t.words.key("tag.items", "n", len(c.Items)), x, 80, 15, pal.Ink2, pal.Sunken)
	}
	if _, offered := m.t.desk.Offer(); !offered {
		m.drawClock(p, c.Clock)
	}
}

func (m *middle) drawClock(p *kit.Pen, c flow.Clock) {
	pal := p.Look().Palette
	label, ink := "clock.call", pal.Ink
	if c.Norm > 0 {
		label = "clock.service"
		p.Line1(m.t.words.key("clock.norm", "min", int(c.Norm.Minutes())), 840, 24, 208, 24, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Right)
	}
	switch c.Pace {
	case flow.NearNorm:
		ink = pal.Warn
	case flow.OverNorm:
		ink = pal.Danger
	}
	p.Line1(m.t.words.key(label), 680, 24, 150, 24, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
	p.Whole(stopwatch(c), 680, 48, 150, 56, kit.Ink{Size: 42, Bold: true, Color: ink}, kit.Left)
	if text := m.t.words.say(c.Say); text != "" {
		y := float32(84)
		if c.Norm == 0 {
			y = 62
		}
		p.Line1(text, 840, y, 208, 24, kit.Ink{Size: 15, Bold: true, Color: ink}, kit.Right)
	}
}

// drawEmpty says what this desk does now, when no ticket is on it.
func (m *middle) drawEmpty(p *kit.Pen) {
	pal := p.Look().Palette
	title, lines := m.emptyWords()
	p.Line1(title, 32, 0, 600, 112, kit.Ink{Size: 28, Bold: true, Color: pal.Ink}, kit.Left)
	if m.t.desk.Panel() != flow.NoPanel {
		return
	}
	y := float32(136)
	for _, line := range lines {
		y += p.Lines(line, 32, y, 1016, kit.Ink{Size: 18, Color: pal.Ink2}, 1.6, 2, kit.Left)
	}
	rows := m.t.desk.Rows()
	if p1 := m.t.desk.Phase(); len(rows) == 0 || (p1 != flow.Idle && p1 != flow.Rating) {
		return
	}
	m.drawNext(p, rows[0], y+24)
}

func (m *middle) emptyWords() (title string, lines []string) {
	w, d := m.t.words, m.t.desk
	switch d.Phase() {
	case flow.Paused:
		reason, since := d.PausedFor()
		return w.key("empty.paused", "reason", w.pause(reason)),
			[]string{w.waited("empty.paused_since", "empty.paused_now", int(since.Minutes())), w.key("empty.paused_hall", "window", lang.Window(d.Label()))}
	case flow.Rating:
		v := d.Customer()
		left := "empty.rating_left"
		if !d.Button(flow.Next).On {
			left = "empty.rating_left_only"
		}
		return w.key("empty.rating", "no", v.No), []string{w.key(left, "s", v.Left)}
	}
	if len(d.Rows()) == 0 {
		return w.key("empty.idle"), []string{w.key("empty.nobody")}
	}
	return w.key("empty.idle"), nil
}

// drawNext shows who would be called, and why.
func (m *middle) drawNext(p *kit.Pen, r flow.Row, y float32) {
	pal := p.Look().Palette
	p.Box(32, y, 1016, 152, 12, pal.Page, pal.Line, 1)
	p.Line1(m.t.words.key("next.title"), 56, y+16, 400, 26, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
	no := kit.Ink{Size: 44, Bold: true, Color: pal.Ink}
	wide := p.Base(string(r.Ticket.No), 56, y+88, no)
	x := 56 + wide + 28
	p.Line1(m.t.words.name(r.Name), x, y+48, 1016-x, 30, kit.Ink{Size: 20, Bold: true, Color: pal.Ink}, kit.Left)
	p.Line1(m.t.words.waited("next.waited", "next.fresh", r.Waited), x, y+78, 1016-x, 26, kit.Ink{Size: 16, Color: pal.Ink2}, kit.Left)
	p.Line1(m.t.words.join(m.t.words.key("next.why"), m.t.words.say(r.Why)), 56, y+112, 968, 28, kit.Ink{Size: 16, Color: pal.Ink2}, kit.Left)
}

// drawBand is the line above the keys: what just happened, or what is wrong.
func (m *middle) drawBand(p *kit.Pen, w float32) {
	pal := p.Look().Palette
	y := float32(bandY - topY)
	p.Fill(1, y+bandHigh, w-2, 1, pal.Line)
	text, icon, fill, ink := m.bandWords(p)
	if text == "" {
		return
	}
	p.Fill(1, y, w-2, bandHigh, fill)
	p.Icon(icon, 32, y+(bandHigh-24)/2, 24, ink)
	p.Lines(text, 72, y+(bandHigh-float32(lines(text, w-104))*26)/2, w-104, kit.Ink{Size: 17, Color: ink}, 26.0/17, 2, kit.Left)
}

func lines(text string, w float32) int {
	return max(1, min(2, len(kit.Wrap(text, w, kit.Ink{Size: 17}, 2))))
}

func (m *middle) bandWords(p *kit.Pen) (text, icon string, fill, ink colour) {
	pal, n := p.Look().Palette, m.t.desk.Notice()
	text = m.t.words.say(n.Say)
	if n.Code != "" {
		text = m.t.words.join(text, m.t.words.why(m.t.desk, n.Code))
	}
	switch {
	case text != "" && n.Tone == flow.Danger:
		return text, "alert-circle", pal.DangerTint, pal.Danger
	case text != "" && n.Tone == flow.Warn:
		return text, "information-outline", pal.WarnTint, pal.Warn
	case text != "":
		return text, "information-outline", pal.GreenTint, pal.GreenDark
	}
	if since, away := m.t.desk.Away(); away {
		return m.t.words.key("band.away", "time", since.In(m.t.zone).Format("15:04")), "lan-disconnect", pal.WarnTint, pal.Warn
	}
	return "", "", pal.Surface, pal.Ink
}

// drawCase is what is known of the ticket: what for, with which papers, and how it came here.
func (m *middle) drawCase(p *kit.Pen, c flow.Case) {
	m.drawItems(p, c)
	m.drawFacts(p, c)
}

func (m *middle) drawItems(p *kit.Pen, c flow.Case) {
	pal := p.Look().Palette
	p.Line1(m.t.words.key("case.items"), 32, 132, 560, 28, kit.Ink{Size: 18, Bold: true, Color: pal.Ink}, kit.Left)
	y := float32(172)
	if len(c.Items) == 0 {
		p.Lines(m.t.words.key("case.no_items"), 32, y, 560, kit.Ink{Size: 16, Color: pal.Ink2}, 1.5, 2, kit.Left)
	}
	for _, item := range c.Items {
		if y > 640 {
			break
		}
		y = m.drawItem(p, item, y)
	}
}

func (m *middle) drawItem(p *kit.Pen, item flow.CaseItem, y float32) float32 {
	pal, w := p.Look().Palette, m.t.words
	p.Line1(w.name(item.Name), 32, y, 420, 30, kit.Ink{Size: 18, Color: pal.Ink}, kit.Left)
	p.Line1(w.name(item.Limit), 400, y, 224, 30, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Right)
	y += 36
	if item.Papers == nil {
		return y + 8
	}
	if len(item.Papers) == 0 {
		p.Line1(w.key("case.no_papers"), 32, y, 560, 28, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
		return y + 44
	}
	for i, paper := range item.Papers {
		if i > 0 {
			p.Fill(32, y, 592, 1, pal.Line)
		}
		p.Icon("file-document-outline", 32, y+11, 24, pal.Green)
		p.Line1(w.name(paper.Name), 66, y, 420, 46, kit.Ink{Size: 16, Color: pal.Ink}, kit.Left)
		if paper.Later {
			tag(p, w.key("case.later"), 624, y+23, 15)
		}
		y += 46
	}
	return y + 20
}

// fact is one line of the column beside the items.
type fact struct{ name, value string }

func (m *middle) facts(c flow.Case) []fact {
	w := m.t.words
	all := []fact{{"case.source", w.key("source." + string(c.Ticket.Source))}, {"case.waited", w.key("queue.minutes", "min", c.Waited)}}
	if why := w.say(c.Why); why != "" {
		all = append(all, fact{"case.why", why})
	}
	if c.Ticket.Note != "" {
		all = append(all, fact{"case.note", c.Ticket.Note})
	}
	if c.Ticket.Calls > 0 {
		all = append(all, fact{"case.calls", fmt.Sprint(c.Ticket.Calls)})
	}
	return all
}

func (m *middle) drawFacts(p *kit.Pen, c flow.Case) {
	pal := p.Look().Palette
	p.Fill(656, 132, 1, 584, pal.Line)
	p.Line1(m.t.words.key("case.facts"), 688, 132, 360, 28, kit.Ink{Size: 18, Bold: true, Color: pal.Ink}, kit.Left)
	y := float32(172)
	for _, f := range m.facts(c) {
		p.Line1(m.t.words.key(f.name), 688, y, 360, 24, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
		y += 26
		y += p.Lines(f.value, 688, y, 360, kit.Ink{Size: 16, Color: pal.Ink}, 1.5, 4, kit.Left) + 16
	}
}
