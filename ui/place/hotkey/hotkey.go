// Package hotkey hears keys whichever program has the keyboard: a digit together with some modifiers, such as
// Ctrl+Alt+1. A teller calls the next visitor with them while the company's own system has the keyboard.
//
// On X11 the keys are grabbed at the root window (XGrabKey), on Windows they are registered (RegisterHotKey). A key
// that another program has taken already is left to that program, and told.
package hotkey

import (
	"fmt"
	"strings"
)

// Modifiers are the keys held down with a digit.
type Modifiers struct{ Ctrl, Alt, Shift, Super bool }

// Works tells which digits are heard now: those that no other program has taken.
type Works [10]bool

// String is how a person reads them: "Ctrl+Alt".
func (m Modifiers) String() string {
	var held []string
	for _, one := range []struct {
		on   bool
		name string
	}{{m.Ctrl, "Ctrl"}, {m.Alt, "Alt"}, {m.Shift, "Shift"}, {m.Super, superName}} {
		if one.on {
			held = append(held, one.name)
		}
	}
	return strings.Join(held, "+")
}

// Parse reads "Ctrl+Alt". One of Ctrl, Alt and Super must be there: a bare digit belongs to whoever types it.
func Parse(text string) (m Modifiers, err error) {
	for _, name := range strings.Split(text, "+") {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "ctrl":
			m.Ctrl = true
		case "alt":
			m.Alt = true
		case "shift":
			m.Shift = true
		case "super", "win":
			m.Super = true
		default:
			return m, fmt.Errorf("hot keys are written like Ctrl+Alt, of Ctrl, Alt, Shift and Super, not %q", text)
		}
	}
	if !m.Ctrl && !m.Alt && !m.Super {
		return m, fmt.Errorf("hot keys want Ctrl, Alt or Super, not only %q", text)
	}
	return m, nil
}
