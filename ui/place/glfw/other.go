//go:build cgo && !linux

package glfw

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// inside is how far within a monitor a window is put before it fills it: full screen goes to the monitor that shows
// most of a window.
const inside = 50

// fill makes a window fill a monitor.
func (d *Desktop) fill(w fyne.Window, monitor image.Rectangle) {
	w.SetFullScreen(false)
	if p, ok := w.(desktop.Window); ok {
		p.RequestPosition(monitor.Min.X+inside, monitor.Min.Y+inside)
	}
	later(func() {
		if !d.aside[w] {
			w.SetFullScreen(true)
		}
	})
}

// onManager has nothing to tell: the desktop is always there.
func (d *Desktop) onManager(func()) {}
