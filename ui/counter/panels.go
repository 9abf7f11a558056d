package counter

import (
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
)

const panelHigh = bandY - topY - 112

// sheet is the ground of a panel: a title, a line, and room for choices.
type sheet struct {
	t     *teller
	board *kit.Board
	paper *kit.Shape
	name  string
	close *kit.Button
	more  func(p *kit.Pen)
}

func newSheet(t *teller, name string) *sheet {
	s := &sheet{t: t, name: name, board: t.kit.BoardOf(caseW, panelHigh)}
	s.paper = t.kit.Draw(fyne.NewSize(caseW, panelHigh), s.draw)
	s.board.Put(s.paper, 0, 0, caseW, panelHigh)
	s.close = t.kit.Button("panel-close-"+name, "", kit.Quiet, t.desk.Dismiss)
	s.close.Hint = "Esc"
	s.board.Put(s.close, caseW-32-160, 20, 160, 44)
	return s
}

func (s *sheet) object() fyne.CanvasObject { return s.board.Object() }

func (s *sheet) show() {
	s.close.SetLabel(s.t.words.key("act.dismiss"))
	s.paper.Refresh()
}

func (s *sheet) draw(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Fill(1, 1, w-2, h-1, pal.Surface)
	p.Line1(s.t.words.key("panel."+s.name), 32, 20, 820, 34, kit.Ink{Size: 22, Bold: true, Color: pal.Ink}, kit.Left)
	p.Line1(s.t.words.key("panel."+s.name+"_hint"), 32, 56, 820, 28, kit.Ink{Size: 16, Color: pal.Ink2}, kit.Left)
	if s.more != nil {
		s.more(p)
	}
}

const itemsMost = 5

// finishPanel asks one outcome per item; digits answer, F5 ends.
type finishPanel struct {
	*sheet
	rows [itemsMost][]*spot
}

func newFinishPanel(t *teller) *finishPanel {
	f := &finishPanel{sheet: newSheet(t, "finish")}
	f.more = f.drawNames
	for i := range f.rows {
		for j := range flow.Outcomes {
			s := newSpot(t.kit, fmt.Sprintf("outcome-%d-%d", i, j+1), f.drawOutcome(i, j), func() { f.choose(i, j) })
			f.rows[i] = append(f.rows[i], s)
			f.board.Put(s, 32+float32(j)*205.6, 148+float32(i)*116, 193.6, 56)
		}
	}
	return f
}

func (f *finishPanel) choose(i, j int) {
	if rows := f.t.desk.OutcomeRows(); i < len(rows) {
		f.t.desk.SetOutcome(rows[i].Item, flow.Outcomes[j])
	}
}

func (f *finishPanel) show() {
	n := len(f.t.desk.OutcomeRows())
	for i, row := range f.rows {
		for _, s := range row {
			visible(s, i < n)
			s.Refresh()
		}
	}
	f.sheet.show()
}

func (f *finishPanel) drawNames(p *kit.Pen) {
	pal := p.Look().Palette
	for i, r := range f.t.desk.OutcomeRows() {
		if i == itemsMost {
			return
		}
		ink := kit.Ink{Size: 18, Bold: r.Here, Color: pal.Ink}
		p.Line1(f.t.words.name(r.Name), 32, 108+float32(i)*116, 1016, 32, ink, kit.Left)
	}
}

func (f *finishPanel) drawOutcome(i, j int) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		rows := f.t.desk.OutcomeRows()
		if i >= len(rows) {
			return
		}
		word := f.t.words.key("outcome." + string(flow.Outcomes[j]))
		digit := ""
		if rows[i].Here || len(rows) == 1 {
			digit = fmt.Sprint(j + 1)
		}
		choice(p, w, h, word, digit, rows[i].Outcome == flow.Outcomes[j], true, over)
	}
}

// choice draws one of several equal keys.
func choice(p *kit.Pen, w, h float32, word, digit string, chosen, on, over bool) {
	pal := p.Look().Palette
	fill, line, ink, width := pal.Surface, pal.Line2, pal.Ink, float32(1)
	switch {
	case !on:
		fill, line, ink = pal.Sunken, pal.Line, pal.Ink3
	case chosen:
		fill, line, ink, width = pal.GreenTint, pal.Green, pal.GreenDark, 2
	case over:
		fill = pal.Page
	}
	p.Box(0, 0, w, h, 8, fill, line, width)
	x := float32(16)
	if chosen {
		p.Icon("check", x, (h-20)/2, 20, pal.Green)
		x += 28
	}
	room := w - x - 16
	if digit != "" {
		room -= 40
		p.Box(w-44, (h-28)/2, 32, 28, 6, fill, pal.Line2, 1)
		p.Line1(digit, w-44, (h-28)/2, 32, 28, kit.Ink{Size: 15, Bold: true, Color: pal.Ink2}, kit.Centre)
	}
	p.Whole(word, x, 0, room, h, kit.Ink{Size: 17, Bold: true, Color: ink}, kit.Left)
}

// pausePanel asks why.
type pausePanel struct {
	*sheet
	reasons []*spot
}

