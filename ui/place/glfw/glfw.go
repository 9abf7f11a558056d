//go:build cgo

// Package glfw puts windows on monitors and keeps them there when a monitor is plugged in or out, on X11 and Windows.
//
// It shares Fyne's own instance of the GLFW library, so the version in go.mod is that of Fyne. Only mains import it. All functions run on
// the UI goroutine, after the application has started. Position comes first and full screen second: that is what works under
// window managers, unlike Fyne's RequestFullScreenSecondary, which lands on the primary monitor.
package glfw

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/go-gl/glfw/v3.4/glfw"

	"github.com/brighthall/brighthall/ui/place"
)

// A monitor that is plugged in is reported a moment before its mode is set.
const settle = 300 * time.Millisecond

// Keep places the windows, and again after every change of the monitors. windows are known by their titles in wants.
func Keep(wants []place.Want, windows map[string]fyne.Window) {
	put := func() { Put(place.Assign(Monitors(), wants), windows) }
	glfw.SetMonitorCallback(func(*glfw.Monitor, glfw.PeripheralEvent) {
		time.AfterFunc(settle, func() { fyne.Do(put) })
	})
	put()
}

// Monitors lists the monitors as they are now.
func Monitors() []place.Monitor {
	first := glfw.GetPrimaryMonitor()
	var all []place.Monitor
	for _, m := range glfw.GetMonitors() {
		mode := m.GetVideoMode()
		if mode == nil {
			continue
		}
		x, y := m.GetPos()
		all = append(all, place.Monitor{Name: m.GetName(), Rect: image.Rect(x, y, x+mode.Width, y+mode.Height), Primary: m == first})
	}
	return all
}

// Put carries places out. The first window is shown last so that it keeps the keyboard.
func Put(places []place.Place, windows map[string]fyne.Window) {
	for i := len(places) - 1; i >= 0; i-- {
		w := windows[places[i].Window]
		if w == nil {
			continue
		}
		if w.SetFullScreen(false); places[i].Hidden {
			w.Hide()
			continue
		}
		fill(w, places[i].On.Rect, tries)
	}
}

// tries is how often a window that did not get to its place is sent there again.
const tries = 5

// fill makes a window fill a monitor, and looks whether it does: a window manager that is still busy with the window loses one of the
// two wishes. Full screen follows when the position is carried out; asked for both at once, managers take the wrong monitor.
func fill(w fyne.Window, monitor image.Rectangle, left int) {
	move(w, monitor.Min)
	later(func() {
		w.SetFullScreen(true)
		later(func() {
			if at, known := where(w); known && at != monitor && left > 1 {
				w.SetFullScreen(false)
				fill(w, monitor, left-1)
			}
		})
	})
}

func later(do func()) { time.AfterFunc(settle, func() { fyne.Do(do) }) }

func move(w fyne.Window, corner image.Point) {
	if d, ok := w.(desktop.Window); ok {
		d.RequestPosition(corner.X+50, corner.Y+50)
	}
	w.Show()
}
