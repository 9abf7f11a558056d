package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// otherKey puts the key of another hall into a data directory.
func otherKey(t *testing.T, dir string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, seal.HallKeyFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.HallKey(dir); err != nil {
		t.Fatal(err)
	}
}

func noSealKey(t *testing.T, dir string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, seal.KeyFile)); err != nil {
		t.Fatal(err)
	}
}

// TestAKeyThatIsLostOrForeignIsNamed: a lost seal.key was replaced without a word, and a foreign hall.key passed for
// lost events.
func TestAKeyThatIsLostOrForeignIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(*testing.T, string)
		words []string
	}{
		"the seal.key is lost": {noSealKey, []string{seal.KeyFile, "is missing", "--new-key"}},
		"a foreign hall.key":   {otherKey, []string{seal.HallKeyFile, "not this hall's", "--new-key"}},
		"a foreign hall.key and no mark": {func(t *testing.T, dir string) {
			otherKey(t, dir)
			os.Remove(filepath.Join(dir, sqlite.MarkFile))
		}, []string{seal.HallKeyFile, "not this hall's", "--new-key"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := aDay(t)
			c.do(t, dir)
			before := names(t, dir)
			for range 2 { // the refusal makes no key of its own
				s, err := sqlite.Open(t.Context(), dir)
				if err == nil {
					s.Close()
					t.Fatal("it was opened")
				}
				for _, word := range c.words {
					if !strings.Contains(err.Error(), word) {
						t.Errorf("%q says nothing of %q", err, word)
					}
				}
				if strings.Contains(err.Error(), "lost its last events") {
					t.Errorf("it takes the key for a loss: %v", err)
				}
			}
			if after := names(t, dir); after != before {
				t.Errorf("it left %s where %s was", after, before)
			}
			if got := verify(t, dir); got.Count != 1 || !strings.Contains(got.Problems[0], c.words[0]) {
				t.Errorf("verify tells of %d: %v", got.Count, got.Problems)
			}
			goesOnWithANewKey(t, dir)
		})
	}
}

// goesOnWithANewKey goes the way on that the refusal names.
func goesOnWithANewKey(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "copy.db")
	look, err := sqlite.Look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := look.Snapshot(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	look.Close()
	if _, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: 100}); err == nil || !strings.Contains(err.Error(), "--new-key") {
		t.Fatalf("restored without being told: %v", err)
	}
	r, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{NewKey: true, Skip: 100})
	if err != nil {
		t.Fatal(err)
	}
	begin(t, r)
	if _, err := r.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	open(t, dir).Close()
	if got := verify(t, dir); got.Count != 0 {
		t.Errorf("under the new key verify finds %v", got.Problems)
	}
}

// TestASealKeyOfTheEnvironmentIsNotMissed: the file is not in the data directory then.
func TestASealKeyOfTheEnvironmentIsNotMissed(t *testing.T) {
	t.Setenv(seal.KeyEnv, filepath.Join(t.TempDir(), "elsewhere.key"))
	dir := aDay(t)
	open(t, dir).Close()
	if got := verify(t, dir); got.Count != 0 {
		t.Error(got.Problems)
	}
	if err := os.Remove(os.Getenv(seal.KeyEnv)); err != nil {
		t.Fatal(err)
	}
	if s, err := sqlite.Open(t.Context(), dir); hall.CodeOf(err) != hall.NotFound {
		s.Close()
		t.Error("its loss was not noticed")
	}
}

// TestARestoreLeavesOutABoundedNumber: with none left out numbers came twice, and with a hundred million a slip had no
// code.
func TestARestoreLeavesOutABoundedNumber(t *testing.T) {
	dir, file := aCopy(t, 3)
	before := names(t, dir)
	for _, skip := range []int{-5, 0, 2001, 99999999} {
		if _, err := sqlite.BeginRestore(t.Context(), dir, file, sqlite.RestoreOptions{Skip: skip}); hall.CodeOf(err) != hall.Invalid {
			t.Errorf("%d: %v", skip, err)
		}
	}
	if after := names(t, dir); after != before {
		t.Errorf("it left %s where %s was", after, before)
	}
}
