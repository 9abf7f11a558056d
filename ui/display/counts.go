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

// paintCounts is how many wait for each group: large and against the right edge where one line is enough, otherwise in lines.
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

// A line of counts takes so much of its names' size.
const lineOf, numberOf, gapOf = 1.45, 1.3, 0.8

// paintCountsRows writes the groups in as few and as large lines as there is room for, the caption first.
func (a *App) paintCountsRows(p *kit.Pen, w float32) {
	pal := p.Look().Palette
	size := float32(36)
	for ; size > 14 && float32(len(a.countRows(w, size)))*size*lineOf > countsH-4; size -= 2 {
	}
	name, number := kit.Ink{Size: size, Color: pal.Ink2}, kit.Ink{Size: size * numberOf, Bold: true, Color: a.live(pal, pal.Ink)}
	for i, row := range a.countRows(w, size) {
		x, base := float32(0), 4+(float32(i)+0.8)*size*lineOf
		if i == 0 {
			x += p.Base(a.say("display.waiting"), 0, base, name) + size*gapOf
		}
		for _, c := range row {
			x += p.Base(a.name(c.Group), x, base, name) + size*0.3
			x += p.Base(strconv.Itoa(c.Waiting), x, base, number) + size*gapOf
		}
	}
}

// countRows fills lines of a width one after the other.
func (a *App) countRows(w, size float32) (rows [][]board.Count) {
	x := skin.Width(a.say("display.waiting"), size, false) + size*gapOf
	rows = append(rows, nil)
	for _, c := range a.view.Counts {
		need := skin.Width(a.name(c.Group), size, false) + size*0.3 + skin.Width(strconv.Itoa(max(c.Waiting, 99)), size*numberOf, true)
		if x+need > w && x > 0 {
			rows, x = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], c)
		x += need + size*gapOf
	}
	return rows
}
