package all_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

func TestAScannerThatTypesIsRefusedWithTheReason(t *testing.T) {
	for url, want := range map[string]string{
		"wedge+evdev:///dev/input/event0?gap=fast": `gap "fast", 5 to 200`,
		"wedge+evdev:///dev/input/event0?least=1":  `least "1", 2 to 64`,
		"wedge+evdev:///dev/input/event0?bits=16":  `bits "16", 32 or 64`,
		"wedge+evdev:///dev/input/event0?leest=5":  `did you mean "least"`,
		"wedge+evdv:///dev/input/event0":           `did you mean "evdev"`,
		"escpos+evdev:///dev/input/event0":         "unknown port",
	} {
		if _, err := registry().Open(t.Context(), url); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", url, err, want)
		}
	}
	if runtime.GOOS != "linux" {
		return
	}
	if _, err := registry().Open(t.Context(), "wedge+evdev://"+t.TempDir()+"/none"); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
	if _, err := registry().Open(t.Context(), "wedge+hook:"); hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), "evdev") {
		t.Error(err)
	}
}
