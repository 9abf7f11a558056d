package e2e_test

import (
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/hand"
)

// twoMonitors is an X server without hardware: Xorg's dummy driver has outputs that can be plugged in and out.
const twoMonitors = `
Section "ServerFlags"
	Option "AutoAddDevices" "false"
EndSection
Section "Device"
	Identifier "card"
	Driver "dummy"
	VideoRam 262144
EndSection
Section "Monitor"
	Identifier "any"
	HorizSync 5-1000
	VertRefresh 5-200
	Modeline "1920x1080" 148.5 1920 2008 2052 2200 1080 1084 1089 1125
	Modeline "1280x1024" 108.0 1280 1328 1440 1688 1024 1025 1028 1066
EndSection
Section "Screen"
	Identifier "screen"
	Device "card"
	Monitor "any"
	DefaultDepth 24
	SubSection "Display"
		Depth 24
		Modes "1920x1080"
		Virtual 3840 1920
	EndSubSection
EndSection
`

// TestTwoMonitors: each window of the counter fills its own monitor; unplugged, the customer's hides instead of
// covering the teller's; plugged in again, it is back. It holds as well when the window manager comes after the
// windows, as after a boot.
func TestTwoMonitors(t *testing.T) {
	t.Run("manager first", func(t *testing.T) { twoWindows(t, false) })
	t.Run("manager late", func(t *testing.T) { twoWindows(t, true) })
}

func twoWindows(t *testing.T, managerLate bool) {
	needs(t, "Xorg", "xrandr", "openbox")
	if os.Geteuid() != 0 {
		t.Skip("Xorg with the dummy driver needs root")
	}
	dir := t.TempDir()
	screen := monitors(t, dir)
	if !managerLate {
		manage(t, screen)
	}
	devices, err := demohall.NewDevices(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := smallest{screen: screen, data: filepath.Join(dir, "data"), listen: freePort(t), devices: devices, dir: dir, fullScreen: true}
	s.start(t)
	h, err := hand.Reach(screen)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()

	if managerLate {
		until(t, ctx, func() string { return "the windows" }, func() bool { return h.Shown("teller") && h.Shown("customer") })
		manage(t, screen)
	}
	stands(t, ctx, h, "teller", image.Rect(0, 0, 1920, 1080))
	stands(t, ctx, h, "customer", image.Rect(1920, 0, 3200, 1024))
	xrandr(t, screen, "--output", "DUMMY1", "--off")
	until(t, ctx, func() string { return "the customer's window to hide" }, func() bool { return !h.Shown("customer") })
	stands(t, ctx, h, "teller", image.Rect(0, 0, 1920, 1080))
	xrandr(t, screen, "--output", "DUMMY1", "--mode", "1280x1024", "--right-of", "DUMMY0")
	stands(t, ctx, h, "customer", image.Rect(1920, 0, 3200, 1024))
}

// monitors starts the server with both monitors plugged in.
func monitors(t *testing.T, dir string) string {
	t.Helper()
	conf := filepath.Join(dir, "xorg.conf")
	if err := os.WriteFile(conf, []byte(twoMonitors), 0o600); err != nil {
		t.Fatal(err)
	}
	screen := display(t, "Xorg", "-config", conf, "-noreset", "-logfile", filepath.Join(dir, "xorg.log"), "-novtswitch", "-sharevts", "vt0")
	xrandr(t, screen, "--output", "DUMMY0", "--mode", "1920x1080", "--primary")
	xrandr(t, screen, "--addmode", "DUMMY1", "1280x1024")
	xrandr(t, screen, "--output", "DUMMY1", "--mode", "1280x1024", "--right-of", "DUMMY0")
	return screen
}

// manage starts a window manager, as a hall's PC has one.
func manage(t *testing.T, screen string) {
	t.Helper()
	manager := exec.Command("openbox")
	manager.Env = append(os.Environ(), "DISPLAY="+screen)
	start(t, manager)
}

// xrandr changes the monitors and then asks for them: the dummy driver notices that an output is connected only when it
// is asked.
func xrandr(t *testing.T, screen string, args ...string) {
	t.Helper()
	for _, a := range [][]string{args, {"--query"}} {
		c := exec.Command("xrandr", a...)
		c.Env = append(os.Environ(), "DISPLAY="+screen)
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("xrandr %v: %v\n%s", a, err, said)
		}
	}
}

// stands waits until the window fills the place.
func stands(t *testing.T, ctx context.Context, h *hand.Hand, title string, at image.Rectangle) {
	t.Helper()
	until(t, ctx, func() string {
		short, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		w, _ := h.Find(short, title)
		return fmt.Sprintf("%s to stand at %v, it stands at %v", title, at, w.Rect)
	}, func() bool {
		w, err := h.Find(ctx, title)
		return err == nil && w.Rect == at
	})
}

func until(t *testing.T, ctx context.Context, what func() string, satisfied func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !satisfied() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited for %s", what())
		case <-tick.C:
		}
	}
}
