//go:build linux && (amd64 || arm64 || loong64 || riscv64)

package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/brighthall/brighthall/hardware"
)

const (
	buffers  = 4
	patience = 5 * time.Second // without a picture
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

// kernel is what a device file can do.
type kernel interface {
	ioctl(request uintptr, arg unsafe.Pointer) error
	mmap(offset int64, length int) ([]byte, error)
	munmap(b []byte) error
	// wait returns when there is a frame (true), when the time is over, or when wake was called.
	wait(timeout time.Duration) (bool, error)
	wake()
	close() error
}

// video is a V4L2 camera that streams. It is a Source.
type video struct {
	kernel  kernel
	path    string
	format  pixFormat
	buffers [][]byte // owned by Next

	mu     sync.Mutex
	closed bool // guarded by mu
	using  bool // Next is at work; guarded by mu
}

func openV4L2(path string, want wanted) (Source, error) {
	k, err := openFile(path)
	if err != nil {
		return nil, videoFault("camera.Open", err)
	}
	return startVideo(k, path, want)
}

// startVideo sets the format and starts the stream.
func startVideo(k kernel, path string, want wanted) (Source, error) {
	v := &video{kernel: k, path: path}
	if err := v.start(want); err != nil {
		v.stop()
		return nil, err
	}
	return v, nil
}

func (v *video) start(want wanted) error {
	const op = "camera.Open"
	var c capability
	if err := v.kernel.ioctl(querycap, unsafe.Pointer(&c)); err != nil {
		return hardware.E(op, notACamera(err), v.path+" is no camera", err)
	}
	can := c.all
	if can&perDevice != 0 {
		can = c.own
	}
	if can&captures == 0 || can&streams == 0 {
		return hardware.E(op, hardware.BadConfig, v.path+" takes no pictures")
	}
	if err := v.choose(want); err != nil {
		return err
	}
	if err := v.mapBuffers(); err != nil {
		return videoFault(op, err)
	}
	on := int32(typeCapture)
	if err := v.kernel.ioctl(streamOn, unsafe.Pointer(&on)); err != nil {
		return videoFault(op, err)
	}
	return nil
}

// choose asks for each format that can be converted until the camera takes one. Formats that need no decoding come first.
func (v *video) choose(want wanted) error {
	names := []string{"grey", "yuyv", "mjpeg", "nv12"}
	if want.width*want.height > 640*480 {
		names = []string{"grey", "mjpeg", "nv12", "yuyv"} // a USB 2 line carries only some large raw pictures a second
	}
	if want.format != "" {
		names = []string{want.format}
	}
	for _, name := range names {
		f := pixFormat{kind: typeCapture, width: uint32(want.width), height: uint32(want.height), format: formats[name], field: 1}
		switch err := v.kernel.ioctl(setFormat, unsafe.Pointer(&f)); {
		case errors.Is(err, unix.EBUSY):
			return hardware.E("camera.Open", hardware.InUse, err)
		case err == nil && f.format == formats[name] && f.width > 0 && f.height > 0:
			v.format = f
			return nil
		}
	}
	return hardware.E("camera.Open", hardware.ScannerRefused, fmt.Sprintf("none of the formats %v", names))
}

func (v *video) mapBuffers() error {
	r := request{count: buffers, kind: typeCapture, memory: memoryMapped}
	if err := v.kernel.ioctl(reqbufs, unsafe.Pointer(&r)); err != nil {
		return err
	}
	if r.count == 0 || r.count > 32 {
		return fmt.Errorf("%d buffers", r.count)
	}
	for i := range r.count {
		b := buffer{index: i, kind: typeCapture, memory: memoryMapped}
		if err := v.kernel.ioctl(querybuf, unsafe.Pointer(&b)); err != nil {
			return err
		}
		m, err := v.kernel.mmap(int64(b.offset&0xFFFFFFFF), int(b.length))
		if err != nil {
			return err
		}
		v.buffers = append(v.buffers, m)
		if err := v.queue(i); err != nil {
			return err
		}
	}
	return nil
}

func (v *video) queue(i uint32) error {
	b := buffer{index: i, kind: typeCapture, memory: memoryMapped}
	return v.kernel.ioctl(qbuf, unsafe.Pointer(&b))
}

// String is the device's URL.
func (v *video) String() string { return "v4l2://" + v.path }

// Close stops the stream; a Next that waits ends first.
func (v *video) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil
	}
	v.closed = true
	if v.using {
		v.kernel.wake() // Next stops it
		return nil
	}
	return v.stop()
}