func newPausePanel(t *teller) *pausePanel {
	f := &pausePanel{sheet: newSheet(t, "pause")}
	for i, reason := range flow.PauseReasons {
		s := newSpot(t.kit, "pause-"+reason, func(p *kit.Pen, w, h float32, over bool) {
			choice(p, w, h, t.words.key("pause."+reason), "", false, true, over)
		}, func() { t.desk.PauseFor(reason) })
		f.reasons = append(f.reasons, s)
		f.board.Put(s, 32+float32(i%3)*344, 116+float32(i/3)*80, 328, 64)
	}
	return f
}

func (f *pausePanel) show() {
	for _, s := range f.reasons {
		s.Refresh()
	}
	f.sheet.show()
}

// scanPanel waits for the scanner, or lets the digits be typed.
type scanPanel struct {
	*sheet
	code *kit.Field
}

func newScanPanel(t *teller) *scanPanel {
	f := &scanPanel{sheet: newSheet(t, "scan")}
	f.code = t.kit.Field("scan-code", t.words.key("panel.scan_label"), t.words.key("panel.scan_field"), false)
	f.code.OnDone(func(text string) {
		f.code.SetText("")
		t.desk.Scanned(text)
	})
	f.board.Put(f.code.Object(), 32, 108, 480, 0)
	return f
}

func (f *scanPanel) show() {
	if !f.object().Visible() { // just opened
		f.code.SetText("")
		f.code.Focus()
	}
	f.sheet.show()
}

const targetsMost = 12

// transferPanel asks where to; or puts the ticket aside.
type transferPanel struct {
	*sheet
	note     *kit.Field
	groups   [targetsMost]*spot
	counters [targetsMost]*spot
	hold     *kit.Button
	anyone   *kit.Button
	to       [2][]flow.Target
}

func newTransferPanel(t *teller) *transferPanel {
	f := &transferPanel{sheet: newSheet(t, "transfer")}
	f.more = f.drawLabels
	for i := range targetsMost {
		f.groups[i] = newSpot(t.kit, fmt.Sprintf("to-group-%d", i), f.drawTarget(0, i), func() { f.send(0, i) })
		f.board.Put(f.groups[i], 32+float32(i%3)*344, 140+float32(i/3)*64, 328, 52)
		f.counters[i] = newSpot(t.kit, fmt.Sprintf("to-window-%d", i), f.drawTarget(1, i), func() { f.send(1, i) })
		f.board.Put(f.counters[i], 32+float32(i%3)*344, 316+float32(i/3)*64, 328, 52)
	}
	f.note = t.kit.Field("transfer-note", t.words.key("panel.with_note"), t.words.key("panel.note"), false)
	f.board.Put(f.note.Object(), 32, 466, 1016, 0)
	f.hold = t.kit.Button("hold-mine", "", kit.Quiet, func() { t.desk.Hold(false, 0, f.word()) })
	f.anyone = t.kit.Button("hold-anyone", "", kit.Quiet, func() { t.desk.Hold(true, 0, f.word()) })
	f.board.Put(f.hold, 32, 572, 328, 48)
	f.board.Put(f.anyone, 376, 572, 328, 48)
	return f
}

func (f *transferPanel) word() string {
	text := f.note.Text()
	f.note.SetText("")
	return text
}

func (f *transferPanel) send(kind, i int) {
	if i < len(f.to[kind]) && f.to[kind][i].On {
		f.t.desk.TransferTo(f.to[kind][i], f.word())
	}
}

func (f *transferPanel) show() {
	f.to[0], f.to[1] = f.t.desk.Targets()
	for i := range targetsMost {
		visible(f.groups[i], i < min(len(f.to[0]), 6))
		visible(f.counters[i], i < min(len(f.to[1]), 6))
		f.groups[i].Refresh()
		f.counters[i].Refresh()
	}
	f.hold.SetLabel(f.t.words.key("act.hold_mine"))
	f.anyone.SetLabel(f.t.words.key("act.hold_anyone"))
	for _, b := range []*kit.Button{f.hold, f.anyone} {
		if f.t.desk.WhyHold().Nothing() {
			b.SetOn("")
		} else {
			b.SetOff("")
		}
	}
	f.sheet.show()
}

func (f *transferPanel) drawLabels(p *kit.Pen) {
	pal := p.Look().Palette
	label := kit.Ink{Size: 15, Color: pal.Ink2}
	p.Line1(f.t.words.key("panel.to_group"), 32, 108, 600, 28, label, kit.Left)
	p.Line1(f.t.words.key("panel.to_window"), 32, 284, 600, 28, label, kit.Left)
	p.Line1(f.t.words.say(f.t.desk.WhyHold()), 720, 572, 328, 48, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
}

func (f *transferPanel) drawTarget(kind, i int) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		if i >= len(f.to[kind]) {
			return
		}
		to := f.to[kind][i]
		word := f.t.words.name(to.Name)
		if kind == 1 {
			word = f.t.words.join(f.t.words.book.Say(f.t.words.in, "common.window", "window", to.Label), to.Badge)
		}
		if !to.On {
			word = f.t.words.join(word, f.t.words.say(to.Why))
		}
		choice(p, w, h, word, "", false, to.On, over)
	}
}
