// Package place decides which window stands on which monitor. It is pure: monitors and wishes in, places out.
//
// The rule: a window that names its monitor gets it while it is plugged in. A main window takes the primary monitor. A
// second window (the customer's) takes the first monitor that is not the main window's, and is hidden while there is
// none: unplugged, it must never fall onto the teller's screen. Names alone are not trusted, since Windows calls every
// monitor the same.
//
// Package place/glfw carries the decision out on X11 and Windows.
package place

import (
	"image"
	"slices"
)

// Monitor is one screen as the system reports it.
type Monitor struct {
	Name    string
	Rect    image.Rectangle // on the desktop, in pixels
	Primary bool
}

// Role of a window among the windows of one program.
type Role string

// The roles.
const (
	Main   Role = "main"
	Second Role = "second"
)

// Want is one window's wish.
type Want struct {
	Window  string // its title
	Role    Role
	Monitor string // name of the monitor it must stand on; "" leaves it to the rule
}

// Place is where a window goes.
type Place struct {
	Window string
	On     Monitor
	Hidden bool // there is no monitor for it now
}

// Assign gives every wanted window its place, in the order of wants. Main windows are served first.
func Assign(monitors []Monitor, wants []Want) []Place {
	taken := map[image.Point]bool{}
	places := make([]Place, len(wants))
	for _, role := range []Role{Main, Second} {
		for i, w := range wants {
			if w.Role == role {
				places[i] = assign(monitors, w, taken)
			}
		}
	}
	return places
}

func assign(monitors []Monitor, w Want, taken map[image.Point]bool) Place {
	m, ok := named(monitors, w.Monitor)
	if !ok && w.Role == Main {
		m, ok = primary(monitors)
	}
	if !ok && w.Role == Second {
		m, ok = free(monitors, taken)
	}
	if ok {
		taken[m.Rect.Min] = true
	}
	return Place{Window: w.Window, On: m, Hidden: !ok}
}

// named finds a monitor by a name that only one monitor has.
func named(monitors []Monitor, name string) (found Monitor, ok bool) {
	for _, m := range monitors {
		if name == "" || m.Name != name {
			continue
		}
		if ok {
			return Monitor{}, false
		}
		found, ok = m, true
	}
	return found, ok
}

func primary(monitors []Monitor) (Monitor, bool) {
	for _, m := range monitors {
		if m.Primary {
			return m, true
		}
	}
	if len(monitors) > 0 {
		return monitors[0], true
	}
	return Monitor{}, false
}

func free(monitors []Monitor, taken map[image.Point]bool) (Monitor, bool) {
	for _, m := range monitors {
		if !taken[m.Rect.Min] {
			return m, true
		}
	}
	return Monitor{}, false
}

// Shown reports whether a window has a monitor.
func Shown(places []Place, window string) bool {
	return slices.ContainsFunc(places, func(p Place) bool { return p.Window == window && !p.Hidden })
}

// Inside moves a window of this size into the monitor that it is nearest to, so that all of it can be seen.
func Inside(at, size image.Point, monitors []image.Rectangle) image.Point {
	var best image.Point
	least := -1
	for _, m := range monitors {
		in := image.Pt(between(at.X, m.Min.X, m.Max.X-size.X), between(at.Y, m.Min.Y, m.Max.Y-size.Y))
		away := in.Sub(at)
		if far := away.X*away.X + away.Y*away.Y; least < 0 || far < least {
			best, least = in, far
		}
	}
	if least < 0 {
		return at
	}
	return best
}

// between is the number nearest to n from low to high; low when the window is larger than the monitor.
func between(n, low, high int) int { return max(low, min(n, high)) }
