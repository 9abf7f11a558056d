package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/brighthall/brighthall/ui/skin"
)

// Shape is an object drawn by a function in design pixels; all widgets of the kit are shapes.
type Shape struct {
	widget.BaseWidget
	kit   *Kit
	key   string
	least func() fyne.Size // design pixels; nil: nothing
	draw  func(p *Pen, w, h float32)
	pen   *Pen
	self  fyne.Widget
}

// Draw makes a shape of a screen's own: least is its smallest size in design pixels. Call Refresh when what
// draw shows has changed.
func (k *Kit) Draw(least fyne.Size, draw func(p *Pen, w, h float32)) *Shape {
	s := &Shape{}
	s.init(k, s, "", func() fyne.Size { return least }, draw)
	return s
}

// DrawGrowing makes a shape of a screen's own whose smallest size changes; ask it again by Refresh.
func (k *Kit) DrawGrowing(least func() fyne.Size, draw func(p *Pen, w, h float32)) *Shape {
	s := &Shape{}
	s.init(k, s, "", least, draw)
	return s
}

func (s *Shape) init(k *Kit, self fyne.Widget, key string, least func() fyne.Size, draw func(*Pen, float32, float32)) {
	s.kit, s.self, s.key, s.least, s.draw = k, self, key, least, draw
	s.pen = &Pen{look: k.Look}
	s.ExtendBaseWidget(self)
}

// Key names the object for tests and the debug socket; "" is an object that nobody taps.
func (s *Shape) Key() string { return s.key }

// Drawn are the primitives on the screen, for tests and the debug socket.
func (s *Shape) Drawn() []fyne.CanvasObject { return s.pen.objects }

// Cut are the texts that did not fit.
func (s *Shape) Cut() []string { return s.pen.cut }

// Recolour draws the shape in another look, for example the dark strip on a light page.
func (s *Shape) Recolour(l *skin.Look) {
	s.pen.look = l
	s.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *Shape) CreateRenderer() fyne.WidgetRenderer {
	r := &shapeRenderer{s}
	r.redraw(s.Size())
	return r
}

type shapeRenderer struct{ s *Shape }

func (r *shapeRenderer) Destroy()                     {}
func (r *shapeRenderer) Layout(size fyne.Size)        { r.redraw(size) }
func (r *shapeRenderer) Objects() []fyne.CanvasObject { return r.s.pen.objects }
func (r *shapeRenderer) Refresh()                     { r.redraw(r.s.Size()) }

// MinSize is the least size times the factor of the window.
func (r *shapeRenderer) MinSize() fyne.Size {
	if r.s.least == nil {
		return fyne.Size{}
	}
	least := r.s.least()
	return fyne.NewSize(r.s.kit.Look.Px(least.Width), r.s.kit.Look.Px(least.Height))
}

func (r *shapeRenderer) redraw(size fyne.Size) {
	s := r.s
	f := s.pen.look.Factor()
	if size.Width <= 0 || size.Height <= 0 || f <= 0 {
		return
	}
	was := s.pen.begin()
	s.draw(s.pen, size.Width/f, size.Height/f)
	if !slices.Equal(was, s.pen.objects) {
		canvas.Refresh(s.self)
	}
}
