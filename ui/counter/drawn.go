package counter

import (
	"image/color"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// mark draws our sign.
func mark(p *kit.Pen, x, y, size float32, square, sign color.NRGBA) {
	p.Box(x, y, size, size, size*0.21, square, skin.Clear, 0)
	flash := size * 0.6
	p.Icon("lightning-bolt", x+(size-flash)/2, y+size*0.135, flash, sign)
	p.Box(x+size*0.25, y+size*0.77, size/2, size*0.08, size*0.04, sign, skin.Clear, 0)
}

// tag draws a word in a line, ending at right, and gives back where it begins.
func tag(p *kit.Pen, word string, right, middle, size float32) float32 {
	pal := p.Look().Palette
	ink := kit.Ink{Size: size, Color: pal.Ink2}
	w, h := ink.Width(word)+size*1.1, size*1.7
	p.Box(right-w, middle-h/2, w, h, size*0.35, skin.Clear, pal.Line2, p.Look().Shape.Border)
	p.Line1(word, right-w, middle-h/2, w, h, ink, kit.Centre)
	return right - w
}

// drawTags draws tags side by side, the first at the right. What is left of the line ends where the answer says.
func drawTags(p *kit.Pen, words []string, right, middle, size float32) float32 {
	for _, word := range words {
		right = tag(p, word, right, middle, size) - 8
	}
	return right
}

// tagsWidth is how much of a line they take.
func tagsWidth(words []string, size float32) (wide float32) {
	for _, word := range words {
		wide += kit.Ink{Size: size}.Width(word) + size*1.1 + 8
	}
	return wide
}

// mood tags have a fill; they begin at x. The end is given back.
func moodTag(p *kit.Pen, word string, x, middle, size float32, text, fill color.NRGBA) float32 {
	ink := kit.Ink{Size: size, Bold: true, Color: text}
	w, h := ink.Width(word)+size*1.1, size*1.65
	p.Box(x, middle-h/2, w, h, size*0.35, fill, skin.Clear, 0)
	p.Line1(word, x, middle-h/2, w, h, ink, kit.Centre)
	return x + w
}
