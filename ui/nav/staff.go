package nav

import (
	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// Staff shows a line for the hall's staff, small and grey at the lower edge of the page: a code, and why the terminal
// does not work. It stays on every page until it is taken away by "". Visitors have the page itself.
func (s *Stage) Staff(text string) {
	if text != s.staff {
		s.staff = text
		s.foot.Refresh()
	}
}

// staffLines is how much of a reason is shown; the log has all of it.
const staffLines = 3

// foot is where the line for the staff ends, above the bottom bar, the ticker or the state of the devices: the lower
// edge, the margin, the size, in design pixels.
func foot(c skin.Class) (bottom, margin, size float32) {
	switch c {
	case skin.Hall:
		return 998, 56, 26
	case skin.Customer:
		return 798, 48, 22
	case skin.Counter:
		return 1028, 24, 16
	case skin.Desk:
		return 996, 24, 15
	}
	return 1766, 56, 24
}

func (s *Stage) paintStaff(p *kit.Pen, w, _ float32) {
	if s.staff == "" {
		return
	}
	bottom, margin, size := foot(s.kit.Look.Class)
	ink := kit.Ink{Size: size, Color: p.Look().Palette.Ink2}
	lines := kit.Wrap(s.staff, w-2*margin, ink, staffLines)
	y := bottom - float32(len(lines))*size*1.25
	for _, line := range lines {
		p.Line1(line, margin, y, w-2*margin, size*1.25, ink, kit.Right)
		y += size * 1.25
	}
}

func (s *Stage) newFoot() *kit.Shape {
	return s.kit.Draw(fyne.NewSize(1, 1), s.paintStaff)
}
