//go:build linux && (amd64 || arm64 || loong64 || riscv64)

package camera

import (
	"errors"
	"fmt"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The requests of linux/videodev2.h, for machines of 64 bits.
const (
	querycap  = 0x80685600
	setFormat = 0xc0d05605
	reqbufs   = 0xc0145608
	querybuf  = 0xc0585609
	qbuf      = 0xc058560f
	dqbuf     = 0xc0585611
	streamOn  = 0x40045612
	streamOff = 0x40045613

	captures, streams, perDevice = 0x1, 0x04000000, 0x80000000
	bufferFailed                 = 0x40
	typeCapture, memoryMapped    = 1, 1
)

type capability struct {
	driver    [16]byte
	card, bus [32]byte
	version   uint32
	all, own  uint32
	_         [3]uint32
}

type pixFormat struct {
	kind                                 uint32
	_                                    uint32
	width, height, format, field, stride uint32
	size, colours, private               uint32
	_                                    [168]byte
}

type request struct {
	count, kind, memory, capabilities uint32
	_                                 uint32
}

type buffer struct {
	index, kind, used, flags, field, _ uint32
	_                                  unix.Timeval
	_                                  [16]byte // timecode
	sequence, memory                   uint32
	offset                             uint64
	length                             uint32
	_                                  [3]uint32
}

// event is what a wait has ended with.
type event string

const (
	frameReady event = "frame"
	timeOver   event = "late"
	woken      event = "woken"
)

// kernel is what a device file can do.
type kernel interface {
	ioctl(request uintptr, arg unsafe.Pointer) error
	mmap(offset int64, length int) ([]byte, error)
	munmap(b []byte) error
	// wait returns when there is a frame, when the time is over, or when wake was called, before it or during it.
	wait(timeout time.Duration) (event, error)
	wake()
	close() error
}

// file is the real kernel's side of a device file.
type file struct {
	fd      int
	waker   [2]int // a pipe: what is written to it ends a wait
	closing sync.Once
}

func openFile(path string) (*file, error) {
	fd, err := retry(func() (int, error) { return unix.Open(path, unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0) })
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	f := &file{fd: fd}
	if err := unix.Pipe2(f.waker[:], unix.O_NONBLOCK|unix.O_CLOEXEC); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return f, nil
}

func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}

func (f *file) ioctl(request uintptr, arg unsafe.Pointer) error {
	_, err := retry(func() (int, error) {
		if _, _, e := syscall.Syscall(unix.SYS_IOCTL, uintptr(f.fd), request, uintptr(arg)); e != 0 {
			return 0, e
		}
		return 0, nil
	})
	return err
}

func (f *file) mmap(offset int64, length int) ([]byte, error) {
	return unix.Mmap(f.fd, offset, length, unix.PROT_READ, unix.MAP_SHARED)
}

func (f *file) munmap(b []byte) error { return unix.Munmap(b) }

func (f *file) wait(timeout time.Duration) (event, error) {
	fds := []unix.PollFd{{Fd: int32(f.fd), Events: unix.POLLIN}, {Fd: int32(f.waker[0]), Events: unix.POLLIN}}
	end := time.Now().Add(timeout)
	n, err := retry(func() (int, error) { return unix.Poll(fds, int(max(time.Until(end), 0).Milliseconds())) })
	switch {
	case err != nil:
		return "", err
	case n == 0:
		return timeOver, nil
	case fds[1].Revents != 0:
		var drop [8]byte
		unix.Read(f.waker[0], drop[:])
		return woken, nil
	case fds[0].Revents&unix.POLLIN == 0:
		return "", unix.ENODEV // POLLERR or POLLHUP: pulled out
	}
	return frameReady, nil
}

// wake ends a wait, or the next one.
func (f *file) wake() { unix.Write(f.waker[1], []byte{1}) }

func (f *file) close() (err error) {
	f.closing.Do(func() {
		err = errors.Join(unix.Close(f.fd), unix.Close(f.waker[0]), unix.Close(f.waker[1]))
	})
	return err
}
