package escpos

import (
	"image"
	"image/color"

	"github.com/brighthall/brighthall/hardware"
)

// box draws a frame with rounded corners around rows of label, value and unit.
func (s *setter) box(b hardware.Box) {
	const line, radius = 4, 10
	pad := s.Gap - 4
	s.y += s.Gap / 2
	inset := s.Margin + 8
	note := style{s.Note, false}
	notes := []string{}
	if b.Note != "" {
		notes = s.fonts.wrap(note, b.Note, s.Dots-2*(inset+28))
	}
	rowHeight := int(s.Value*1.12 + 0.5)
	height := 2*pad + len(b.Rows)*rowHeight + len(notes)*lineHeight(note)
	s.room(height + s.Gap)
	frame(s.dst, image.Rect(inset, s.y, s.Dots-inset, s.y+height), line, radius)
	y := s.y + pad
	for _, r := range b.Rows {
		s.row(r, inset+28*s.Dots/576, y+int(s.Value*0.92))
		y += rowHeight
	}
	for _, n := range notes {
		s.fonts.draw(s.dst, note, n, inset+28*s.Dots/576, y+baseline(note))
		y += lineHeight(note)
	}
	s.y += height + s.Gap*2/3
}

// row sets label, value and unit on one baseline; a value too wide for the rest shrinks.
func (s *setter) row(r hardware.Row, inset, base int) {
	label, value, unit := style{s.Unit, true}, style{s.Value, true}, style{s.Unit, true}
	s.fonts.draw(s.dst, label, r.Label, inset, base)
	x := s.Dots - inset - s.fonts.width(unit, r.Unit)
	s.fonts.draw(s.dst, unit, r.Unit, x, base)
	if r.Unit != "" {
		x -= 8
	}
	left := inset + s.fonts.width(label, r.Label) + 8
	for s.fonts.width(value, r.Value) > x-left && value.size > s.Note {
		value.size -= 2
	}
	s.fonts.draw(s.dst, value, r.Value, x-s.fonts.width(value, r.Value), base)
}

// frame draws a ring: a point belongs to it when it lies inside the outer rounded
// rectangle and outside the inner one.
func frame(m *image.Gray, r image.Rectangle, line, radius int) {
	inner := r.Inset(line)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if rounded(r, radius, x, y) && !(image.Pt(x, y).In(inner) && rounded(inner, radius-line, x, y)) {
				m.SetGray(x, y, color.Gray{})
			}
		}
	}
}

func rounded(r image.Rectangle, radius, x, y int) bool {
	cx := min(max(x, r.Min.X+radius), r.Max.X-1-radius)
	cy := min(max(y, r.Min.Y+radius), r.Max.Y-1-radius)
	dx, dy := x-cx, y-cy
	return dx*dx+dy*dy <= radius*radius
}
