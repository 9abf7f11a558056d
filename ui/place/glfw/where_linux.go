//go:build cgo && linux

package glfw

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// where asks the X server where a window really is; ok is false when that cannot be told.
func where(w fyne.Window) (at image.Rectangle, ok bool) {
	native, can := w.(driver.NativeWindow)
	if !can {
		return at, false
	}
	native.RunNative(func(context any) {
		if x, is := context.(driver.X11WindowContext); is {
			at, ok = ask(xproto.Window(x.WindowHandle))
		}
	})
	return at, ok
}

func ask(id xproto.Window) (at image.Rectangle, ok bool) {
	conn, err := xgb.NewConn()
	if err != nil {
		return at, false
	}
	defer conn.Close()
	size, err := xproto.GetGeometry(conn, xproto.Drawable(id)).Reply()
	if err != nil {
		return at, false
	}
	corner, err := xproto.TranslateCoordinates(conn, id, size.Root, 0, 0).Reply()
	if err != nil {
		return at, false
	}
	from := image.Pt(int(corner.DstX), int(corner.DstY))
	return image.Rectangle{Min: from, Max: from.Add(image.Pt(int(size.Width), int(size.Height)))}, true
}
