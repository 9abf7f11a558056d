package port

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"
)

// spooler is a printer of the system's spooler: what is between begin and end comes out in one piece.
type spooler interface {
	begin() error
	write(p []byte) (int, error)
	end() error
	alive() error // it is still there
	close() error
}

// settle is how long after the last byte a document ends. A driver sends a slip in one go, but no byte of it says that
// it is the last.
const settle = 300 * time.Millisecond

// spoolWire makes documents of what is written. Nothing ever comes back: a driver can confirm nothing over it.
type spoolWire struct {
	to   spooler
	done chan struct{}

	mu     sync.Mutex
	last   *time.Timer // ends the open document; nil: none is open. Guarded by mu
	broken error       // the end of a document failed, told at the next use; guarded by mu
	closed bool        // guarded by mu
}

func newSpoolWire(to spooler) *spoolWire { return &spoolWire{to: to, done: make(chan struct{})} }

// spoolName is the printer of spool://NAME; spool:NAME takes %20 too, and spool://PC/NAME is a printer that another PC
// shares.
func spoolName(u *url.URL) (string, error) {
	if u.Opaque != "" {
		return url.PathUnescape(u.Opaque)
	}
	name := strings.Trim(u.Path, "/")
	switch {
	case u.Host == "" && name == "":
		return "", fmt.Errorf("%w: no printer's name, as in spool://POS-80", ErrConfig)
	case u.Host == "":
		return name, nil
	case name == "":
		return u.Host, nil
	}
	return `\\` + u.Host + `\` + name, nil
}

func (w *spoolWire) read([]byte) (int, error) {
	select {
	case <-w.done:
		return 0, ErrClosed
	case <-time.After(tick):
		return 0, nil
	}
}

func (w *spoolWire) write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.usable(); err != nil {
		return 0, err
	}
	if w.last == nil {
		if err := w.to.begin(); err != nil {
			return 0, fmt.Errorf("%w: %w", ErrGone, err)
		}
		w.last = time.AfterFunc(settle, w.settled)
	} else {
		w.last.Reset(settle)
	}
	n, err := w.to.write(p)
	if err != nil {
		return n, fmt.Errorf("%w: %w", ErrGone, err)
	}
	return n, nil
}

// usable tells what has gone wrong since the last use, once. The caller holds mu.
func (w *spoolWire) usable() error {
	if w.closed {
		return ErrClosed
	}
	err := w.broken
	w.broken = nil
	return err
}

func (w *spoolWire) settled() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.finish()
}

// finish gives the open document to the printer. The caller holds mu.
func (w *spoolWire) finish() {
	if w.last == nil {
		return
	}
	w.last.Stop()
	w.last = nil
	if err := w.to.end(); err != nil {
		w.broken = fmt.Errorf("%w: %w", ErrGone, err)
	}
}

// flush looks whether the printer is there; what was written belongs to the spooler.
func (w *spoolWire) flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.usable(); err != nil {
		return err
	}
	if err := w.to.alive(); err != nil {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return nil
}

func (w *spoolWire) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil
	}
	w.finish()
	w.closed = true
	close(w.done)
	return w.to.close()
}
