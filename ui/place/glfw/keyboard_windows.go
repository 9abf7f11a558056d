//go:build cgo && windows

package glfw

import (
	"image"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

var (
	user32       = windows.NewLazySystemDLL("user32.dll")
	getWindowPtr = user32.NewProc("GetWindowLongPtrW")
	setWindowPtr = user32.NewProc("SetWindowLongPtrW")
	setWindowPos = user32.NewProc("SetWindowPos")
	getCursorPos = user32.NewProc("GetCursorPos")
)

// From winuser.h.
const (
	exStyle    = ^uintptr(19) // GWL_EXSTYLE, -20
	noActivate = 0x08000000   // WS_EX_NOACTIVATE
	topmost    = ^uintptr(0)  // HWND_TOPMOST, -1

	noSize, stayInactive = 0x1, 0x10 // SWP_NOSIZE, SWP_NOACTIVATE
)

// NoKeyboard lets a window be touched without ever getting the keyboard: Windows does not make it active then.
func (d *Desktop) NoKeyboard(w, _ fyne.Window) {
	handle(w, func(hwnd uintptr) {
		style, _, _ := getWindowPtr.Call(hwnd, exStyle)
		if was, _, err := setWindowPtr.Call(hwnd, exStyle, style|noActivate); was == 0 {
			d.log.Warn("keeping the keyboard", "window", w.Title(), "err", err)
		}
	})
}

// OnTop puts a window at a place and keeps it above the others, those of other programs too.
func (d *Desktop) OnTop(w fyne.Window, at image.Point) { d.Move(w, at) }

// Move puts a window at a place, in front of the others.
func (d *Desktop) Move(w fyne.Window, at image.Point) {
	handle(w, func(hwnd uintptr) {
		if ok, _, err := setWindowPos.Call(hwnd, topmost, uintptr(at.X), uintptr(at.Y), 0, 0, noSize|stayInactive); ok == 0 {
			d.log.Warn("keeping on top", "window", w.Title(), "err", err)
		}
	})
}

// Pointer is where the mouse or the finger is on the desktop.
func (d *Desktop) Pointer(fyne.Window) (image.Point, bool) {
	var at struct{ x, y int32 }
	ok, _, _ := getCursorPos.Call(uintptr(unsafe.Pointer(&at)))
	return image.Pt(int(at.x), int(at.y)), ok != 0
}

func handle(w fyne.Window, do func(hwnd uintptr)) {
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(func(context any) {
			if c, ok := context.(driver.WindowsWindowContext); ok && c.HWND != 0 {
				do(c.HWND)
			}
		})
	}
}
