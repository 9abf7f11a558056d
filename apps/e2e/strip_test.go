package e2e_test

import (
	"context"
	"image"
	"path/filepath"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/hand"
)

// TestTheStripWorksWhileAnotherProgramHasTheKeyboard: Ctrl+Alt+0 puts the strip in the place of the big window, it lies
// over another program and never takes its keyboard, and Ctrl+Alt+6 asks its question in the big window.
func TestTheStripWorksWhileAnotherProgramHasTheKeyboard(t *testing.T) {
	needs(t, "openbox")
	dir := t.TempDir()
	screen := display(t, "Xvfb", "-screen", "0", "4608x2160x24")
	manage(t, screen)
	devices, err := demohall.NewDevices(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := smallest{screen: screen, data: filepath.Join(dir, "data"), listen: freePort(t), devices: devices, dir: dir}
	s.start(t)
	h, err := hand.Reach(screen)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	p := panels{t, ctx, h, s.eyes()}
	p.signIn()
	company := anotherProgram(t, screen)
	hasKeyboard := func() string { return "the other program to have the keyboard" }
	kept := func() bool { f, err := h.Focused(); return err == nil && f == company }

	if err := h.CtrlAlt(0); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, func() string { return "the strip alone" }, func() bool { return h.Shown("strip") && !h.Shown("teller") })
	other, err := h.Find(ctx, "company")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Touch(other, other.Rect.Size().Div(3)); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, hasKeyboard, kept)
	strip, err := h.Find(ctx, "strip")
	if err != nil {
		t.Fatal(err)
	}
	if size := strip.Rect.Size(); size != image.Pt(960, 64) || !strip.Rect.In(image.Rectangle{Max: h.Screen()}) {
		t.Errorf("the strip lies at %v", strip.Rect)
	}
	if err := h.Touch(strip, strip.Rect.Size().Div(2)); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, hasKeyboard, kept)
	if err := h.CtrlAlt(6); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, func() string { return "the question in the big window" }, func() bool {
		return h.Shown("teller") && !h.Shown("strip") && p.shows("panel-close-pause")
	})
	p.press(func() error { return h.Escape() }, "panel-close-pause", false)
}

// anotherProgram is a window like that of the company's own system; it ends with the test.
func anotherProgram(t *testing.T, screen string) xproto.Window {
	t.Helper()
	c, err := xgb.NewConnDisplay(screen)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	setup := xproto.Setup(c).DefaultScreen(c)
	id, err := xproto.NewWindowId(c)
	if err != nil {
		t.Fatal(err)
	}
	err = xproto.CreateWindowChecked(c, setup.RootDepth, id, setup.Root, 1080, 0, 1900, 1000, 0, xproto.WindowClassInputOutput, setup.RootVisual,
		xproto.CwBackPixel, []uint32{0x8090a0}).Check()
	if err == nil {
		err = xproto.ChangePropertyChecked(c, xproto.PropModeReplace, id, xproto.AtomWmName, xproto.AtomString, 8, 7, []byte("company")).Check()
	}
	if err == nil {
		err = xproto.MapWindowChecked(c, id).Check()
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}
