package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/brighthall/brighthall/ui/skin"
)

// Align is where a text stands in its width.
type Align = fyne.TextAlign

// The alignments.
const (
	Left   = fyne.TextAlignLeading
	Centre = fyne.TextAlignCenter
	Right  = fyne.TextAlignTrailing
)

// Ink is how a text is written: size in design pixels, weight and colour.
type Ink struct {
	Size  float32
	Bold  bool
	Color color.NRGBA
}

// Pen draws a Shape with Fyne's primitives. All figures are design pixels, from the shape's top left corner.
// It keeps the primitives between drawings and tells Fyne only about those that changed.
type Pen struct {
	look    *skin.Look
	objects []fyne.CanvasObject // in drawing order
	cut     []string            // texts that did not fit where they were put

	rects  pool[*canvas.Rectangle]
	texts  pool[*canvas.Text]
	images pool[*canvas.Image]
	arcs   pool[*canvas.Arc]
	lines  pool[*canvas.Line]
}

// Look is the appearance to draw in.
func (p *Pen) Look() *skin.Look { return p.look }

// Ink is the writing of a role in a colour.
func (p *Pen) Ink(r skin.Role, bold bool, c color.NRGBA) Ink {
	return Ink{Size: p.look.Size(r), Bold: bold, Color: c}
}

// Box draws a rectangle with its line inside the edge; radius rounds the corners, width 0 draws no line.
// A filled box is two rectangles, one in the other: Fyne's painters do not agree on which side of the edge a
// stroke lies.
func (p *Pen) Box(x, y, w, h, radius float32, fill, line color.NRGBA, width float32) {
	if width == 0 || line.A == 0 {
		p.rect(x, y, w, h, radius, fill, skin.Clear, 0)
		return
	}
	width = max(width, 1/p.look.Factor()) // a hairline stays visible in a small window
	if fill.A < 255 || line.A < 255 {
		p.rect(x, y, w, h, radius, fill, line, width)
		return
	}
	p.rect(x, y, w, h, radius, line, skin.Clear, 0)
	p.rect(x+width, y+width, w-2*width, h-2*width, max(radius-width, 0), fill, skin.Clear, 0)
}

func (p *Pen) rect(x, y, w, h, radius float32, fill, line color.NRGBA, width float32) {
	r := p.rects.next(func() *canvas.Rectangle { return canvas.NewRectangle(skin.Clear) })
	was := *r
	r.FillColor, r.StrokeColor = fill, line
	r.StrokeWidth, r.CornerRadius = p.px(width), p.px(radius)
	p.place(r, x, y, w, h)
	if was.FillColor != r.FillColor || was.StrokeColor != r.StrokeColor || was.StrokeWidth != r.StrokeWidth || was.CornerRadius != r.CornerRadius {
		r.Refresh()
	}
}

// Fill draws a plain rectangle.
func (p *Pen) Fill(x, y, w, h float32, c color.NRGBA) { p.Box(x, y, w, h, 0, c, skin.Clear, 0) }

// Dot draws a filled circle around a centre.
func (p *Pen) Dot(cx, cy, diameter float32, fill color.NRGBA) {
	p.Box(cx-diameter/2, cy-diameter/2, diameter, diameter, diameter/2, fill, skin.Clear, 0)
}

// Ring draws a hollow circle around a centre: a whole arc, since a stroke without a fill gets a dark inner edge on GL.
func (p *Pen) Ring(cx, cy, diameter, width float32, c color.NRGBA) {
	p.Arc(cx, cy, diameter, width, 0, 360, c)
}

// Arc draws the part of a ring between two angles (degrees, 0 at the top, clockwise).
func (p *Pen) Arc(cx, cy, diameter, width, from, to float32, c color.NRGBA) {
	a := p.arcs.next(func() *canvas.Arc { return canvas.NewArc(0, 0, 0, skin.Clear) })
	cut := 1 - 2*width/diameter
	changed := a.StartAngle != from || a.EndAngle != to || a.FillColor != c || a.CutoutRatio != cut
	a.StartAngle, a.EndAngle, a.FillColor, a.CutoutRatio = from, to, c, cut
	p.place(a, cx-diameter/2, cy-diameter/2, diameter, diameter)
	if changed {
		a.Refresh()
	}
}

// Line draws a straight line between two points.
func (p *Pen) Line(x1, y1, x2, y2, width float32, c color.NRGBA) {
	l := p.lines.next(func() *canvas.Line { return canvas.NewLine(skin.Clear) })
	was := *l
	l.StrokeColor, l.StrokeWidth = c, p.px(width)
	l.Position1, l.Position2 = fyne.NewPos(p.px(x1), p.px(y1)), fyne.NewPos(p.px(x2), p.px(y2))
	p.objects = append(p.objects, l)
	if was.StrokeColor != l.StrokeColor || was.StrokeWidth != l.StrokeWidth || was.Position1 != l.Position1 || was.Position2 != l.Position2 {
		l.Refresh()
	}
}

// Icon draws an icon into a square.
func (p *Pen) Icon(name string, x, y, size float32, c color.NRGBA) {
	p.image(skin.Icon(name, c), x, y, size, size)
}

func (p *Pen) image(res fyne.Resource, x, y, w, h float32) {
	i := p.images.next(func() *canvas.Image { return &canvas.Image{FillMode: canvas.ImageFillContain} })
	fresh, changed, was := i.Resource == nil, i.Resource != res, i.Size()
	i.Resource = res
	p.place(i, x, y, w, h)
	if changed && !(fresh && was != i.Size()) { // the first size has drawn the picture already
		i.Refresh()
	}
}

// place puts a primitive on whole window pixels, so that edges stay sharp.
func (p *Pen) place(o fyne.CanvasObject, x, y, w, h float32) {
	left, top := round(p.px(x)), round(p.px(y))
	o.Move(fyne.NewPos(left, top))
	o.Resize(fyne.NewSize(round(p.px(x+w))-left, round(p.px(y+h))-top))
	p.objects = append(p.objects, o)
}

func (p *Pen) px(design float32) float32 { return p.look.Px(design) }

// begin forgets the last drawing and gives back its primitives.
func (p *Pen) begin() []fyne.CanvasObject {
	was := p.objects
	p.objects, p.cut = make([]fyne.CanvasObject, 0, len(was)), nil
	p.rects.used, p.texts.used, p.images.used, p.arcs.used, p.lines.used = 0, 0, 0, 0, 0
	return was
}

// pool hands out the same primitives in the same order at each drawing.
type pool[T any] struct {
	items []T
	used  int
}

func (p *pool[T]) next(make func() T) T {
	if p.used == len(p.items) {
		p.items = append(p.items, make())
	}
	p.used++
	return p.items[p.used-1]
}

func round(v float32) float32 { return float32(int(v + 0.5)) }
