package boot

import (
	"errors"
	"io"
	"log"
	"os"
	"runtime"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// managerCheck is on the root window while a window manager is there and names a window of the manager's, on which it
// is as well: Extended Window Manager Hints 1.5, freedesktop.org.
const managerCheck = "_NET_SUPPORTING_WM_CHECK"

// secondLook is how long a manager that begins just now may take to finish its own window.
const secondLook = 200 * time.Millisecond

// Display looks whether there is a screen, and says so when there is none; the windows themselves would say it by a
// panic.
//
// A window manager that was killed leaves its property behind, and GLFW, which Fyne stands on, aborts at it. So it is
// removed first.
func Display() error {
	xgb.Logger = log.New(io.Discard, "", 0) // of the whole program: it tells of every missing cookie file
	if runtime.GOOS != "linux" {
		return nil
	}
	if os.Getenv("DISPLAY") == "" {
		return errors.New("no screen: DISPLAY is not set; start this in the session of the screen it is for, such as DISPLAY=:0")
	}
	forgetDeadManager()
	return nil
}

// forgetDeadManager does nothing when the X server cannot be asked: the windows tell why.
func forgetDeadManager() {
	c, err := xgb.NewConn()
	if err != nil {
		return
	}
	defer c.Close()
	name, err := xproto.InternAtom(c, false, uint16(len(managerCheck)), managerCheck).Reply()
	if err != nil {
		return
	}
	root := xproto.Setup(c).DefaultScreen(c).Root
	if !stale(c, root, name.Atom) {
		return
	}
	time.Sleep(secondLook)
	if stale(c, root, name.Atom) {
		_ = xproto.DeletePropertyChecked(c, root, name.Atom).Check()
	}
}

// stale reports whether the root window names a manager that is not there.
func stale(c *xgb.Conn, root xproto.Window, name xproto.Atom) bool {
	manager, ok := windowIn(c, root, name)
	if !ok {
		return false
	}
	self, ok := windowIn(c, manager, name)
	return !ok || self != manager
}

// windowIn is the window that a property of w names.
func windowIn(c *xgb.Conn, w xproto.Window, name xproto.Atom) (xproto.Window, bool) {
	p, err := xproto.GetProperty(c, false, w, name, xproto.AtomWindow, 0, 1).Reply()
	if err != nil || len(p.Value) < 4 {
		return 0, false
	}
	return xproto.Window(xgb.Get32(p.Value)), true
}
