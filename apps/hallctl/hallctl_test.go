package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// TestMain lets the test program be hallctl itself, so that what is tested is what a hand at the keyboard gets.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_HALLCTL") == "1" {
		if wait := os.Getenv("TEST_STARTING"); wait != "" {
			starting, _ = time.ParseDuration(wait)
		}
		main()
		return
	}
	os.Exit(m.Run())
}

func hallctl(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), "TEST_HALLCTL=1")
	if stdin != nil {
		cmd.Stdin = stdin
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String(), code
}

// saying is hallctl with a line on its standard input.
func saying(t *testing.T, line string, args ...string) (out, errs string, code int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "stdin")
	if err := os.WriteFile(file, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	old := stdin
	stdin = in
	defer func() { stdin = old }()
	return hallctl(t, args...)
}

// stdin is what hallctl reads.
var stdin *os.File

// aHall stores a small day in a new data directory.
func aHall(t *testing.T) (dir string) {
	dir = t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	d := storetest.NewDay()
	if err := errors.Join(s.Commit(t.Context(), append(d.Begin(), d.Issue("a"), d.Issue("b"))), s.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestEnrolPrintsTheTokenAlone(t *testing.T) {
	dir := aHall(t)
	out, errs, code := hallctl(t, "enrol", "--data", dir, "--kind", "kiosk", "--name", "K01")
	token := strings.TrimSuffix(out, "\n")
	if code != 0 || errs != "" || len(token) != 43 || strings.ContainsAny(token, " \n") {
		t.Fatalf("printed %q %q %d", out, errs, code)
	}
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got, err := s.Terminal(t.Context(), token); err != nil || got.ID != "K01" || got.Kind != "kiosk" {
		t.Errorf("the token is of %+v %v", got, err)
	}
}

func TestEnrolWhileTheNodeRuns(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	t.Setenv("TEST_STARTING", "100ms")
	if _, errs, code := hallctl(t, "enrol", "--data", dir, "--kind", "counter", "--name", "C01"); code == 0 || !strings.Contains(errs, "another process") {
		t.Errorf("a hall that is locked and does not answer gave %q %d", errs, code)
	}
	t.Setenv("TEST_STARTING", "") // a node that is still starting is waited for
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	time.AfterFunc(300*time.Millisecond, func() { done <- control.Serve(ctx, dir, control.StoreHandlers(s)) })
	out, errs, code := hallctl(t, "enrol", "--data", dir, "--kind", "counter", "--name", "C01")
	if got, err := s.Terminal(t.Context(), strings.TrimSpace(out)); code != 0 || err != nil || got.ID != "C01" {
		t.Errorf("enrolled %+v %v %q %d", got, err, errs, code)
	}
	if out, _, code := hallctl(t, "terminals", "--data", dir); code != 0 || !strings.Contains(out, "C01") {
		t.Errorf("terminals gave %q %d", out, code)
	}
	if _, errs, code := hallctl(t, "revoke", "--data", dir, "C01"); code != 0 {
		t.Errorf("revoke gave %q %d", errs, code)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWrongWordsAreRefused(t *testing.T) {
	for name, args := range map[string][]string{
		"no command":      {},
		"unknown kind":    {"enrol", "--data", "x", "--kind", "robot", "--name", "R"},
		"no name":         {"enrol", "--data", "x", "--kind", "kiosk"},
		"no hall there":   {"verify", "--data", filepath.Join(t.TempDir(), "none")},
		"no such machine": {"revoke", "--data", aHall(t), "K99"},
	} {
		if out, errs, code := hallctl(t, args...); code == 0 || errs == "" || (out != "" && len(args) > 0) {
			t.Errorf("%s gave %q %q %d", name, out, errs, code)
		}
	}
}

func TestVerify(t *testing.T) {
	dir := aHall(t)
	if out, errs, code := hallctl(t, "verify", "--data", dir); code != 0 || !strings.Contains(out, "2 tickets") {
		t.Fatalf("a sound hall gave %q %q %d", out, errs, code)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE tickets SET body = json_set(body, '$.effective', 1) WHERE id = 'b'`); err != nil {
		t.Fatal(err)
	}
	if out, errs, code := hallctl(t, "verify", "--data", dir); code == 0 || !strings.Contains(out, "ticket b") || !strings.Contains(errs, "hallctl restore") {
		t.Errorf("a changed row gave %q %q %d", out, errs, code)
	}
}

func TestRestoreGoesOnAsANewEpoch(t *testing.T) {
	dir, file := aHall(t), filepath.Join(t.TempDir(), "copy.db")
	if _, errs, code := hallctl(t, "snapshot", "--data", dir, file); code != 0 {
		t.Fatal(errs)
	}
	for _, want := range []string{"2.1", "3.1"} {
		out, errs, code := hallctl(t, "restore", "--data", dir, file)
		if code != 0 || !strings.Contains(out, "goes on at "+want) {
			t.Fatalf("restored: %q %q %d", out, errs, code)
		}
		if out, errs, code := hallctl(t, "verify", "--data", dir); code != 0 {
			t.Errorf("the restored hall gave %q %q", out, errs)
		}
	}
}
