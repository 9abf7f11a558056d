//go:build unix

package serve_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/sync/serve"
)

func TestACertificatesKeyIsItsOwnersAlone(t *testing.T) {
	own := serve.Own{Dir: t.TempDir(), File: "node.pem", Name: "test"}
	pin, err := own.Pin()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(own.Dir, own.File)
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if again, err := own.Pin(); err != nil || again != pin {
		t.Errorf("%s then %s, %v", pin, again, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("it is %v %v", info.Mode(), err)
	}
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(file, moved); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(moved, file); err != nil {
		t.Fatal(err)
	}
	if _, err := own.Pin(); err == nil {
		t.Error("a link was followed")
	}
}
