//go:build cgo && linux

package glfw

import (
	"errors"
	"image"
	"log/slog"

	"fyne.io/fyne/v2"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

const (
	activeWindow = "_NET_ACTIVE_WINDOW" // on the root window, and the message that asks for another
	above        = "_NET_WM_STATE_ABOVE"

	pager uint32 = 2 // who asks: not the application itself, whose wishes a manager may refuse
)

// WM_HINTS as ICCCM 4.1.2.4 lays it out: which fields count, and whether the window wants the keyboard.
const (
	hintFields = 9
	inputHint  = 1
)

// NoKeyboard lets a window be touched without ever getting the keyboard: whoever has it keeps it. It does nothing as
// long as one of the windows was never shown, and when it was called before.
//
// The manager is told that the window wants no input. Some give it the keyboard all the same, and without a manager the
// keyboard may follow the pointer: then it goes back to where it was, or to the window it belongs to.
func (d *Desktop) NoKeyboard(w, belongs fyne.Window) {
	var id, home xproto.Window
	d.tell(belongs, func(_ screen, window xproto.Window) error { home = window; return nil })
	d.tell(w, func(s screen, window xproto.Window) error { id = window; return s.wantsNoInput(id) })
	if id == 0 || home == 0 || d.refuses[w] {
		return
	}
	d.refuses[w] = true
	s, err := reach()
	if err == nil {
		err = s.listen(id)
	}
	if err != nil {
		d.log.Warn("keeping the keyboard", "window", w.Title(), "err", err)
		return
	}
	go (&keeper{s, d.log, id, home, home}).run()
}

// OnTop puts a window at a place and keeps it above the others, those of other programs too. It looks whether that
// happened: a manager puts a new window where it likes.
func (d *Desktop) OnTop(w fyne.Window, at image.Point) { d.lift(w, at, tries) }

func (d *Desktop) lift(w fyne.Window, at image.Point, left int) {
	if left == 0 {
		d.log.Warn("a window did not get to its place", "window", w.Title(), "place", at)
		return
	}
	d.Move(w, at)
	d.tell(w, func(s screen, id xproto.Window) error { return s.ask(id, add, above) })
	d.tops[w] = at
	later(func() {
		there := true
		d.tell(w, func(s screen, id xproto.Window) error { there = s.where(id).Min == at; return nil })
		if at == d.tops[w] && !there {
			d.lift(w, at, left-1)
		}
	})
}

// Move puts a window at a place, in front of the others.
func (d *Desktop) Move(w fyne.Window, at image.Point) {
	d.tops[w] = at
	d.tell(w, func(s screen, id xproto.Window) error {
		return xproto.ConfigureWindowChecked(s.Conn, id, xproto.ConfigWindowX|xproto.ConfigWindowY|xproto.ConfigWindowStackMode,
			[]uint32{uint32(int32(at.X)), uint32(int32(at.Y)), xproto.StackModeAbove}).Check()
	})
}

// Pointer is where the mouse or the finger is on the desktop.
func (d *Desktop) Pointer(w fyne.Window) (at image.Point, ok bool) {
	d.tell(w, func(s screen, _ xproto.Window) error {
		p, err := xproto.QueryPointer(s.Conn, s.root).Reply()
		if err == nil {
			at, ok = image.Pt(int(p.RootX), int(p.RootY)), true
		}
		return err
	})
	return at, ok
}

func (s screen) wantsNoInput(id xproto.Window) error {
	p, err := xproto.GetProperty(s.Conn, false, id, xproto.AtomWmHints, xproto.GetPropertyTypeAny, 0, hintFields).Reply()
	if err != nil {
		return err
	}
	hints := make([]byte, hintFields*4)
	copy(hints, p.Value)
	xgb.Put32(hints, xgb.Get32(hints)|inputHint)
	xgb.Put32(hints[4:], 0)
	return xproto.ChangePropertyChecked(s.Conn, xproto.PropModeReplace, id, xproto.AtomWmHints, xproto.AtomWmHints, 32, hintFields, hints).Check()
}

// listen hears of the keyboard and the pointer that come to a window, and of the active window.
func (s screen) listen(id xproto.Window) error {
	const here = xproto.EventMaskFocusChange | xproto.EventMaskEnterWindow
	return errors.Join(
		xproto.ChangeWindowAttributesChecked(s.Conn, id, xproto.CwEventMask, []uint32{here}).Check(),
		xproto.ChangeWindowAttributesChecked(s.Conn, s.root, xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check())
}

// keeper gives the keyboard back that came to a window which wants none.
type keeper struct {
	screen
	log      *slog.Logger
	id, home xproto.Window
	last     xproto.Window // that had the keyboard
}

// run ends when the server is gone, and the program with it.
func (k *keeper) run() {
	active, err := k.atom(activeWindow)
	if err != nil {
		k.log.Warn("keeping the keyboard", "err", err)
		return
	}
	k.look(active)
	for {
		event, err := k.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		switch e := event.(type) {
		case xproto.FocusInEvent, xproto.EnterNotifyEvent:
			k.look(active)
		case xproto.PropertyNotifyEvent:
			if e.Atom == active {
				k.look(active)
			}
		}
	}
}

// look sees who has the keyboard now.
func (k *keeper) look(active xproto.Atom) {
	focus, err := xproto.GetInputFocus(k.Conn).Reply()
	if err != nil {
		return
	}
	now := k.active(active)
	switch {
	case now == k.id || focus.Focus == k.id || focus.Focus == xproto.InputFocusPointerRoot || focus.Focus == xproto.InputFocusNone:
		if k.give(k.last, active) != nil {
			k.give(k.home, active)
		}
	case now != 0:
		k.last = now
	}
}

// active is the window that the manager calls active; 0 without a manager.
func (k *keeper) active(property xproto.Atom) xproto.Window {
	p, err := xproto.GetProperty(k.Conn, false, k.root, property, xproto.AtomWindow, 0, 1).Reply()
	if err != nil || len(p.Value) < 4 {
		return 0
	}
	return xproto.Window(xgb.Get32(p.Value))
}

// give gives the keyboard to a window: by the manager, when there is one, and in any case at the server.
func (k *keeper) give(to xproto.Window, active xproto.Atom) error {
	message := xproto.ClientMessageEvent{Format: 32, Window: to, Type: active,
		Data: xproto.ClientMessageDataUnionData32New([]uint32{pager, xproto.TimeCurrentTime, 0, 0, 0})}
	xproto.SendEvent(k.Conn, false, k.root, xproto.EventMaskSubstructureRedirect|xproto.EventMaskSubstructureNotify, string(message.Bytes()))
	return xproto.SetInputFocusChecked(k.Conn, xproto.InputFocusPointerRoot, to, xproto.TimeCurrentTime).Check()
}
