package hallnode_test

import (
	"context"
	"io"
	"os"
	"testing"
)

// printed is what a command writes to its standard output.
func printed(t *testing.T, command interface{ Run(context.Context) error }) (string, error) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	was := os.Stdout
	os.Stdout = w
	failed := command.Run(t.Context())
	os.Stdout = was
	w.Close()
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out), failed
}
