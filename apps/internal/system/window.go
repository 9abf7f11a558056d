package system

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/brighthall/brighthall/apps/internal/config"
)

// Stand puts a window where its settings say, before it is shown.
func Stand(w fyne.Window, c config.Window) {
	if c.FullScreen {
		w.SetFullScreen(true)
		return
	}
	scale := w.Canvas().Scale()
	if c.Width > 0 && c.Height > 0 {
		w.Resize(fyne.NewSize(float32(c.Width)/scale, float32(c.Height)/scale))
	}
	if d, ok := w.(desktop.Window); ok && (c.X != 0 || c.Y != 0) {
		d.RequestPosition(c.X, c.Y)
	}
}
