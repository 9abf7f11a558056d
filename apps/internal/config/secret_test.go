package config_test

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/config"
)

// TestASecretThatOthersCanReadIsClosedAndToldOf: what hallctl enrol prints is kept with the shell's >, which lets
// everybody read it.
func TestASecretThatOthersCanReadIsClosedAndToldOf(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a mode says nothing on Windows")
	}
	for _, c := range []struct {
		name string
		mode fs.FileMode
		told bool
	}{{"open to all", 0o644, true}, {"open to the group", 0o640, true}, {"its owner's", 0o600, false}, {"read only", 0o400, false}} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "k01.token")
			if err := os.WriteFile(file, []byte("a token\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(file, c.mode); err != nil {
				t.Fatal(err)
			}
			for start, told := range []bool{c.told, false} {
				var said bytes.Buffer
				text, err := config.Secret(file, slog.New(slog.NewTextHandler(&said, nil)))
				if err != nil || string(text) != "a token\n" {
					t.Errorf("read as %q, %v", text, err)
				}
				if got := strings.Contains(said.String(), file); got != told {
					t.Errorf("start %d says %q", start, said.String())
				}
			}
			if i, err := os.Stat(file); err != nil || i.Mode().Perm() != c.mode&0o700 {
				t.Errorf("it is left with %v, %v", i.Mode(), err)
			}
		})
	}
	if _, err := config.Secret(filepath.Join(t.TempDir(), "none"), slog.New(slog.DiscardHandler)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
}
