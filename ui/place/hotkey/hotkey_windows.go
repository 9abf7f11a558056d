package hotkey

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32       = windows.NewLazySystemDLL("user32.dll")
	register     = user32.NewProc("RegisterHotKey")
	unregister   = user32.NewProc("UnregisterHotKey")
	getMessage   = user32.NewProc("GetMessageW")
	postToThread = user32.NewProc("PostThreadMessageW")
)

// superName is what the keyboard says.
const superName = "Win"

// From winuser.h.
const (
	modAlt, modCtrl, modShift, modWin = 0x1, 0x2, 0x4, 0x8
	modNoRepeat                       = 0x4000
	msgQuit, msgHotKey                = 0x0012, 0x0312
)

// message is MSG.
type message struct {
	window  uintptr
	number  uint32
	wParam  uintptr
	lParam  uintptr
	time    uint32
	x, y    int32
	private uint32
}

// Listen tells of each digit that is pressed with the modifiers until ctx ends, and first which digits it hears. It
// calls both on a goroutine of its own.
func Listen(ctx context.Context, m Modifiers, log *slog.Logger, heard func(Works), pressed func(digit int)) error {
	runtime.LockOSThread() // hot keys are told to the thread that registered them
	defer runtime.UnlockOSThread()
	thread := windows.GetCurrentThreadId()
	var works Works
	for d := range 10 {
		if ok, _, err := register.Call(0, uintptr(d+1), m.mask(), uintptr('0'+d)); ok == 0 {
			log.Warn("a hot key belongs to another program", "digit", d, "err", err)
			continue
		}
		works[d] = true
		defer unregister.Call(0, uintptr(d+1))
	}
	heard(works)
	defer heard(Works{})
	defer context.AfterFunc(ctx, func() { postToThread.Call(uintptr(thread), msgQuit, 0, 0) })()
	for {
		var got message
		n, _, err := getMessage.Call(uintptr(unsafe.Pointer(&got)), 0, 0, 0)
		switch {
		case int32(n) == -1:
			return fmt.Errorf("hotkey.Listen: %w", err)
		case n == 0 || ctx.Err() != nil:
			return nil
		case got.number == msgHotKey && got.wParam >= 1 && got.wParam <= 10:
			pressed(int(got.wParam) - 1)
		}
	}
}

func (m Modifiers) mask() uintptr {
	mask := uintptr(modNoRepeat)
	for _, one := range []struct {
		on   bool
		mask uintptr
	}{{m.Ctrl, modCtrl}, {m.Alt, modAlt}, {m.Shift, modShift}, {m.Super, modWin}} {
		if one.on {
			mask |= one.mask
		}
	}
	return mask
}
