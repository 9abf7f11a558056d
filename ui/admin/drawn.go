package admin

import (
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

func mark(p *kit.Pen, x, y, size float32) {
	pal := p.Look().Palette
	p.Box(x, y, size, size, size*0.21, pal.Green, skin.Clear, 0)
	p.Icon("lightning-bolt", x+size*0.2, y+size*0.135, size*0.6, pal.OnGreen)
	p.Box(x+size*0.25, y+size*0.77, size/2, size*0.08, size*0.04, pal.OnGreen, skin.Clear, 0)
}

// tag draws a word in a line, ending at right.
func tag(p *kit.Pen, word string, right, middle float32) {
	pal := p.Look().Palette
	ink := kit.Ink{Size: 15, Color: pal.Ink2}
	w := ink.Width(word) + 16
	p.Box(right-w, middle-13, w, 26, 5, skin.Clear, pal.Line2, 1)
	p.Line1(word, right-w, middle-13, w, 26, ink, kit.Centre)
}

// card is a white ground with its heading.
func card(p *kit.Pen, x, y, w, h float32, title, aside string) {
	pal := p.Look().Palette
	p.Box(x, y, w, h, p.Look().Shape.Card, pal.Surface, pal.Line, 1)
	p.Line1(title, x+24, y+12, w/2, 36, kit.Ink{Size: 17, Bold: true, Color: pal.Ink}, kit.Left)
	p.Line1(aside, x+w/2, y+12, w/2-24, 36, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Right)
}
