package e2e_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/hand"
)

// TestWindowsOpenAfterTheirManagerDied: it was killed and left its mark on the root window, at which GLFW aborts.
func TestWindowsOpenAfterTheirManagerDied(t *testing.T) {
	needs(t, "openbox", "xprop")
	dir := t.TempDir()
	screen := display(t, "Xvfb", "-noreset", "-screen", "0", "4608x2160x24")
	manager := exec.Command("openbox")
	manager.Env = append(os.Environ(), "DISPLAY="+screen)
	if err := manager.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	until(t, ctx, func() string { return "the manager" }, func() bool { return marked(t, screen) })
	_ = manager.Process.Kill()
	_ = manager.Wait()
	if !marked(t, screen) {
		t.Fatal("the manager left no mark")
	}
	devices, err := demohall.NewDevices(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := smallest{screen: screen, data: filepath.Join(dir, "data"), listen: freePort(t), devices: devices, dir: dir}
	s.start(t)
	h, err := hand.Reach(screen)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for _, window := range []string{"kiosk", "teller", "customer"} {
		if _, err := h.Find(ctx, window); err != nil {
			t.Error(err)
		}
	}
}

// marked reports whether the root window names a window manager.
func marked(t *testing.T, screen string) bool {
	t.Helper()
	c := exec.Command("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
	c.Env = append(os.Environ(), "DISPLAY="+screen)
	said, err := c.Output()
	return err == nil && strings.Contains(string(said), "window id")
}
