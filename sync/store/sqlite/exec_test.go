package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// exec changes the database behind the store's back, as a hand with the sqlite3 shell would.
func exec(t testing.TB, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
