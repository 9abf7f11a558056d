package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// copyAlone is a copy of a hall beside a new directory that holds the hall's keys alone.
func copyAlone(t *testing.T, keys ...string) (dir, file string) {
	t.Helper()
	old := aDemoHall(t)
	take(t, old, 3)
	dir, file = t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	if _, errs, code := hallctl(t, "snapshot", "--data", old, file); code != 0 {
		t.Fatal(errs)
	}
	for _, name := range keys {
		text, err := os.ReadFile(filepath.Join(old, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir, file
}

// TestABlindRestoreNeverSaysThatItKnowsAll: with --skip=0 it said so, and numbers came twice.
func TestABlindRestoreNeverSaysThatItKnowsAll(t *testing.T) {
	dir, file := copyAlone(t, seal.HallKeyFile, seal.KeyFile)
	for _, skip := range []string{"0", "-5", "2001", "99999999"} {
		out, errs, code := hallctl(t, "restore", "--data", dir, "--skip="+skip, file)
		if code == 0 || out != "" || !strings.Contains(errs, "1 to 2000") {
			t.Errorf("--skip=%s: %q %q %d", skip, out, errs, code)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, sqlite.File)); err == nil {
		t.Fatal("it was restored all the same")
	}
	out, errs, code := hallctl(t, "restore", "--data", dir, "--skip=1", file)
	if code != 0 || strings.Contains(out, "knows all") || !strings.Contains(out, "go on above") {
		t.Fatalf("%q %q %d", out, errs, code)
	}
	if next := take(t, dir, 1); next.No == "H004" {
		t.Error("H004 may have been given")
	}
}

// TestARestoreWithoutTheSealKeySaysSo: it made a new one and said that all was well.
func TestARestoreWithoutTheSealKeySaysSo(t *testing.T) {
	dir, file := copyAlone(t, seal.HallKeyFile)
	out, errs, code := hallctl(t, "restore", "--data", dir, file)
	if code == 0 || out != "" || !strings.Contains(errs, seal.KeyFile) || !strings.Contains(errs, "--new-key") {
		t.Fatalf("%q %q %d", out, errs, code)
	}
	if out, errs, code := hallctl(t, "restore", "--data", dir, "--new-key", file); code != 0 {
		t.Fatalf("%q %q %d", out, errs, code)
	}
	if out, errs, code := hallctl(t, "verify", "--data", dir); code != 0 {
		t.Error(out, errs)
	}
}

// TestARestoreTellsWhatItLeavesOutOfOtherDays: none has to be left out today, and yet the copy does not know all.
func TestARestoreTellsWhatItLeavesOutOfOtherDays(t *testing.T) {
	var told strings.Builder
	restore{}.tell(&told, "2026-11-25", &sqlite.Lost{Why: "told by the mark of the hall"}, queue.Given{}, queue.Given{},
		map[hall.Day]map[string]int{"2026-11-23": {"A": 34}})
	want := "numbers of 2026-11-25: none has to be left out (told by the mark of the hall)\n" +
		"numbers of 2026-11-23, when the clock shows that day, go on above what may have been given: A after A034\n"
	if told.String() != want {
		t.Errorf("it says %s", told.String())
	}
}

// TestARestoreOnANewDiskOpensNoEpochThatIsTaken: it knew nothing of the epochs since the copy, and opened one that the
// center had.
func TestARestoreOnANewDiskOpensNoEpochThatIsTaken(t *testing.T) {
	dir, file := copyAlone(t, seal.HallKeyFile, seal.KeyFile)
	before := time.Now().UTC().Format("060102")
	out, errs, code := hallctl(t, "restore", "--data", dir, file)
	after := time.Now().UTC().Format("060102")
	if code != 0 || !strings.Contains(out, "goes on at "+before+".1") && !strings.Contains(out, "goes on at "+after+".1") {
		t.Fatalf("%q %q %d", out, errs, code)
	}
	if take(t, dir, 1).No == "" {
		t.Error("it gives no numbers")
	}
	out, errs, code = hallctl(t, "restore", "--data", dir, file) // what is replaced now tells how far the hall had come
	if code != 0 || strings.Contains(out, "goes on at "+before+".1") {
		t.Fatalf("%q %q %d", out, errs, code)
	}
}
