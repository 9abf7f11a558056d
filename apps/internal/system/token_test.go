package system

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
)

// The smallest hall: nobody enrols the counter beside the kiosk; it asks once and keeps what it got.
func TestATerminalJoinsTheNodeOfItsPC(t *testing.T) {
	quiet, data := slog.New(slog.DiscardHandler), t.TempDir()
	node, err := hallnode.Open(t.Context(), hallnode.Options{Data: data, Listen: "127.0.0.1:0", Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- node.Run(ctx) }()
	g := Given{ID: "C01", Kind: "counter", Node: config.Node{Address: node.URL, Data: data}, Log: quiet}
	made, err := token(t.Context(), g)
	for err != nil && codeOf(err) == causeCodes[NotJoined] { // the node is starting
		pause(t.Context(), 10*time.Millisecond)
		made, err = token(t.Context(), g)
	}
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(data, "C01.token"), 0o644); err != nil { // somebody copied it
		t.Fatal(err)
	}
	if again, err := token(t.Context(), g); err != nil || again != made { // the node is away now
		t.Errorf("the next start has %q, %v", again, err)
	}
	if i, err := os.Stat(filepath.Join(data, "C01.token")); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("kept as %v, %v", i, err)
	}
}

// The node of this PC answers, and its data is in another folder than the terminal's: nothing comes of waiting for it,
// whether the token file is empty or not there. Where nobody answers, the node may only be slower than the terminal.
func TestATerminalBesideAForeignFolderIsEnrolledByHand(t *testing.T) {
	quiet := slog.New(slog.DiscardHandler)
	node, err := hallnode.Open(t.Context(), hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- node.Run(ctx) }()
	for name, empty := range map[string]bool{"an empty token file": true, "no token file": false} {
		data := t.TempDir()
		if empty {
			if err := os.WriteFile(filepath.Join(data, "C01.token"), []byte(" \n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := token(t.Context(), Given{ID: "C01", Kind: "counter", Node: config.Node{Address: node.URL, Data: data}, Log: quiet}); codeOf(err) != "E-TOK-01" {
			t.Errorf("%s: %s, %v", name, codeOf(err), err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if _, err := token(t.Context(), Given{ID: "C01", Kind: "counter", Node: config.Node{Address: node.URL, Data: t.TempDir()}, Log: quiet}); codeOf(err) != "E-TOK-02" {
		t.Errorf("nobody answers: %s, %v", codeOf(err), err)
	}
}

func TestATerminalOfAnotherPCIsEnrolledByHand(t *testing.T) {
	_, err := token(t.Context(), Given{ID: "C01", Kind: "counter", Node: config.Node{Address: "https://10.0.0.5:7300", Data: t.TempDir()}})
	if err == nil || !strings.Contains(err.Error(), "hallctl enrol") || !strings.Contains(err.Error(), "C01.token") {
		t.Errorf("%v", err)
	}
}
