package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// Writing over the log in place costs a disk half of what a log that grows does, and a log that grows fills the disk.
func TestTheLogIsWrittenOverAgain(t *testing.T) {
	dir := t.TempDir()
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	size := func() int64 {
		info, err := os.Stat(filepath.Join(dir, sqlite.File+"-wal"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	var first int64
	for round := range 4 {
		for i := range 50 {
			commit(t, s, d.Issue(hall.TicketID(fmt.Sprint(round, "-", i))))
		}
		if round == 0 {
			first = size()
		}
		if err := s.CopyLog(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if last := size(); last > 2*first || last < first {
		t.Errorf("the log is %d bytes after one round and %d after four", first, last)
	}
	s.Close()
	if size() == 0 {
		t.Error("the log was cut at the end, so the next start appends")
	}
}
