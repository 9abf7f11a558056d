package counter

import (
	"fmt"
	"slices"

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

// opened is told when the panel has just been opened.
func (s *sheet) opened() {}

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

// finishPanel asks one outcome per item; digits answer, F5 ends. Of many items it shows those around the one at hand.
type finishPanel struct {
	*sheet
	rows  [itemsMost][]*spot
	shown []flow.OutcomeRow
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
	if i < len(f.shown) {
		f.t.desk.SetOutcome(f.shown[i].Item, flow.Outcomes[j])
	}
}

func (f *finishPanel) show() {
	f.shown = around(f.t.desk.OutcomeRows())
	for i, row := range f.rows {
		for _, s := range row {
			visible(s, i < len(f.shown))
			s.Refresh()
		}
	}
	f.sheet.show()
}

// around are the items that have room, with the one at hand among them.
func around(all []flow.OutcomeRow) []flow.OutcomeRow {
	here := max(slices.IndexFunc(all, func(r flow.OutcomeRow) bool { return r.Here }), 0)
	from := max(min(here-itemsMost/2, len(all)-itemsMost), 0)
	return all[from:min(from+itemsMost, len(all))]
}

func (f *finishPanel) drawNames(p *kit.Pen) {
	pal := p.Look().Palette
	for i, r := range f.shown {
		ink := kit.Ink{Size: 18, Bold: r.Here, Color: pal.Ink}
		p.Line1(f.t.words.name(r.Name), 32, 108+float32(i)*116, 1016, 32, ink, kit.Left)
	}
}

func (f *finishPanel) drawOutcome(i, j int) func(*kit.Pen, float32, float32, bool) {
	return func(p *kit.Pen, w, h float32, over bool) {
		if i >= len(f.shown) {
			return
		}
		row := f.shown[i]
		word := f.t.words.key("outcome." + string(flow.Outcomes[j]))
		digit := ""
		if row.Here {
			digit = fmt.Sprint(j + 1)
		}
		choice(p, w, h, word, "", digit, row.Outcome == flow.Outcomes[j], true, over)
	}
}

// choice draws one of several equal keys; why it is off stands small under its word.
func choice(p *kit.Pen, w, h float32, word, why, digit string, chosen, on, over bool) {
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
	words := kit.Ink{Size: 17, Bold: true, Color: ink}
	if why == "" {
		upTo2(p, word, x, 0, room, h, words)
		return
	}
	small := kit.Ink{Size: 14, Color: ink}
	under := h - small.Size*1.35 - 4
	upTo2(p, word, x, 4, room, under-4, words)
	p.Whole(why, x, under, room, small.Size*1.35, small, kit.Left)
}

// upTo2 writes words into a box, on one line where that is not much smaller than on two.
func upTo2(p *kit.Pen, words string, x, y, w, h float32, ink kit.Ink) {
	if ink.At(ink.Size*0.8).Width(words) <= w || h < 2*14*1.15 {
		p.Whole(words, x, y, w, h, ink, kit.Left)
		return
	}
	ink, lines := kit.Fit(words, w, h, ink, 1.15)
	p.Lines(words, x, y+(h-float32(len(lines))*ink.Size*1.15)/2, w, ink, 1.15, 0, kit.Left)
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

// opened begins with an empty field that has the keyboard.
func (f *scanPanel) opened() {
	f.code.SetText("")
	f.code.Focus()
}
