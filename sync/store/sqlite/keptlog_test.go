package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// TestWhoLooksAfterAKillLeavesTheLog: whoever was the last to close a killed hall took its log away, and the next start
// told of a loss that never was.
func TestWhoLooksAfterAKillLeavesTheLog(t *testing.T) {
	killed, _, last := lastSecond(t, 20)
	for name, look := range map[string]func(t *testing.T, dir string){
		"verify":             func(t *testing.T, dir string) { verify(t, dir) },
		"a snapshot":         func(t *testing.T, dir string) { copied(t, dir) },
		"a test of devices":  func(t *testing.T, dir string) { must(t, sqlite.Ready(t.Context(), dir)) },
		"a restore given up": givenUp,
		"a refused start":    refused,
		"all of them": func(t *testing.T, dir string) {
			refused(t, dir)
			copied(t, dir)
			must(t, sqlite.Ready(t.Context(), dir))
			givenUp(t, dir)
			verify(t, dir)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			copyHall(t, killed, dir)
			was := len(readAll(t, wal(dir)))
			look(t, dir)
			if is, err := os.Stat(wal(dir)); err != nil || is.Size() != int64(was) {
				t.Errorf("the log of %d bytes: %v", was, err)
			}
			if what := heldBy(t, dir, last); what != "" {
				t.Error(what)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// copied takes a snapshot of a hall that nobody has open.
func copied(t *testing.T, dir string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "copy.db")
	s, err := sqlite.Look(t.Context(), dir)
	must(t, err)
	must(t, errors.Join(s.Snapshot(t.Context(), file), s.Close()))
	return file
}

// givenUp begins a restore beside a hall, and leaves the hall as it was.
func givenUp(t *testing.T, dir string) {
	t.Helper()
	beside := t.TempDir()
	copyHall(t, dir, beside)
	r, err := sqlite.BeginRestore(t.Context(), dir, copied(t, beside), sqlite.RestoreOptions{Skip: 100})
	must(t, err)
	must(t, r.Abandon())
}

// refused starts a hall whose key was away for a moment.
func refused(t *testing.T, dir string) {
	t.Helper()
	key, away := filepath.Join(dir, seal.HallKeyFile), filepath.Join(t.TempDir(), "key")
	must(t, os.Rename(key, away))
	if s, err := sqlite.Open(t.Context(), dir); err == nil {
		s.Close()
		t.Fatal("it was opened without its key")
	}
	must(t, os.Rename(away, key))
}

// TestAKillAfterAnErasureIsNoLoss: the log is cut to forget a person, and the mark told of a longer one.
func TestAKillAfterAnErasureIsNoLoss(t *testing.T) {
	s, d := open(t, t.TempDir()), storetest.NewDay()
	commit(t, s, d.Begin()...)
	for range 2 {
		must(t, s.PutPrivate(t.Context(), sqlite.Private{ID: "c1", Kind: "customer", Blind: "b", At: 5, Sealed: make([]byte, 50_000)}))
		commit(t, s, d.Issue(hall.TicketID(rune('a'+d.Seq))))
		must(t, s.KeepMark())
		must(t, s.Erase(t.Context(), "c1"))
		killed := t.TempDir()
		copyHall(t, s.Dir(), killed)
		if what := heldBy(t, killed, hall.Cursor{Epoch: d.Epoch, Seq: d.Seq}); what != "" {
			t.Error(what)
		}
		copyHall(t, s.Dir(), killed)
		must(t, os.Remove(wal(killed)))
		if what := heldBy(t, killed, hall.Cursor{Epoch: d.Epoch, Seq: d.Seq}); what == "" {
			t.Error("a log that was taken away after it is not noticed")
		}
	}
}

// TestAKillInTheMidstOfAnErasureIsNoLoss: the log is cut already, and the mark is not yet renewed.
func TestAKillInTheMidstOfAnErasureIsNoLoss(t *testing.T) {
	s, d := open(t, t.TempDir()), storetest.NewDay()
	commit(t, s, d.Begin()...)
	must(t, s.PutPrivate(t.Context(), sqlite.Private{ID: "c1", Kind: "customer", At: 5, Sealed: make([]byte, 50_000)}))
	must(t, s.KeepMark())
	must(t, s.EraseUntilCut(t.Context(), "c1"))
	killed := t.TempDir()
	copyHall(t, s.Dir(), killed)
	if what := heldBy(t, killed, hall.Cursor{Epoch: d.Epoch, Seq: d.Seq}); what != "" {
		t.Error(what)
	}
}
