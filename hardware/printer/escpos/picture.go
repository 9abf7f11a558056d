package escpos

import (
	"image"

	"golang.org/x/image/draw"

	"github.com/brighthall/brighthall/hardware"
)

// picture sets an image: as it is when it is as wide as the paper or narrower, shrunk when it is wider. Nothing is
// dithered, so bars and codes in it stay sharp.
func (s *setter) picture(m image.Image) error {
	if m == nil || m.Bounds().Empty() {
		return hardware.E("escpos.Set", hardware.PrinterBadSlip, "an empty picture")
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if w > s.Dots {
		w, h = s.Dots, h*s.Dots/w
	}
	if h > maxRows {
		return hardware.E("escpos.Set", hardware.PrinterBadSlip, "a picture longer than the paper allows")
	}
	s.room(h)
	at := image.Rect((s.Dots-w)/2, s.y, (s.Dots-w)/2+w, s.y+h)
	draw.BiLinear.Scale(s.dst, at, m, m.Bounds(), draw.Over, nil)
	s.y += h
	return nil
}
