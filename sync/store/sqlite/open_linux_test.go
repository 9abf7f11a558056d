package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/sync/store/storetest"
)

// A file that stays open cannot be renamed or removed on Windows. Linux does not mind, but can be asked.
func TestAClosedHallHasNoFileOpen(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	commit(t, s, storetest.NewDay().Begin()...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if files := opened(dir); len(files) > 0 {
		t.Errorf("still open: %v", files)
	}
}

// opened are the files of a folder that this process has open.
func opened(dir string) (files []string) {
	links, _ := filepath.Glob("/proc/self/fd/*")
	for _, l := range links {
		if file, err := os.Readlink(l); err == nil && strings.HasPrefix(file, dir+"/") {
			files = append(files, file)
		}
	}
	return files
}
