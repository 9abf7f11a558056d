//go:build unix

package crash_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// strace runs a child in which the first-th of the named system calls does something else: "signal=SIGKILL",
// "error=EIO"; with each, all from there on. Calls on other files than the database are left alone. strace counts for
// each thread, so the same count is not always the same call.
func strace(t *testing.T, dir, calls, what string, first int, each bool) []string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("no strace here: it counts out the system calls")
	}
	when := fmt.Sprint(first)
	if each {
		when += "+"
	}
	wrap := []string{path, "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e", "inject=" + calls + ":" + what + ":when=" + when}
	for _, file := range []string{sqlite.File, sqlite.File + "-wal", sqlite.File + "-shm"} {
		wrap = append(wrap, "-P", filepath.Join(dir, file))
	}
	if err := exec.CommandContext(t.Context(), path, "-qq", "-o", "/dev/null", "true").Run(); err != nil {
		t.Skip("strace may not trace here: ", err)
	}
	return wrap
}

const writes = "pwrite64,write,ftruncate,fsync,fdatasync"

// TestKilledAtAWrite kills a visit at its first write, at a later one, and so on to its last, the making of the
// database included; what was told must be there each time.
func TestKilledAtAWrite(t *testing.T) {
	step := 1
	if os.Getenv("BRIGHTHALL_SOAK") == "" {
		step = 5
	}
	if testing.Short() {
		step = 40
	}
	points, c := 0, newCheck()
	for at := 1; ; at += step {
		dir := t.TempDir()
		r := spawn(t, order{Mode: "visit", Dir: dir}, strace(t, dir, writes, "signal=SIGKILL", at, false)...)
		all, err := r.end()
		c.given = map[[2]string]hall.TicketID{}
		c.against(t, dir, all)
		if _, none := os.Stat(filepath.Join(dir, sqlite.File)); none == nil && len(all) > 0 {
			sound(t, dir)
		}
		if err == nil {
			break // it ended before that many writes
		}
		points++
	}
	t.Logf("killed at %d writes, %d tickets and %d acts told, none lost", points, c.issued, c.acts)
	if points < 2 {
		t.Errorf("only %d points", points)
	}
}

// TestTheDiskFails lets writes and syncs of a running hall err. The hall may refuse and must say so; what it did not
// refuse is there.
func TestTheDiskFails(t *testing.T) {
	for _, c := range []struct {
		name, calls, what string
		each              bool
	}{
		{"one sync errs", "fsync,fdatasync", "error=EIO", false},
		{"every sync errs", "fsync,fdatasync", "error=EIO", true},
		{"one write errs", "pwrite64", "error=EIO", false},
		{"the disk is full for one write", "pwrite64", "error=ENOSPC", false},
		{"the disk is full", "pwrite64", "error=ENOSPC", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			failed := 0
			for first := 2; first < 60 && failed < 3; first += 3 {
				dir := t.TempDir()
				ready(t, dir)
				r := spawn(t, order{Mode: "visit", Dir: dir}, strace(t, dir, c.calls, c.what, first, c.each)...)
				failed += r.survive(t, dir, c.each)
			}
			t.Logf("%d commits failed, nothing told and lost", failed)
			if failed == 0 {
				t.Error("no commit failed, so this proves nothing")
			}
		})
	}
}

// ready makes the database, so that what fails is the hall at work.
func ready(t *testing.T, dir string) {
	t.Helper()
	if _, err := spawn(t, order{Mode: "visit", Dir: dir}).end(); err != nil {
		t.Fatal(err)
	}
}

// survive waits for the child's end, or for its first failed commit where the disk does not come back, and checks what
// it told.
func (r *run) survive(t *testing.T, dir string, forGood bool) (failed int) {
	t.Helper()
	if forGood {
		<-r.failed
		r.cmd.Process.Kill()
	}
	all, err := r.end()
	if says := r.errs.String(); err != nil && !forGood && !strings.Contains(says, "disk") {
		t.Errorf("the child ended with %v %s", err, says)
	}
	for _, a := range all {
		if a.What == "failed" {
			failed++
		}
	}
	newCheck().against(t, dir, all)
	sound(t, dir)
	return failed
}
