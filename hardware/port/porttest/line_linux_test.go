package porttest_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
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

// TestALineTellsWhetherADriverHasIt, so that a device is not scanned at before anybody listens.
func TestALineTellsWhetherADriverHasIt(t *testing.T) {
	l, err := porttest.NewLine(t.TempDir(), "line", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	ended := make(chan struct{})
	go func() { defer close(ended); l.ReadContext(ctx, make([]byte, 1)) }()
	if l.Held() {
		t.Error("held by nobody")
	}
	p, err := port.Open(ctx, l.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for !l.Held() && ctx.Err() == nil {
		runtime.Gosched()
	}
	if !l.Held() {
		t.Error("not noticed")
	}
	cancel()
	<-ended
}
