package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// TestEachRefusalNamesTheNextStep: each row is what is wrong, the command, and what whoever gave it should read.
func TestEachRefusalNamesTheNextStep(t *testing.T) {
	empty, lost, foreign, running := t.TempDir(), aDemoHall(t), aDemoHall(t), aDemoHall(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if _, errs, code := hallctl(t, "snapshot", "--data", running, copied); code != 0 {
		t.Fatal(errs)
	}
	for _, tail := range []string{"", "-wal", "-shm"} {
		os.Remove(filepath.Join(lost, sqlite.File+tail))
	}
	if err := os.WriteFile(filepath.Join(foreign, seal.HallKeyFile), []byte(strings.Repeat("0f", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stop := run(t, running)
	defer stop()
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"verify of no hall", []string{"verify", "--data", empty}, "there is no hall in " + empty},
		{"snapshot of no hall", []string{"snapshot", "--data", empty, filepath.Join(empty, "x.db")}, "there is no hall in " + empty},
		{"tellers of no hall", []string{"tellers", "--data", empty}, "there is no hall in " + empty},
		{"verify of a lost hall", []string{"verify", "--data", lost}, "hallctl restore --data " + lost},
		{"snapshot of a lost hall", []string{"snapshot", "--data", lost, filepath.Join(empty, "x.db")}, "hallctl restore --data " + lost},
		{"verify under a foreign key", []string{"verify", "--data", foreign}, "Put the hall's own back from the backup"},
		{"restore of a hall that runs", []string{"restore", "--data", running, copied}, "end it first"},
		{"a PIN of nobody", []string{"pin", "--data", running, "--teller", "nobody"}, "hallctl tellers"},
	} {
		if _, errs, code := saying(t, "482617\n", c.args...); code == 0 || !strings.Contains(errs, c.want) || programmers.MatchString(errs) {
			t.Errorf("%s: %d %s", c.name, code, errs)
		}
	}
}

func TestTellersAreListed(t *testing.T) {
	dir := aDemoHall(t)
	out, errs, code := hallctl(t, "tellers", "--data", dir)
	if lines := strings.Count(out, "\n"); code != 0 || lines != 9 || !strings.Contains(out, "t01") || !strings.Contains(out, "0312") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	if strings.Contains(out, "argon2") {
		t.Error("a PIN's hash is printed")
	}
}

func TestTheStaffPINIsWrittenAsAKioskReadsIt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "staff.pin")
	if _, errs, code := saying(t, "123456\n", "staff-pin", file); code == 0 || errs == "" {
		t.Errorf("a PIN that is tried first was taken: %q", errs)
	}
	if out, errs, code := saying(t, "482617\n", "staff-pin", file); code != 0 || out != "" {
		t.Fatal(errs)
	}
	text, err := os.ReadFile(file)
	if err != nil || !seal.MatchSecret(strings.TrimSpace(string(text)), "482617") {
		t.Errorf("%q %v", text, err)
	}
}
