//go:build cgo

// Package glfw puts windows on monitors and keeps them there when a monitor is plugged in or out, on X11 and Windows.
//
// It shares Fyne's own instance of the GLFW library, so the version in go.mod is that of Fyne. Only mains import it.
// All functions run on the UI goroutine, after the application has started.
//
// On X11 the window manager is asked directly (x11.go): GLFW looks for a manager once, when the program starts, and
// after a boot the program may be there first. Elsewhere GLFW does it (other.go): position first and full screen
// second, unlike Fyne's RequestFullScreenSecondary, which lands on the primary monitor.
package glfw

import (
	"image"
	"log/slog"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"github.com/brighthall/brighthall/ui/place"
)

// A monitor that is plugged in is reported a moment before its mode is set, and a manager carries a wish out when it
// comes to it.
const settle = 300 * time.Millisecond

// tries is how often a window that did not get to its place is sent there again.
const tries = 8

// Desktop puts the windows of this program on the monitors. Owned by the UI goroutine.
type Desktop struct {
	log     *slog.Logger
	wants   []place.Want
	windows map[string]fyne.Window
	placed  func([]place.Place)
	aside   map[fyne.Window]bool        // hidden by the program itself, whatever monitors there are
	refuses map[fyne.Window]bool        // want no keyboard
	tops    map[fyne.Window]image.Point // lie above all others, there
}

// New is a desktop on which nothing is kept yet.
func New(log *slog.Logger) *Desktop {
	return &Desktop{log: log, aside: map[fyne.Window]bool{}, refuses: map[fyne.Window]bool{}, tops: map[fyne.Window]image.Point{}}
}

// Keep places the windows, and again after every change of the monitors and of the window manager. windows are known by
// their titles in wants. placed is told each time.
func (d *Desktop) Keep(wants []place.Want, windows map[string]fyne.Window, placed func([]place.Place)) {
	d.wants, d.windows, d.placed = wants, windows, placed
	soon := func() { later(d.put) }
	glfw.SetMonitorCallback(func(*glfw.Monitor, glfw.PeripheralEvent) { soon() })
	d.onManager(soon)
	d.put()
}

// Hide hides a window until Show, whatever becomes of the monitors meanwhile.
func (d *Desktop) Hide(w fyne.Window) {
	d.aside[w] = true
	w.Hide()
}

// Show brings a hidden window back, in its place and with the keyboard. A manager has forgotten by now that it was full
// screen.
func (d *Desktop) Show(w fyne.Window) {
	delete(d.aside, w)
	w.Show()
	for _, p := range place.Assign(Monitors(), d.wants) {
		if d.windows[p.Window] == w && !p.Hidden {
			d.fill(w, p.On.Rect)
		}
	}
	w.RequestFocus()
}

func (d *Desktop) put() {
	places := place.Assign(Monitors(), d.wants)
	d.carryOut(places)
	d.placed(places)
	d.keepKeyboard()
}

// carryOut shows the first window last, so that it keeps the keyboard.
func (d *Desktop) carryOut(places []place.Place) {
	for _, p := range slices.Backward(places) {
		w := d.windows[p.Window]
		switch {
		case w == nil:
		case p.Hidden || d.aside[w]:
			w.Hide()
		default:
			w.Show()
			d.fill(w, p.On.Rect)
		}
	}
}

// keepKeyboard leaves the keyboard to the main window: visitors touch the second one.
func (d *Desktop) keepKeyboard() {
	var first fyne.Window
	for _, w := range d.wants {
		if w.Role == place.Main {
			first = d.windows[w.Window]
		}
	}
	for _, w := range d.wants {
		if second := d.windows[w.Window]; w.Role == place.Second && first != nil && second != nil {
			d.NoKeyboard(second, first)
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
		all = append(all, place.Monitor{Name: m.GetName(), Rect: image.Rect(x, y, x+mode.Width, y+mode.Height),
			Primary: first != nil && *m == *first}) // each asking makes a pointer of its own
	}
	return all
}

func later(do func()) { time.AfterFunc(settle, func() { fyne.Do(do) }) }
