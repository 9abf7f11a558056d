package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
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
	for _, name := range []string{"K01", "K02"} {
		if _, _, err := s.Enrol(t.Context(), "kiosk", name); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Revoke(t.Context(), "K02"); err != nil {
		t.Fatal(err)
	}
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
	s.Now = func() time.Time { return hall.Millis(storetest.NewDay().At).Time() }
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
		{"a counter's state", `UPDATE counters SET state = 'closed' WHERE id = '1'`, "counter 1: the row's columns"},
		{"a counter's teller", `UPDATE counters SET teller = 'x'`, "counter 1: the row's columns"},
		{"a counter put in", `INSERT INTO counters SELECT '9', state, teller, json_set(body, '$.id', '9') FROM counters`, "counter 9"},
		{"the setup's version", `UPDATE setup SET version = 3`, "setup: the row's column says version 3"},
		{"a past day's count", `UPDATE numbers SET last = 4 WHERE prefix = '' AND day = '2026-11-23'`, "numbers 2026-11-23"},
		{"a ticket of today among the past", `INSERT INTO past SELECT id, day, code, token_hash FROM tickets WHERE id = 'fresh'`,
			"past: ticket fresh is in it"},
		{"no ticket among the past", `INSERT INTO past VALUES ('x', '2026-11-20', '1', 'x')`, "past: ticket x is in it"},
		{"another code on yesterday's paper", `UPDATE past SET code = '1' WHERE id = 't1'`, "past: ticket t1 is in it"},
		{"an ended ticket overnight", `INSERT INTO overnight VALUES ('t4')`, "overnight: ticket t4 is in it"},
		{"no ticket overnight", `INSERT INTO overnight VALUES ('x')`, "overnight: ticket x is in it"},
		{"an open ticket not overnight", `DELETE FROM overnight WHERE id = 't0'`, "overnight: ticket t0"},
		{"a receipt removed", `DELETE FROM receipts WHERE key = 't2'`, "receipt K01 t2: is not there"},
		{"the first receipt removed", `DELETE FROM receipts WHERE n = 1`, "receipt K01 t0: is not there"},
		{"all receipts removed", `DELETE FROM receipts`, "is not there"},
		{"a receipt put in", `INSERT INTO receipts SELECT 99, scope, 'x', body_hash, at_ms, answer, sum FROM receipts WHERE n = 1`,
			"receipt K01 x: has no event"},
		{"a receipt's key", `UPDATE receipts SET key = 'x' WHERE key = 't2'`, "receipt K01 x: has no event"},
		{"a receipt's scope", `UPDATE receipts SET scope = 'K02' WHERE key = 't2'`, "receipt K02 t2: has no event"},
		{"a receipt's answer", `UPDATE receipts SET answer = json_set(answer, '$.no', 'A009') WHERE key = 't2'`, "receipt K01 t2: its answer"},
		{"what nobody but the receipt knows of the answer", `UPDATE receipts SET answer = json_set(answer, '$.ahead', 3) WHERE key = 't2'`,
			"receipt K01 t2: is not as it was written"},
		{"a receipt's hash", `UPDATE receipts SET body_hash = lower(hex(zeroblob(32))) WHERE key = 't2'`, "receipt K01 t2: is not as it was written"},
		{"a receipt's moment", `UPDATE receipts SET at_ms = at_ms + 1 WHERE key = 't2'`, "receipt K01 t2: is of"},
		{"a receipt without its fingerprint", `UPDATE receipts SET sum = '' WHERE key = 't2'`, "receipt K01 t2: is not as it was written"},
		{"who did it", `UPDATE events SET terminal = 'x' WHERE seq = 6`, "receipt x t1-2"},
		{"who took a ticket", `UPDATE events SET terminal = 'x' WHERE kind = 'ticket.issued'`, "is by terminal"},
		{"who opened the day", `UPDATE events SET terminal = 'x' WHERE kind = 'day.opened'`, "has no key"},
		{"which teller did it", `UPDATE events SET teller = 'x'`, "is by teller x"},
		{"an event's key", `UPDATE events SET key = 'x' WHERE seq = 6`, "receipt K01 x: is not there"},
		{"the key of a new ticket", `UPDATE events SET key = 'x' WHERE kind = 'ticket.issued'`, "has the key"},
		{"an event of another outlet", `UPDATE events SET outlet = 'x' WHERE seq = 6`, "is of outlet x"},
		{"all events of another outlet", `UPDATE events SET outlet = 'x'`, "of outlet test"},
		{"an event's version", `UPDATE events SET v = 2 WHERE seq = 6`, "version 2"},
		{"an event's subject", `UPDATE events SET subject = '2026-11-20' WHERE kind = 'day.opened'`, "is about"},
		{"a removed tail", `DELETE FROM events WHERE seq >= 20; DELETE FROM tickets WHERE id = 'fresh'; DELETE FROM receipts WHERE key = 'fresh';
			DELETE FROM numbers WHERE day = '2026-11-24' AND prefix = 'A'; UPDATE numbers SET last = 0 WHERE day = '2026-11-24'`,
			"ends at 1.19, the hall had come to 1.20"},
		{"an event put in at the end", `INSERT INTO events SELECT outlet, epoch, 21, 'day.closed', '2026-11-24', '', '', at_ms, '', v,
			'{"day":"2026-11-24"}', mac FROM events WHERE seq = 20; UPDATE today SET closed = 1`, "event 1.21"},
		{"an event rewritten with all its rows", `UPDATE events SET body = replace(body, '"issued_at"', '"issued_at" ') WHERE seq = 4`, "event 1.4"},
		{"one bit of an event", `UPDATE events SET body = replace(body, '"priority', '"qriority') WHERE seq = 4;
			UPDATE events SET teller = 't02' WHERE seq = 6`, "event 1.6"},
		{"an event's fingerprint", `UPDATE events SET mac = zeroblob(16) WHERE seq = 9`, "event 1.9"},
		{"all fingerprints", `UPDATE events SET mac = x''`, "than the hall had written"},
		{"a foreign trigger", `CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM private; END`, "trigger t of events is none of the hall's"},
		{"a foreign table", `CREATE TABLE x (y TEXT)`, "table x of x is none of the hall's"},
		{"a foreign view", `CREATE VIEW v AS SELECT 1`, "view v"},
		{"a foreign index", `CREATE INDEX i ON events (kind)`, "index i of events"},
		{"an index taken away", `DROP INDEX past_code`, "index past_code of past is missing"},
		{"a table made otherwise", `ALTER TABLE counters ADD COLUMN x TEXT`, "table counters of counters is not as the hall makes it"},
		{"a terminal put in", `INSERT INTO terminals SELECT 'K09', kind, name, 'x', enrolled_at, 0, mac FROM terminals WHERE id = 'K01'`, "terminal K09"},
		{"a terminal's token", `UPDATE terminals SET token_hash = 'x' WHERE id = 'K01'`, "terminal K01"},
		{"a terminal no longer revoked", `UPDATE terminals SET revoked_at = 0 WHERE id = 'K02'`, "terminal K02"},
		{"a terminal taken away", `DELETE FROM terminals WHERE id = 'K02'`, "terminals: the rows are not those"},
		{"a terminal taken away, and the sum with it", `DELETE FROM terminals WHERE id = 'K02'; DELETE FROM meta WHERE key = 'terminals'`,
			"terminals: the rows are not those"},
		{"a PIN", `UPDATE setup SET body = replace(body, '$argon2id$not', '$argon2id$but')`, "in which the PINs are"},
		{"what the center is said to have", `INSERT INTO outbox_cursor VALUES ('center', 1, 99)`, "outbox_cursor center: is at 1.99"},
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

// TestATamperedHallIsNotMadeGoodByItsNextStart: what a hand did to the terminals is found after the hall has gone on,
// too.
func TestATamperedHallIsNotMadeGoodByItsNextStart(t *testing.T) {
	for name, statement := range map[string]string{
		"a terminal taken away":                      `DELETE FROM terminals WHERE id = 'K02'`,
		"a terminal taken away, and the sum with it": `DELETE FROM terminals WHERE id = 'K02'; DELETE FROM meta WHERE key = 'terminals'`,
		"a terminal put in": `INSERT INTO terminals VALUES ('K09', 'admin', 'K09', 'x', 1, 0, x'');
			DELETE FROM meta WHERE key = 'terminals'`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := aDay(t)
			exec(t, dir, statement)
			for range 2 {
				s := open(t, dir)
				if _, err := s.Load(t.Context()); err != nil {
					t.Fatal(err)
				}
				if _, _, err := s.Enrol(t.Context(), "display", "D01"); err != nil {
					t.Fatal(err)
				}
				s.Close()
				if got := verify(t, dir); got.Count == 0 {
					t.Error("it passes")
				}
			}
		})
	}
}

func TestVerifyWithoutKeyOrMarkSaysSo(t *testing.T) {
	for _, name := range []string{seal.HallKeyFile, seal.KeyFile, sqlite.MarkFile} {
		dir := aDay(t)
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if got := verify(t, dir); got.Count != 1 || !strings.Contains(got.Problems[0], name) {
			t.Errorf("without %s: %v", name, got.Problems)
		}
	}
}
