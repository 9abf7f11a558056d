package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

func TestSnapshotAndRestore(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	commit(t, s, d.Issue("copied"))
	if err := s.Snapshot(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v %v", info.Mode(), err)
	}
	if err := s.Snapshot(t.Context(), file); err == nil {
		t.Error("a copy was written over")
	}
	d.Epoch, d.Seq = 4, 0
	commit(t, s, d.Issue("after"))
	if _, _, err := sqlite.Restore(t.Context(), dir, file); hall.CodeOf(err) != hall.Conflict {
		t.Fatalf("restored under a running hall: %v", err)
	}
	s.Close()
	seen, kept, err := sqlite.Restore(t.Context(), dir, file)
	if err != nil || seen != 4 {
		t.Fatalf("restored over epoch %d, %v", seen, err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the replaced database is gone: %v", err)
	}
	s = open(t, dir)
	if st, err := s.Load(t.Context()); err != nil || st.Last != (hall.Cursor{Epoch: 1, Seq: 4}) || len(st.Tickets) != 1 {
		t.Errorf("the hall is at %s with %d tickets, %v", st.Last, len(st.Tickets), err)
	}
}

func TestADamagedSnapshotIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "copy.db")
	for name, text := range map[string]string{"nothing": "", "no database": "this is no database at all, and long enough to be read as one"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		dir := aDay(t)
		if _, _, err := sqlite.Restore(t.Context(), dir, file); err == nil {
			t.Errorf("%s was restored", name)
		}
		if got := verify(t, dir); got.Count != 0 || got.Tickets != 6 {
			t.Errorf("after %s was refused the hall is %+v", name, got)
		}
	}
}
