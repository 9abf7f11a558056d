package kit

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// Panel is a coloured rectangle with an optional line: cards, strips, heroes, whole sides of a screen.
type Panel struct {
	Shape
	Fill, Edge Tone // nil: none
	Radius     float32
	Width      float32 // of the line
}

// Panel makes a rectangle of a tone.
func (k *Kit) Panel(fill Tone, radius float32) *Panel {
	c := &Panel{Fill: fill, Radius: radius}
	c.init(k, c, "", nil, func(p *Pen, w, h float32) {
		p.Box(0, 0, w, h, c.Radius, c.of(p, c.Fill), c.of(p, c.Edge), c.Width)
	})
	return c
}

// Card is a white panel with a hairline.
func (k *Kit) Card() *Panel {
	c := k.Panel(SurfaceTone, k.Look.Shape.Card)
	c.Edge, c.Width = LineTone, k.Look.Shape.Border
	return c
}

// CardOf is a card around something, pad design pixels away from its edges.
func (k *Kit) CardOf(content fyne.CanvasObject, pad float32) *fyne.Container {
	return k.Stack(k.Card(), k.Inset(content, pad, pad, pad, pad))
}

// SetFill changes the fill.
func (c *Panel) SetFill(t Tone) { c.Fill = t; c.Refresh() }

// SetEdge changes the line.
func (c *Panel) SetEdge(t Tone, width float32) { c.Edge, c.Width = t, width; c.Refresh() }

func (c *Panel) of(p *Pen, t Tone) color.NRGBA {
	if t == nil {
		return skin.Clear
	}
	return t(p.look.Palette)
}

// The tones of surfaces.
func PageTone(p skin.Palette) color.NRGBA       { return p.Page }       // PageTone is the ground.
func SurfaceTone(p skin.Palette) color.NRGBA    { return p.Surface }    // SurfaceTone is a card.
func SunkenTone(p skin.Palette) color.NRGBA     { return p.Sunken }     // SunkenTone is off or read-only.
func TintTone(p skin.Palette) color.NRGBA       { return p.GreenTint }  // TintTone is a quiet green row.
func LineTone(p skin.Palette) color.NRGBA       { return p.Line }       // LineTone is a divider.
func EdgeTone(p skin.Palette) color.NRGBA       { return p.Edge }       // EdgeTone borders fields.
func WarnTintTone(p skin.Palette) color.NRGBA   { return p.WarnTint }   // WarnTintTone fills a warning.
func WarnMarkTone(p skin.Palette) color.NRGBA   { return p.WarnMark }   // WarnMarkTone borders it.
func DangerTintTone(p skin.Palette) color.NRGBA { return p.DangerTint } // DangerTintTone fills an alarm.
func MidTone(p skin.Palette) color.NRGBA        { return p.GreenMid }   // MidTone is the past in charts.

// Rule is a horizontal hairline as wide as it is made; dashed ones exist only on paper.
func (k *Kit) Rule() *Shape {
	h := k.Look.Shape.Border
	return k.Draw(fyne.NewSize(1, h), func(p *Pen, w, _ float32) { p.Fill(0, 0, w, h, p.look.Palette.Line) })
}

// UprightRule is a vertical hairline.
func (k *Kit) UprightRule() *Shape {
	w := k.Look.Shape.Border
	return k.Draw(fyne.NewSize(w, 1), func(p *Pen, _, h float32) { p.Fill(0, 0, w, h, p.look.Palette.Line) })
}

// DashedRule is a perforation on virtual paper.
func (k *Kit) DashedRule() *Shape {
	return k.Draw(fyne.NewSize(1, 2), func(p *Pen, w, _ float32) {
		for x := float32(0); x < w; x += 10 {
			p.Fill(x, 0, min(6, w-x), 2, p.look.Palette.Ink)
		}
	})
}

// Icon is an icon alone.
func (k *Kit) Icon(name string, size float32, tone Tone) *Shape {
	return k.Draw(fyne.NewSize(size, size), func(p *Pen, w, h float32) {
		p.Icon(name, (w-size)/2, (h-size)/2, size, tone(p.look.Palette))
	})
}

// Fact is a figure among others: what it is, how much, and one remark.
type Fact struct {
	Name, Number, Unit, Note string
	Before                   string // the number: a word in the unit's type, "window" 3
	Strong                   bool   // the remark is good news: bold and green
	Tone                     Tone   // of the number; nil: ink
}

// Facts is a card of figures side by side, divided by hairlines.
type Facts struct {
	Shape
	NumberSize float32
	Shares     []float32 // widths in proportion; nil: equal
	Bare       bool      // no card around them
	facts      []Fact
}

