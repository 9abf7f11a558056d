package kit

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/skin"
)

// Chart is bars with a line over them, both counted on one axis: arrivals and those served.
type Chart struct {
	Shape
	Empty      string // words in place of the axis when there is nothing
	bars, line []float64
	labels     []string
}

// Chart makes a chart without data.
func (k *Kit) Chart(empty string) *Chart {
	c := &Chart{Empty: empty}
	c.init(k, c, "", func() fyne.Size { return fyne.NewSize(320, 180) }, c.draw)
	return c
}

// Set changes the data: bars and line from the left, one label for each place ("" for none). The line may be shorter:
// it ends in a dot at the present.
func (c *Chart) Set(labels []string, bars, line []float64) {
	c.labels, c.bars, c.line = labels, bars, line
	c.Refresh()
}

func (c *Chart) draw(p *Pen, w, h float32) {
	pal := p.look.Palette
	ink := p.Ink(skin.Caption, false, pal.Ink3)
	top, step := axis(c.bars, c.line)
	if len(c.labels) == 0 || top == 0 {
		p.Line1(c.Empty, 0, 0, w, h, ink, Centre)
		return
	}
	left, bottom := ink.Width(strconv.Itoa(int(top)))+ink.Size*0.8, h-ink.Size*1.6
	high := bottom - ink.Size*0.7
	y := func(v float64) float32 { return bottom - high*float32(v/top) }
	for v := 0.0; v <= top; v += step {
		p.Fill(left, y(v), w-left, p.look.Shape.Border, pal.Line)
		p.Line1(strconv.Itoa(int(v)), 0, y(v)-ink.Size*0.65, left-ink.Size*0.6, ink.Size*1.3, ink, Right)
	}
	each := (w - left) / float32(len(c.labels))
	for i, v := range c.bars {
		if v > 0 {
			p.Box(left+each*(float32(i)+0.15), y(v), each*0.7, bottom-y(v), min(3, each*0.2), pal.GreenMid, skin.Clear, 0)
		}
	}
	for i, v := range c.line {
		x := left + each*(float32(i)+0.5)
		if i > 0 {
			p.Line(x-each, y(c.line[i-1]), x, y(v), 2.5, pal.Ink)
		}
		if i == len(c.line)-1 {
			p.Dot(x, y(v), 9, pal.Ink)
		}
	}
	c.names(p, left, each, bottom, w, ink)
}

// names writes as many labels as there is room for, under the middle of their places.
func (c *Chart) names(p *Pen, left, each, bottom, w float32, ink Ink) {
	free := float32(-1)
	for i, label := range c.labels {
		width := ink.Width(label)
		x := min(left+each*(float32(i)+0.5)-width/2, w-width)
		if label == "" || x < free {
			continue
		}
		p.Line1(label, x, bottom+ink.Size*0.3, width+1, ink.Size*1.3, ink, Left)
		free = x + width + ink.Size
	}
}

// axis is the top of the scale and the distance of its lines: 1, 2 or 5 times a power of ten, four lines or so.
func axis(rows ...[]float64) (top, step float64) {
	for _, row := range rows {
		for _, v := range row {
			top = max(top, v)
		}
	}
	if top <= 0 {
		return 0, 1
	}
	step = 1
	for _, n := range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000} {
		if step = n; top/n <= 4 {
			break
		}
	}
	return math.Ceil(top/step) * step, step
}

// Legend says what the bars and the line of a chart are.
func (k *Kit) Legend(bars, line string) *Shape {
	size := k.Look.Size(skin.Caption)
	width := skin.Width(bars, size, false) + skin.Width(line, size, false) + size*5.2
	return k.Draw(fyne.NewSize(width, size*1.5), func(p *Pen, w, h float32) {
		pal, ink := p.look.Palette, p.Ink(skin.Caption, false, p.look.Palette.Ink2)
		p.Box(0, h/2-size*0.4, size*0.8, size*0.8, 3, pal.GreenMid, skin.Clear, 0)
		x := size*1.2 + p.Base(bars, size*1.2, skin.Baseline(size, h), ink) + size*1.4
		p.Fill(x, h/2-1, size, 3, pal.Ink)
		p.Base(line, x+size*1.4, skin.Baseline(size, h), ink)
	})
}

// Share is a bar of a part of the whole with its name and figure.
func (k *Kit) Share(name, figure, unit string, part float32) *Shape {
	size := k.Look.Size(skin.Body)
	return k.Draw(fyne.NewSize(240, size*2.4), func(p *Pen, w, h float32) {
		pal, ink := p.look.Palette, p.Ink(skin.Body, false, p.look.Palette.Ink)
		bold := ink
		bold.Bold = true
		right := ink.Width(unit) + 6 + bold.Width(figure)
		p.Line1(name, 0, 0, w-right-8, size*1.5, ink, Left)
		base := skin.Baseline(size, size*1.5)
		p.Base(figure, w-right, base, bold)
		p.Base(unit, w-ink.Width(unit), base, ink.In(pal.Ink3))
		p.Box(0, size*1.65, w, size*0.5, size*0.2, pal.Sunken, skin.Clear, 0)
		if part > 0 {
			p.Box(0, size*1.65, w*min(part, 1), size*0.5, size*0.2, pal.Green, skin.Clear, 0)
		}
	})
}