func (v *video) stop() error {
	off := int32(typeCapture)
	v.kernel.ioctl(streamOff, unsafe.Pointer(&off)) // a device that is gone cannot stop either
	for _, b := range v.buffers {
		v.kernel.munmap(b)
	}
	v.buffers = nil
	return v.kernel.close()
}

// begin and end say when Next uses the buffers.
func (v *video) begin() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.using = !v.closed
	return v.using
}

func (v *video) end() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.using = false; v.closed {
		v.stop()
	}
}

func (v *video) isClosed() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.closed
}

// Next gives the newest frame; those that came while the last one was read are left out.
func (v *video) Next(ctx context.Context) (*image.Gray, error) {
	const op = "camera.Next"
	if !v.begin() {
		return nil, hardware.E(op, hardware.Missing, "closed")
	}
	defer v.end()
	defer context.AfterFunc(ctx, v.kernel.wake)()
	ready, err := v.kernel.wait(patience)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case v.isClosed():
		return nil, hardware.E(op, hardware.Missing, "closed")
	case err != nil:
		return nil, videoFault(op, err)
	case !ready:
		return nil, hardware.E(op, hardware.ScannerSilent, "no picture")
	}
	return v.newest(op)
}

func (v *video) newest(op string) (*image.Gray, error) {
	last, err := v.take()
	if err != nil {
		return nil, videoFault(op, err)
	}
	for {
		b, err := v.take()
		if errors.Is(err, unix.EAGAIN) {
			break
		}
		if err == nil {
			err = v.queue(last.index)
		}
		if err != nil {
			return nil, videoFault(op, err)
		}
		last = b
	}
	m, bad := v.picture(last)
	if err := v.queue(last.index); err != nil {
		return nil, videoFault(op, err)
	}
	return m, bad
}

func (v *video) take() (buffer, error) {
	b := buffer{kind: typeCapture, memory: memoryMapped}
	if err := v.kernel.ioctl(dqbuf, unsafe.Pointer(&b)); err != nil {
		return b, err
	}
	if int(b.index) >= len(v.buffers) {
		return b, fmt.Errorf("buffer %d", b.index)
	}
	return b, nil
}

func (v *video) picture(b buffer) (*image.Gray, error) {
	raw := v.buffers[b.index]
	if b.flags&bufferFailed != 0 || int(b.used) > len(raw) {
		return nil, fmt.Errorf("%w: damaged on its way", ErrPicture)
	}
	if b.used > 0 {
		raw = raw[:b.used]
	}
	return convert(raw, v.format.format, int(v.format.width), int(v.format.height), int(v.format.stride))
}

func notACamera(err error) hardware.Code {
	if errors.Is(err, unix.ENODEV) {
		return hardware.Missing
	}
	return hardware.BadConfig
}

func videoFault(op string, err error) error {
	code := hardware.Failed
	switch {
	case errors.Is(err, unix.ENOENT), errors.Is(err, unix.ENODEV), errors.Is(err, unix.ENXIO), errors.Is(err, unix.EIO):
		code = hardware.Missing
	case errors.Is(err, unix.EBUSY):
		code = hardware.InUse
	}
	return hardware.E(op, code, err)
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

func (f *file) wait(timeout time.Duration) (bool, error) {
	fds := []unix.PollFd{{Fd: int32(f.fd), Events: unix.POLLIN}, {Fd: int32(f.waker[0]), Events: unix.POLLIN}}
	end := time.Now().Add(timeout)
	n, err := retry(func() (int, error) { return unix.Poll(fds, int(max(time.Until(end), 0).Milliseconds())) })
	switch {
	case err != nil || n == 0:
		return false, err
	case fds[1].Revents != 0:
		var drop [8]byte
		unix.Read(f.waker[0], drop[:])
		return false, nil
	case fds[0].Revents&unix.POLLIN == 0:
		return false, unix.ENODEV // POLLERR or POLLHUP: pulled out
	}
	return true, nil
}

// wake ends a wait, or the next one.
func (f *file) wake() { unix.Write(f.waker[1], []byte{1}) }

func (f *file) close() (err error) {
	f.closing.Do(func() {
		err = errors.Join(unix.Close(f.fd), unix.Close(f.waker[0]), unix.Close(f.waker[1]))
	})
	return err
}
