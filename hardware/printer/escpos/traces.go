package escpos

import (
	"net/url"
	"os"
	"path/filepath"
	"sync"
)

// Traces remember of which printers a slip broke off, so that part of it may hang there: whoever opens the printer next
// cuts that off before the first slip. Nobody else does: a cut before each first slip would be paper on the floor. One
// Traces serves all printers of a terminal; a nil one remembers nothing.
type Traces struct {
	dir string

	mu     sync.Mutex
	broken map[string]bool // by port, guarded by mu
}

// NewTraces keeps them in a folder, so that they outlive the program; without one they outlive only an unplug.
func NewTraces(dir string) *Traces { return &Traces{dir: dir, broken: map[string]bool{}} }

// Broke says that a slip has broken off at a port, or that all of it is out. It is said before the first line too: a
// program that ends in the middle cannot say it any more. A folder that cannot be written makes the memory shorter and
// nothing worse.
func (t *Traces) Broke(at string, yes bool) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.broken[at] = yes; t.dir == "" {
		return
	}
	if !yes {
		os.Remove(t.file(at))
		return
	}
	if os.MkdirAll(t.dir, 0o755) == nil {
		os.WriteFile(t.file(at), nil, 0o644)
	}
}

// Broken reports what is remembered of a port.
func (t *Traces) Broken(at string) bool {
	if t == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if yes, known := t.broken[at]; known || t.dir == "" {
		return yes
	}
	_, err := os.Stat(t.file(at))
	return err == nil
}

func (t *Traces) file(at string) string {
	return filepath.Join(t.dir, url.QueryEscape(at)+".broke-off")
}
