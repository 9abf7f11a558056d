package port

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// kernel is the kernel's side of a keyboard: a socket pair in place of the device, since containers cannot make one.
type kernel struct {
	*os.File
	mu    sync.Mutex
	grabs []bool // guarded by mu
	fail  error
}

func (k *kernel) grab(_ uintptr, on bool) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.grabs = append(k.grabs, on)
	return k.fail
}

// keyboard is an opened one. Packets keep events whole, as the kernel does.
func keyboard(t *testing.T) (*kernel, Port) {
	t.Helper()
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	k := &kernel{File: os.NewFile(uintptr(pair[0]), "kernel")}
	w, err := newEvents(os.NewFile(uintptr(pair[1]), "event0"), k.grab)
	if err != nil {
		t.Fatal(err)
	}
	s := &stream{wire: w, name: "evdev:///dev/input/event0", stall: time.Second}
	t.Cleanup(func() { s.Close(); k.Close() })
	return k, s
}

func TestAKeyboardIsGrabbedWhileItIsOpen(t *testing.T) {
	k, p := keyboard(t)
	if len(k.grabs) != 1 || !k.grabs[0] {
		t.Fatalf("opened: %v", k.grabs)
	}
	p.Close()
	p.Close()
	if len(k.grabs) != 2 || k.grabs[1] {
		t.Fatalf("closed: %v", k.grabs)
	}
	if _, err := p.Read(t.Context(), make([]byte, 24)); !errors.Is(err, ErrClosed) {
		t.Errorf("read after Close: %v", err)
	}
}

func TestAKeyboardThatAnotherProgramHasIsInUse(t *testing.T) {
	for failed, want := range map[error]error{unix.EBUSY: ErrInUse, unix.ENODEV: ErrGone, unix.EACCES: os.ErrPermission} {
		k := &kernel{fail: failed}
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := newEvents(r, k.grab); !errors.Is(eventError(err), want) {
			t.Errorf("%v becomes %v, want %v", failed, eventError(err), want)
		}
		r.Close()
		w.Close()
	}
}

func TestEventsAreReadAsTheyCome(t *testing.T) {
	k, p := keyboard(t)
	event := make([]byte, 24)
	event[16] = 1
	if _, err := k.Write(event); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 256)
	if n, err := p.Read(t.Context(), buf); n != 24 || err != nil || buf[16] != 1 {
		t.Fatalf("%d %v", n, err)
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := k.Write(event); err != nil {
		t.Fatal(err)
	}
	if n, err := p.Read(late, buf); n != 24 || err != nil {
		t.Errorf("what had come is not read by one who is late: %d %v", n, err)
	}
	if _, err := p.Read(late, buf); !errors.Is(err, context.Canceled) {
		t.Errorf("nothing has come: %v", err)
	}
	k.Write(event)
	if err := p.Flush(); err != nil {
		t.Error(err)
	}
	if n, err := p.Read(late, buf); n != 0 {
		t.Errorf("flushed, and there are %d bytes: %v", n, err)
	}
	if _, err := p.Write(t.Context(), event); !errors.Is(err, ErrConfig) {
		t.Errorf("a keyboard takes bytes: %v", err)
	}
}

func TestAKeyboardThatIsPulledOutIsGone(t *testing.T) {
	before := runtime.NumGoroutine()
	k, p := keyboard(t)
	ended := make(chan error, 1)
	go func() {
		_, err := p.Read(t.Context(), make([]byte, 256))
		ended <- err
	}()
	k.Close()
	if err := <-ended; !errors.Is(err, ErrGone) {
		t.Errorf("ended with %v", err)
	}
	if err := p.Flush(); !errors.Is(err, ErrGone) {
		t.Errorf("flush says %v", err)
	}
	p.Close()
	for late := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(late) {
			t.Fatal("a goroutine is left")
		}
	}
}

// Opening what is no keyboard touches nothing.
func TestWhatIsNoKeyboardIsRefused(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]error{fifo: ErrConfig, "/dev/null": ErrConfig, filepath.Join(t.TempDir(), "none"): ErrGone} {
		u := &url.URL{Scheme: "evdev", Path: file}
		if _, err := Open(t.Context(), u.String()); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", file, err, want)
		}
	}
}

// The numbers as linux/input.h gives them on most machines.
func TestRequestNumbers(t *testing.T) {
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		return
	}
	for want, got := range map[uint]uint{0x40044590: iow('E', 0x90, 4), 0x400445A0: iow('E', 0xA0, 4), 0x80604521: ior('E', 0x21, 96)} {
		if got != want {
			t.Errorf("%#x, want %#x", got, want)
		}
	}
}
