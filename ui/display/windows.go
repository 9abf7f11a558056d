package display

import (
	"slices"

	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// The table of windows: a fixed list whose rows never move.
const (
	headH        = 84
	rowH         = 107
	perSide      = 7  // in rows of full height
	mostPerSide  = 12 // in the lowest rows whose numbers are read across the hall
	mostTwoLines = 8  // where a window's name takes two lines
)

// paintWindows is the fixed table; more than seven windows take two columns without the business, more than fourteen
// lower rows, and what is more than that stands on pages.
func (a *App) paintWindows(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Box(0, 0, w, h, 24, pal.Surface, skin.Clear, 0)
	if len(a.view.Windows) > perSide {
		a.paintTwoSides(p, w)
		return
	}
	head, col := kit.Ink{Size: 40, Color: pal.Ink2}, a.column(column{size: 84, width: 120, least: 44, most: 190})
	no := 34 + col.width + 20
	p.Line1(a.say("display.head.window"), 34, 0, col.width+16, headH, head, kit.Left)
	p.Line1(a.say("display.head.no"), no, 0, 300, headH, head, kit.Left)
	p.Line1(a.say("display.head.business"), w-334, 0, 300, headH, head, kit.Right)
	for i, win := range a.view.Windows {
		a.paintRow(p, win, col, float32(headH+i*rowH), w, i == perSide-1)
	}
}

// column is where the windows' labels stand: numbers are large, and names get more room and smaller type.
type column struct{ size, width, least, most float32 }

// column widens a column for the longest label, up to its most, and then makes the type smaller, down to its least.
func (a *App) column(c column) column {
	widest := float32(0)
	for _, win := range a.view.Windows {
		widest = max(widest, skin.Width(a.sign(win.Label).Label, c.size, true))
	}
	if widest <= c.width {
		return c
	}
	scale := max(min(1, c.most/widest), c.least/c.size)
	c.size, c.width = c.size*scale, max(c.width, min(widest*scale, c.most))
	return c
}

// paintLabel writes a window's label; a name too long for one line takes two.
func paintLabel(p *kit.Pen, text string, x, y, w, h float32, ink kit.Ink) {
	const leading = 1.15
	if !needsTwoLines(text, w, ink) {
		p.Whole(text, x, y, w, h, ink, kit.Left)
		return
	}
	for ink.Size = min(ink.Size, h/2/leading); ink.Size > 20 && len(kit.Wrap(text, w, ink, 0)) > 2; {
		ink.Size--
	}
	high := float32(len(kit.Wrap(text, w, ink, 0))) * ink.Size * leading
	p.Lines(text, x, y+(h-high)/2, w, ink, leading, 2, kit.Left)
}

func needsTwoLines(text string, w float32, ink kit.Ink) bool {
	return ink.At(min(ink.Size, legible)).Width(text) > w
}

// twoLines reports whether a window's name needs two lines in a table of two sides.
func (a *App) twoLines() bool {
	col := a.column(sides)
	return slices.ContainsFunc(a.view.Windows, func(win board.Window) bool {
		return needsTwoLines(a.sign(win.Label).Label, col.width, kit.Ink{Size: col.size, Bold: true})
	})
}

func (a *App) paintRow(p *kit.Pen, win board.Window, col column, y, w float32, last bool) {
	pal := p.Look().Palette
	p.Fill(0, y, w, 2, pal.Line)
	ink, soft := pal.Ink, kit.Ink{Size: 48, Color: pal.Ink2}
	switch {
	case win.State == board.WindowCalling && a.view.Lit:
		a.paintYellow(p, y, w, last)
		ink, soft.Color, soft.Bold = pal.OnCall, pal.OnCall, true
	case win.State == board.WindowCalling:
		ink, soft.Color, soft.Bold = pal.Call, pal.Call, true
	case win.State == board.WindowPaused, win.State == board.WindowClosed:
		ink = pal.Ink2
	default:
		ink = a.live(pal, pal.Ink)
	}
	number, no := kit.Ink{Size: 84, Bold: true, Color: ink}, 34+col.width+20
	paintLabel(p, a.sign(win.Label).Label, 34, y, col.width, rowH, number.At(col.size))
	if win.No == "" {
		p.Fill(no+4, y+rowH/2+2, 136, 6, pal.Ink2)
	} else {
		p.Whole(string(win.No), no, y, 300, rowH, number, kit.Left)
	}
	room := min(300, w-34-no-number.Width("A000")-16)
	p.Whole(a.rowWord(win), w-34-room, y, room, rowH, soft, kit.Right)
}

// paintYellow fills a row; the last one keeps the card's corners.
func (a *App) paintYellow(p *kit.Pen, y, w float32, last bool) {
	c := p.Look().Palette.Call
	if !last {
		p.Fill(0, y, w, rowH, c)
		return
	}
	p.Box(0, y, w, rowH, 24, c, skin.Clear, 0)
	p.Fill(0, y, w, rowH/2, c)
}

func (a *App) rowWord(win board.Window) string {
	switch win.State {
	case board.WindowCalling, board.WindowFree, board.WindowPaused, board.WindowClosed:
		return a.say("display.row." + string(win.State))
	}
	return a.name(win.Group)
}

// sides is the column of labels in a table of two sides.
var sides = column{size: 64, width: 100, least: 38, most: 172}

// paintTwoSides writes a page of windows in two columns, downwards first.
func (a *App) paintTwoSides(p *kit.Pen, w float32) {
	pal, half := p.Look().Palette, w/2
	pages := a.windowPages()
	at, rows := a.windowPage(pages), (len(pages[0])+1)/2
	high := min(rowH, (tableH-headH)/float32(rows))
	col := a.column(sides)
	head, scale := kit.Ink{Size: 36, Color: pal.Ink2}, high/rowH
	col.size = min(col.size, max(legible, sides.size*scale*1.25))
	for side := range 2 {
		x := float32(side) * half
		p.Line1(a.say("display.head.window"), x+28, 0, col.width+10, headH, head, kit.Left)
		p.Line1(a.say("display.head.no"), x+40+col.width, 0, half-60-col.width, headH, head, kit.Left)
	}
	paintDots(p, w-28, headH/2, at, len(pages))
	for i, win := range pages[at] {
		a.paintCell(p, win, col, float32(i/rows)*half, headH+float32(i%rows)*high, half, high)
	}
	p.Fill(half-1, 0, 2, headH+float32(rows)*high, pal.Line)
}

func (a *App) paintCell(p *kit.Pen, win board.Window, col column, x, y, w, h float32) {
	pal := p.Look().Palette
	p.Fill(x, y, w, 2, pal.Line)
	ink := a.live(pal, pal.Ink)
	switch {
	case win.State == board.WindowCalling && a.view.Lit:
		paintYellowCell(p, x, y, w, h)
		ink = pal.OnCall
	case win.State == board.WindowCalling:
		ink = pal.Call
	case win.No == "":
		ink = pal.Ink2
	}
	no, room, scale := x+40+col.width, w-60-col.width, min(1, h/rowH*1.25)
	paintLabel(p, a.sign(win.Label).Label, x+28, y, col.width, h, kit.Ink{Size: col.size, Bold: true, Color: ink})
	if win.No == "" {
		p.Whole(a.rowWord(win), no, y, room, h, kit.Ink{Size: max(legible, 40*scale), Color: pal.Ink2}, kit.Left)
		return
	}
	p.Whole(string(win.No), no, y, room, h, kit.Ink{Size: 72 * scale, Bold: true, Color: ink}, kit.Left)
}

// paintYellowCell fills a cell; the lowest ones keep the card's corners.
func paintYellowCell(p *kit.Pen, x, y, w, h float32) {
	const radius = 24
	c := p.Look().Palette.Call
	if y+h < tableH-radius {
		p.Fill(x, y, w, h, c)
		return
	}
	p.Box(x, y, w, h, radius, c, skin.Clear, 0)
	p.Fill(x, y, w, h/2, c)
	inner := x
	if x == 0 {
		inner = w / 2
	}
	p.Fill(inner, y, w/2, h, c)
}
