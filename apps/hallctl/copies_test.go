package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// programmers are words of the program's parts, which nobody else knows.
var programmers = regexp.MustCompile(`[a-z]+\.[A-Z][A-Za-z]+:|\binternal:|not_found`)

// TestTheCopyOfACenterIsNoHallsAndTheReverse: each is refused with what to do with it, and nothing is changed.
func TestTheCopyOfACenterIsNoHallsAndTheReverse(t *testing.T) {
	hallDir, center := aDemoHall(t), filepath.Join(t.TempDir(), "center")
	open := func(data string) error {
		d, err := centerd.Open(t.Context(), centerd.Options{Data: data, Listen: "127.0.0.1:0"})
		if err == nil {
			err = d.Close()
		}
		return err
	}
	if err := open(center); err != nil {
		t.Fatal(err)
	}
	ofCenter, ofHall := filepath.Join(t.TempDir(), "center.db"), filepath.Join(t.TempDir(), "hall.db")
	for _, words := range [][]string{{"center", "snapshot", "--data", center, ofCenter}, {"snapshot", "--data", hallDir, ofHall}} {
		if out, errs, code := hallctl(t, words...); code != 0 {
			t.Fatal(out, errs)
		}
	}
	before, err := os.ReadFile(filepath.Join(hallDir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	_, errs, code := hallctl(t, "restore", "--data", hallDir, ofCenter)
	if code == 0 || !strings.Contains(errs, "copy of a center") || !strings.Contains(errs, "center.db") || programmers.MatchString(errs) {
		t.Errorf("a center's copy as a hall: %d %s", code, errs)
	}
	if after, err := os.ReadFile(filepath.Join(hallDir, sqlite.File)); err != nil || string(after) != string(before) {
		t.Errorf("the hall was changed, %v", err)
	}
	place := t.TempDir()
	text, err := os.ReadFile(ofHall)
	if err == nil {
		err = os.WriteFile(filepath.Join(place, "center.db"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := open(place); err == nil || !strings.Contains(err.Error(), "database of a hall") || !strings.Contains(err.Error(), "hallctl restore") {
		t.Errorf("a hall's copy as a center: %v", err)
	}
	if _, errs, code := hallctl(t, "center", "tokens", "--data", place); code == 0 || programmers.MatchString(errs) {
		t.Errorf("a command there: %d %s", code, errs)
	}
}

// TestAnswersToQuestionsThatNobodyAskedSayWhatIsWrong: a hall is none, and a hall that is not here neither.
func TestAnswersToQuestionsThatNobodyAskedSayWhatIsWrong(t *testing.T) {
	center := filepath.Join(t.TempDir(), "center")
	d, err := centerd.Open(t.Context(), centerd.Options{Data: center, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.EnrolOutlet(t.Context(), "gaoyang"); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"accept", "refuse", "undo"} {
		_, errs, code := hallctl(t, "center", "epochs", verb, "--data", center, "nohall")
		if code == 0 || !strings.Contains(errs, "no such hall") || programmers.MatchString(errs) {
			t.Errorf("%s nohall: %d %s", verb, code, errs)
		}
	}
}

// TestRefusalsAreToldWithoutTheProgramsParts: people read "internal: serve.Listen: internal: listen tcp".
func TestRefusalsAreToldWithoutTheProgramsParts(t *testing.T) {
	dir := aHall(t)
	for _, words := range [][]string{
		{"verify", "--data", t.TempDir()},
		{"terminals", "--data", filepath.Join(t.TempDir(), "none")},
		{"snapshot", "--data", dir, filepath.Join(dir, "none", "copy.db")},
		{"revoke", "--data", dir, "K99"},
		{"enrol", "--data", dir, "--kind", "kiosk", "--name", "a/b"},
		{"enrol", "--data", dir, "--kind", "kiosk", "--name", "NUL"},
		{"restore", "--data", dir, "--skip=0", filepath.Join(dir, sqlite.File)},
		{"center", "tokens", "--data", dir},
	} {
		out, errs, code := hallctl(t, words...)
		if code == 0 || programmers.MatchString(errs+out) {
			t.Errorf("%v: %d %s %s", words, code, errs, out)
		}
	}
}
