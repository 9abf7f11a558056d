package boot

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// crashes is the path of the crash file; nil: none is kept.
var crashes atomic.Pointer[string]

// KeepCrashes makes the runtime write an unrecovered panic to PROGRAM.crash.txt in folder as well, for the person who
// looks at 7 a.m.; a panic that is caught is written there too. Without a folder there is none; one that cannot be
// written to is logged, for it must not stop the program.
func KeepCrashes(log *slog.Logger, folder, program string) {
	if folder == "" {
		return
	}
	path := filepath.Join(folder, program+".crash.txt")
	if err := crashFile(folder, path); err != nil {
		log.Warn("crashes are not kept", "error", err)
		return
	}
	crashes.Store(&path)
}

func crashFile(folder, path string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := openCrashes(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return debug.SetCrashOutput(file, debug.CrashOptions{})
}

func openCrashes(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}

// writeCrash appends a caught panic to the crash file.
func writeCrash(where string, value any, stack []byte) {
	path := crashes.Load()
	if path == nil {
		return
	}
	file, err := openCrashes(*path)
	if err != nil {
		return
	}
	defer file.Close()
	fmt.Fprintf(file, "%s %s: panic: %v\n\n%s\n", time.Now().Format(time.RFC3339), where, value, stack)
}

// Edge runs a program's windows and reports whether a panic ended them. What a screen, a key or a drawing broke is not
// mended in place, for nobody knows what it left half done: it is written to the log and the crash file, and the
// program begins Again.
func Edge(log *slog.Logger, run func()) (crashed bool) {
	defer func() {
		if r := recover(); r != nil {
			crashed = true
			stack := debug.Stack()
			log.Error("a window broke", "panic", fmt.Sprint(r), "stack", string(stack))
			writeCrash("window", r, stack)
		}
	}()
	run()
	return false
}

// again is the environment variable that tells a program how often it began again in a row, and when it began last
// (Unix seconds).
const again = "BRIGHTHALL_AGAIN"

// A program that breaks soon after it began will probably break again: it waits longer each time, so that it does not
// keep the machine busy. The first time it is back at once.
const (
	soonBroken  = 30 * time.Second
	longestWait = 30 * time.Second
)

// began is when this program began.
var began = time.Now()

// restTime is how long the parts of a broken program may take to end: one that waits for the windows never does.
const restTime = time.Second

// Again begins this program anew, with its arguments and more, when its parts have come to rest. It does not return
// when it succeeds.
func Again(log *slog.Logger, rested <-chan struct{}, more ...string) error {
	select {
	case <-rested:
	case <-time.After(restTime):
	}
	times := 1
	if n, _, ok := strings.Cut(os.Getenv(again), "@"); ok && time.Since(began) < soonBroken {
		before, _ := strconv.Atoi(n)
		times += before
	}
	pause := pauseBefore(times)
	log.Warn("the program begins again", "times", times, "pause", pause)
	time.Sleep(pause)
	if err := os.Setenv(again, fmt.Sprintf("%d@%d", times, time.Now().Unix())); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return replace(self, append(append([]string{}, os.Args...), more...))
}

// pauseBefore is the pause before the n-th start in a row.
func pauseBefore(n int) time.Duration {
	if n < 2 {
		return 0
	}
	return min(time.Second<<min(n-2, 10), longestWait)
}
