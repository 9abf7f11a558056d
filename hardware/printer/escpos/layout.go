package escpos

import (
	"image"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// setter sets one slip, block under block. y is the next free row.
type setter struct {
	Profile
	fonts *Fonts
	dst   *image.Gray
	y     int
}

// maxRows bounds the paper one slip may use: 0.6 m.
const maxRows = 4800

// Set makes the picture of a slip: Dots wide, as long as needed, only 0 and 255.
func (f *Fonts) Set(p Profile, slip hardware.Slip) (*image.Gray, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &setter{Profile: p, fonts: f, y: p.Gap}
	s.dst = image.NewGray(image.Rect(0, 0, p.Dots, 256))
	white(s.dst)
	for _, b := range slip.Blocks {
		if err := s.block(b); err != nil {
			return nil, err
		}
		if s.y > maxRows {
			return nil, hardware.E("escpos.Set", hardware.PrinterBadSlip, "longer than the paper allows")
		}
	}
	s.room(p.Feed)
	out := s.dst.SubImage(image.Rect(0, 0, p.Dots, s.y+p.Feed)).(*image.Gray)
	threshold(out)
	return out, nil
}

func (s *setter) block(b hardware.Block) error {
	switch b := b.(type) {
	case hardware.Text:
		s.paragraph(b)
	case hardware.Number:
		s.number(b.Text)
	case hardware.Rule:
		s.rule()
	case hardware.Box:
		s.box(b)
	case hardware.Picture:
		return s.picture(b.Image)
	case hardware.QR:
		return s.qr(b)
	case hardware.Barcode:
		return s.barcode(b)
	case hardware.Footer:
		s.footer(b)
	}
	return nil
}

// room lengthens the paper so that rows more can be drawn.
func (s *setter) room(rows int) {
	need := s.y + rows
	if need <= s.dst.Rect.Dy() {
		return
	}
	longer := image.NewGray(image.Rect(0, 0, s.Dots, need+512))
	white(longer)
	copy(longer.Pix, s.dst.Pix) // as wide, so its rows are as long
	s.dst = longer
}

func (s *setter) centre(st style, text string) {
	h := lineHeight(st)
	s.room(h)
	s.fonts.draw(s.dst, st, text, (s.Dots-s.fonts.width(st, text))/2, s.y+baseline(st))
	s.y += h
}

func (s *setter) inner() int { return s.Dots - 2*s.Margin }

// paragraph sets text that would need several lines a step smaller first.
func (s *setter) paragraph(t hardware.Text) {
	st := style{s.size(t.Size), t.Bold}
	if s.fonts.width(st, t.Text) > s.inner() {
		st.size = min(st.size, max(s.Medium, st.size*0.82))
	}
	for _, line := range s.fonts.wrap(st, t.Text, s.inner()) {
		if s.y > maxRows {
			return
		}
		s.centre(st, line)
	}
	s.y += s.Gap / 2
}

func (s *setter) size(z hardware.Size) float64 {
	switch z {
	case hardware.Small:
		return s.Small
	case hardware.Large:
		return s.Large
	case hardware.Title:
		return s.Title
	}
	return s.Medium
}

// number sets the digits as high as fit: five or six of them shrink instead of running out.
func (s *setter) number(text string) {
	st := style{s.Number, true}
	for s.fonts.width(st, text) > s.inner() && st.size > 24 {
		st.size -= 4
	}
	s.y += s.Gap / 2
	rows := int(st.size*0.94) + s.Gap/2
	s.room(rows)
	s.fonts.draw(s.dst, st, text, (s.Dots-s.fonts.width(st, text))/2, s.y+int(st.size*0.83))
	s.y += rows
}

func (s *setter) rule() {
	s.room(3 * s.Gap)
	for x := s.Margin; x < s.Dots-s.Margin; x += 15 {
		fill(s.dst, image.Rect(x, s.y, min(x+9, s.Dots-s.Margin), s.y+3))
	}
	s.y += 3 + s.Gap
}

func (s *setter) footer(f hardware.Footer) {
	st := style{s.Note, false}
	for _, text := range f.Lines {
		for _, line := range s.fonts.wrap(st, text, s.inner()) {
			s.centre(st, line)
		}
	}
}

// lineHeight and baseline follow the em box of the CJK faces: 0.88 above, 0.12 below.
func lineHeight(st style) int { return int(st.size*1.25 + 0.5) }
func baseline(st style) int   { return int(st.size*1.0 + 0.5) }

// white copies what is white already: package image/draw sets a gray picture point by point.
func white(m *image.Gray) {
	m.Pix[0] = 255
	for n := 1; n < len(m.Pix); n *= 2 {
		copy(m.Pix[n:], m.Pix[:n])
	}
}

func fill(m *image.Gray, r image.Rectangle) {
	r = r.Intersect(m.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		clear(m.Pix[m.PixOffset(r.Min.X, y):][:r.Dx()])
	}
}

// threshold makes dots of greys. A little more than half keeps thin strokes closed.
func threshold(m *image.Gray) {
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		row := m.Pix[(y-m.Rect.Min.Y)*m.Stride:][:m.Rect.Dx()]
		for i, v := range row {
			row[i] = 0
			if v > 140 {
				row[i] = 255
			}
		}
	}
}

// groups puts a space behind every fourth digit.
func groups(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
