package bench

import (
	"image/color"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// rgb is a colour of plastic or of a lamp: the devices are drawn as they are, not in the look's palette.
func rgb(r, g, b uint8) color.NRGBA { return color.NRGBA{R: r, G: g, B: b, A: 255} }

func mark(p *kit.Pen, x, y, size float32) {
	pal := p.Look().Palette
	p.Box(x, y, size, size, size*0.21, pal.Green, skin.Clear, 0)
	p.Icon("lightning-bolt", x+size*0.2, y+size*0.135, size*0.6, pal.OnGreen)
	p.Box(x+size*0.25, y+size*0.77, size/2, size*0.08, size*0.04, pal.OnGreen, skin.Clear, 0)
}

// tag draws a word in a line, ending at right, and gives back where it begins.
func tag(p *kit.Pen, word string, right, middle float32) float32 {
	pal := p.Look().Palette
	ink := kit.Ink{Size: 15, Color: pal.Ink2}
	w := ink.Width(word) + 16
	p.Box(right-w, middle-13, w, 26, 5, skin.Clear, pal.Line2, 1)
	p.Line1(word, right-w, middle-13, w, 26, ink, kit.Centre)
	return right - w
}
