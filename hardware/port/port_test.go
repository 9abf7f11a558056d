package port_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

func line(t *testing.T) *porttest.Line {
	t.Helper()
	l, err := porttest.NewLine(t.TempDir(), "tty", 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Unplug)
	return l
}

func open(t *testing.T, url string) port.Port {
	t.Helper()
	p, err := port.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// reopen opens a port that was closed with a write stuck in it, as soon as the system lets go of it.
func reopen(t *testing.T, url string) port.Port {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		p, err := port.Open(ctx, url)
		if err == nil {
			t.Cleanup(func() { p.Close() })
			return p
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			t.Fatal(err)
		}
		if !errors.Is(err, port.ErrInUse) {
			t.Fatal(err)
		}
	}
}

func TestAllBytesPassBothWays(t *testing.T) {
	l := line(t)
	p := open(t, l.URL()+"?baud=115200")
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	if n, err := p.Write(t.Context(), all); n != 256 || err != nil {
		t.Fatal(n, err)
	}
	if got := take(t, l.ReadContext); string(got) != string(all) {
		t.Errorf("the device got % x", got)
	}
	if _, err := l.WriteContext(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	if got := take(t, p.Read); string(got) != string(all) {
		t.Errorf("we got % x", got)
	}
}

// take reads until 256 bytes are in.
func take(t *testing.T, read func(context.Context, []byte) (int, error)) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var got []byte
	for len(got) < 256 {
		b := make([]byte, 256)
		n, err := read(ctx, b)
		if err != nil {
			t.Fatalf("after %d bytes: %v", len(got), err)
		}
		got = append(got, b[:n]...)
	}
	return got
}

func TestSilenceIsNotAnEnd(t *testing.T) {
	p := open(t, line(t).URL())
	ctx, cancel := context.WithTimeout(t.Context(), 350*time.Millisecond)
	defer cancel()
	if n, err := p.Read(ctx, make([]byte, 10)); n != 0 || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%d %v", n, err)
	}
}

func TestUnpluggedWhileReading(t *testing.T) {
	l := line(t)
	p := open(t, l.URL())
	ended := make(chan error, 1)
	go func() { _, err := p.Read(t.Context(), make([]byte, 10)); ended <- err }()
	l.Unplug()
	select {
	case err := <-ended:
		if !errors.Is(err, port.ErrGone) {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("still reading")
	}
}

func TestUnpluggedBeforeAnything(t *testing.T) {
	l := line(t)
	p := open(t, l.URL())
	l.Unplug()
	if _, err := p.Read(t.Context(), make([]byte, 10)); !errors.Is(err, port.ErrGone) {
		t.Errorf("read: %v", err)
	}
	if _, err := p.Write(t.Context(), []byte("x")); !errors.Is(err, port.ErrGone) {
		t.Errorf("write: %v", err)
	}
	if err := p.Flush(); !errors.Is(err, port.ErrGone) {
		t.Errorf("flush: %v", err)
	}
	if _, err := port.Open(t.Context(), l.URL()); !errors.Is(err, port.ErrGone) {
		t.Errorf("open: %v", err)
	}
}

// A peer that takes nothing: the write gives up, Close does not hang, and what was still on
// our side of the line does not come out later.
func TestAStalledWriteIsGivenUpAndTakenBack(t *testing.T) {
	l := line(t)
	p := open(t, l.URL()+"?stall=1")
	n, err := p.Write(t.Context(), make([]byte, 200_000))
	if !errors.Is(err, port.ErrStalled) || n == 0 || n >= 200_000 {
		t.Fatalf("%d %v", n, err)
	}
	if _, err := p.Write(t.Context(), []byte("more")); !errors.Is(err, port.ErrStalled) {
		t.Errorf("a stalled port took more: %v", err)
	}
	start := time.Now()
	p.Close()
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("Close took %v", d)
	}
	again := reopen(t, l.URL())
	if _, err := again.Write(t.Context(), []byte("new")); err != nil {
		t.Fatal(err)
	}
	got := ""
	for b := make([]byte, 65536); !strings.HasSuffix(got, "new"); {
		m, err := l.ReadContext(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		got += string(b[:m])
	}
	// What the other end had in its own buffer (4095 bytes of a tty) is not ours any more,
	// and the chunk that was stuck may follow it.
	if old := len(got) - 3; old > 4095+512 || old >= n {
		t.Errorf("%d of %d old bytes came out", old, n)
	}
}

func TestBytesOfAnEarlierSessionAreNotAnswers(t *testing.T) {
	l := line(t)
	open(t, l.URL()).Close()
	if _, err := l.WriteContext(t.Context(), []byte("old")); err != nil {
		t.Fatal(err)
	}
	p := open(t, l.URL())
	if _, err := l.WriteContext(t.Context(), []byte("new")); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 10)
	if n, err := p.Read(t.Context(), b); err != nil || string(b[:n]) != "new" {
		t.Errorf("read %q %v", b[:n], err)
	}
}

