package archive_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
)

// TestTokensOfAnEarlierCenterGoOnAndEnd: they never ended; halls and programs at work keep them for now.
func TestTokensOfAnEarlierCenterGoOnAndEnd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "center.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"0001_archive.sql", "0002_devices.sql"} {
		text, err := os.ReadFile("migrations/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(string(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range []string{`PRAGMA user_version = 2`, `INSERT INTO persons (name, hash, wrong) VALUES ('wang', 'hash', 4)`,
		`INSERT INTO tokens VALUES ('of a hall', 'outlet', 'a', 1, 0), ('of a program', 'admin', 'ops', 1, 0), ('of a session', 'admin', 'wang', 1, 9000000000000)`} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()

	now := time.Now()
	a, err := archive.Open(t.Context(), file, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if p, err := a.Person(t.Context(), "wang"); err != nil || p.Hash != "hash" {
		t.Fatal(p, err)
	}
	known := func(what, hash string, want bool) {
		t.Helper()
		if _, err := a.Token(t.Context(), hash); (err == nil) != want || err != nil && hall.CodeOf(err) != hall.Unauthenticated {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, hash := range []string{"of a hall", "of a program", "of a session"} {
		known("at first", hash, true)
	}
	now = now.Add(100 * 24 * time.Hour)
	known("a hall at work", "of a hall", true)
	known("a program after 90 days", "of a program", false)
	if err := a.PutPerson(t.Context(), "wang", "another"); err != nil {
		t.Fatal(err)
	}
	known("a session after a new password", "of a session", false)
	now = now.Add(170 * 24 * time.Hour)
	known("a hall at work, half a year later", "of a hall", true)
}
