//go:build unix

package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// TestTheFilesOfAHallAreItsOwnersAlone: what others could read is closed to them, a link in the place of a file is
// refused.
func TestTheFilesOfAHallAreItsOwnersAlone(t *testing.T) {
	dir := aDay(t)
	files := []string{sqlite.File, sqlite.MarkFile}
	for _, name := range files {
		if err := os.Chmod(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v %v", name, info.Mode(), err)
		}
	}
	for _, name := range append(files, "hall.key", "seal.key", "lock", sqlite.File+"-wal") {
		file, moved := filepath.Join(dir, name), filepath.Join(t.TempDir(), "moved")
		there := os.Rename(file, moved) == nil
		if err := os.Symlink(moved, file); err != nil {
			t.Fatal(err)
		}
		if s, err := sqlite.Open(t.Context(), dir); hall.CodeOf(err) != hall.Denied {
			t.Errorf("%s is a link: %v", name, err)
			s.Close()
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if there {
			if err := os.Rename(moved, file); err != nil {
				t.Fatal(err)
			}
		}
	}
	open(t, dir)
}
