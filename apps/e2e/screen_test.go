package e2e_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is the path of a built program.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("../../bin", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v: run make build first", err)
	}
	return path
}

// needs skips a test on a machine that lacks a tool; make test installs them all.
func needs(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed (packaging/deps.sh test)", tool)
		}
	}
}

// display starts an X server and gives its name (":7"). The server tells its number itself, when it is ready.
func display(t *testing.T, server string, args ...string) string {
	t.Helper()
	needs(t, server)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	c := exec.Command(server, append([]string{"-displayfd", "3", "-noreset", "-nolisten", "tcp"}, args...)...)
	c.ExtraFiles = []*os.File{write}
	start(t, c)
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("%s did not start: %v", server, err)
	}
	return ":" + strings.TrimSpace(number)
}

// logged keeps what a program writes, to be shown when the test fails.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// start starts a program and ends it with the test.
func start(t *testing.T, c *exec.Cmd) {
	t.Helper()
	log := &logged{}
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { c.Wait(); close(ended) }()
	t.Cleanup(func() {
		c.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			c.Process.Kill()
			<-ended
			t.Errorf("%s did not end in 10 s", c.Path)
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(c.Path), log)
		}
	})
}

// onScreen is a program's command on a display, in the size of its design.
func onScreen(t *testing.T, screen, name string, args ...string) *exec.Cmd {
	c := exec.Command(program(t, name), args...)
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".cache"), 0o700); err != nil {
		t.Fatal(err)
	}
	c.Env = append(os.Environ(), "DISPLAY="+screen, "FYNE_SCALE=1", "HOME="+home, "XDG_RUNTIME_DIR="+home)
	return c
}

// sockets look at windows of other processes, through their debug sockets.
type sockets map[string]string // window → path

// Ask implements visit.Eyes.
func (s sockets) Ask(ctx context.Context, op, window, key string) (map[string]any, error) {
	path, ok := s[window]
	if !ok {
		return nil, fmt.Errorf("no socket for %s", window)
	}
	var dial net.Dialer
	conn, err := dial.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	if err := json.NewEncoder(conn).Encode(map[string]string{"op": op, "window": window, "key": key}); err != nil {
		return nil, err
	}
	var answer map[string]any
	return answer, json.NewDecoder(conn).Decode(&answer)
}
