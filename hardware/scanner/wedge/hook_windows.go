package wedge

import (
	"context"
	"runtime"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

var (
	user32            = windows.NewLazySystemDLL("user32.dll")
	setHook           = user32.NewProc("SetWindowsHookExW")
	callNextHook      = user32.NewProc("CallNextHookEx")
	unhook            = user32.NewProc("UnhookWindowsHookEx")
	getMessage        = user32.NewProc("GetMessageW")
	peekMessage       = user32.NewProc("PeekMessageW")
	postThreadMessage = user32.NewProc("PostThreadMessageW")
	setTimer          = user32.NewProc("SetTimer")
	killTimer         = user32.NewProc("KillTimer")
	sendInput         = user32.NewProc("SendInput")
)

// Numbers of winuser.h.
const (
	whKeyboardLL = 13
	wmQuit       = 0x0012
	wmTimer      = 0x0113

	flagExtended = 0x01
	flagInjected = 0x10
	flagUp       = 0x80

	inputKeyboard = 1
	eventExtended = 0x01
	eventUp       = 0x02

	userTimerMinimum = 10 // milliseconds
)

// renew is how often the hook is set anew: Windows takes it away, without a word, from a program that was once too
// slow.
const renew = time.Minute

// keyInfo is KBDLLHOOKSTRUCT.
type keyInfo struct {
	vk, scan, flags, time uint32
	extra                 uintptr
}

// message is MSG.
type message struct {
	window  uintptr
	message uint32
	wParam  uintptr
	lParam  uintptr
	time    uint32
	x, y    int32
}

// input is INPUT with a KEYBDINPUT; the union's largest member is eight bytes longer.
type input struct {
	kind  uint32
	key   keyInput
	_rest [8]byte
}

type keyInput struct {
	vk, scan    uint16
	flags, time uint32
	extra       uintptr
}

// Hook hears all keyboards of a Windows PC. It is a hardware.Scanner and Device.
type Hook struct {
	rules Rules
	now   func() time.Time

	ctx    context.Context // ends with Close
	cancel context.CancelFunc

	sieve Sieve   // owned by the hook's thread while Scan runs
	timer uintptr // of the sieve; owned by the same
	found chan string
}

// active is the Hook whose Scan runs. Windows calls a plain function; there is one for the life of the program.
var (
	activeMu sync.Mutex
	active   *Hook
	callback = sync.OnceValue(func() uintptr { return windows.NewCallback(struck) })
)

// NewHook makes a Hook. Nothing is heard before Scan.
func NewHook(rules Rules, now func() time.Time) (*Hook, error) {
	ctx, cancel := context.WithCancel(context.Background())
	return &Hook{rules: rules, now: now, ctx: ctx, cancel: cancel, found: make(chan string, 8)}, nil
}

// Info says what it is.
func (*Hook) Info() hardware.Info { return hookInfo }

// Close ends Scan.
func (h *Hook) Close() error { h.cancel(); return nil }

// Scan hears until ctx ends. One Scan of a program can run.
func (h *Hook) Scan(ctx context.Context, found func(hardware.Scan)) error {
	const op = "wedge.Scan"
	if err := ctx.Err(); err != nil {
		return err
	}
	if !h.begin() {
		return hardware.E(op, hardware.InUse, "another hook of this program runs")
	}
	thread, ended := make(chan uint32, 1), make(chan error, 1)
	go func() {
		err := h.pump(thread)
		h.end() // first: who hears that it ended may scan again at once
		ended <- err
	}()
	gate := codes.Gate{Now: h.now, Found: found}
	id := <-thread
	for {
		select {
		case code := <-h.found:
			gate.Pass([]byte(code))
		case err := <-ended:
			return hardware.E(op, hardware.Failed, err)
		case <-ctx.Done():
			return stopped(id, ended, ctx.Err())
		case <-h.ctx.Done():
			return stopped(id, ended, hardware.E(op, hardware.Missing, "closed"))
		}
	}
}

// stopped waits until the hook's thread has let the keyboards go.
func stopped(thread uint32, ended <-chan error, why error) error {
	postThreadMessage.Call(uintptr(thread), wmQuit, 0, 0)
	<-ended
	return why
}

func (h *Hook) begin() bool {
	activeMu.Lock()
	defer activeMu.Unlock()
	if active != nil {
		return false
	}
	active, h.sieve = h, Sieve{Rules: h.rules}
	return true
}

func (h *Hook) end() { activeMu.Lock(); defer activeMu.Unlock(); active = nil }

// pump sets the hook and serves its thread's messages: Windows calls struck from within, on this thread.
func (h *Hook) pump(thread chan<- uint32) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var m message
	peekMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0, 0) // makes the thread's queue, so that wmQuit cannot be lost
	thread <- windows.GetCurrentThreadId()
	hook, err := install()
	if err != nil {
		return err
	}
	defer func() { unhook.Call(hook) }()
	again, _, _ := setTimer.Call(0, 0, uintptr(renew.Milliseconds()), 0)
	defer killTimer.Call(0, again)
	for {
		if got, _, err := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0); int32(got) <= 0 {
			play(h.sieve.Flush())
			return err
		}
		switch {
		case m.message != wmTimer:
		case m.wParam == again:
			if fresh, err := install(); err == nil {
				unhook.Call(hook)
				hook = fresh
			}
		default:
			h.verdict(h.sieve.Idle(time.Now()))
		}
	}
}

