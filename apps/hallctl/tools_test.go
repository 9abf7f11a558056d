package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

func anID() hall.TicketID { return hall.TicketID(uuid.NewString()) }

// run runs a node on dir until stop.
func run(t *testing.T, dir string) (n *hallnode.Node, stop func()) {
	t.Helper()
	n, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	return n, func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// ruin leaves nothing of a database that could be read.
func ruin(t *testing.T, dir string) {
	t.Helper()
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(filepath.Join(dir, sqlite.File+tail)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, sqlite.File), []byte("not a database at all, but some text"), 0o600); err != nil {
		t.Fatal(err)
	}
}
