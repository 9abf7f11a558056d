package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/replay"
)

// Report is what Verify found. The store is sound when Count is zero.
type Report struct {
	Last     hall.Cursor // end of the log
	Events   int
	Tickets  int
	Problems []string // the first replay.Limit
	Count    int      // of all problems
}

const selectLog = `
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body
	  FROM events
	 ORDER BY epoch, seq`

const selectTickets = `
	SELECT id, outlet, day, no, code, token_hash, service, state, version, issued_at, called_at, started_at, ended_at, body
	  FROM tickets`

const selectAllNumbers = `
	SELECT day, prefix, last
	  FROM numbers
	 WHERE prefix <> ''`

// Verify rebuilds the hall from its log and compares it with the rows, all at one moment; the node may go on meanwhile. It tells of
// every difference, whoever made it.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	const op = "sqlite.Verify"
	var report Report
	err := s.view(ctx, func(tx *sql.Tx) error {
		v := verifier{tx, replay.New()}
		if err := v.all(ctx, &report); err != nil {
			return err
		}
		report.Problems, report.Count = v.told.Problems()
		return nil
	})
	return report, hall.Wrap(op, err)
}

type verifier struct {
	tx   *sql.Tx
	told *replay.Replay
}

func (v verifier) all(ctx context.Context, report *Report) error {
	if err := v.file(ctx); err != nil {
		return err
	}
	if err := v.log(ctx); err != nil {
		return err
	}
	report.Last, report.Events, report.Tickets = v.told.Last, v.told.Events, v.told.Tickets()
	for _, compare := range []func(context.Context) error{v.tickets, v.counters, v.numbers, v.today, v.past, v.setup} {
		if err := compare(ctx); err != nil {
			return err
		}
	}
	return nil
}

// file asks SQLite whether its pages and indexes hold together.
func (v verifier) file(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, "PRAGMA integrity_check")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var says string
		if err := rows.Scan(&says); err != nil {
			return err
		}
		if says != "ok" {
			v.told.Wrong("file", "%s", says)
		}
	}
	return rows.Err()
}

func (v verifier) log(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectLog)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return err
		}
		v.told.Add(e)
	}
	return rows.Err()
}

func (v verifier) tickets(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectTickets)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r hall.Ticket
		var body []byte
		err := rows.Scan(&r.ID, &r.Outlet, &r.Day, &r.No, &r.Code, &r.TokenHash, &r.Group, &r.State, &r.Version, &r.IssuedAt,
			&r.FirstCalledAt, &r.StartedAt, &r.EndedAt, &body)
		if err != nil {
			return err
		}
		v.ticket(r, body)
	}
	for _, id := range v.told.Missing(replay.Limit) {
		v.told.Wrong("ticket "+string(id), "is in the log and has no row")
	}
	return rows.Err()
}

func (v verifier) ticket(row hall.Ticket, body []byte) {
	where := "ticket " + string(row.ID)
	var t hall.Ticket
	if err := json.Unmarshal(body, &t); err != nil {
		v.told.Wrong(where, "the row's body is not readable: %v", err)
		return
	}
	if columns := columnsOf(t); columns != columnsOf(row) {
		v.told.Wrong(where, "the row's columns %s and its body %s differ", columnsOf(row), columns)
	}
	known, same := v.told.Match(t)
	switch {
	case !known:
		v.told.Wrong(where, "has a row and is not in the log")
	case !same:
		v.told.Wrong(where, "the row differs from the log")
	}
}

// columnsOf is a ticket as far as its row has columns.
func columnsOf(t hall.Ticket) string {
	return fmt.Sprint(t.ID, t.Outlet, t.Day, t.No, t.Code, t.TokenHash, t.Group, t.State, t.Version, t.IssuedAt, t.FirstCalledAt,
		t.StartedAt, t.EndedAt)
}

func (v verifier) counters(ctx context.Context) error {
	rows, err := bodies[hall.Counter](ctx, v.tx, selectCounters)
	if err != nil {
		return err
	}
	for _, c := range rows {
		if told, ok := v.told.Counters[c.ID]; !ok || told != c {
			v.told.Wrong("counter "+string(c.ID), "the row %+v differs from the log %+v", c, told)
		}
	}
	if len(rows) < len(v.told.Counters) {
		v.told.Wrong("counters", "the log knows %d, there are %d rows", len(v.told.Counters), len(rows))
	}
	return nil
}

func (v verifier) numbers(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectAllNumbers)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n queue.Number
		if err := rows.Scan(&n.Day, &n.Prefix, &n.Last); err != nil {
			return err
		}
		if !v.told.Numbers[n] {
			v.told.Wrong(fmt.Sprintf("numbers %s %s", n.Day, n.Prefix), "the row says %d, the log does not", n.Last)
		}
		delete(v.told.Numbers, n)
	}
	for n := range v.told.Numbers {
		v.told.Wrong(fmt.Sprintf("numbers %s %s", n.Day, n.Prefix), "the log says %d, no row does", n.Last)
	}
	return rows.Err()
}

func (v verifier) today(ctx context.Context) error {
	day, _, err := today(ctx, v.tx)
	if err == nil && day != v.told.Day {
		v.told.Wrong("today", "the row says %+v, the log %+v", day, v.told.Day)
	}
	return err
}

const selectUnfindable = `
	SELECT id
	  FROM tickets
	 WHERE day <> $1
	   AND (id NOT IN (SELECT id FROM past)
	        OR state NOT IN ('finished', 'cancelled') AND id NOT IN (SELECT id FROM overnight))`

// past checks that tickets of earlier days can be found by what visitors show, and open ones by the next start.
func (v verifier) past(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectUnfindable, string(v.told.Day.Day))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		v.told.Wrong("past", "ticket %s of an earlier day is not in it", id)
	}
	return rows.Err()
}

func (v verifier) setup(ctx context.Context) error {
	setup, err := currentSetup(ctx, v.tx)
	if err != nil {
		return err
	}
	row, told := withoutPINs(setup), withoutPINs(v.told.Setup)
	if row != told {
		v.told.Wrong("setup", "the row differs from the log")
	}
	return nil
}

// withoutPINs is a setup as the log tells it.
func withoutPINs(s *hall.Setup) string {
	if s == nil {
		return ""
	}
	told := *s
	told.Tellers = nil
	for _, t := range s.Tellers {
		t.PIN = ""
		told.Tellers = append(told.Tellers, t)
	}
	raw, err := json.Marshal(told)
	if err != nil {
		panic(err) // only plain words and numbers are in it
	}
	return string(raw)
}