func install() (uintptr, error) {
	hook, _, err := setHook.Call(whKeyboardLL, callback(), 0, 0)
	if hook == 0 {
		return 0, err
	}
	return hook, nil
}

// struck is called by Windows for every stroke. It must return within a third of a second.
func struck(code int32, what uintptr, k *keyInfo) uintptr {
	activeMu.Lock()
	h := active
	activeMu.Unlock()
	if code == 0 && h != nil && k.flags&flagInjected == 0 {
		stroke := Stroke{Scan: uint16(k.scan), Extended: k.flags&flagExtended != 0, Down: k.flags&flagUp == 0, At: time.Now(), VK: uint16(k.vk)}
		if h.verdict(h.sieve.Stroke(stroke)) {
			return 1
		}
	}
	next, _, _ := callNextHook.Call(0, uintptr(uint32(code)), what, uintptr(unsafe.Pointer(k)))
	return next
}

// verdict does what the sieve says and reports whether the stroke is held back.
func (h *Hook) verdict(v Verdict) bool {
	if v.Code != "" {
		select {
		case h.found <- v.Code:
		default: // nobody takes them: eight are enough
		}
	}
	play(v.Play)
	h.alarm()
	return v.Hold
}

// alarm sets the sieve's timer anew, or stops it.
func (h *Hook) alarm() {
	wait := h.sieve.Wait()
	if wait > 0 {
		h.timer, _, _ = setTimer.Call(0, h.timer, uintptr(max(wait.Milliseconds(), userTimerMinimum)), 0)
		return
	}
	if h.timer != 0 {
		killTimer.Call(0, h.timer)
		h.timer = 0
	}
}

// play gives strokes to the window; as injected ones they pass the hook.
func play(strokes []Stroke) {
	if len(strokes) == 0 {
		return
	}
	all := make([]input, len(strokes))
	for i, k := range strokes {
		all[i] = input{kind: inputKeyboard, key: keyInput{vk: k.VK, scan: k.Scan, flags: flags(k)}}
	}
	sendInput.Call(uintptr(len(all)), uintptr(unsafe.Pointer(&all[0])), unsafe.Sizeof(all[0]))
}

func flags(k Stroke) (f uint32) {
	if k.Extended {
		f |= eventExtended
	}
	if !k.Down {
		f |= eventUp
	}
	return f
}
