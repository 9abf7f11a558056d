package porttest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// TestALineDeletesNothingOfAnybodys: only the link that an older line left makes room.
func TestALineDeletesNothingOfAnybodys(t *testing.T) {
	for what, put := range map[string]func(path string) error{
		"a file":               func(path string) error { return os.WriteFile(path, []byte("mine"), 0o600) },
		"a folder":             func(path string) error { return os.Mkdir(path, 0o700) },
		"a link to /etc/hosts": func(path string) error { return os.Symlink("/etc/hosts", path) },
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "line")
		if err := put(path); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Lstat(path)
		l, err := porttest.NewLine(dir, "line", 0)
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
		l.Close()
		if after, err := os.Lstat(path); err != nil || after.Mode() != before.Mode() {
			t.Errorf("%s is gone: %v", what, err)
		}
	}
}

// TestALineTakesThePlaceOfAnOlderOne: of a simulator that was killed and left its link.
func TestALineTakesThePlaceOfAnOlderOne(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("/dev/pts/99999", filepath.Join(dir, "line")); err != nil {
		t.Fatal(err)
	}
	l, err := porttest.NewLine(dir, "line", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(l.Path()); err == nil {
		t.Error("the link stays after Close")
	}
}
