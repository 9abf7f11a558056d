//go:build cgo

// Package glfw puts windows on monitors and keeps them there when a monitor is plugged in or out, on X11 and Windows.
//
// It shares Fyne's own instance of the GLFW library, so the version in go.mod is that of Fyne. Only mains import it. All functions run on
// the UI goroutine, after the application has started.
//
// On X11 the window manager is asked directly (x11.go): GLFW looks for a manager once, when the program starts, and after a boot the
// program may be there first. Elsewhere GLFW does it (other.go): position first and full screen second, unlike Fyne's
// RequestFullScreenSecondary, which lands on the primary monitor.
package glfw

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"github.com/brighthall/brighthall/ui/place"
)

// A monitor that is plugged in is reported a moment before its mode is set, and a manager carries a wish out when it comes to it.
const settle = 300 * time.Millisecond

// Keep places the windows, and again after every change of the monitors and of the window manager. windows are known by their titles
// in wants. placed is told each time.
func Keep(wants []place.Want, windows map[string]fyne.Window, placed func([]place.Place)) {
	put := func() {
		places := place.Assign(Monitors(), wants)
		Put(places, windows)
		placed(places)
		keepKeyboard(wants, windows)
	}
	soon := func() { later(put) }
	glfw.SetMonitorCallback(func(*glfw.Monitor, glfw.PeripheralEvent) { soon() })
	onManager(soon)
	put()
}

// keepKeyboard leaves the keyboard to the main window: visitors touch the second one.
func keepKeyboard(wants []place.Want, windows map[string]fyne.Window) {
	var first fyne.Window
	for _, w := range wants {
		if w.Role == place.Main {
			first = windows[w.Window]
		}
	}
	for _, w := range wants {
		if second := windows[w.Window]; w.Role == place.Second && first != nil && second != nil {
			NoKeyboard(second, first)
		}
	}
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
		switch {
		case w == nil:
		case places[i].Hidden:
			w.Hide()
		default:
			w.Show()
			fill(w, places[i].On.Rect)
		}
	}
}

func later(do func()) { time.AfterFunc(settle, func() { fyne.Do(do) }) }
