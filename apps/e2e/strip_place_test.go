package e2e_test

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/hand"
)

// TestTheStripAndTheBigWindowTakeTurns on a counter with two monitors, with a window manager and without one: the strip
// lies at the foot of the teller's monitor and can be dragged on it, leaves nothing of itself elsewhere, stays alone
// when a monitor is unplugged, and the big window fills its monitor and has the keyboard again afterwards, as often as
// they change.
func TestTheStripAndTheBigWindowTakeTurns(t *testing.T) {
	for name, managed := range map[string]bool{"no manager": false, "a manager": true} {
		t.Run(name, func(t *testing.T) { turns(t, managed) })
	}
}

func turns(t *testing.T, managed bool) {
	needs(t, "Xorg", "xrandr", "openbox")
	if os.Geteuid() != 0 {
		t.Skip("Xorg with the dummy driver needs root")
	}
	dir := t.TempDir()
	screen := monitors(t, dir)
	if managed {
		manage(t, screen)
	}
	devices, err := demohall.NewDevices(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := smallest{screen: screen, data: filepath.Join(dir, "data"), listen: freePort(t), devices: devices, dir: dir, fullScreen: true}
	s.start(t)
	h, err := hand.Reach(screen)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	p := panels{t, ctx, h, s.eyes()}
	tellers, outer := image.Rect(0, 0, 1920, 1080), image.Rect(1920, 0, 3200, 1024)
	stands(t, ctx, h, "teller", tellers)
	stands(t, ctx, h, "customer", outer)
	p.signIn()
	anotherProgram(t, screen)
	at := image.Rect(480, 952, 1440, 1016)

	p.turn("strip", "teller", at)
	p.nothingLeft(at)
	for _, to := range []image.Point{{100, 300}, {-400, 500}, {3000, 2000}} {
		p.dragged(to, &at, tellers)
		p.nothingLeft(at)
	}
	xrandr(t, screen, "--output", "DUMMY1", "--off")
	until(t, ctx, func() string { return "the customer's window to hide" }, func() bool { return !h.Shown("customer") })
	xrandr(t, screen, "--output", "DUMMY1", "--mode", "1280x1024", "--right-of", "DUMMY0")
	stands(t, ctx, h, "customer", outer)
	if !h.Shown("strip") || h.Shown("teller") {
		t.Errorf("a monitor was unplugged: strip shown %v, big window shown %v", h.Shown("strip"), h.Shown("teller"))
	}
	for range 2 {
		p.turn("teller", "strip", tellers)
		p.press(func() error { return h.F(6) }, "panel-close-pause", true)
		p.press(func() error { return h.Escape() }, "panel-close-pause", false)
		p.turn("strip", "teller", at)
	}
}

// turn puts one window in the place of the other.
func (p panels) turn(comes, goes string, at image.Rectangle) {
	p.t.Helper()
	if err := p.hand.CtrlAlt(0); err != nil {
		p.t.Fatal(err)
	}
	until(p.t, p.ctx, func() string { return comes + " without " + goes }, func() bool { return p.hand.Shown(comes) && !p.hand.Shown(goes) })
	stands(p.t, p.ctx, p.hand, comes, at)
}

// dragged drags the strip by its handle so that its corner comes to a place; it stops at the edges of the monitor.
func (p panels) dragged(to image.Point, at *image.Rectangle, monitor image.Rectangle) {
	p.t.Helper()
	slide := func() {
		w, err := p.hand.Find(p.ctx, "strip")
		if err != nil {
			p.t.Fatal(err)
		}
		grip := image.Pt(20, 32)
		if err := p.hand.Slide(w, grip, grip.Add(to).Sub(w.Rect.Min)); err != nil {
			p.t.Fatal(err)
		}
	}
	slide()
	tried := time.Now()
	size := at.Size()
	min := image.Pt(max(monitor.Min.X, min(to.X, monitor.Max.X-size.X)), max(monitor.Min.Y, min(to.Y, monitor.Max.Y-size.Y)))
	*at = image.Rectangle{Min: min, Max: min.Add(size)}
	until(p.t, p.ctx, func() string {
		w, _ := p.hand.Find(p.ctx, "strip")
		return fmt.Sprintf("the strip near %v, it lies at %v", *at, w.Rect)
	}, func() bool {
		w, err := p.hand.Find(p.ctx, "strip")
		near := w.Rect.Min.Sub(at.Min)
		ok := err == nil && w.Rect.In(monitor) && near.X*near.X+near.Y*near.Y <= 20*20 // a drag begins after some pixels
		if ok {
			*at = w.Rect
		} else if time.Since(tried) > 15*time.Second { // a hand takes it again from a system too busy to follow
			slide()
			tried = time.Now()
		}
		return ok
	})
}

// nothingLeft looks whether the other program's window is whole but for where the strip lies.
func (p panels) nothingLeft(strip image.Rectangle) {
	p.t.Helper()
	other, err := p.hand.Find(p.ctx, "company")
	if err != nil {
		p.t.Fatal(err)
	}
	spot := func() (at image.Point, dirty bool) {
		picture, err := p.hand.Desktop()
		if err != nil {
			p.t.Fatal(err)
		}
		area := other.Rect.Intersect(image.Rect(0, 0, 1920, 1080))
		for y := area.Min.Y; y < area.Max.Y; y += 3 {
			for x := area.Min.X; x < area.Max.X; x += 3 {
				if at := image.Pt(x, y); !at.In(strip) && picture.RGBAAt(x, y) != (color.RGBA{0x80, 0x90, 0xa0, 0xff}) {
					return at, true
				}
			}
		}
		return at, false
	}
	until(p.t, p.ctx, func() string { at, _ := spot(); return fmt.Sprintf("the other program to be seen at %v", at) },
		func() bool { _, dirty := spot(); return !dirty })
}
