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
	text := inset + 28*s.Dots/576
	height := 2*pad + len(notes)*lineHeight(note)
	for _, r := range b.Rows {
		height += s.rowHeight(r, text)
	}
	s.room(height + s.Gap)
	frame(s.dst, image.Rect(inset, s.y, s.Dots-inset, s.y+height), line, radius)
	y := s.y + pad
	for _, r := range b.Rows {
		s.row(r, text, y)
		y += s.rowHeight(r, text)
	}
	for _, n := range notes {
		s.fonts.draw(s.dst, note, n, text, y+baseline(note))
		y += lineHeight(note)
	}
	s.y += height + s.Gap*2/3
}

// row sets label, value and unit on one baseline. A value too wide for the rest shrinks a
// little, then goes to a line of its own.
func (s *setter) row(r hardware.Row, inset, y int) {
	label, value, unit := s.rowStyles()
	if s.tall(r, inset) {
		s.fonts.draw(s.dst, label, r.Label, inset, y+baseline(label))
		y += lineHeight(label)
	}
	base := y + int(s.Value*0.92)
	if !s.tall(r, inset) {
		s.fonts.draw(s.dst, label, r.Label, inset, base)
	}
	right := s.Dots - inset
	if r.Unit != "" {
		right -= s.fonts.width(unit, r.Unit)
		s.fonts.draw(s.dst, unit, r.Unit, right, base)
		right -= 8
	}
	for s.fonts.width(value, r.Value) > s.space(r, inset) && value.size > s.Note {
		value.size -= 2
	}
	s.fonts.draw(s.dst, value, r.Value, right-s.fonts.width(value, r.Value), base)
}

func (s *setter) rowStyles() (label, value, unit style) {
	return style{s.Unit, true}, style{s.Value, true}, style{s.Unit, true}
}

func (s *setter) rowHeight(r hardware.Row, inset int) int {
	h := int(s.Value*1.12 + 0.5)
	if s.tall(r, inset) {
		h += lineHeight(style{size: s.Unit})
	}
	return h
}

// tall: the value would have to shrink below three quarters to stand beside its label.
func (s *setter) tall(r hardware.Row, inset int) bool {
	label, value, unit := s.rowStyles()
	beside := s.Dots - 2*inset - s.fonts.width(label, r.Label) - s.fonts.width(unit, r.Unit) - 24
	value.size *= 0.75
	return s.fonts.width(value, r.Value) > beside
}

// space is the room for the value.
func (s *setter) space(r hardware.Row, inset int) int {
	label, _, unit := s.rowStyles()
	all := s.Dots - 2*inset - s.fonts.width(unit, r.Unit) - 16
	if s.tall(r, inset) {
		return all
	}
	return all - s.fonts.width(label, r.Label)
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
