//go:build cgo && linux

package glfw

import (
	"errors"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Properties and messages of the window manager: Extended Window Manager Hints 1.5, freedesktop.org.
const (
	managerCheck = "_NET_SUPPORTING_WM_CHECK" // on the root window while a manager is there
	windowState  = "_NET_WM_STATE"
	fullScreen   = "_NET_WM_STATE_FULLSCREEN"
)

// What a message about windowState asks for, and who asks: "1" is an ordinary application.
const (
	remove = iota
	add
	application uint32 = 1
)

// fill makes a window fill a monitor: the manager takes the monitor on which the window stands. It looks whether that
// happened, because a manager that is still busy with the window, or has just come, loses a wish.
func (d *Desktop) fill(w fyne.Window, monitor image.Rectangle) { d.attempt(w, monitor, tries) }

func (d *Desktop) attempt(w fyne.Window, monitor image.Rectangle, left int) {
	switch {
	case d.aside[w]:
		return
	case left == 0:
		d.log.Warn("a window did not get to its monitor", "window", w.Title(), "monitor", monitor)
		return
	}
	d.tell(w, func(s screen, id xproto.Window) error {
		return errors.Join(s.ask(id, remove, fullScreen), s.move(id, monitor))
	})
	later(func() {
		d.tell(w, func(s screen, id xproto.Window) error { return s.ask(id, add, fullScreen) })
		later(func() {
			there := false
			d.tell(w, func(s screen, id xproto.Window) error { there = s.where(id) == monitor; return nil })
			if !there {
				d.attempt(w, monitor, left-1)
			}
		})
	})
}

// tell says something to the X server about a window.
func (d *Desktop) tell(w fyne.Window, say func(screen, xproto.Window) error) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		x, ok := context.(driver.X11WindowContext)
		if !ok {
			return
		}
		s, err := reach()
		if err == nil {
			defer s.Close()
			err = say(s, xproto.Window(x.WindowHandle))
		}
		if err != nil {
			d.log.Warn("placing a window", "window", w.Title(), "err", err)
		}
	})
}

// screen is a connection to the X server.
type screen struct {
	*xgb.Conn
	root xproto.Window
}

func reach() (screen, error) {
	c, err := xgb.NewConn()
	if err != nil {
		return screen{}, err
	}
	return screen{c, xproto.Setup(c).DefaultScreen(c).Root}, nil
}

func (s screen) atom(name string) (xproto.Atom, error) {
	a, err := xproto.InternAtom(s.Conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, err
	}
	return a.Atom, nil
}

// ask asks the manager to add or remove a state. Without a manager nobody hears it, and move alone is enough.
func (s screen) ask(id xproto.Window, what uint32, which string) error {
	state, err := s.atom(windowState)
	if err != nil {
		return err
	}
	full, err := s.atom(which)
	if err != nil {
		return err
	}
	message := xproto.ClientMessageEvent{Format: 32, Window: id, Type: state,
		Data: xproto.ClientMessageDataUnionData32New([]uint32{what, uint32(full), 0, application, 0})}
	return xproto.SendEventChecked(s.Conn, false, s.root, xproto.EventMaskSubstructureRedirect|xproto.EventMaskSubstructureNotify,
		string(message.Bytes())).Check()
}

func (s screen) move(id xproto.Window, to image.Rectangle) error {
	return xproto.ConfigureWindowChecked(s.Conn, id, xproto.ConfigWindowX|xproto.ConfigWindowY|xproto.ConfigWindowWidth|xproto.ConfigWindowHeight,
		[]uint32{uint32(int32(to.Min.X)), uint32(int32(to.Min.Y)), uint32(to.Dx()), uint32(to.Dy())}).Check()
}

// where is a window's place on the screen; empty when the server does not tell.
func (s screen) where(id xproto.Window) image.Rectangle {
	size, err := xproto.GetGeometry(s.Conn, xproto.Drawable(id)).Reply()
	if err != nil {
		return image.Rectangle{}
	}
	corner, err := xproto.TranslateCoordinates(s.Conn, id, s.root, 0, 0).Reply()
	if err != nil {
		return image.Rectangle{}
	}
	from := image.Pt(int(corner.DstX), int(corner.DstY))
	return image.Rectangle{Min: from, Max: from.Add(image.Pt(int(size.Width), int(size.Height)))}
}

// onManager calls do whenever a window manager comes, as long as the program runs.
func (d *Desktop) onManager(do func()) {
	s, err := reach()
	if err != nil {
		d.log.Warn("watching for a window manager", "err", err)
		return
	}
	check, err := s.atom(managerCheck)
	if err == nil {
		err = xproto.ChangeWindowAttributesChecked(s.Conn, s.root, xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
	}
	if err != nil {
		d.log.Warn("watching for a window manager", "err", err)
		return
	}
	go s.watch(check, do)
}

// watch ends when the server is gone, and the program with it.
func (s screen) watch(check xproto.Atom, do func()) {
	for {
		event, err := s.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		if p, ok := event.(xproto.PropertyNotifyEvent); ok && p.Atom == check && p.State == xproto.PropertyNewValue {
			do()
		}
	}
}
