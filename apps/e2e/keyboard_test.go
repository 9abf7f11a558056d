package e2e_test

import (
	"context"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/hand"
)

// TestAVisitorsTouchLeavesTheKeyboardToTheTeller: the visitor touches the outer screen, and the very next function key
// works; with a window manager and without one, on two monitors and with two windows on one.
func TestAVisitorsTouchLeavesTheKeyboardToTheTeller(t *testing.T) {
	for _, row := range []struct {
		name             string
		monitors, manage bool
	}{
		{"two monitors, no manager", true, false},
		{"two monitors, a manager", true, true},
		{"one monitor, no manager", false, false},
		{"one monitor, a manager", false, true},
	} {
		t.Run(row.name, func(t *testing.T) { touched(t, row.monitors, row.manage) })
	}
}

func touched(t *testing.T, two, managed bool) {
	dir := t.TempDir()
	var screen string
	if two {
		needs(t, "Xorg", "xrandr")
		if os.Geteuid() != 0 {
			t.Skip("Xorg with the dummy driver needs root")
		}
		screen = monitors(t, dir)
	} else {
		screen = display(t, "Xvfb", "-screen", "0", "4608x2160x24")
	}
	if managed {
		needs(t, "openbox")
		manage(t, screen)
	}
	devices, err := demohall.NewDevices(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := smallest{screen: screen, data: filepath.Join(dir, "data"), listen: freePort(t), devices: devices, dir: dir, fullScreen: two}
	s.start(t)
	h, err := hand.Reach(screen)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	if two {
		stands(t, ctx, h, "teller", image.Rect(0, 0, 1920, 1080))
		stands(t, ctx, h, "customer", image.Rect(1920, 0, 3200, 1024))
	}
	p := panels{t, ctx, h, s.eyes()}
	p.signIn()
	outer, err := h.Find(ctx, "customer")
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := h.Touch(outer, outer.Rect.Size().Div(2)); err != nil {
			t.Fatal(err)
		}
		p.press(func() error { return h.F(6) }, "panel-close-pause", true)
		p.press(func() error { return h.Escape() }, "panel-close-pause", false)
	}
}

// panels looks at the teller's window and uses the keyboard, whoever it goes to.
type panels struct {
	t    *testing.T
	ctx  context.Context
	hand *hand.Hand
	eyes sockets
}

func (p panels) shows(key string) bool {
	a, err := p.eyes.Ask(p.ctx, "keys", "teller", "")
	keys, _ := a["keys"].([]any)
	return err == nil && slices.Contains(keys, any(key))
}

// press presses a key once and waits for what it shows or hides.
func (p panels) press(key func() error, what string, shown bool) {
	p.t.Helper()
	if err := key(); err != nil {
		p.t.Fatal(err)
	}
	until(p.t, p.ctx, func() string { return what + " in the teller's window" }, func() bool { return p.shows(what) == shown })
}

// signIn types into what has the keyboard: nothing is touched.
func (p panels) signIn() {
	p.t.Helper()
	until(p.t, p.ctx, func() string { return "the windows to sign in at" }, func() bool { return p.shows("sign-in-window-a") })
	for _, line := range []string{"0312\n", "246810"} {
		for _, c := range strings.SplitAfter(line, "") {
			if err := p.hand.Type(c); err != nil {
				p.t.Fatal(err)
			}
			p.drawn()
		}
	}
	p.press(func() error { p.slowly(); return p.hand.Type("\n") }, "key-next", true)
}

// drawn waits until the window has taken and shown what was typed.
func (p panels) drawn() {
	if a, err := p.eyes.Ask(p.ctx, "drawn", "teller", ""); err != nil || a["drawn"] != true {
		p.t.Fatalf("drawn: %v, %v", a, err)
	}
}

// slowly is a person's pause before Return: a scanner makes none.
func (p panels) slowly() { <-time.After(200 * time.Millisecond) }
