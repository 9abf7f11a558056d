//go:build amd64 || arm64 || loong64 || riscv64

package camera

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/brighthall/brighthall/hardware"
)

// The sizes are part of the requests' numbers: linux/videodev2.h on machines of 64 bits.
func TestStructuresHaveTheKernelsSizes(t *testing.T) {
	for _, c := range []struct {
		name    string
		size    uintptr
		request uintptr
	}{
		{"v4l2_capability", unsafe.Sizeof(capability{}), querycap}, {"v4l2_format", unsafe.Sizeof(pixFormat{}), setFormat},
		{"v4l2_requestbuffers", unsafe.Sizeof(request{}), reqbufs}, {"v4l2_buffer", unsafe.Sizeof(buffer{}), querybuf},
		{"v4l2_buffer", unsafe.Sizeof(buffer{}), qbuf}, {"v4l2_buffer", unsafe.Sizeof(buffer{}), dqbuf},
	} {
		if c.size != c.request>>16&0x3FFF {
			t.Errorf("%s has %d bytes, the request %#x says %d", c.name, c.size, c.request, c.request>>16&0x3FFF)
		}
	}
	if o := unsafe.Offsetof(buffer{}.offset); o != 64 {
		t.Errorf("v4l2_buffer.m at %d", o)
	}
	if o := unsafe.Offsetof(pixFormat{}.width); o != 8 {
		t.Errorf("v4l2_format.fmt at %d", o)
	}
}

// fakeKernel is a camera of 4 x 2 pixels. Tests set what it does.
type fakeKernel struct {
	can     uint32
	format  string // the only one it has
	fault   map[uintptr]error
	frames  [][]byte // that it will send
	queued  []uint32
	memory  [][]byte
	waked   chan struct{}
	streams bool
	closed  int
}

func newFake(format string, frames ...string) *fakeKernel {
	k := &fakeKernel{can: captures | streams, format: format, fault: map[uintptr]error{}, waked: make(chan struct{}, 100)}
	for _, f := range frames {
		k.frames = append(k.frames, []byte(f))
	}
	return k
}

func (k *fakeKernel) ioctl(r uintptr, arg unsafe.Pointer) error {
	if err := k.fault[r]; err != nil {
		return err
	}
	switch r {
	case querycap:
		*(*capability)(arg) = capability{all: 0xFFFF | perDevice, own: k.can}
	case setFormat:
		f := (*pixFormat)(arg)
		f.format, f.width, f.height, f.stride = formats[k.format], 4, 2, 0
	case reqbufs:
		(*request)(arg).count = 3
	case querybuf:
		b := (*buffer)(arg)
		b.length, b.offset = 64, uint64(b.index)*4096
	case qbuf:
		k.queued = append(k.queued, (*buffer)(arg).index)
	case dqbuf:
		return k.give((*buffer)(arg))
	case streamOn, streamOff:
		k.streams = r == streamOn
	}
	return nil
}

func (k *fakeKernel) give(b *buffer) error {
	if len(k.frames) == 0 || len(k.queued) == 0 {
		return unix.EAGAIN
	}
	b.index, k.queued = k.queued[0], k.queued[1:]
	b.used = uint32(copy(k.memory[b.index], k.frames[0]))
	k.frames = k.frames[1:]
	return nil
}

func (k *fakeKernel) mmap(offset int64, n int) ([]byte, error) {
	k.memory = append(k.memory, make([]byte, n))
	return k.memory[offset/4096], nil
}
func (k *fakeKernel) munmap([]byte) error { k.memory = k.memory[:len(k.memory)-1]; return nil }
func (k *fakeKernel) wake()               { k.waked <- struct{}{} }
func (k *fakeKernel) close() error        { k.closed++; return nil }
func (k *fakeKernel) wait(d time.Duration) (event, error) {
	if len(k.frames) > 0 {
		return frameReady, nil
	}
	if k.fault[dqbuf] != nil {
		return "", unix.ENODEV
	}
	if k.waked == nil || d != patience {
		return timeOver, nil
	}
	<-k.waked
	return woken, nil
}

func TestTheNewestFrameIsRead(t *testing.T) {
	k := newFake("grey", "oldest..", "older...", "newestab")
	v, err := startVideo(k, "/dev/video0", wanted{4, 2, ""})
	if err != nil || !k.streams || len(k.queued) != 3 || v.String() != "v4l2:///dev/video0" {
		t.Fatal(err, k.queued)
	}
	m, err := v.Next(t.Context())
	if err != nil || string(m.Pix) != "newestab" {
		t.Fatalf("%v %v", m, err)
	}
	if slices.Sort(k.queued); !slices.Equal(k.queued, []uint32{0, 1, 2}) {
		t.Errorf("queued again: %v", k.queued)
	}
	k.frames = [][]byte{[]byte("short")}
	if _, err := v.Next(t.Context()); !errors.Is(err, ErrPicture) || len(k.queued) != 3 {
		t.Errorf("a damaged frame: %v, queued %v", err, k.queued)
	}
	if err := errors.Join(v.Close(), v.Close()); err != nil || k.streams || k.closed != 1 || len(k.memory) != 0 {
		t.Errorf("closed %d times, streams %v, %d buffers mapped, %v", k.closed, k.streams, len(k.memory), err)
	}
	if _, err := v.Next(t.Context()); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
}

