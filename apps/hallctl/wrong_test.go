package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// TestNoCommandMakesAHallAtAWrongPath: point 30. Each command says that there is no hall, and leaves nothing there.
func TestNoCommandMakesAHallAtAWrongPath(t *testing.T) {
	file := filepath.Join(t.TempDir(), "copy.db")
	if _, errs, code := hallctl(t, "snapshot", "--data", aHall(t), file); code != 0 {
		t.Fatal(errs)
	}
	for name, args := range map[string][]string{
		"terminals":       {"terminals"},
		"revoke":          {"revoke", "K01"},
		"enrol a kiosk":   {"enrol", "--kind", "kiosk", "--name", "K01"},
		"enrol a counter": {"enrol", "--kind", "counter", "--name", "C01"},
		"pin":             {"pin", "--teller", "t01"},
		"verify":          {"verify"},
		"snapshot":        {"snapshot", filepath.Join(t.TempDir(), "made.db")},
	} {
		missing, empty := filepath.Join(t.TempDir(), "hal"), t.TempDir()
		for _, dir := range []string{missing, empty} {
			out, errs, code := saying(t, "482617\n", append([]string{args[0], "--data", dir}, args[1:]...)...)
			if code == 0 || out != "" || !strings.Contains(errs, dir) {
				t.Errorf("%s in %s gave %q %q %d", name, dir, out, errs, code)
			}
		}
		if _, err := os.Stat(missing); err == nil {
			t.Errorf("%s made %s", name, missing)
		}
		if left, _ := filepath.Glob(filepath.Join(empty, "*")); len(left) > 0 {
			t.Errorf("%s left %v", name, left)
		}
	}
}

// TestAHallWithoutItsDatabaseIsNotBegunAnew: point 16, by hallctl.
func TestAHallWithoutItsDatabaseIsNotBegunAnew(t *testing.T) {
	for name, lose := range map[string]func(file string) error{
		"deleted": os.Remove,
		"empty":   func(file string) error { return os.Truncate(file, 0) },
		"no database at all": func(file string) error {
			return os.WriteFile(file, []byte("not a database at all, but some text that is long enough"), 0o600)
		},
	} {
		for _, args := range [][]string{{"terminals"}, {"enrol", "--kind", "kiosk", "--name", "K09"}, {"pin", "--teller", "t01"}} {
			dir := aDemoHall(t)
			for _, tail := range []string{"-wal", "-shm"} {
				os.Remove(filepath.Join(dir, sqlite.File+tail))
			}
			if err := lose(filepath.Join(dir, sqlite.File)); err != nil {
				t.Fatal(err)
			}
			out, errs, code := saying(t, "482617\n", append([]string{args[0], "--data", dir}, args[1:]...)...)
			if code == 0 || out != "" || !strings.Contains(errs, "hallctl restore") {
				t.Errorf("%s, %s gave %q %q %d", name, args[0], out, errs, code)
			}
		}
	}
}

// TestAPINIsNotStoredInThePlaceOfALostEvent: a hall that has lost its end goes on in a new epoch, which its node
// begins.
func TestAPINIsNotStoredInThePlaceOfALostEvent(t *testing.T) {
	dir := aDemoHall(t)
	old, err := os.ReadFile(filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	take(t, dir, 2)
	if err := os.WriteFile(filepath.Join(dir, sqlite.File), old, 0o600); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(dir, sqlite.File+"-wal"))
	if _, errs, code := saying(t, "482617\n", "pin", "--data", dir, "--teller", "t01"); code == 0 || !strings.Contains(errs, "has lost its last events") {
		t.Errorf("it gave %q %d", errs, code)
	}
	if next := take(t, dir, 1); next.No != "H003" {
		t.Errorf("goes on with %s", next.No)
	}
	if _, errs, code := saying(t, "482617\n", "pin", "--data", dir, "--teller", "t01"); code != 0 {
		t.Error(errs)
	}
}
