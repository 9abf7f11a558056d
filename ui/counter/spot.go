package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// spot is a drawn place that a mouse can press: a row of the queue, a tab. It is for the teller's mouse
// and keyboard, not for fingers.
type spot struct {
	widget.BaseWidget
	kit   *kit.Kit
	key   string
	shape *kit.Shape
	act   func()
	over  bool
	wheel func(rows int)
	mouse bool // pressed by the mouse: no ring
	ring  bool // has the keyboard
}

var (
	_ fyne.Tappable     = (*spot)(nil)
	_ fyne.Focusable    = (*spot)(nil)
	_ desktop.Mouseable = (*spot)(nil)
	_ desktop.Hoverable = (*spot)(nil)
)

// newSpot makes a place; draw is told whether the mouse is over it.
func newSpot(k *kit.Kit, key string, draw func(p *kit.Pen, w, h float32, over bool), act func()) *spot {
	s := &spot{kit: k, key: key, act: act}
	s.shape = k.Draw(fyne.NewSize(0, 0), func(p *kit.Pen, w, h float32) {
		draw(p, w, h, s.over)
		if s.ring {
			p.Box(0, 0, w, h, 8, skin.Clear, p.Look().Palette.Green, p.Look().Shape.Focus)
		}
	})
	s.ExtendBaseWidget(s)
	return s
}

// Key names the place for tests and the debug socket.
func (s *spot) Key() string { return s.key }

// Children are what it is drawn with, for tests and the debug socket.
func (s *spot) Children() []fyne.CanvasObject { return []fyne.CanvasObject{s.shape} }

// CreateRenderer implements fyne.Widget.
func (s *spot) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.shape) }

// Refresh draws again.
func (s *spot) Refresh() { s.shape.Refresh() }

// Tapped implements fyne.Tappable.
func (s *spot) Tapped(*fyne.PointEvent) {
	if s.kit.Touched != nil {
		s.kit.Touched()
	}
	if s.kit.Gate == nil || s.kit.Gate() {
		s.act()
	}
}

// MouseIn implements desktop.Hoverable.
func (s *spot) MouseIn(*desktop.MouseEvent) { s.over = true; s.shape.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (s *spot) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *spot) MouseOut() { s.over = false; s.shape.Refresh() }

// MouseDown implements desktop.Mouseable.
func (s *spot) MouseDown(*desktop.MouseEvent) { s.mouse = true }

// MouseUp implements desktop.Mouseable.
func (s *spot) MouseUp(*desktop.MouseEvent) {}

// FocusGained implements fyne.Focusable.
func (s *spot) FocusGained() { s.ring = !s.mouse; s.shape.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *spot) FocusLost() { s.ring, s.mouse = false, false; s.shape.Refresh() }

// TypedRune implements fyne.Focusable.
func (s *spot) TypedRune(r rune) { s.kit.Heard(r) }

// TypedKey implements fyne.Focusable. The window's own keys come first.
func (s *spot) TypedKey(e *fyne.KeyEvent) {
	if s.kit.HeardKey(e) || !s.ring {
		return
	}
	if s.kit.Presses(e) {
		s.Tapped(nil)
	}
}

// Scrolled implements fyne.Scrollable: one turn of the wheel is three rows.
func (s *spot) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case s.wheel == nil:
	case e.Scrolled.DY < 0:
		s.wheel(3)
	case e.Scrolled.DY > 0:
		s.wheel(-3)
	}
}
