//go:build linux && (amd64 || arm64 || loong64 || riscv64)

package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/brighthall/brighthall/hardware"
)

const buffers = 4

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

// choose asks for each format that can be converted until the camera takes one. Formats that need no decoding come
// first.
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
	return hardware.E("camera.Open", hardware.ScannerNoFormat, fmt.Sprintf("none of the formats %v", names))
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
	for {
		got, err := v.kernel.wait(patience)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case v.isClosed():
			return nil, hardware.E(op, hardware.Missing, "closed")
		case err != nil:
			return nil, videoFault(op, err)
		case got == timeOver:
			return nil, hardware.E(op, hardware.ScannerNoPicture)
		case got == frameReady:
			if m, err := v.newest(op); !errors.Is(err, unix.EAGAIN) {
				return m, err
			}
		} // or an earlier caller's time was up at the moment in which he got his frame: what woke us was meant for him
	}
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
