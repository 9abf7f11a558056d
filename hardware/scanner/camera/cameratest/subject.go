package cameratest

import (
	"fmt"
	"image"
	"math/rand/v2"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/skip2/go-qrcode"
)

// Subject is what lies before the camera: a piece of a ticket in printer's dots, or a screen in pixels.
type Subject struct {
	Text   string
	Dots   *image.Gray
	Code   image.Rectangle // where the code is
	Module int             // dots of its smallest square or bar
	Screen bool            // it shines
}

const (
	paperWide, paperHigh = 576, 420
	barModule            = 4 // dots, as the ticket prints 14 digits
	barHigh              = 90
)

// Code128 is the piece of a ticket with the barcode: 14 digits in code set C.
func Code128(digits string) (Subject, error) {
	m, err := oned.NewCode128Writer().Encode(digits, gozxing.BarcodeFormat_CODE_128, 1, 1,
		map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0})
	if err != nil {
		return Subject{}, fmt.Errorf("cameratest.Code128: %w", err)
	}
	paper := sheet(paperWide, paperHigh, 255)
	left, top := (paperWide-m.GetWidth()*barModule)/2, 180
	for i := range m.GetWidth() {
		if m.Get(i, 0) {
			fill(paper, image.Rect(left+i*barModule, top, left+(i+1)*barModule, top+barHigh))
		}
	}
	words(paper, image.Rect(60, 40, 516, 150), 26, 1)
	words(paper, image.Rect(130, top+barHigh+8, 446, top+barHigh+30), 20, 2)
	words(paper, image.Rect(60, 330, 516, 400), 22, 3)
	return Subject{Text: digits, Dots: paper, Code: image.Rect(left, top, left+m.GetWidth()*barModule, top+barHigh), Module: barModule}, nil
}

// QR is the piece of a ticket with the QR code, as the ticket printer draws it.
func QR(text string) (Subject, error) {
	bits, err := modules(text)
	if err != nil {
		return Subject{}, err
	}
	module := 240 / len(bits)
	paper := sheet(paperWide, paperHigh, 255)
	s := Subject{Text: text, Dots: paper, Module: module, Code: square(40, 90, module*len(bits))}
	paint(paper, bits, s.Code.Min, module)
	words(paper, image.Rect(40, 20, 536, 70), 28, 1)
	words(paper, image.Rect(320, 110, 536, 330), 24, 2)
	return s, nil
}

// Phone is a phone's screen with the QR code in the middle.
func Phone(text string) (Subject, error) {
	bits, err := modules(text)
	if err != nil {
		return Subject{}, err
	}
	const wide, high, module = 420, 420, 7
	screen := sheet(wide, high, 250)
	side := module * len(bits)
	s := Subject{Text: text, Dots: screen, Module: module, Screen: true, Code: square((wide-side)/2, (high-side)/2, side)}
	paint(screen, bits, s.Code.Min, module)
	words(screen, image.Rect(60, 10, 360, 40), 20, 4)
	return s, nil
}

func square(x, y, side int) image.Rectangle { return image.Rect(x, y, x+side, y+side) }

func modules(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("cameratest.QR: %w", err)
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}

func paint(to *image.Gray, bits [][]bool, at image.Point, module int) {
	for y, row := range bits {
		for x, dark := range row {
			if dark {
				fill(to, square(at.X+x*module, at.Y+y*module, module))
			}
		}
	}
}

func sheet(w, h int, light uint8) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w, h))
	m.Pix[0] = light
	for n := 1; n < len(m.Pix); n *= 2 { // package image/draw sets a gray picture point by point
		copy(m.Pix[n:], m.Pix[:n])
	}
	return m
}

func fill(m *image.Gray, r image.Rectangle) {
	r = r.Intersect(m.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		clear(m.Pix[m.PixOffset(r.Min.X, y):][:r.Dx()])
	}
}

// words are signs of the height of letters, of strokes like those of Chinese print, so that a picture holds more than
// the code.
func words(m *image.Gray, in image.Rectangle, size int, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 7))
	for y := in.Min.Y; y+size <= in.Max.Y; y += size * 3 / 2 {
		for x := in.Min.X; x+size <= in.Max.X; x += size + 3 {
			for range 3 + r.IntN(3) {
				a, b, long := r.IntN(size*2/3), r.IntN(size-3), size/3+r.IntN(size/2)
				if r.IntN(2) == 0 {
					fill(m, image.Rect(x+a, y+b, min(x+a+long, x+size), y+b+2))
				} else {
					fill(m, image.Rect(x+b, y+a, x+b+2, min(y+a+long, y+size)))
				}
			}
		}
	}
}
