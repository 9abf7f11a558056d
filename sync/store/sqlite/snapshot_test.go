package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/sync/store/storetest"
)

func TestSnapshot(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	if err := s.Snapshot(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v %v", info.Mode(), err)
	}
	if err := s.Snapshot(t.Context(), file); err == nil {
		t.Error("a copy was written over")
	}
}
