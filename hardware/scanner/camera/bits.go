package camera

import (
	"github.com/makiuchi-d/gozxing"
)

// luminances is a plane as gozxing's binarisers take it.
type luminances struct {
	gozxing.LuminanceSourceBase
	plane
}

func newLuminances(p plane) *luminances {
	return &luminances{gozxing.LuminanceSourceBase{Width: p.w, Height: p.h}, p}
}

// GetRow implements gozxing.LuminanceSource.
func (l *luminances) GetRow(y int, row []byte) ([]byte, error) {
	return append(row[:0], l.pix[y*l.w:(y+1)*l.w]...), nil
}

// GetMatrix implements gozxing.LuminanceSource.
func (l *luminances) GetMatrix() []byte { return l.pix }

// Invert implements gozxing.LuminanceSource.
func (l *luminances) Invert() gozxing.LuminanceSource { return newLuminances(l.invert()) }

// String implements gozxing.LuminanceSource.
func (l *luminances) String() string { return "" }

// hybrid is gozxing's binarisation by blocks of 8 pixels.
func (p plane) hybrid() *gozxing.BitMatrix {
	m, err := gozxing.NewHybridBinarizer(newLuminances(p)).GetBlackMatrix()
	if err != nil {
		return nil
	}
	return m
}

// local is dark where a pixel is darker by percent than the mean within r. Even light and its slow changes do not
// matter to it.
func (p plane) local(r, percent int) *gozxing.BitMatrix { return p.darker(p.box(r), percent) }

// darker compares pixel by pixel.
func (p plane) darker(mean plane, percent int) *gozxing.BitMatrix {
	m, err := gozxing.NewBitMatrix(p.w, p.h)
	if err != nil {
		return nil
	}
	row := gozxing.NewBitArray(p.w)
	for y := range p.h {
		pix, around := p.pix[y*p.w:(y+1)*p.w], mean.pix[y*p.w:(y+1)*p.w]
		for x := 0; x < p.w; x += 32 {
			word := uint32(0)
			for i, v := range pix[x:min(x+32, p.w)] {
				if int(v)*100 < int(around[x+i])*(100-percent) {
					word |= 1 << i
				}
			}
			row.SetBulk(x, word)
		}
		m.SetRow(y, row)
	}
	return m
}
