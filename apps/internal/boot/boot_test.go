package boot_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
)

func TestAPartThatStopsIsStartedAgain(t *testing.T) {
	for _, c := range []struct {
		name string
		fail func() error
	}{
		{"after an error", func() error { return errors.New("the line is down") }},
		{"after a panic", func() error { panic("a driver fell over") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				var starts []time.Time
				boot.Run(ctx, slog.New(slog.DiscardHandler), boot.Part{Name: "device", Run: func(context.Context) error {
					if starts = append(starts, time.Now()); len(starts) == 3 {
						stop()
					}
					return c.fail()
				}})
				if len(starts) != 3 || starts[1].Sub(starts[0]) != time.Second || starts[2].Sub(starts[1]) != 2*time.Second {
					t.Errorf("started at %v, want pauses of 1 s and 2 s", starts)
				}
			})
		})
	}
}

// The program that crashes is this test's own, started again: an unrecovered panic ends the process that has it.
func TestACrashIsKeptInTheFolder(t *testing.T) {
	if folder := os.Getenv("CRASH_IN"); folder != "" {
		boot.KeepCrashes(slog.Default(), folder, "kiosk")
		panic("the hall burns")
	}
	folder := filepath.Join(t.TempDir(), "data")
	program := exec.Command(os.Args[0], "-test.run", "^TestACrashIsKeptInTheFolder$")
	program.Env = append(os.Environ(), "CRASH_IN="+folder)
	if out, err := program.CombinedOutput(); err == nil {
		t.Fatalf("the program ended well: %s", out)
	}
	kept, err := os.ReadFile(filepath.Join(folder, "kiosk.crash.txt"))
	if err != nil || !strings.Contains(string(kept), "the hall burns") {
		t.Errorf("kept %q, %v", kept, err)
	}
}

// TestABrokenWindowComesBack: a program whose window panics begins again in the same process with the same arguments;
// what broke is in the log and the crash file. The program is this test's own.
func TestABrokenWindowComesBack(t *testing.T) {
	if folder := os.Getenv("BREAK_IN"); folder != "" {
		breakOnce(folder)
		return
	}
	folder := t.TempDir()
	program := exec.Command(os.Args[0], "-test.run", "^TestABrokenWindowComesBack$", "-test.count=1")
	program.Env = append(os.Environ(), "BREAK_IN="+folder)
	began := time.Now()
	out, err := program.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	pids, err := os.ReadFile(filepath.Join(folder, "pids"))
	if err != nil {
		t.Fatal(err)
	}
	lived := strings.Fields(string(pids))
	if len(lived) != 2 || runtime.GOOS != "windows" && lived[0] != lived[1] {
		t.Errorf("it lived as %v after %s, want twice in one process: %s", lived, time.Since(began), out)
	}
	if kept, _ := os.ReadFile(filepath.Join(folder, "kiosk.crash.txt")); strings.Count(string(kept), "index out of range") != 1 || !strings.Contains(string(kept), "breakOnce") {
		t.Errorf("the crash file says %q", kept)
	}
	if !strings.Contains(string(out), "a window broke") {
		t.Errorf("the log says %q", out)
	}
}

// breakOnce is a program whose window breaks the first time.
func breakOnce(folder string) {
	log := slog.Default()
	boot.KeepCrashes(log, folder, "kiosk")
	pids := filepath.Join(folder, "pids")
	lives, _ := os.ReadFile(pids)
	_ = os.WriteFile(pids, append(lives, strconv.Itoa(os.Getpid())+"\n"...), 0o600)
	rested := make(chan struct{})
	close(rested)
	crashed := boot.Edge(log, func() {
		if len(lives) == 0 {
			_ = []string{}[len(lives)]
		}
	})
	if crashed {
		panic(boot.Again(log, rested))
	}
}
