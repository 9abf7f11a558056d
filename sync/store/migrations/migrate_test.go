package migrations_test

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	_ "modernc.org/sqlite"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/migrations"
)

func open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func folder(files ...string) fs.FS {
	all := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		all[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return all
}

func tables(t *testing.T, db *sql.DB) (names []string) {
	t.Helper()
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

const one, two = "CREATE TABLE a (x TEXT)", "CREATE TABLE b (x TEXT); INSERT INTO b VALUES ('kept')"

func TestApply(t *testing.T) {
	db := open(t)
	for _, step := range []struct {
		name   string
		folder fs.FS
		code   hall.Code
		want   []string
	}{
		{"the first file", folder("0001_a.sql", one), "", []string{"a"}},
		{"again: nothing to do", folder("0001_a.sql", one), "", []string{"a"}},
		{"a file that breaks in the middle leaves nothing", folder("0001_a.sql", one, "0002_b.sql", "CREATE TABLE c (x TEXT); CREATE TABLE a (y TEXT)"),
			hall.Internal, []string{"a"}},
		{"a number left out is refused", folder("0001_a.sql", one, "0003_b.sql", two), hall.Internal, []string{"a"}},
		{"mended", folder("0001_a.sql", one, "0002_b.sql", two), "", []string{"a", "b"}},
		{"an older program refuses the newer tables", folder("0001_a.sql", one), hall.Conflict, []string{"a", "b"}},
	} {
		if err := migrations.Apply(t.Context(), db, step.folder); hall.CodeOf(err) != step.code {
			t.Errorf("%s: %v", step.name, err)
		}
		if got := tables(t, db); !slices.Equal(got, step.want) {
			t.Errorf("%s: tables %v", step.name, got)
		}
	}
}

func TestProgramsThatBeginTogetherMakeTheTablesOnce(t *testing.T) {
	path := "file:" + filepath.Join(t.TempDir(), "x.db") + "?_pragma=busy_timeout(60000)&_pragma=journal_mode(WAL)"
	var programs [6]*sql.DB
	for i := range programs {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := migrations.Apply(t.Context(), db, folder()); err != nil { // all have looked at the database
			t.Fatal(err)
		}
		programs[i] = db
	}
	slow := folder("0001_a.sql", "CREATE TABLE a AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n")
	ended := make(chan error)
	for _, db := range programs {
		go func() { ended <- migrations.Apply(t.Context(), db, slow) }()
	}
	for range programs {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestTheHallsTables(t *testing.T) {
	db := open(t)
	if err := migrations.Apply(t.Context(), db, migrations.Hall); err != nil {
		t.Fatal(err)
	}
	want := []string{"counters", "events", "mirror", "numbers", "outbox_cursor", "overnight", "past", "private", "receipts", "running", "setup", "terminals", "tickets", "today", "tries"}
	if got := tables(t, db); !slices.Equal(got, want) {
		t.Errorf("tables %v", got)
	}
}
