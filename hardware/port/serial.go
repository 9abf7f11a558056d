package port

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tarm/serial"
)

// serialWire keeps the habits of tarm/serial to itself:
//   - a read timeout is (0, io.EOF) on Linux and (0, nil) on Windows;
//   - a line that was unplugged gives the same (0, io.EOF), only at once: a read that comes
//     back much too early, several times, is asked with a flush, which tells EIO then;
//   - without a read timeout Close would hang: one is always set;
//   - nothing keeps a second program out: a lock file does;
//   - a flush while it closes would empty whatever got the file's number next: mu keeps them apart.
type serialWire struct {
	port    *serial.Port
	lock    io.Closer
	hasty   int          // reads in a row that came back too early; owned by the reader
	writing atomic.Int32 // writes under way
	mu      sync.Mutex
	closed  bool // guarded by mu
}

func openSerial(u *url.URL) (wire, error) {
	c, err := serialConfig(u)
	if err != nil {
		return nil, err
	}
	lock, err := lockPort(c.Name)
	if err != nil {
		return nil, err
	}
	p, err := serial.OpenPort(c)
	if err != nil {
		lock.Close()
		return nil, serialError(err)
	}
	if u.Query().Get("flow") == flowXON {
		if err := stopsOnXOFF(c.Name); err != nil {
			return nil, errors.Join(err, p.Close(), lock.Close())
		}
	}
	w := &serialWire{port: p, lock: lock}
	w.flush() // bytes of an earlier session would be read as answers
	return w, nil
}

// The words of flow.
const (
	flowNone = "none"
	flowXON  = "xonxoff"
)

// serialConfig reads baud (default 9600), parity N, O or E, stop 1 or 2 and flow none or xonxoff; always 8 data bits.
func serialConfig(u *url.URL) (*serial.Config, error) {
	baud, err := number(u, "baud", 9600)
	if err != nil {
		return nil, err
	}
	c := &serial.Config{Name: path(u), Baud: baud, ReadTimeout: tick, Size: 8, Parity: serial.ParityNone, StopBits: serial.Stop1}
	switch p := strings.ToUpper(u.Query().Get("parity")); p {
	case "", "N":
	case "O", "E":
		c.Parity = serial.Parity(p[0])
	default:
		return nil, fmt.Errorf("%w: parity=%q, one of N O E", ErrConfig, p)
	}
	switch s := u.Query().Get("stop"); s {
	case "", "1":
	case "2":
		c.StopBits = serial.Stop2
	default:
		return nil, fmt.Errorf("%w: stop=%q, 1 or 2", ErrConfig, s)
	}
	if f := u.Query().Get("flow"); f != "" && f != flowNone && f != flowXON {
		return nil, fmt.Errorf("%w: flow=%q, one of %s %s", ErrConfig, f, flowNone, flowXON)
	}
	if c.Name == "" {
		return nil, fmt.Errorf("%w: no device name", ErrConfig)
	}
	return c, nil
}

func serialError(err error) error {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%w: %w", ErrGone, err)
	case strings.Contains(err.Error(), "baud rate"):
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return err
}

func (w *serialWire) read(p []byte) (int, error) {
	start := time.Now()
	n, err := w.port.Read(p)
	switch {
	case n > 0:
		w.hasty = 0
		return n, nil
	case err != nil && !errors.Is(err, io.EOF):
		return 0, fmt.Errorf("%w: %w", ErrGone, err)
	case time.Since(start) >= tick/2:
		w.hasty = 0
		return 0, nil
	}
	return 0, w.suspect()
}

// suspect is called for every read that came back too early with nothing.
func (w *serialWire) suspect() error {
	if w.hasty++; w.hasty < 3 {
		return nil
	}
	w.hasty = 0
	if err := w.flush(); err != nil {
		return err
	}
	time.Sleep(tick / 10) // alive after all: at least do not spin
	return nil
}

func (w *serialWire) write(p []byte) (int, error) {
	w.writing.Add(1)
	defer w.writing.Add(-1)
	n, err := w.port.Write(p)
	if err != nil {
		return n, fmt.Errorf("%w: %w", ErrGone, err)
	}
	return n, nil
}

func (w *serialWire) flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return ErrClosed
	}
	if err := w.port.Flush(); err != nil {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return nil
}

// close waits for a write under way, and gets a stuck one out of the way first: once the port closes, nobody may flush
// any more.
func (w *serialWire) close() error {
	for waited := 0; w.writing.Load() > 0 && waited < 60; waited++ {
		if waited >= 10 {
			w.flush()
		}
		time.Sleep(tick / 10)
	}
	w.mu.Lock()
	again := w.closed
	w.closed = true
	w.mu.Unlock()
	if again {
		return nil
	}
	w.lock.Close()
	return w.port.Close()
}
