//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// steps are the system calls by which a restore changes the disk, by what they do, and how many of each are passed over
// between two cuts when there is no time for all.
var steps = map[string]int{"rename,renameat,renameat2": 1, "unlink,unlinkat,mkdir,mkdirat": 3, "fsync,fdatasync": 3, "pwrite64,write,ftruncate": 5}

// cutAt runs hallctl and kills it at the at-th of some calls in one of its threads; ended reports that it had not so
// many.
func cutAt(t *testing.T, calls string, at int, args ...string) (ended bool) {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("no strace here: it counts out the steps")
	}
	if err := exec.CommandContext(t.Context(), strace, "-qq", "-o", "/dev/null", "true").Run(); err != nil {
		t.Skip("strace may not trace here: ", err)
	}
	wrap := []string{"-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", calls, at), os.Args[0]}
	c := exec.CommandContext(t.Context(), strace, append(wrap, args...)...)
	c.Env = append(os.Environ(), "TEST_HALLCTL=1", "GOMAXPROCS=1") // strace counts for each thread
	return c.Run() == nil
}

func stride(usual int) int {
	switch {
	case os.Getenv("BRIGHTHALL_SOAK") != "":
		return 1
	case testing.Short():
		return 4 * usual
	}
	return usual
}

// TestARestoreKilledAtAnyStepGivesNoNumberTwice: point 35. Whatever step it had come to, the hall opens as the old one
// or the restored one, and the next number is above all that were given; a second restore then ends well.
func TestARestoreKilledAtAnyStepGivesNoNumberTwice(t *testing.T) {
	base, file := aDemoHall(t), filepath.Join(t.TempDir(), "copy.db")
	take(t, base, 2)
	if _, errs, code := hallctl(t, "snapshot", "--data", base, file); code != 0 {
		t.Fatal(errs)
	}
	take(t, base, 3)
	epochs := map[int]int{}
	for calls, usual := range steps {
		for at, ended := 1, false; !ended; at += stride(usual) {
			dir := copyOf(t, base)
			ended = cutAt(t, calls, at, "restore", "--data", dir, file)
			epochs[opened(t, dir)]++
			goesOnTwice(t, fmt.Sprintf("cut at %s %d", calls, at), dir, file)
		}
	}
	t.Logf("after %d cuts the hall was the old one, after %d the restored one", epochs[1], epochs[2])
	if epochs[1] < 2 || epochs[2] <= len(steps) { // of each kind one was not cut at all
		t.Error("so few cuts prove nothing")
	}
}

// goesOnTwice takes a ticket of a hall, restores it again, and takes another one.
func goesOnTwice(t *testing.T, how, dir, file string) {
	t.Helper()
	if next := take(t, dir, 1); next.No != "H006" {
		t.Fatalf("%s it goes on with %s", how, next.No)
	}
	if out, errs, code := hallctl(t, "restore", "--data", dir, file); code != 0 {
		t.Fatalf("%s, the second restore says %s %s", how, out, errs)
	}
	if next := take(t, dir, 1); next.No != "H007" {
		t.Fatalf("%s and restored again it goes on with %s", how, next.No)
	}
	if out, errs, code := hallctl(t, "verify", "--data", dir); code != 0 {
		t.Fatalf("%s: %s %s", how, out, errs)
	}
}

// copyOf is another directory with the files of a hall.
func copyOf(t *testing.T, base string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range []string{sqlite.File, sqlite.File + "-wal", sqlite.MarkFile, seal.HallKeyFile, seal.KeyFile} {
		raw, err := os.ReadFile(filepath.Join(base, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// opened is the epoch of a hall that is opened as its node would.
func opened(t *testing.T, dir string) int {
	t.Helper()
	n, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if left, _ := filepath.Glob(filepath.Join(dir, sqlite.File+".rest*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	return int(n.Authority.Cursor().Epoch)
}
