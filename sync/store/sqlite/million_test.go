package sqlite_test

import (
	"database/sql"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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

// BenchmarkStartWithAMillionTickets starts a hall of many years and one that has only its day, in turns: the years cost
// at most three times.
func BenchmarkStartWithAMillionTickets(b *testing.B) {
	years, fresh := aLongLife(b, 1_000_000), aLongLife(b, 0)
	start(b, years) // the first pays for the cold pages
	start(b, fresh)
	var long, short time.Duration
	for b.Loop() {
		long += start(b, years)
		short += start(b, fresh)
	}
	ratio := float64(long) / float64(short)
	b.ReportMetric(float64(long.Milliseconds())/float64(b.N), "ms/years")
	b.ReportMetric(float64(short.Milliseconds())/float64(b.N), "ms/fresh")
	b.ReportMetric(ratio, "x")
	if ratio > 3 {
		b.Errorf("a start with a million tickets takes %.1f times one with a day's", ratio)
	}
}

func start(b *testing.B, dir string) time.Duration {
	b.Helper()
	began := time.Now()
	s, err := sqlite.Open(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	st, err := s.Load(b.Context())
	if err != nil || len(st.Tickets) != 1001 {
		b.Fatalf("%d tickets, %v", len(st.Tickets), err)
	}
	took := time.Since(began)
	s.Close()
	return took
}

func TestAStartReadsTheDayAndWhatIsOpen(t *testing.T) {
	dir := aLongLife(t, 5_000)
	s := open(t, dir)
	st, err := s.Load(t.Context())
	if err != nil || len(st.Tickets) != 1001 || st.Day.Day != "2026-11-24" || st.Numbers["A"] != 1000 || len(st.Events) != 1005 {
		t.Fatalf("%d tickets, %d events, %+v %v", len(st.Tickets), len(st.Events), st.Day, err)
	}
}

// mayScan are the statements that go through a table that grows with the years, with the reason.
var mayScan = map[string]string{
	"deleteReceipts":  "at most pruneAtOnce rows",
	"selectSeen":      "beside the running hall, keys through an index alone",
	"selectDelivered": "sorts the log's few readers",
	"selectTerminals": "sorts the hall's few terminals",
}

// TestNoStatementOfTheHallScansItsPast: a scan of what is kept for years is what makes a start and a turn of the day
// slow. Every statement of the package, but verify's, says itself that it does none, by whatever name it calls its
// tables.
func TestNoStatementOfTheHallScansItsPast(t *testing.T) {
	dir := aLongLife(t, 100)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := statements(t)
	if len(all) < 30 {
		t.Errorf("only %d statements found", len(all))
	}
	for name, statement := range all {
		for _, detail := range plan(t, db, name, statement) {
			if mayScan[name] == "" && readsAll(statement, detail) {
				t.Errorf("%s: %s", name, detail)
			}
		}
	}
}

func TestAScanIsFoundByWhateverName(t *testing.T) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(aLongLife(t, 100), sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"SELECT body FROM tickets", "SELECT t.body FROM tickets t", "SELECT x.body FROM tickets AS x WHERE x.state = 'held'",
		"DELETE FROM overnight WHERE id IN (SELECT o.id FROM tickets t JOIN overnight o ON t.id = o.id WHERE t.state = 'held')",
		"SELECT day, count(*) FROM tickets q GROUP BY q.state",
	} {
		if !slices.ContainsFunc(plan(t, db, "", statement), func(detail string) bool { return readsAll(statement, detail) }) {
			t.Errorf("not found: %s", statement)
		}
	}
}

// statements are the package's SQL constants by name.
func statements(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasPrefix(name, "verify") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			text, ok := spec.Values[0].(*ast.BasicLit)
			if ok && asks.MatchString(text.Value) {
				all[spec.Names[0].Name] = strings.Trim(text.Value, "`\"")
			}
			return true
		})
	}
	return all
}

var (
	asks  = regexp.MustCompile("^[`\"]\\s*(SELECT|INSERT|UPDATE|DELETE|WITH|REPLACE) ")
	named = regexp.MustCompile(`(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?`)
	grows = []string{"tickets", "events", "receipts", "private", "past"}
)

func plan(t *testing.T, db *sql.DB, name, statement string) (details []string) {
	t.Helper()
	most := 0
	for _, n := range regexp.MustCompile(`\$(\d+)`).FindAllStringSubmatch(statement, -1) {
		i, _ := strconv.Atoi(n[1])
		most = max(most, i)
	}
	rows, err := db.Query("EXPLAIN QUERY PLAN "+statement, make([]any, most)...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		details = append(details, detail)
	}
	return details
}

// readsAll reports whether a line of a plan goes through a table that grows, or sorts.
func readsAll(statement, detail string) bool {
	if strings.Contains(detail, "TEMP B-TREE") {
		return true
	}
	scanned, ok := strings.CutPrefix(detail, "SCAN ")
	if !ok {
		return false
	}
	alias := strings.Fields(scanned)[0]
	for _, n := range named.FindAllStringSubmatch(statement, -1) {
		if (n[1] == alias || n[2] == alias) && slices.Contains(grows, n[1]) {
			return true
		}
	}
	return false
}
