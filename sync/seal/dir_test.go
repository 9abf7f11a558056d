package seal_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/sync/seal"
)

func TestAPrivateDirIsMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "above", "hall")
	for range 2 {
		if err := seal.PrivateDir(dir); err != nil {
			t.Fatal(err)
		}
	}
	keys(t, dir)
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := seal.PrivateDir(filepath.Join(file, "under")); err == nil {
		t.Error("a directory was made in a file")
	}
}
