package camera

import (
	"image"
	"image/color"
)

// plane is a grey picture without gaps between its rows.
type plane struct {
	w, h int
	pix  []uint8
}

func newPlane(w, h int) plane { return plane{w, h, make([]uint8, w*h)} }

// planeOf takes a picture's pixels, copied only where its rows have gaps.
func planeOf(m *image.Gray) plane {
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	start := m.PixOffset(b.Min.X, b.Min.Y)
	if m.Stride == w {
		return plane{w, h, m.Pix[start : start+w*h]}
	}
	p := newPlane(w, h)
	for y := range h {
		copy(p.pix[y*w:(y+1)*w], m.Pix[start+y*m.Stride:])
	}
	return p
}

// Luminance is a picture in grey. The brightness of pictures that have it apart is taken as it is.
func Luminance(m image.Image) *image.Gray {
	b := m.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	switch m := m.(type) {
	case *image.Gray:
		copyRows(g, m.Pix, m.Stride)
	case *image.YCbCr:
		copyRows(g, m.Y, m.YStride)
	case *image.RGBA:
		rgbRows(g, m.Pix, m.Stride)
	case *image.NRGBA:
		rgbRows(g, m.Pix, m.Stride)
	default:
		for y := range b.Dy() {
			for x := range b.Dx() {
				g.Pix[y*g.Stride+x] = color.GrayModel.Convert(m.At(b.Min.X+x, b.Min.Y+y)).(color.Gray).Y
			}
		}
	}
	return g
}

func copyRows(g *image.Gray, pix []uint8, stride int) {
	for y := range g.Rect.Dy() {
		copy(g.Pix[y*g.Stride:(y+1)*g.Stride], pix[y*stride:])
	}
}

func rgbRows(g *image.Gray, pix []uint8, stride int) {
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			p := pix[y*stride+4*x:]
			g.Pix[y*g.Stride+x] = uint8((int(p[0])*77 + int(p[1])*150 + int(p[2])*29) >> 8)
		}
	}
}

// half is the picture at half its size, every four pixels one.
func (p plane) half() plane {
	q := newPlane(p.w/2, p.h/2)
	for y := range q.h {
		a, b := p.pix[2*y*p.w:], p.pix[(2*y+1)*p.w:]
		row := q.pix[y*q.w : (y+1)*q.w]
		for x := range row {
			row[x] = uint8((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) >> 2)
		}
	}
	return q
}

// box is the picture with every pixel the mean of those within r.
func (p plane) box(r int) plane {
	q := newPlane(p.w, p.h)
	sums := make([]int32, p.w) // of the columns within r rows
	n := 0
	add := func(y, sign int) {
		n += sign
		row := p.pix[y*p.w : (y+1)*p.w]
		for x, v := range row {
			sums[x] += int32(sign) * int32(v)
		}
	}
	for y := range min(r, p.h) {
		add(y, 1)
	}
	for y := range p.h {
		if y+r < p.h {
			add(y+r, 1)
		}
		if y-r-1 >= 0 {
			add(y-r-1, -1)
		}
		across(q.pix[y*p.w:(y+1)*p.w], sums, n, r)
	}
	return q
}

// across is one row of box: means over r columns of sums of n pixels each.
func across(row []uint8, sums []int32, n, r int) {
	w, total, columns := len(row), int32(0), 0
	for x := range min(r, w) {
		total += sums[x]
		columns++
	}
	for x := range row {
		if x+r < w {
			total += sums[x+r]
			columns++
		}
		if x-r-1 >= 0 {
			total -= sums[x-r-1]
			columns--
		}
		row[x] = uint8(int(total) / (columns * n))
	}
}

// sharpen adds percent of the difference to the mean within r: it takes back some of a blur of that width.
func (p plane) sharpen(r, percent int) plane {
	q := p.box(r)
	for i, v := range p.pix {
		q.pix[i] = clamp(int(v) + (int(v)-int(q.pix[i]))*percent/100)
	}
	return q
}

// stretch spreads what lies between the darkest and the lightest hundredth over all the range.
func (p plane) stretch() plane {
	lo, hi := p.limits(100)
	if hi <= lo {
		return p
	}
	var table [256]uint8
	for v := range table {
		table[v] = clamp((v - lo) * 255 / (hi - lo))
	}
	q := newPlane(p.w, p.h)
	for i, v := range p.pix {
		q.pix[i] = table[v]
	}
	return q
}

// contrast is how far the lightest is from the darkest; some pixels at either end are left out, but not a small code.
func (p plane) contrast() int {
	lo, hi := p.limits(2000)
	return hi - lo
}

// limits are the lights between which all lie but one part of so many at either end.
func (p plane) limits(parts int) (lo, hi int) {
	var count [256]int
	for _, v := range p.pix {
		count[v]++
	}
	few := len(p.pix) / parts
	return quantile(count, few), quantile(count, len(p.pix)-few-1)
}

func quantile(count [256]int, n int) int {
	for v, c := range count {
		if n -= c; n < 0 {
			return v
		}
	}
	return 255
}

// fill is the picture without light lines of one or two pixels between dark ones: what a dead dot of the print head
// leaves out.
func (p plane) fill() plane { return p.darkest().invert().darkest().invert() }

// darkest is the darkest pixel next to each.
func (p plane) darkest() plane {
	across, q := newPlane(p.w, p.h), newPlane(p.w, p.h)
	for y := range p.h {
		row, to := p.pix[y*p.w:(y+1)*p.w], across.pix[y*p.w:(y+1)*p.w]
		last := row[0]
		for x, v := range row[:p.w-1] {
			to[x] = min(last, v, row[x+1])
			last = v
		}
		to[p.w-1] = min(last, row[p.w-1])
	}
	for y := range p.h {
		above, below := across.pix[max(y-1, 0)*p.w:], across.pix[min(y+1, p.h-1)*p.w:]
		to, row := q.pix[y*p.w:(y+1)*p.w], across.pix[y*p.w:(y+1)*p.w]
		above, below = above[:len(row)], below[:len(row)]
		for x, v := range row {
			to[x] = min(above[x], v, below[x])
		}
	}
	return q
}

// invert is the negative.
func (p plane) invert() plane {
	q := newPlane(p.w, p.h)
	for i, v := range p.pix {
		q.pix[i] = 255 - v
	}
	return q
}

func clamp(v int) uint8 { return uint8(max(0, min(v, 255))) }

// at is the brightness between pixels. Beyond its edge the picture goes on as it is there.
func (p plane) at(x, y float64) float64 {
	x, y = max(0, min(x, float64(p.w-1)-1e-6)), max(0, min(y, float64(p.h-1)-1e-6))
	ix, iy := int(x), int(y)
	fx, fy := x-float64(ix), y-float64(iy)
	i := iy*p.w + ix
	a, b := float64(p.pix[i]), float64(p.pix[i+1])
	c, d := float64(p.pix[i+p.w]), float64(p.pix[i+p.w+1])
	top := a + (b-a)*fx
	return top + (c+(d-c)*fx-top)*fy
}
