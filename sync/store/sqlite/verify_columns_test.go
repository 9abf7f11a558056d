package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// told are the tables that follow from the log, with the columns that it does not tell: a receipt's n is its place and
// nothing else.
var told = map[string]string{"events": "", "tickets": "", "past": "", "overnight": "", "counters": "", "numbers": "", "today": "",
	"setup": "", "running": "", "receipts": "n", "terminals": ""}

// TestVerifyFindsEveryColumn changes each column of each table in the first, a middle and the last row of a hall that
// has lived for a night, and takes out each of these rows.
func TestVerifyFindsEveryColumn(t *testing.T) {
	file, now := aNight(t)
	findsHand(t, file, now, "")
	for table, untold := range told {
		columns, key := columnsOf(t, file, table)
		for _, nth := range []string{"0", "count(*) / 2", "count(*) - 1"} {
			row := " WHERE (" + key + ") = (SELECT " + key + " FROM " + table + " ORDER BY " + key +
				" LIMIT 1 OFFSET (SELECT " + nth + " FROM " + table + "))"
			findsHand(t, file, now, "DELETE FROM "+table+row)
			for _, c := range columns {
				if c != untold {
					findsHand(t, file, now, "UPDATE "+table+" SET "+c+" = CASE typeof("+c+") WHEN 'integer' THEN "+c+" + 1 ELSE "+c+" || 'x' END"+row)
				}
			}
		}
	}
}

// findsHand lets a hand do something to a copy of a hall. What the database itself refuses is found already.
func findsHand(t *testing.T, file string, now func() time.Time, statement string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{sqlite.File, sqlite.MarkFile, seal.HallKeyFile, seal.KeyFile} {
		raw, err := os.ReadFile(filepath.Join(filepath.Dir(file), name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.File)+"?_pragma=synchronous(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(statement)
	db.Close()
	if err != nil {
		if !strings.Contains(err.Error(), "constraint failed") {
			t.Fatalf("%s: %v", statement, err)
		}
		return
	}
	s, err := sqlite.Look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Now = now
	got, err := s.Verify(t.Context())
	if untouched := statement == ""; untouched != (err == nil && got.Count == 0) {
		t.Errorf("%q gave %v, %d problems %v", statement, err, got.Count, got.Problems)
	}
}

// aNight is a copy of a hall after a night through which tickets waited, with the hall's key and mark beside it.
func aNight(t *testing.T) (file string, now func() time.Time) {
	setup, clock := halltest.Setup(), halltest.NewClock(halltest.Opening)
	setup.Outlet.Rules.KeepOvernight = true
	h := work(t, t.TempDir(), setup, clock, false)
	halltest.ScriptedDay(t, h.Hall)
	h.Issue("A")
	h.Issue("H")
	if _, err := h.q.Order(t.Context(), hall.Order{ID: "o1", Kind: "pause_group", Args: []byte(`{"service":"K"}`)}); err != nil {
		t.Fatal(err)
	}
	clock.Advance(24 * time.Hour)
	h.Issue("A")
	for _, name := range []string{"K01", "K02", "K03"} {
		if _, _, err := h.store.Enrol(t.Context(), "kiosk", name); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.store.Revoke(t.Context(), "K02"); err != nil {
		t.Fatal(err)
	}
	night := t.TempDir()
	file = filepath.Join(night, sqlite.File)
	if err := h.store.Snapshot(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	dir := h.store.Dir()
	h.stop()
	for _, name := range []string{sqlite.MarkFile, seal.HallKeyFile, seal.KeyFile} {
		if err := os.Link(filepath.Join(dir, name), filepath.Join(night, name)); err != nil {
			t.Fatal(err)
		}
	}
	return file, clock.Now
}

func columnsOf(t *testing.T, file, table string) (all []string, key string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT name, pk FROM pragma_table_info('" + table + "')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var name string
		var pk int
		if err := rows.Scan(&name, &pk); err != nil {
			t.Fatal(err)
		}
		if all = append(all, name); pk > 0 {
			keys = append(keys, name)
		}
	}
	return all, strings.Join(keys, ", ")
}
