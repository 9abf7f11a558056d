//go:build unix

package held_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/held"
)

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestFilesThatWereTakenAwayAreTold: and files that were put back are good again; what the holder writes is no news.
func TestFilesThatWereTakenAwayAreTold(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(t *testing.T, dir string)
		back func(t *testing.T, dir string) // nil: there is no way back
	}{
		"deleted":               {do: func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "a"))) }},
		"the second deleted":    {do: func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "b"))) }},
		"the directory deleted": {do: func(t *testing.T, dir string) { must(t, os.RemoveAll(dir)) }},
		"a file in the directory's place": {do: func(t *testing.T, dir string) {
			must(t, os.RemoveAll(dir))
			write(t, dir, "")
		}},
		"moved over": {do: func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "old"), "one")
			must(t, os.Rename(filepath.Join(dir, "old"), filepath.Join(dir, "a")))
		}},
		"written over": {do: func(t *testing.T, dir string) { write(t, filepath.Join(dir, "a"), "older") }},
		"written over with an old time": {do: func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "a"), "two")
			then := time.Now().Add(-time.Hour)
			must(t, os.Chtimes(filepath.Join(dir, "a"), then, then))
		}},
		"renamed": {
			do:   func(t *testing.T, dir string) { must(t, os.Rename(dir, dir+".away")) },
			back: func(t *testing.T, dir string) { must(t, os.Rename(dir+".away", dir)) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			must(t, os.Mkdir(dir, 0o700))
			a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
			write(t, a, "")
			write(t, b, "")
			f, err := held.Hold(a, b)
			must(t, err)
			write(t, a, "one")
			f.Wrote()
			write(t, b, "which others may write as well")
			must(t, f.Look())
			c.do(t, dir)
			if err := f.Look(); hall.CodeOf(err) != hall.DataGone {
				t.Fatalf("it says %v", err)
			}
			f.Wrote() // which does not make it right
			if err := f.Look(); hall.CodeOf(err) != hall.DataGone && name != "written over" && name != "written over with an old time" {
				t.Fatalf("after a write of its own it says %v", err)
			}
			if c.back != nil {
				c.back(t, dir)
				must(t, f.Look())
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
