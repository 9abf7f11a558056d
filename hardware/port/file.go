package port

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// lpWire is /dev/usb/lp0. Its read blocks while the printer has nothing to say (some never
// answer), so one read is left waiting in the background and its bytes are fetched later.
type lpWire struct {
	f      *os.File
	reads  chan []byte
	fail   chan error
	start  sync.Once
	done   chan struct{}
	rest   []byte // owned by the reader
	broken error  // owned by the reader
}

func openLP(name string) (wire, error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, lpError(err)
	}
	return &lpWire{f: f, reads: make(chan []byte), fail: make(chan error, 1), done: make(chan struct{})}, nil
}

func lpError(err error) error {
	switch {
	case isBusy(err):
		return fmt.Errorf("%w: %w", ErrInUse, err)
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return err
}

func (w *lpWire) read(p []byte) (int, error) {
	w.start.Do(func() { go w.pump() })
	if len(w.rest) == 0 && w.broken == nil {
		w.await()
	}
	if len(w.rest) > 0 {
		n := copy(p, w.rest)
		w.rest = w.rest[n:]
		return n, nil
	}
	return 0, w.broken
}

func (w *lpWire) await() {
	select {
	case w.rest = <-w.reads:
	case err := <-w.fail:
		w.broken = fmt.Errorf("%w: %w", ErrGone, err)
	case <-time.After(tick):
	}
}

func (w *lpWire) pump() {
	for {
		p := make([]byte, 256)
		n, err := w.f.Read(p)
		if n > 0 {
			select {
			case w.reads <- p[:n]:
			case <-w.done:
				return
			}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			w.fail <- err
			return
		}
		if n == 0 && !w.pause() {
			return
		}
	}
}

// pause keeps a driver that answers "nothing" at once from eating a core.
func (w *lpWire) pause() bool {
	select {
	case <-w.done:
		return false
	case <-time.After(tick):
		return true
	}
}

func (w *lpWire) write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		return n, fmt.Errorf("%w: %w", ErrGone, err)
	}
	return n, nil
}

func (w *lpWire) flush() error {
	if _, err := w.f.Stat(); err != nil {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return nil
}

func (w *lpWire) close() error {
	close(w.done)
	return w.f.Close()
}

// fileWire appends to a file and reads nothing: a printer for looking at the bytes.
type fileWire struct {
	f    *os.File
	done chan struct{}
}

func openFile(name string) (wire, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	return &fileWire{f: f, done: make(chan struct{})}, nil
}

func (w *fileWire) read([]byte) (int, error) {
	select {
	case <-w.done:
		return 0, ErrClosed
	case <-time.After(tick):
		return 0, nil
	}
}

func (w *fileWire) write(p []byte) (int, error) { return w.f.Write(p) }
func (w *fileWire) flush() error                { return nil }

func (w *fileWire) close() error {
	close(w.done)
	return w.f.Close()
}