func TestOnePortOneProgram(t *testing.T) {
	l := line(t)
	p := open(t, l.URL())
	if _, err := port.Open(t.Context(), l.URL()); !errors.Is(err, port.ErrInUse) {
		t.Fatalf("opened twice: %v", err)
	}
	p.Close()
	open(t, l.URL())
}

func TestCloseEndsARead(t *testing.T) {
	p := open(t, line(t).URL())
	ended := make(chan error, 1)
	go func() { _, err := p.Read(context.Background(), make([]byte, 1)); ended <- err }()
	p.Close()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("no error")
		}
	case <-time.After(20 * time.Second):
		t.Error("still reading")
	}
}

func TestAddressesThatCannotBeRight(t *testing.T) {
	for _, u := range []string{"serial:///dev/x?baud=fast", "serial:///dev/x?parity=M", "serial:///dev/x?stop=3", "serial:", "ftp://x", ":"} {
		if _, err := port.Open(t.Context(), u); !errors.Is(err, port.ErrConfig) {
			t.Errorf("%s: %v", u, err)
		}
	}
	if _, err := port.Open(t.Context(), line(t).URL()+"?baud=128000"); !errors.Is(err, port.ErrConfig) {
		t.Errorf("a baud rate nobody has: %v", err)
	}
}

func TestNetworkPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	peer := make(chan net.Conn, 1)
	go func() { c, _ := l.Accept(); peer <- c }()
	p := open(t, "tcp://"+l.Addr().String())
	c := <-peer
	if _, err := p.Write(t.Context(), []byte("hello")); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 5)
	if _, err := io.ReadFull(c, b); err != nil || string(b) != "hello" {
		t.Fatal(err)
	}
	c.Write([]byte{0x12})
	if n, err := p.Read(t.Context(), b); n != 1 || b[0] != 0x12 {
		t.Fatal(n, err)
	}
	if err := p.Flush(); err != nil {
		t.Errorf("alive: %v", err)
	}
	c.Close()
	if _, err := p.Read(t.Context(), b); !errors.Is(err, port.ErrGone) {
		t.Errorf("closed by the peer: %v", err)
	}
	if _, err := port.Open(t.Context(), "tcp://127.0.0.1:1"); !errors.Is(err, port.ErrGone) {
		t.Errorf("nobody there: %v", err)
	}
}

// A character device behaves as usblp does: opened by name, its reads block.
func TestPrinterDeviceFile(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "lp0")
	if _, err := port.Open(t.Context(), "usblp://"+fifo); !errors.Is(err, port.ErrGone) {
		t.Errorf("missing: %v", err)
	}
	if err := os.WriteFile(fifo, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	p := open(t, "usblp://"+fifo)
	if _, err := p.Write(t.Context(), []byte("ticket")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := p.Read(ctx, make([]byte, 10)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a printer with nothing to say: %v", err)
	}
	if b, _ := os.ReadFile(fifo); string(b) != "ticket" {
		t.Errorf("%q", b)
	}
}
