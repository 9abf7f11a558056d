package archive_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// notSQL is what SQLite understands and other databases do not.
var notSQL = regexp.MustCompile(`(?i)WITHOUT ROWID|AUTOINCREMENT|PRAGMA|STRICT|\bBLOB\b|\bjson_|strftime|ifnull|INSERT OR|x'`)

// TestTheTablesAreOfAnyDatabase: the center runs on others than SQLite, too.
func TestTheTablesAreOfAnyDatabase(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := notSQL.FindString(string(text)); found != "" {
			t.Errorf("%s: %s", file, found)
		}
	}
}