// Facts makes a row of figures.
func (k *Kit) Facts(facts ...Fact) *Facts {
	f := &Facts{facts: facts, NumberSize: k.Look.Size(skin.Number)}
	f.init(k, f, "", f.least, f.draw)
	return f
}

// Set changes the figures.
func (f *Facts) Set(facts ...Fact) { f.facts = facts; f.Refresh() }

func (f *Facts) least() fyne.Size {
	caption := f.kit.Look.Size(skin.Caption)
	return fyne.NewSize(float32(len(f.facts))*f.NumberSize*2, f.NumberSize*1.2+caption*2.8+f.pad()*1.6)
}

func (f *Facts) pad() float32 { return f.kit.Look.Shape.Touched(34, 20) }

func (f *Facts) draw(p *Pen, w, h float32) {
	s := p.look.Shape
	if !f.Bare {
		p.Box(0, 0, w, h, s.Card, p.look.Palette.Surface, p.look.Palette.Line, s.Border)
	}
	x, lines := float32(0), f.noteLines(p, w)
	for i, fact := range f.facts {
		width := w * f.share(i)
		if i > 0 {
			p.Fill(x, f.pad()*0.85, s.Border, h-1.7*f.pad(), p.look.Palette.Line)
		}
		f.one(p, fact, x+f.pad(), width-f.pad()*1.3, h, lines)
		x += width
	}
}

func (f *Facts) share(i int) float32 {
	if i >= len(f.Shares) {
		return 1 / float32(len(f.facts))
	}
	var sum float32
	for _, s := range f.Shares {
		sum += s
	}
	return f.Shares[i] / sum
}

// noteMost is how many lines a remark may have.
const noteMost = 2

// noteLines is how many lines the longest remark has: the figures of a row stand level.
func (f *Facts) noteLines(p *Pen, w float32) int {
	most := 1
	for i, fact := range f.facts {
		if _, text := f.note(p, fact, w*f.share(i)-f.pad()*1.3); fact.Note != "" {
			most = max(most, len(text))
		}
	}
	return most
}

// note is a remark as it fits below its figure.
func (f *Facts) note(p *Pen, fact Fact, w float32) (Ink, []string) {
	ink := p.Ink(skin.Caption, false, p.look.Palette.Ink2)
	if fact.Strong {
		ink = p.Ink(skin.Caption, true, p.look.Palette.Green)
	}
	return Fit(fact.Note, w, noteMost*ink.Size*1.4, ink, 1.4)
}

func (f *Facts) one(p *Pen, fact Fact, x, w, h float32, lines int) {
	name := p.Ink(skin.Caption, false, p.look.Palette.Ink2)
	line := name.Size * 1.4
	high := f.NumberSize*1.2 + line
	if fact.Note != "" {
		high += float32(lines) * line
	}
	y := (h - high) / 2
	p.Whole(fact.Name, x, y, w, line, name, Left)
	y += line
	f.number(p, fact, x, y, w-f.pad()*0.3)
	ink, _ := f.note(p, fact, w)
	p.Lines(fact.Note, x, y+f.NumberSize*1.2, w, ink, 1.4, 0, Left)
}

// number keeps number and unit on one baseline. Where they are too wide the number becomes smaller, down to unitLeast
// times the unit, which is to be read too; then both.
func (f *Facts) number(p *Pen, fact Fact, x, y, w float32) {
	tone := fact.Tone
	if tone == nil {
		tone = InkTone
	}
	gap := f.kit.Look.Shape.Touched(10, 5)
	unit := unitSize(p.look, f.NumberSize)
	number, words := skin.Width(fact.Number, f.NumberSize, true), float32(0)
	for _, word := range []string{fact.Before, fact.Unit} {
		if word != "" {
			words += gap + skin.Width(word, unit, false)
		}
	}
	size := f.NumberSize * max(min(1, (w-words)/number), min(1, unit*unitLeast/f.NumberSize))
	scale := min(1, w/(words+number*size/f.NumberSize))
	drawRuns(p, x, y+skin.Baseline(f.NumberSize, f.NumberSize*1.2), gap, []Run{
		{fact.Before, unit * scale, false, InkTone}, {fact.Number, size * scale, true, tone}, {fact.Unit, unit * scale, false, InkTone},
	})
}

// unitLeast is how much larger than its unit a number stays.
const unitLeast = 1.2

// unitSize is smaller than its number but never smaller than a caption nor larger than body text.
func unitSize(l *skin.Look, number float32) float32 {
	return max(min(number*0.44, l.Size(skin.Body)), l.Size(skin.Caption))
}
