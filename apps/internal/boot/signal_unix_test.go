//go:build unix

package boot_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
)

// TestALogThatNobodyReadsEndsNoProgram: with "2>&1 | head -n 1" behind it, a node ended at its second line, and no
// restart on failure brought it back: death by SIGPIPE counts as a clean end. The program is this test's own.
func TestALogThatNobodyReadsEndsNoProgram(t *testing.T) {
	if lived := os.Getenv("LIVED"); lived != "" {
		_ = boot.Serve(func(context.Context) error {
			for range 3 {
				boot.Log().Warn("center away")
				fmt.Println("a line")
			}
			return os.WriteFile(lived, nil, 0o600)
		})
		return
	}
	lived := filepath.Join(t.TempDir(), "lived")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	program := exec.Command(os.Args[0], "-test.run", "^TestALogThatNobodyReadsEndsNoProgram$")
	program.Env = append(os.Environ(), "LIVED="+lived)
	program.Stdout, program.Stderr = w, w
	err = program.Run()
	w.Close()
	if _, gone := os.Stat(lived); gone != nil {
		t.Errorf("the program ended with %v", err)
	}
}

// TestAProgramEndsInOrderWithItsTerminal, but not when it was started to outlive it.
func TestAProgramEndsInOrderWithItsTerminal(t *testing.T) {
	if os.Getenv("HANG_UP") != "" {
		waitForEnd()
		return
	}
	for name, c := range map[string]struct {
		line string // how it is started
		send syscall.Signal
		ends bool
	}{
		"closed":                {`exec "$0" "$@"`, syscall.SIGHUP, true},
		"told to end":           {`exec "$0" "$@"`, syscall.SIGTERM, true},
		"closed, with nohup":    {`trap "" HUP; exec "$0" "$@"`, syscall.SIGHUP, false},
		"ended, and with nohup": {`trap "" HUP; exec "$0" "$@"`, syscall.SIGTERM, true},
	} {
		t.Run(name, func(t *testing.T) {
			if c.ends && signal.Ignored(c.send) {
				t.Skip("these tests were started with nohup, and so is the program")
			}
			within, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			program := exec.CommandContext(within, "sh", "-c", c.line, os.Args[0], "-test.run", "^TestAProgramEndsInOrderWithItsTerminal$")
			program.Env = append(os.Environ(), "HANG_UP=1")
			in, _ := program.StdinPipe()
			out, _ := program.StdoutPipe()
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReader(out)
			if said, err := lines.ReadString('\n'); said != "ready\n" {
				t.Fatal(said, err)
			}
			if err := program.Process.Signal(c.send); err != nil {
				t.Fatal(err)
			}
			if !c.ends {
				io.WriteString(in, "are you there\n")
			}
			said, _ := lines.ReadString('\n')
			if want := map[bool]string{true: "at rest\n", false: "here\n"}[c.ends]; said != want {
				t.Errorf("it says %q, want %q", said, want)
			}
			in.Close()
			io.Copy(io.Discard, lines)
			if err := program.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

// waitForEnd is a program that comes to rest when it is told to end, or when nobody speaks to it any more.
func waitForEnd() {
	_ = boot.Serve(func(ctx context.Context) error {
		fmt.Println("ready")
		asked := make(chan bool)
		go func() {
			for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
				asked <- true
			}
			close(asked)
		}()
		select {
		case <-ctx.Done():
			fmt.Println("at rest")
		case <-asked:
			fmt.Println("here")
		}
		return nil
	})
}

// TestEveryProgramHearsItsSignalsHere: whoever listens to them by itself forgets some.
func TestEveryProgramHearsItsSignalsHere(t *testing.T) {
	mains, err := filepath.Glob("../../*/main.go")
	if err != nil || len(mains) < 9 {
		t.Fatal(mains, err)
	}
	for _, file := range mains {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if s := string(text); strings.Contains(s, `"os/signal"`) || !strings.Contains(s, "boot.Context()") && !strings.Contains(s, "boot.Serve(") {
			t.Errorf("%s does not take boot's Context or Serve", file)
		}
	}
}
