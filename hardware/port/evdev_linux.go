package port

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// eventWire is /dev/input/eventN, a keyboard whose keys come to this program alone: it is grabbed from opening to
// closing. It reads whole struct input_event and takes no bytes.
//
// It waits with poll and not with the runtime's deadlines: an event that has come is read even when this program is
// late, so that a busy machine makes no pause where the keyboard made none.
type eventWire struct {
	f       *os.File
	raw     syscall.RawConn
	grab    func(fd uintptr, on bool) error
	closing sync.Once
}

func openEvents(u *url.URL) (wire, error) {
	f, err := os.OpenFile(path(u), os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, eventError(err)
	}
	w, err := newEvents(f, grab)
	if err != nil {
		f.Close()
		return nil, eventError(err)
	}
	return w, nil
}

func newEvents(f *os.File, grab func(fd uintptr, on bool) error) (*eventWire, error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	w := &eventWire{f: f, raw: raw, grab: grab}
	return w, w.control(func(fd uintptr) error { return w.grab(fd, true) })
}

func eventError(err error) error {
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, unix.ENODEV), errors.Is(err, unix.ENXIO):
		return fmt.Errorf("%w: %w", ErrGone, err)
	case isBusy(err):
		return fmt.Errorf("%w: %w", ErrInUse, err)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%w: this user may not read keyboards (group input, or a udev rule)", err)
	}
	return err
}

// control does something with the descriptor while it cannot be closed.
func (w *eventWire) control(do func(fd uintptr) error) error {
	var failed error
	if err := w.raw.Control(func(fd uintptr) { failed = do(fd) }); err != nil {
		return fmt.Errorf("%w: %w", ErrClosed, err)
	}
	return failed
}

func (w *eventWire) read(p []byte) (n int, err error) {
	err = w.control(func(fd uintptr) (err error) {
		if !comes(fd, int(tick.Milliseconds())) {
			return nil
		}
		n, err = take(fd, p)
		return err
	})
	return n, err
}

// comes waits until there is something to read, or to be told; a signal is nothing.
func comes(fd uintptr, millis int) bool {
	n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, millis)
	return n > 0 && err == nil
}

// take reads what is there. A keyboard that was pulled out answers ENODEV.
func take(fd uintptr, p []byte) (int, error) {
	n, err := unix.Read(int(fd), p)
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("%w: %w", ErrGone, err)
	case n == 0:
		return 0, fmt.Errorf("%w: end of events", ErrGone)
	}
	return n, nil
}

func (w *eventWire) write([]byte) (int, error) {
	return 0, fmt.Errorf("%w: a keyboard takes no bytes", ErrConfig)
}

func (w *eventWire) flush() error {
	trash := make([]byte, 24*64)
	return w.control(func(fd uintptr) error {
		for comes(fd, 0) {
			if _, err := take(fd, trash); err != nil {
				return err
			}
		}
		return nil
	})
}

// close lets the keyboard go first, so that it is everybody's again even where somebody else holds the descriptor.
func (w *eventWire) close() (err error) {
	w.closing.Do(func() {
		w.control(func(fd uintptr) error { return w.grab(fd, false) }) // of one that was pulled out there is nothing to let go
		err = w.f.Close()
	})
	return err
}

// grab takes a keyboard for this program alone, or lets it go. What is no keyboard is not touched.
func grab(fd uintptr, on bool) error {
	if !on {
		return unix.IoctlSetInt(int(fd), iow('E', 0x90, 4), 0) // EVIOCGRAB
	}
	if err := isKeyboard(fd); err != nil {
		return err
	}
	if err := unix.IoctlSetInt(int(fd), iow('E', 0x90, 4), 1); err != nil {
		return fmt.Errorf("EVIOCGRAB: %w", err)
	}
	// Gaps between keys must not jump when somebody sets the clock. EVIOCSCLOCKID; kernels before 3.4 do not know it.
	_ = unix.IoctlSetPointerInt(int(fd), iow('E', 0xA0, 4), unix.CLOCK_MONOTONIC)
	return nil
}

// isKeyboard asks for the keys of a device (EVIOCGBIT): a scanner has the digits and Return. It is a safeguard for mice
// and power buttons.
func isKeyboard(fd uintptr) error {
	var keys [96]byte
	if err := ioctl(fd, ior('E', 0x20+1, len(keys)), unsafe.Pointer(&keys)); err != nil {
		return fmt.Errorf("%w: is no input device: %w", ErrConfig, err)
	}
	for _, key := range []int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 28} {
		if keys[key/8]>>(key%8)&1 == 0 {
			return fmt.Errorf("%w: is no keyboard with digits and Return", ErrConfig)
		}
	}
	return nil
}

func ioctl(fd uintptr, request uint, into unsafe.Pointer) error {
	if _, _, err := unix.Syscall(unix.SYS_IOCTL, fd, uintptr(request), uintptr(into)); err != 0 {
		return err
	}
	return nil
}

func iow(kind, number uint, size int) uint { return ioc(1, kind, number, size) }
func ior(kind, number uint, size int) uint { return ioc(2, kind, number, size) }

// ioc numbers a request as the kernel does (asm-generic/ioctl.h); MIPS, as some of Loongson's machines are, has its own
// directions.
func ioc(direction, kind, number uint, size int) uint {
	shift := uint(30)
	if strings.HasPrefix(runtime.GOARCH, "mips") {
		shift, direction = 29, map[uint]uint{1: 4, 2: 2}[direction]
	}
	return direction<<shift | uint(size)<<16 | kind<<8 | number
}
