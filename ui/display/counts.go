package display

import (
	"strconv"

	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

const (
	countsH   = 140
	oneLineAt = 0.75 // of its size a single line is still read from the last row of chairs
)

// paintCounts is how many wait for each group: large and against the right edge where one line is enough, otherwise in
// lines.
func (a *App) paintCounts(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Fill(0, 0, w, 2, pal.Line)
	caption := kit.Ink{Size: 36, Color: pal.Ink2}
	left := caption.Width(a.say("display.waiting")) + 40
	if scale := min(1, (w-left)/a.countsWidth(1)); scale >= oneLineAt {
		p.Base(a.say("display.waiting"), 0, 72, caption)
		a.paintCountsLine(p, w-a.countsWidth(scale), scale)
		return
	}
	a.paintCountsRows(p, w)
}

func (a *App) paintCountsLine(p *kit.Pen, x, scale float32) {
	for _, c := range a.view.Counts {
		name, number := countInks(p.Look().Palette, scale)
		number.Color = a.live(p.Look().Palette, number.Color)
		x += p.Base(a.name(c.Group), x, 84, name) + 16*scale
		x += p.Base(strconv.Itoa(c.Waiting), x, 84, number) + 52*scale
	}
}

func countInks(pal skin.Palette, scale float32) (name, number kit.Ink) {
	return kit.Ink{Size: 48 * scale, Color: pal.Ink2}, kit.Ink{Size: 84 * scale, Bold: true, Color: pal.Ink}
}

func (a *App) countsWidth(scale float32) float32 {
	name, number := countInks(skin.Palette{}, scale)
	width := float32(0)
	for i, c := range a.view.Counts {
		if i > 0 {
			width += 52 * scale
		}
		width += name.Width(a.name(c.Group)) + 16*scale + number.Width(strconv.Itoa(c.Waiting))
	}
	return width
}

// A line of counts takes so much of its names' size: its height, its numbers, what stands before a number and what
// behind it.
const lineOf, numberOf, nameGap, gapOf = 1.32, 1.3, 0.45, 0.9

// countsPage is the services that stand on the board together, in lines of one size.
type countsPage struct {
	size float32
	rows [][]board.Count
}

// paintCountsRows writes the page of groups whose turn it is, the caption first.
func (a *App) paintCountsRows(p *kit.Pen, w float32) {
	pages := a.countsPages(w)
	at := a.view.Turns % len(pages)
	pal, page := p.Look().Palette, pages[at]
	name := kit.Ink{Size: page.size, Color: pal.Ink2}
	number := kit.Ink{Size: page.size * numberOf, Bold: true, Color: a.live(pal, pal.Ink)}
	pitch := page.size * lineOf
	top := max(4, (countsH-float32(len(pages[0].rows))*pitch)/2)
	indent := a.countsIndent(page.size)
	p.Base(a.say("display.waiting"), 0, top+0.8*pitch, name)
	for i, row := range page.rows {
		x, base := indent, top+(float32(i)+0.8)*pitch
		for _, c := range row {
			x += p.Base(a.name(c.Group), x, base, a.fitting(c, w-indent, name)) + page.size*nameGap
			x += p.Base(strconv.Itoa(c.Waiting), x, base, number) + page.size*gapOf
		}
	}
	paintDots(p, w, top+pitch/2, at, len(pages))
}

// countsIndent is where the services begin beside the caption, in every line: none stands below it as if it were one of
// them.
func (a *App) countsIndent(size float32) float32 {
	return skin.Width(a.say("display.waiting"), size, false) + size*gapOf
}

// fitting is the ink of a service's name: one that is wider than the board is written smaller.
func (a *App) fitting(c board.Count, w float32, ink kit.Ink) kit.Ink {
	need, number := ink.Width(a.name(c.Group)), skin.Width("999", ink.Size*numberOf, true)+ink.Size*nameGap
	return ink.At(ink.Size * min(1, (w-number)/need))
}

// countsPages puts the groups on as few pages as legible type allows, and then takes the largest type for that many.
func (a *App) countsPages(w float32) []countsPage {
	least := a.countsPagesAt(w, legible)
	for size := float32(44); size > legible; size -= 2 {
		if pages := a.countsPagesAt(w, size); len(pages) <= len(least) {
			return pages
		}
	}
	return least
}

// countsPagesAt fills lines of a width one after the other, and pages of as many lines as there is room for. Each page
// begins with the caption and leaves room for the dots.
func (a *App) countsPagesAt(w, size float32) []countsPage {
	most := int((countsH - 4) / (size * lineOf))
	indent := a.countsIndent(size)
	pages, x, room := []countsPage{{size, [][]board.Count{nil}}}, indent, w-dotsRoom
	for _, c := range a.view.Counts {
		need := min(w-indent, skin.Width(a.name(c.Group), size, false)+size*nameGap+skin.Width(strconv.Itoa(max(c.Waiting, 99)), size*numberOf, true))
		page := &pages[len(pages)-1]
		switch {
		case x+need <= room:
		case len(page.rows) < most:
			page.rows, x, room = append(page.rows, nil), indent, w
		default:
			pages, x, room = append(pages, countsPage{size, [][]board.Count{nil}}), indent, w-dotsRoom
			page = &pages[len(pages)-1]
			if x+need > room {
				page.rows, x, room = append(page.rows, nil), indent, w
			}
		}
		last := len(page.rows) - 1
		page.rows[last] = append(page.rows[last], c)
		x += need + size*gapOf
	}
	return pages
}
