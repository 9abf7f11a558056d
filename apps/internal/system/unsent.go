package system

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// unsent is the file in which a counter keeps what it did while the node was away. Its disk may be slow or full: Run
// writes, and nobody at the screen waits for it.
type unsent struct {
	path string
	log  *slog.Logger
	put  func(path string, text []byte) error // replaces a file, durably
	bell chan struct{}                        // rung when next is fresh

	mu    sync.Mutex
	next  []flow.Kept // guarded by mu: the acts that wait now
	fresh bool        // guarded by mu: next is not written yet
	ended bool        // guarded by mu: Run has returned

	refused bool // by the disk, the last time; owned by Run while it runs
}

func newUnsent(path string, log *slog.Logger) *unsent {
	return &unsent{path: path, log: log, put: seal.WriteFile, bell: make(chan struct{}, 1)}
}

// load gives what an earlier run kept. A file that cannot be read is put aside for a person to look at.
func (u *unsent) load() (all []flow.Kept) {
	raw, err := os.ReadFile(u.path)
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		u.log.Error("what the counter did while it was cut off cannot be read", "file", u.path, "error", err, "aside", os.Rename(u.path, u.path+".bad"))
		return nil
	}
	return all
}

// save gives Run the acts that wait now, in place of what it was given before, and does not wait for the disk. After
// Run has ended it writes them itself.
func (u *unsent) save(all []flow.Kept) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.next, u.fresh = all, true
	if u.ended {
		u.fresh = u.write(all) != nil
		return
	}
	select {
	case u.bell <- struct{}{}:
	default:
	}
}

// diskAgain is how long a disk that refused a write is left alone.
const diskAgain = 10 * time.Second

// Run writes what save is given, until ctx ends; what came last is written before it returns. A disk that refuses keeps
// the file as it was, and is asked again.
func (u *unsent) Run(ctx context.Context) error {
	u.mu.Lock()
	u.ended = false
	u.mu.Unlock()
	for {
		var retry <-chan time.Time
		if !u.flush() {
			retry = time.After(diskAgain)
		}
		select {
		case <-u.bell:
		case <-retry:
		case <-ctx.Done():
			u.end()
			return nil
		}
	}
}

// flush writes the newest acts when they are not written yet; false: the disk refused them.
func (u *unsent) flush() bool {
	u.mu.Lock()
	all, fresh := u.next, u.fresh
	u.fresh = false
	u.mu.Unlock()
	if !fresh || u.write(all) == nil {
		return true
	}
	u.mu.Lock()
	u.fresh = true // unless newer acts came meanwhile, these are tried again
	u.mu.Unlock()
	return false
}

// end writes what Run has not written yet; whatever comes afterwards is written by save.
func (u *unsent) end() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.fresh {
		_ = u.write(u.next)
	}
	u.ended = true
}

// write replaces the file by one with these acts, which is on the disk before the old one goes; without any the file
// goes. The log has it when the disk begins to refuse, and when it takes them again.
func (u *unsent) write(all []flow.Kept) error {
	err := u.replace(all)
	switch {
	case err != nil && !u.refused:
		u.log.Error("what the counter does while it is cut off is not kept; what was kept before stays", "file", u.path, "error", err)
	case err == nil && u.refused:
		u.log.Info("what the counter does while it is cut off is kept again", "file", u.path)
	}
	u.refused = err != nil
	return err
}

func (u *unsent) replace(all []flow.Kept) error {
	if len(all) == 0 {
		if err := os.Remove(u.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return u.put(u.path, raw)
}
