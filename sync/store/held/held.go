package held

import (
	"io/fs"
	"os"
	"sync"

	"github.com/brighthall/brighthall/hall"
)

// Files are the open files of a data directory. Its methods may be called from any goroutine.
type Files struct {
	paths []string // the first is written by its holder alone

	mu  sync.Mutex
	was []fs.FileInfo // guarded by mu: in the order of paths
}

// Hold takes in files that are open.
func Hold(paths ...string) (*Files, error) {
	f := &Files{paths: paths}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		f.was = append(f.was, info)
	}
	return f, nil
}

// Wrote takes in what the holder has written to the first file. The caller sees to it that nobody looks between the
// writing and this.
func (f *Files) Wrote() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if info, err := os.Stat(f.paths[0]); err == nil && same(f.was[0], info) {
		f.was[0] = info
	}
}

// Look says what became of the files: nil when they are what they were, else DataGone. Files that are put back are so
// again.
func (f *Files) Look() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, p := range f.paths {
		info, err := os.Stat(p)
		switch {
		case err != nil && missing(err):
			return gone(p + " is not there any more")
		case err != nil:
			return nil // it cannot be told now
		case !same(f.was[i], info):
			return gone(p + " is another file than the one that was opened")
		case i == 0 && changed(f.was[i], info):
			return gone(p + " was written by somebody else")
		}
	}
	return nil
}

func gone(reason string) error { return hall.E("held.Look", hall.DataGone, reason) }
