package system

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// running starts what writes the file, and gives a function that ends it as the program's end does.
func running(t *testing.T, u *unsent) (end func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- u.Run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func acts(keys ...string) (all []flow.Kept) {
	for _, key := range keys {
		all = append(all, flow.Kept{What: "finish", No: "H023", Key: key, Ticket: "t", Verb: hall.Finish, By: hall.Actor{Terminal: "C03"},
			Act: hall.Action{Counter: "3", At: 1, Outcomes: map[hall.ItemCode]hall.Outcome{"": hall.Done}}})
	}
	return all
}

// keysOf are the keys of what another run of the program would find.
func keysOf(u *unsent) (keys string) {
	for _, k := range newUnsent(u.path, quiet).load() {
		keys += k.Key
	}
	return keys
}

// TestWhatACounterDidDuringACutIsOnItsDisk until the node has it; a file that is broken is put aside and stops nobody.
func TestWhatACounterDidDuringACutIsOnItsDisk(t *testing.T) {
	u := newUnsent(filepath.Join(t.TempDir(), "C03.unsent.json"), quiet)
	if got := u.load(); got != nil {
		t.Errorf("at first there is %v", got)
	}
	end := running(t, u)
	u.save(acts("k"))
	end()
	got := u.load()
	if len(got) != 1 || got[0].Key != "k" || got[0].Verb != hall.Finish || got[0].Act.At != 1 || got[0].Act.Outcomes[""] != hall.Done {
		t.Errorf("kept is %+v", got)
	}
	if info, err := os.Stat(u.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
	u.save(nil) // the program ends, and the last answer comes
	if _, err := os.Stat(u.path); !os.IsNotExist(err) {
		t.Errorf("with nothing to keep the file is still there: %v", err)
	}
	if err := os.WriteFile(u.path, []byte("[{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := u.load(); got != nil {
		t.Errorf("of a broken file: %v", got)
	}
	if _, err := os.Stat(u.path + ".bad"); err != nil {
		t.Errorf("it is not put aside: %v", err)
	}
}

// TestNoMomentIsWithoutTheUnsentActs: the file was removed before the next one was written, so a cut in between lost
// all of them.
func TestNoMomentIsWithoutTheUnsentActs(t *testing.T) {
	u := newUnsent(filepath.Join(t.TempDir(), "C03.unsent.json"), quiet)
	var before []string // what a power cut at each write would leave
	u.put = func(path string, text []byte) error {
		before = append(before, keysOf(u))
		return seal.WriteFile(path, text)
	}
	for _, all := range [][]flow.Kept{acts("a"), acts("a", "b"), acts("b"), acts("b", "c")} {
		end := running(t, u)
		u.save(all)
		end()
	}
	if got := strings.Join(before, " "); got != " a ab b" || keysOf(u) != "bc" {
		t.Errorf("the disk had %q before each write, and has %q", got, keysOf(u))
	}
	if left, err := filepath.Glob(u.path + "*"); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestAFullDiskKeepsTheUnsentActsOfBefore: the log says so, and they are written as soon as there is room.
func TestAFullDiskKeepsTheUnsentActsOfBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		text := &written{}
		u := newUnsent(filepath.Join(t.TempDir(), "C03.unsent.json"), slog.New(slog.NewTextHandler(text, nil)))
		var full atomic.Bool
		u.put = func(path string, text []byte) error {
			if full.Load() {
				return errors.Join(errors.New("write"), syscall.ENOSPC)
			}
			return seal.WriteFile(path, text)
		}
		end := running(t, u)
		u.save(acts("a"))
		synctest.Wait()
		full.Store(true)
		u.save(acts("a", "b"))
		synctest.Wait()
		if keysOf(u) != "a" || !strings.Contains(text.String(), "level=ERROR") || !strings.Contains(text.String(), "C03.unsent.json") {
			t.Errorf("a full disk has %q; the log: %s", keysOf(u), text)
		}
		full.Store(false)
		time.Sleep(time.Minute)
		synctest.Wait()
		if keysOf(u) != "ab" {
			t.Errorf("there is room again, and the disk has %q", keysOf(u))
		}
		end()
	})
}

// TestNobodyAtTheScreenWaitsForTheDisk: acts come while a write takes long, and the last of them is what is kept.
func TestNobodyAtTheScreenWaitsForTheDisk(t *testing.T) {
	u := newUnsent(filepath.Join(t.TempDir(), "C03.unsent.json"), quiet)
	writes, begun := make(chan struct{}), make(chan struct{}, 10)
	u.put = func(path string, text []byte) error {
		begun <- struct{}{}
		<-writes
		return seal.WriteFile(path, text)
	}
	end := running(t, u)
	u.save(acts("a"))
	<-begun
	u.save(acts("a", "b"))
	u.save(acts("a", "b", "c"))
	close(writes)
	end()
	if got := keysOf(u); got != "abc" {
		t.Errorf("kept is %q", got)
	}
}

// written is a log that is read while it is written.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer // guarded by mu
}

func (w *written) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}
