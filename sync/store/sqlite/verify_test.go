package sqlite_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// aDay stores a small, sound day in a new directory.
func aDay(t testing.TB) (dir string) {
	dir = t.TempDir()
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	for i := range 5 {
		issued := d.Issue(hall.TicketID(fmt.Sprint("t", i)))
		commit(t, s, issued)
		ticket := *issued.Ticket
		for _, verb := range []hall.Verb{hall.Call, hall.Recall, hall.Start, hall.Finish}[:i] {
			c := d.Act(ticket, verb)
			ticket = *c.Ticket
			commit(t, s, c)
		}
	}
	commit(t, s, d.Turn("2026-11-24"), d.Issue("fresh"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func verify(t testing.TB, dir string) sqlite.Report {
	t.Helper()
	s, err := sqlite.Look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	report, err := s.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestVerifyASoundDay(t *testing.T) {
	got := verify(t, aDay(t))
	if got.Count != 0 || got.Tickets != 6 || got.Events != 20 || got.Last != (hall.Cursor{Epoch: 1, Seq: 20}) {
		t.Errorf("got %+v", got)
	}
}

func TestVerifyFindsEveryHandInTheStore(t *testing.T) {
	for _, c := range []struct{ name, statement, says string }{
		{"a ticket's state", `UPDATE tickets SET state = 'finished' WHERE id = 't0'`, "columns"},
		{"a ticket's body", `UPDATE tickets SET body = json_set(body, '$.counter', '9') WHERE id = 't1'`, "the row differs from the log"},
		{"a ticket removed", `DELETE FROM tickets WHERE id = 't2'`, "has no row"},
		{"a ticket put in", `INSERT INTO tickets SELECT 'x', outlet, day, 'A900', '1', 'x', service, state, version, issued_at, called_at,
			started_at, ended_at, json_set(body, '$.id', 'x') FROM tickets WHERE id = 't2'`, "is not in the log"},
		{"a counter", `UPDATE counters SET body = json_set(body, '$.teller', 't09')`, "counter 1"},
		{"a number taken back", `UPDATE numbers SET last = 1 WHERE day = '2026-11-23' AND prefix = 'A'`, "numbers 2026-11-23 A"},
		{"the day", `UPDATE today SET closed = 1 - closed`, "today"},
		{"the day's count", `UPDATE numbers SET last = 0 WHERE prefix = ''`, "today"},
		{"a ticket of yesterday by what is on its paper", `DELETE FROM past`, "past"},
		{"the setup", `UPDATE setup SET body = json_set(body, '$.version', 7)`, "setup"},
		{"an event removed", `DELETE FROM events WHERE seq = 6`, "does not follow"},
		{"the last event removed", `DELETE FROM events WHERE seq = 20`, "is not in the log"},
		{"an event of another time", `UPDATE events SET at_ms = 5 WHERE seq = 9`, "before the event before it"},
		{"an event's verb", `UPDATE events SET body = replace(body, '"verb":"start"', '"verb":"finish"') WHERE seq = 13`, "verb"},
		{"an event's state before", `UPDATE events SET body = json_set(body, '$.from', 'held') WHERE kind = 'ticket.finished'`, "says it was held"},
		{"an event's ticket at another version", `UPDATE events SET body = json_set(body, '$.ticket.version', 9) WHERE seq = 8`, "version"},
		{"an event's number", `UPDATE events SET body = json_set(body, '$.ticket.no', 'A001', '$.ticket.number', 1) WHERE subject = 't3'
			AND kind = 'ticket.issued'`, "number A001 was given to t0"},
		{"an event that is no JSON", `UPDATE events SET body = '{' WHERE seq = 7`, "not readable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := aDay(t)
			exec(t, dir, c.statement)
			got := verify(t, dir)
			if got.Count == 0 || !strings.Contains(strings.Join(got.Problems, "\n"), c.says) {
				t.Errorf("found %d: %s", got.Count, strings.Join(got.Problems, "\n"))
			}
		})
	}
}
