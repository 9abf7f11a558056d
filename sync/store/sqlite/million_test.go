package sqlite_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// Years of finished tickets, a thousand a day, copied from the one that is there.
const fill = `
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
	INSERT INTO tickets (id, outlet, day, no, code, token_hash, service, state, version, issued_at, called_at, started_at, ended_at, body)
	SELECT printf('%%08x-old', i), outlet, date('2026-11-22', '-' || (i / 1000) || ' days'), printf('A%%04d', 1000 + i %% 1000),
	       printf('%%014d', i), lower(hex(randomblob(32))), service, 'finished', 5, issued_at - i * 60000, 1, 1, 1,
	       json_set(body, '$.id', printf('%%08x-old', i), '$.state', 'finished')
	  FROM n, (SELECT * FROM tickets WHERE id = 'left')`

// aLongLife stores a day of 1000 tickets, one that was left open the day before, and n tickets of the years before.
func aLongLife(tb testing.TB, n int) (dir string) {
	dir = tb.TempDir()
	s, d := open(tb, dir), storetest.NewDay()
	commit(tb, s, d.Begin()...)
	commit(tb, s, d.Issue("left"))
	commit(tb, s, d.Turn("2026-11-24"))
	var today []queue.Change
	for i := range 1000 {
		today = append(today, d.Issue(hall.TicketID(fmt.Sprint("today", i))))
	}
	commit(tb, s, today...)
	if err := s.Close(); err != nil {
		tb.Fatal(err)
	}
	exec(tb, dir, "PRAGMA synchronous = OFF; "+fmt.Sprintf(fill, n))
	return dir
}

func BenchmarkStartWithAMillionTickets(b *testing.B) {
	dir := aLongLife(b, 1_000_000)
	for b.Loop() {
		began := time.Now()
		s, err := sqlite.Open(b.Context(), dir)
		if err != nil {
			b.Fatal(err)
		}
		st, err := s.Load(b.Context())
		if err != nil || len(st.Tickets) != 1001 {
			b.Fatalf("%d tickets, %v", len(st.Tickets), err)
		}
		if took := time.Since(began); took > 3*time.Second {
			b.Fatalf("the start took %s, more than 3 s", took)
		}
		s.Close()
	}
}

func TestAStartReadsTheDayAndWhatIsOpen(t *testing.T) {
	dir := aLongLife(t, 5_000)
	s := open(t, dir)
	st, err := s.Load(t.Context())
	if err != nil || len(st.Tickets) != 1001 || st.Day.Day != "2026-11-24" || st.Numbers["A"] != 1000 || len(st.Events) != 1005 {
		t.Fatalf("%d tickets, %d events, %+v %v", len(st.Tickets), len(st.Events), st.Day, err)
	}
}

// A scan of what is kept for years is what makes a start slow. The statements say themselves that they do none.
func TestNoStatementOfTheHallScansItsPast(t *testing.T) {
	dir := aLongLife(t, 100)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, statement := range sqlite.Statements {
		rows, err := db.Query("EXPLAIN QUERY PLAN "+statement, make([]any, strings.Count(statement, "$"))...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			for _, big := range []string{"tickets", "events", "receipts", "private"} {
				if detail == "SCAN "+big || strings.Contains(detail, "TEMP B-TREE") {
					t.Errorf("%s: %s", name, detail)
				}
			}
		}
		rows.Close()
	}
}
