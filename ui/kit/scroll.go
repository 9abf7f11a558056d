package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Scroll shows a part of something tall. A finger drags it as well as a wheel; Fyne's own scroller on the desktop knows
// only the wheel. Taps on buttons inside still work: they act on release within 14 px.
type Scroll struct {
	widget.BaseWidget
	inner *container.Scroll
	kit   *Kit
	moved float32
}

// Scroll makes a vertical scroller.
func (k *Kit) Scroll(content fyne.CanvasObject) *Scroll {
	s := &Scroll{inner: container.NewVScroll(content), kit: k}
	s.ExtendBaseWidget(s)
	return s
}

// Children are what the scroller shows, for tests and the debug socket.
func (s *Scroll) Children() []fyne.CanvasObject { return []fyne.CanvasObject{s.inner} }

// ToEnd shows the end.
func (s *Scroll) ToEnd() { s.inner.ScrollToBottom() }

// ToTop shows the beginning.
func (s *Scroll) ToTop() { s.inner.ScrollToTop() }

// SetContent changes what is scrolled.
func (s *Scroll) SetContent(o fyne.CanvasObject) {
	s.inner.Content = o
	s.inner.Refresh()
}

// Dragged implements fyne.Draggable.
func (s *Scroll) Dragged(e *fyne.DragEvent) {
	s.kit.touched()
	if s.moved += e.Dragged.DY; s.moved > -slack && s.moved < slack {
		return
	}
	s.inner.ScrollToOffset(s.inner.Offset.AddXY(0, -e.Dragged.DY))
}

// DragEnd implements fyne.Draggable.
func (s *Scroll) DragEnd() { s.moved = 0 }

// CreateRenderer implements fyne.Widget.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(s.kit.themed(s.inner))
}
