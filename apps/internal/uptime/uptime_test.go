package uptime_test

import (
	"runtime"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/uptime"
)

// TestAMachineKnowsItsBoot: the name stays the same while the running time goes on.
func TestAMachineKnowsItsBoot(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "windows" {
		t.Skip("this system does not tell")
	}
	boot, running := uptime.Boot(), uptime.Running()
	before := running()
	if boot == "" || boot != uptime.Boot() || before <= 0 || running() < before {
		t.Errorf("boot %q, then %q; it has run %v, then %v", boot, uptime.Boot(), before, running())
	}
}