func TestTheFormatThatTheCameraHasIsTaken(t *testing.T) {
	for _, name := range []string{"grey", "yuyv", "mjpeg", "nv12"} {
		k := newFake(name)
		v, err := startVideo(k, "/dev/video0", wanted{1280, 720, ""})
		if err != nil {
			t.Fatal(err)
		}
		v.Close()
		if v, err = startVideo(newFake(name), "/dev/video0", wanted{640, 480, name}); err != nil {
			t.Fatal(err)
		}
		v.Close()
	}
	k := newFake("yuyv")
	if _, err := startVideo(k, "/dev/video0", wanted{640, 480, "mjpeg"}); hardware.CodeOf(err) != hardware.ScannerNoFormat || k.closed != 1 {
		t.Error(err)
	}
}

func TestFaultsOfACamera(t *testing.T) {
	for _, c := range []struct {
		name    string
		request uintptr
		err     error
		code    hardware.Code
	}{
		{"no camera", querycap, unix.ENOTTY, hardware.BadConfig},
		{"pulled out while it is opened", querycap, unix.ENODEV, hardware.Missing},
		{"another program uses it", setFormat, unix.EBUSY, hardware.InUse},
		{"another program streams", reqbufs, unix.EBUSY, hardware.InUse},
		{"no bandwidth on the hub", streamOn, unix.ENOSPC, hardware.Failed},
	} {
		k := newFake("grey")
		k.fault[c.request] = c.err
		if _, err := startVideo(k, "/dev/video0", wanted{}); hardware.CodeOf(err) != c.code || k.closed != 1 {
			t.Errorf("%s: %v, closed %d times", c.name, err, k.closed)
		}
	}
	k := newFake("grey")
	k.can = 2 // output only
	if _, err := startVideo(k, "/dev/video1", wanted{}); hardware.CodeOf(err) != hardware.BadConfig {
		t.Error(err)
	}
}

func TestACameraThatFallsSilentOrIsPulledOut(t *testing.T) {
	k := newFake("grey")
	v, err := startVideo(k, "/dev/video0", wanted{})
	if err != nil {
		t.Fatal(err)
	}
	k.waked = nil
	if _, err := v.Next(t.Context()); hardware.CodeOf(err) != hardware.ScannerNoPicture {
		t.Errorf("silent: %v", err)
	}
	k.fault[dqbuf] = unix.ENODEV
	if _, err := v.Next(t.Context()); hardware.CodeOf(err) != hardware.Missing {
		t.Errorf("pulled out: %v", err)
	}
}

func TestAWaitingCameraIsLeft(t *testing.T) {
	k := newFake("grey")
	v, err := startVideo(k, "/dev/video0", wanted{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { _, err := v.Next(ctx); ended <- err }()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if len(k.waked) == 0 {
		k.wake() // one that comes too late for its caller: the next one must not take it for his
	}
	began := make(chan struct{})
	go func() { close(began); _, err := v.Next(t.Context()); ended <- err }()
	<-began
	v.Close() // before Next waits or while it does: both end it
	if err := <-ended; hardware.CodeOf(err) != hardware.Missing || k.closed != 1 {
		t.Errorf("%v, closed %d times", err, k.closed)
	}
}

// A real device file that is no camera, and the pipe that ends a wait.
func TestDeviceFilesThatAreNoCameras(t *testing.T) {
	if _, err := openV4L2("/dev/null", wanted{}); hardware.CodeOf(err) != hardware.BadConfig {
		t.Error(err)
	}
	if _, err := openV4L2(t.TempDir()+"/video9", wanted{}); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
	f, err := openFile("/dev/zero")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.wait(time.Minute); got != frameReady || err != nil {
		t.Errorf("%v %v", got, err)
	}
	f.wake()
	if got, err := f.wait(time.Minute); got != woken || err != nil {
		t.Errorf("%v %v", got, err)
	}
	if b, err := f.mmap(0, 4096); err != nil || !bytes.Equal(b, make([]byte, 4096)) || f.munmap(b) != nil {
		t.Error(err)
	}
	if err := errors.Join(f.close(), f.close()); err != nil {
		t.Error(err)
	}
}
