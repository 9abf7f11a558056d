package display

import (
	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// The table of windows: a fixed list whose rows never move.
const (
	headH   = 84
	rowH    = 107
	perSide = 7
)

// paintWindows is the fixed table; more than seven windows take two columns without the business.
func (a *App) paintWindows(p *kit.Pen, w, h float32) {
	pal := p.Look().Palette
	p.Box(0, 0, w, h, 24, pal.Surface, skin.Clear, 0)
	if len(a.view.Windows) > perSide {
		a.paintTwoSides(p, w)
		return
	}
	head := kit.Ink{Size: 40, Color: pal.Ink2}
	p.Line1(a.say("display.head.window"), 34, 0, 136, headH, head, kit.Left)
	p.Line1(a.say("display.head.no"), 174, 0, 300, headH, head, kit.Left)
	p.Line1(a.say("display.head.business"), w-334, 0, 300, headH, head, kit.Right)
	for i, win := range a.view.Windows {
		a.paintRow(p, win, float32(headH+i*rowH), w, i == perSide-1)
	}
}

func (a *App) paintRow(p *kit.Pen, win board.Window, y, w float32, last bool) {
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
	number := kit.Ink{Size: 84, Bold: true, Color: ink}
	p.Whole(win.Label, 34, y, 120, rowH, number, kit.Left)
	if win.No == "" {
		p.Fill(178, y+rowH/2+2, 136, 6, pal.Ink2)
	} else {
		p.Whole(string(win.No), 174, y, 300, rowH, number, kit.Left)
	}
	p.Whole(a.rowWord(win), w-334, y, 300, rowH, soft, kit.Right)
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

// paintTwoSides writes up to fourteen windows in two columns, downwards first.
func (a *App) paintTwoSides(p *kit.Pen, w float32) {
	pal, half := p.Look().Palette, w/2
	head := kit.Ink{Size: 36, Color: pal.Ink2}
	for side := range 2 {
		x := float32(side) * half
		p.Line1(a.say("display.head.window"), x+28, 0, 110, headH, head, kit.Left)
		p.Line1(a.say("display.head.no"), x+140, 0, 220, headH, head, kit.Left)
	}
	n := min(len(a.view.Windows), 2*perSide)
	rows := (n + 1) / 2
	for i, win := range a.view.Windows[:n] {
		a.paintCell(p, win, float32(i/rows)*half, float32(headH+i%rows*rowH), half)
	}
	p.Fill(half-1, 0, 2, float32(headH+rows*rowH), pal.Line)
}

func (a *App) paintCell(p *kit.Pen, win board.Window, x, y, w float32) {
	pal := p.Look().Palette
	p.Fill(x, y, w, 2, pal.Line)
	ink := a.live(pal, pal.Ink)
	switch {
	case win.State == board.WindowCalling && a.view.Lit:
		p.Fill(x, y, w, rowH, pal.Call)
		ink = pal.OnCall
	case win.State == board.WindowCalling:
		ink = pal.Call
	case win.No == "":
		ink = pal.Ink2
	}
	p.Whole(win.Label, x+28, y, 100, rowH, kit.Ink{Size: 64, Bold: true, Color: ink}, kit.Left)
	if win.No == "" {
		p.Whole(a.rowWord(win), x+140, y, w-160, rowH, kit.Ink{Size: 40, Color: pal.Ink2}, kit.Left)
		return
	}
	p.Whole(string(win.No), x+140, y, w-160, rowH, kit.Ink{Size: 72, Bold: true, Color: ink}, kit.Left)
}
