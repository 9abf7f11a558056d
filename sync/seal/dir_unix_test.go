//go:build unix

package seal_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
)

// TestADataDirectoryIsClosedToOthers: one that was there kept its rights, and every account of the PC read the hall.
func TestADataDirectoryIsClosedToOthers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "above", "hall")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{0o755, 0o775, 0o750, 0o701} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		if err := seal.PrivateDir(dir); err != nil {
			t.Errorf("%o: %v", mode, err)
		}
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%o became %v", mode, info.Mode())
		}
	}
	if info, err := os.Stat(filepath.Dir(dir)); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the directory above became %v", info.Mode())
	}
}

func TestADirectoryThatEverybodySharesIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tmp")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	if err := seal.PrivateDir(dir); hall.CodeOf(err) != hall.Denied {
		t.Errorf("got %v", err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o777 {
		t.Errorf("it became %v", info.Mode())
	}
}

func TestSymbolicLinksAreNotFollowed(t *testing.T) {
	top := t.TempDir()
	real, link := filepath.Join(top, "real"), filepath.Join(top, "link")
	if err := seal.PrivateDir(real); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	if err := seal.PrivateDir(link); hall.CodeOf(err) != hall.Denied {
		t.Errorf("a linked directory: %v", err)
	}
	key := filepath.Join(real, "seal.key")
	if _, err := seal.Open(key); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(real, "other.key")
	if err := os.Symlink(key, other); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Open(other); hall.CodeOf(err) != hall.Denied {
		t.Errorf("a linked key: %v", err)
	}
	if err := os.Symlink(key, filepath.Join(real, seal.HallKeyFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.FindHallKey(real); hall.CodeOf(err) != hall.Denied {
		t.Errorf("a linked hall's key: %v", err)
	}
	if err := os.Symlink(filepath.Join(top, "nowhere"), filepath.Join(real, "dangling.key")); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Open(filepath.Join(real, "dangling.key")); err == nil {
		t.Error("a key was written through a link")
	}
	if _, err := os.Lstat(filepath.Join(top, "nowhere")); err == nil {
		t.Error("a link was written through")
	}
}
