package control_test

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/hall"
)

type names struct {
	Name string `json:"name"`
}

// serve runs a node's socket in dir; what it returns stops it.
func serve(t *testing.T, dir string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- control.Serve(ctx, dir, map[string]control.Handler{
			"greet": func(_ context.Context, raw json.RawMessage) (any, error) {
				a, err := control.Args[names](raw)
				return names{Name: "hello " + a.Name}, err
			},
			"refuse": func(context.Context, json.RawMessage) (any, error) { return nil, hall.E("x", hall.Denied, "not today") },
		})
	}()
	for control.Ask(ctx, dir, "nothing", nil, nil) != nil { // until somebody answers, be it that there is no such command
		if err := control.Ask(ctx, dir, "nothing", nil, nil); strings.Contains(err.Error(), "knows no command") {
			break
		}
	}
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the socket ended with %v", err)
		}
	}
}

func TestAsk(t *testing.T) {
	for name, dir := range map[string]string{"a short directory": t.TempDir(), "a long one": long(t)} {
		t.Run(name, func(t *testing.T) {
			stop := serve(t, dir)
			var got names
			if err := control.Ask(t.Context(), dir, "greet", names{"node"}, &got); err != nil || got.Name != "hello node" {
				t.Errorf("got %q %v", got.Name, err)
			}
			if err := control.Ask(t.Context(), dir, "refuse", nil, nil); hall.CodeOf(err) != hall.Denied || !strings.Contains(err.Error(), "not today") {
				t.Errorf("got %v", err)
			}
			stop()
			if err := control.Ask(t.Context(), dir, "greet", names{"node"}, &got); !control.Away(err) {
				t.Errorf("nobody is there, and it gave %v", err)
			}
			serve(t, dir)() // the socket that is left does not stop the next node
		})
	}
}

func long(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), strings.Repeat("a-long-name/", 12))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOnlyTheOwnerMayAsk(t *testing.T) {
	dir := t.TempDir()
	defer serve(t, dir)()
	if info, err := os.Stat(filepath.Join(dir, "control.sock")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is %v %v", info.Mode(), err)
	}
}

func TestForeignBytesAreRefused(t *testing.T) {
	dir := t.TempDir()
	defer serve(t, dir)()
	c, err := net.Dial("unix", filepath.Join(dir, "control.sock"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Write([]byte("GET / HTTP/1.1\n"))
	answer := make([]byte, 200)
	n, err := c.Read(answer)
	if err != nil || !strings.Contains(string(answer[:n]), `"code":"invalid"`) {
		t.Errorf("got %q %v", answer[:n], err)
	}
}
