//go:build unix

package hallnode_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
)

// TestAFirstStartKilledAtAnyStepComesUp: point 16, and a power switch. Wherever a first start was killed, the next one
// begins the hall.
func TestAFirstStartKilledAtAnyStepComesUp(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("no strace here: it counts out the steps")
	}
	if err := exec.CommandContext(t.Context(), strace, "-qq", "-o", "/dev/null", "true").Run(); err != nil {
		t.Skip("strace may not trace here: ", err)
	}
	cuts := 0
	for calls, usual := range map[string]int{"rename,renameat,renameat2": 1, "fsync,fdatasync": 2, "pwrite64,ftruncate": 6} {
		stride := usual
		if os.Getenv("BRIGHTHALL_SOAK") != "" {
			stride = 1
		}
		for at := 1; ; at += stride {
			dir := t.TempDir()
			answers := firstStart(t, strace, calls, at, dir)
			n, stop := start(t, hallnode.Options{Data: dir})
			if s := take(t, n.Authority); s.No != "H001" || n.Authority.Cursor().Epoch != 1 {
				t.Fatalf("killed at %s %d, the hall begins with %s at %s", calls, at, s.No, n.Authority.Cursor())
			}
			stop()
			if answers {
				break
			}
			cuts++
		}
	}
	t.Logf("killed at %d steps", cuts)
	if cuts < 6 {
		t.Error("so few cuts prove nothing")
	}
}

// firstStart starts a node that is killed at the at-th of some calls, and reports whether it answered before.
func firstStart(t *testing.T, strace, calls string, at int, dir string) (answers bool) {
	t.Helper()
	c := exec.CommandContext(t.Context(), strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace="+calls,
		"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", calls, at), os.Args[0])
	c.Env = append(os.Environ(), "TEST_HALLNODE="+dir, "GOMAXPROCS=1") // strace counts for each thread
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	says, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(says); lines.Scan(); {
		if strings.Contains(lines.Text(), "hall node answers") {
			answers = true
			syscall.Kill(-c.Process.Pid, syscall.SIGKILL) // strace and what it traces
		}
	}
	c.Wait()
	return answers
}
