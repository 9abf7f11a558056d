// Package hand touches and photographs real windows on an X server, as a visitor would: events by XTEST, pictures from
// the server.
//
// A window is known by its title. Positions are pixels of the window. It serves the scripted visit of the demo and the
// end-to-end tests.
package hand

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// A touch lasts so long: Fyne reads its events 60 times a second, and a finger is not faster.
const touchTime = 60 * time.Millisecond

// Hand is a connection to an X server. It is used by one goroutine.
type Hand struct {
	conn *xgb.Conn
	root xproto.Window
	keys map[xproto.Keysym]key
}

// Window is a window found by its title.
type Window struct {
	id   xproto.Window
	Rect image.Rectangle // on the screen
}

// Reach connects to the X server at display (":50"); "" is $DISPLAY.
func Reach(display string) (*Hand, error) {
	conn, err := xgb.NewConnDisplay(display)
	for tries := 0; errors.Is(err, io.EOF) && tries < 20; tries++ { // a server begins anew when its last client leaves
		time.Sleep(100 * time.Millisecond)
		conn, err = xgb.NewConnDisplay(display)
	}
	if err != nil {
		return nil, fmt.Errorf("hand: %w", err)
	}
	if err := xtest.Init(conn); err != nil {
		conn.Close()
		return nil, fmt.Errorf("hand: the X server has no XTEST: %w", err)
	}
	h := &Hand{conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root}
	return h, h.learnKeys()
}

// Close ends the connection.
func (h *Hand) Close() { h.conn.Close() }

// Find waits until a window with the title is on the screen.
func (h *Hand) Find(ctx context.Context, title string) (Window, error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if w, ok := h.search(h.root, title); ok {
			return h.measure(w)
		}
		select {
		case <-ctx.Done():
			return Window{}, fmt.Errorf("hand: no window %q: %w", title, ctx.Err())
		case <-tick.C:
		}
	}
}

// Shown reports whether a window with the title is on the screen now.
func (h *Hand) Shown(title string) bool {
	_, ok := h.search(h.root, title)
	return ok
}

func (h *Hand) search(parent xproto.Window, title string) (xproto.Window, bool) {
	tree, err := xproto.QueryTree(h.conn, parent).Reply()
	if err != nil {
		return 0, false
	}
	for _, w := range tree.Children {
		if h.title(w) == title && h.visible(w) {
			return w, true
		}
		if inner, ok := h.search(w, title); ok {
			return inner, true
		}
	}
	return 0, false
}

func (h *Hand) title(w xproto.Window) string {
	p, err := xproto.GetProperty(h.conn, false, w, xproto.AtomWmName, xproto.GetPropertyTypeAny, 0, 256).Reply()
	if err != nil {
		return ""
	}
	return string(p.Value)
}

func (h *Hand) visible(w xproto.Window) bool {
	a, err := xproto.GetWindowAttributes(h.conn, w).Reply()
	return err == nil && a.MapState == xproto.MapStateViewable
}

func (h *Hand) measure(w xproto.Window) (Window, error) {
	g, err := xproto.GetGeometry(h.conn, xproto.Drawable(w)).Reply()
	if err != nil {
		return Window{}, fmt.Errorf("hand: %w", err)
	}
	at, err := xproto.TranslateCoordinates(h.conn, w, h.root, 0, 0).Reply()
	if err != nil {
		return Window{}, fmt.Errorf("hand: %w", err)
	}
	corner := image.Pt(int(at.DstX), int(at.DstY))
	return Window{w, image.Rectangle{corner, corner.Add(image.Pt(int(g.Width), int(g.Height)))}}, nil
}

// Raise brings the window to the front and gives it the keyboard.
func (h *Hand) Raise(w Window) error {
	if err := xproto.ConfigureWindowChecked(h.conn, w.id, xproto.ConfigWindowStackMode, []uint32{xproto.StackModeAbove}).Check(); err != nil {
		return fmt.Errorf("hand: %w", err)
	}
	err := xproto.SetInputFocusChecked(h.conn, xproto.InputFocusPointerRoot, w.id, xproto.TimeCurrentTime).Check()
	if err != nil {
		return fmt.Errorf("hand: %w", err)
	}
	return nil
}

// Touch puts a finger on a point of the window and lifts it again.
func (h *Hand) Touch(w Window, at image.Point) error {
	return h.Slide(w, at, at)
}

// Slide puts a finger on a point, moves it and lifts it somewhere else.
func (h *Hand) Slide(w Window, from, to image.Point) error {
	if err := h.point(w, from); err != nil {
		return err
	}
	if err := h.fake(xproto.ButtonPress, 1); err != nil {
		return err
	}
	rest(touchTime)
	if from != to {
		if err := h.point(w, to); err != nil {
			return err
		}
		rest(touchTime)
	}
	return h.fake(xproto.ButtonRelease, 1)
}

func (h *Hand) point(w Window, at image.Point) error {
	p := at.Add(w.Rect.Min)
	err := xtest.FakeInputChecked(h.conn, xproto.MotionNotify, 0, 0, h.root, int16(p.X), int16(p.Y), 0).Check()
	if err != nil {
		return fmt.Errorf("hand: %w", err)
	}
	rest(touchTime / 2)
	return nil
}

func (h *Hand) fake(kind, detail byte) error {
	if err := xtest.FakeInputChecked(h.conn, kind, detail, 0, h.root, 0, 0, 0).Check(); err != nil {
		return fmt.Errorf("hand: %w", err)
	}
	return nil
}

// rest is how long a movement of a hand takes: it is part of what is played, not a wait for something to happen.
func rest(d time.Duration) { <-time.After(d) }

// Picture photographs the window as the screen shows it.
func (h *Hand) Picture(w Window) (*image.RGBA, error) {
	return h.photograph(xproto.Drawable(w.id), w.Rect.Dx(), w.Rect.Dy())
}

// Desktop is a picture of the whole screen, all windows on it.
func (h *Hand) Desktop() (*image.RGBA, error) {
	size := h.Screen()
	return h.photograph(xproto.Drawable(h.root), size.X, size.Y)
}

// photograph reads the picture in strips, since a reply of the X protocol is limited in size.
func (h *Hand) photograph(d xproto.Drawable, width, height int) (*image.RGBA, error) {
	const strip = 256
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for top := 0; top < height; top += strip {
		rows := min(strip, height-top)
		reply, err := xproto.GetImage(h.conn, xproto.ImageFormatZPixmap, d, 0, int16(top), uint16(width), uint16(rows), ^uint32(0)).Reply()
		if err != nil {
			return nil, fmt.Errorf("hand: photograph: %w", err)
		}
		copyRows(picture, top, rows, reply.Data)
	}
	return picture, nil
}

// copyRows takes rows of 32-bit BGRX pixels, the format of a 24-bit X screen.
func copyRows(to *image.RGBA, top, rows int, data []byte) {
	width := to.Bounds().Dx()
	for y := range rows {
		for x := range width {
			p := data[(y*width+x)*4:]
			to.SetRGBA(x, top+y, color.RGBA{p[2], p[1], p[0], 255})
		}
	}
}
