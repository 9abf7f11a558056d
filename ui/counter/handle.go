package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/brighthall/brighthall/ui/skin"
)

// handle is the place by which the strip is dragged. The window moves under the pointer, so the handle tells that it is
// dragged and not how far: the desktop knows where the pointer is.
type handle struct {
	widget.BaseWidget
	reached Reached
}

var (
	_ fyne.Draggable     = (*handle)(nil)
	_ desktop.Mouseable  = (*handle)(nil)
	_ desktop.Cursorable = (*handle)(nil)
)

func newHandle(r Reached) *handle {
	h := &handle{reached: r}
	h.ExtendBaseWidget(h)
	return h
}

// Key names the handle for tests and the debug socket.
func (h *handle) Key() string { return "strip-handle" }

// CreateRenderer implements fyne.Widget.
func (h *handle) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(skin.Clear))
}

// MouseDown implements desktop.Mouseable.
func (h *handle) MouseDown(*desktop.MouseEvent) { h.reached.Hold() }

// MouseUp implements desktop.Mouseable.
func (h *handle) MouseUp(*desktop.MouseEvent) {}

// Dragged implements fyne.Draggable.
func (h *handle) Dragged(*fyne.DragEvent) { h.reached.Drag() }

// DragEnd implements fyne.Draggable.
func (h *handle) DragEnd() {}

// Cursor implements desktop.Cursorable.
func (h *handle) Cursor() desktop.Cursor { return desktop.PointerCursor }
