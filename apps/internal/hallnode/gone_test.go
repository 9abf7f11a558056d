package hallnode_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// lose does something to the database of a closed hall.
func lose(t *testing.T, dir string, tails []string, do func(file string) error) {
	t.Helper()
	for _, tail := range tails {
		if err := do(filepath.Join(dir, sqlite.File+tail)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}

// TestAHallThatLostItsDatabaseIsRefused: point 16. A new one would give H001 a second time.
func TestAHallThatLostItsDatabaseIsRefused(t *testing.T) {
	empty := func(file string) error { return os.Truncate(file, 0) }
	scrap := func(file string) error { return os.WriteFile(file, []byte("what a disk left behind\n"), 0o600) }
	all := []string{"", "-wal", "-shm"}
	for name, hand := range map[string]func(t *testing.T, dir string){
		"deleted":                     func(t *testing.T, dir string) { lose(t, dir, all, os.Remove) },
		"deleted, its log left there": func(t *testing.T, dir string) { lose(t, dir, all[:1], os.Remove) },
		"emptied":                     func(t *testing.T, dir string) { lose(t, dir, all, empty) },
		"a file without tables":       func(t *testing.T, dir string) { lose(t, dir, all, os.Remove); bare(t, dir) },
		"no database any more":        func(t *testing.T, dir string) { lose(t, dir, all[1:], os.Remove); lose(t, dir, all[:1], scrap) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			n, stop := start(t, hallnode.Options{Data: dir})
			take(t, n.Authority)
			stop()
			hand(t, dir)
			for range 2 { // a refusal makes nothing that the next start would take for a hall
				_, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir})
				if err == nil || !strings.Contains(err.Error(), "hallctl restore") {
					t.Fatalf("the start gave %v", err)
				}
			}
		})
	}
}

// bare makes a database without tables.
func bare(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("PRAGMA user_version = 1"); err != nil {
		t.Fatal(err)
	}
}

// TestAFirstStartKilledBeforeItsFirstEventsComesUp: point 16, the other half. Between the making of the key and the
// first events there is a database with tables, and nothing in them.
func TestAFirstStartKilledBeforeItsFirstEventsComesUp(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.HallKey(dir); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	n, _ := start(t, hallnode.Options{Data: dir})
	if s := take(t, n.Authority); s.No != "H001" || n.Authority.Cursor().Epoch != 1 {
		t.Errorf("the first ticket is %s at %s", s.No, n.Authority.Cursor())
	}
	if _, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir}); hall.CodeOf(err) != hall.Conflict {
		t.Errorf("and a second node got %v", err)
	}
}
