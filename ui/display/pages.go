package display

import (
	"slices"

	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/kit"
)

// legible is the least size of words that are read across a hall. What does not fit in it is put on pages that turn.
const legible = 34

// The dots that tell which page is shown.
const dot, dotGap, dotsRoom = 14, 12, 100

// paged reports whether there is more than one page of anything.
func (a *App) paged() bool {
	return len(a.countsPages(cardW)) > 1 || len(a.windowPages()) > 1
}

// paintDots draws a dot for each page, leftwards from an edge, the present one bright.
func paintDots(p *kit.Pen, right, y float32, at, pages int) {
	if pages < 2 {
		return
	}
	pal := p.Look().Palette
	for i := range pages {
		fill := pal.Line2
		if i == at {
			fill = pal.Ink
		}
		p.Dot(right-dot/2-float32(pages-1-i)*(dot+dotGap), y, dot, fill)
	}
}

// windowPages are the windows that stand in the table together, each page as long as the others.
func (a *App) windowPages() [][]board.Window {
	n := len(a.view.Windows)
	if n <= perSide {
		return [][]board.Window{a.view.Windows}
	}
	most := 2 * mostPerSide
	if a.twoLines() {
		most = 2 * mostTwoLines
	}
	pages := (n + most - 1) / most
	return slices.Collect(slices.Chunk(a.view.Windows, (n+pages-1)/pages))
}

// windowPage is the page with the window that calls, otherwise the one whose turn it is.
func (a *App) windowPage(pages [][]board.Window) int {
	for i, page := range pages {
		if slices.ContainsFunc(page, func(w board.Window) bool { return w.State == board.WindowCalling }) {
			return i
		}
	}
	return a.view.Turns % len(pages)
}
