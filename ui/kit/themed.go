package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// themed keeps one of Fyne's own widgets in the theme of its window. Fyne 2.8 forgets the renderer of a widget that was
// hidden for a minute, and its theme with it (cache.DestroyRenderer). Its holder is forgotten at the same time, and
// sets the theme anew when it is drawn.
type themed struct {
	widget.BaseWidget
	kit   *Kit
	inner fyne.CanvasObject
}

func (k *Kit) themed(inner fyne.CanvasObject) *themed {
	t := &themed{kit: k, inner: inner}
	t.ExtendBaseWidget(t)
	return t
}

// Children are what it holds, for tests and the debug socket.
func (t *themed) Children() []fyne.CanvasObject { return []fyne.CanvasObject{t.inner} }

// CreateRenderer implements fyne.Widget.
func (t *themed) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewThemeOverride(t.inner, t.kit.Look.Theme()))
}
