package porttest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/creack/pty"
)

// ErrUnplugged is what a device's write gets while nobody holds the other end.
var ErrUnplugged = errors.New("porttest: unplugged")

// Line is one cable: the driver opens Path, the device reads and writes the Line.
type Line struct {
	path string
	baud int
	rest []byte // heard at another speed and not read yet; owned by the reader

	held atomic.Bool // as the last read found it

	mu     sync.Mutex
	master *os.File // nil while unplugged; guarded by mu
}

// NewLine makes a line in dir (a fresh temporary directory of the caller's), plugged in.
// baud is the device's speed: it paces what the device reads and writes (10 bits a byte), and with a
// driver at another speed both hear nonsense. 0 does neither.
// What stands there already is refused, except the link of an older line.
func NewLine(dir, name string, baud int) (*Line, error) {
	l := &Line{path: filepath.Join(dir, name), baud: baud}
	return l, l.Plug()
}

// Path is what the driver opens; URL the same as a port address.
func (l *Line) Path() string { return l.path }

// URL is the port address of the line.
func (l *Line) URL() string { return "serial://" + l.path }

// Plug connects the line under its old name with a new terminal, as a replugged USB
// adapter does.
func (l *Line) Plug() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.master != nil {
		return nil
	}
	master, slave, err := pty.Open()
	if err != nil {
		return fmt.Errorf("porttest.Plug: %w", err)
	}
	defer slave.Close() // held open, it would keep the terminal alive after an unplug
	if err := deadlines(master); err != nil {
		master.Close()
		return fmt.Errorf("porttest.Plug: %w", err)
	}
	if err := name(slave.Name(), l.path); err != nil {
		master.Close()
		return fmt.Errorf("porttest.Plug: %w", err)
	}
	l.master = master
	return nil
}

// terminals is where the system has its pseudo terminals, with the slash.
const terminals = "/dev/pts/"

// name puts a link to a terminal at path. An older link of ours makes room; anything else that stands there is
// somebody's.
func name(terminal, path string) error {
	if err := free(path); err != nil {
		return err
	}
	return os.Symlink(terminal, path)
}

func free(path string) error {
	found, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case found.Mode()&fs.ModeSymlink == 0:
		return fmt.Errorf("%s is no line of a simulated device but %s: it stays, give another path", path, kind(found.Mode()))
	}
	to, err := os.Readlink(path)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(to, terminals) {
		return fmt.Errorf("%s is a link to %s, no line of a simulated device: it stays, give another path", path, to)
	}
	return os.Remove(path)
}

func kind(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m.IsRegular():
		return "a file"
	}
	return "a device"
}

// deadlines makes reads and writes keep their deadlines: opening the pair left the file in blocking mode, where a read
// ends only when a byte comes or the driver closes.
func deadlines(master *os.File) error {
	raw, err := master.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	if err := raw.Control(func(fd uintptr) { failed = syscall.SetNonblock(int(fd), true) }); err != nil {
		return err
	}
	return failed
}

// Unplug pulls the cable: what is under way is lost, the name is gone.
func (l *Line) Unplug() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.master != nil {
		_ = free(l.path) // what somebody put there meanwhile stays
		l.master.Close()
		l.master = nil
	}
}

// Close unplugs for good.
func (l *Line) Close() error { l.Unplug(); return nil }

func (l *Line) current() *os.File {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.master
}

// ReadContext gives the device what the driver sent, at the line's pace. It waits through
// times with no driver and with no cable, until ctx ends.
func (l *Line) ReadContext(ctx context.Context, p []byte) (int, error) {
	if l.baud > 0 && len(p) > 64 {
		p = p[:64]
	}
	for ctx.Err() == nil {
		if n := copy(p, l.rest); n > 0 {
			l.rest = l.rest[n:]
			return n, nil
		}
		n := 0
		if m := l.current(); m != nil {
			m.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
			var err error
			n, err = m.Read(p)
			l.held.Store(n > 0 || errors.Is(err, os.ErrDeadlineExceeded)) // it is EIO while nobody has it open
			if driver, garbled := l.garbled(m); n > 0 && garbled {
				l.rest = resample(p[:n], driver, l.baud)
				rest(ctx, l.onWire(len(l.rest)))
				continue
			}
		}
		if n > 0 {
			return n, l.pace(ctx, n)
		}
		rest(ctx, 2*time.Millisecond)
	}
	return 0, ctx.Err()
}

// Held reports whether a driver has the line open, as far as the device has noticed by reading.
func (l *Line) Held() bool { return l.held.Load() }

// WriteContext sends the device's bytes to the driver, at the line's pace.
func (l *Line) WriteContext(ctx context.Context, p []byte) (int, error) {
	m := l.current()
	if m == nil {
		return 0, ErrUnplugged
	}
	heard := p
	if driver, garbled := l.garbled(m); garbled {
		heard = resample(p, l.baud, driver)
	}
	m.SetWriteDeadline(time.Now().Add(time.Second))
	if n, err := m.Write(heard); err != nil {
		return min(n, len(p)), fmt.Errorf("%w: %w", ErrUnplugged, err)
	}
	return len(p), l.pace(ctx, len(p))
}

func (l *Line) pace(ctx context.Context, bytes int) error {
	if l.baud > 0 {
		rest(ctx, l.onWire(bytes))
	}
	return nil
}

func (l *Line) onWire(bytes int) time.Duration {
	return time.Duration(bytes) * 10 * time.Second / time.Duration(l.baud)
}

func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
