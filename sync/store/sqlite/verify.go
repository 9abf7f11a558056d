package sqlite

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

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

const selectTickets = `
	SELECT id, outlet, day, no, code, token_hash, service, state, version, issued_at, called_at, started_at, ended_at, body
	  FROM tickets`

const selectAllNumbers = `
	SELECT day, prefix, last
	  FROM numbers`

// Verify rebuilds the hall from its log and compares it with the rows, all at one moment; the node may go on meanwhile.
// It tells of every difference, whoever made it.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	// The mark is read first: the hall may go on meanwhile, and its log must reach at least as far.
	m, err := readMark(s.dir, s.key)
	report, verr := s.verify(ctx, &marked{m, err})
	return report, hall.Wrap("sqlite.Verify", verr)
}

// marked is the mark as it was read.
type marked struct {
	mark
	err error
}

// verify compares all, with the mark as well unless it is nil.
func (s *Store) verify(ctx context.Context, m *marked) (report Report, err error) {
	err = s.view(ctx, func(tx *sql.Tx) error {
		v := &verifier{tx: tx, now: s.Now(), told: replay.New(), dir: s.dir, key: s.key, mark: m}
		if err := v.all(ctx, &report); err != nil {
			return err
		}
		report.Problems, report.Count = v.told.Problems()
		return nil
	})
	return report, err
}

type verifier struct {
	tx   *sql.Tx
	now  time.Time
	told *replay.Replay
	dir  string
	key  hall.Key // nil: fingerprints cannot be checked
	mark *marked  // nil: it is not asked
}

func (v *verifier) all(ctx context.Context, report *Report) error {
	if err := v.current(ctx); err != nil {
		return err
	}
	if err := v.file(ctx); err != nil {
		return err
	}
	if err := v.keys(ctx); err != nil {
		return err
	}
	if err := v.log(ctx); err != nil {
		return err
	}
	report.Last, report.Events, report.Tickets = v.told.Last, v.told.Events, v.told.Tickets()
	for _, compare := range []func(context.Context) error{v.end, v.schema, v.tickets, v.counters, v.numbers, v.today, v.running, v.past, v.setup,
		v.terminals, v.cursors, v.receipts} {
		if err := compare(ctx); err != nil {
			return err
		}
	}
	return nil
}

// file asks SQLite whether its pages and indexes hold together.
func (v *verifier) file(ctx context.Context) error {
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

func (v *verifier) tickets(ctx context.Context) error {
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

func (v *verifier) ticket(row hall.Ticket, body []byte) {
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

const selectWholeCounters = `
	SELECT id, state, teller, body
	  FROM counters`

func (v *verifier) counters(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectWholeCounters)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var r hall.Counter
		var body []byte
		if err := rows.Scan(&r.ID, &r.State, &r.Teller, &body); err != nil {
			return err
		}
		n++
		v.counter(r, body)
	}
	if n < len(v.told.Counters) {
		v.told.Wrong("counters", "the log knows %d, there are %d rows", len(v.told.Counters), n)
	}
	return rows.Err()
}

func (v *verifier) counter(row hall.Counter, body []byte) {
	where := "counter " + string(row.ID)
	var c hall.Counter
	if err := json.Unmarshal(body, &c); err != nil {
		v.told.Wrong(where, "the row's body is not readable: %v", err)
		return
	}
	if row.ID != c.ID || row.State != c.State || row.Teller != c.Teller {
		v.told.Wrong(where, "the row's columns %s %s %s and its body %s %s %s differ", row.ID, row.State, row.Teller, c.ID, c.State, c.Teller)
	}
	if told, ok := v.told.Counters[row.ID]; !ok || told != c {
		v.told.Wrong(where, "the row %+v differs from the log %+v", c, told)
	}
}

func (v *verifier) numbers(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectAllNumbers)
	if err != nil {
		return err
	}
	defer rows.Close()
	if d := v.told.Day; d.Day != "" {
		v.told.Numbers[queue.Number{Day: d.Day, Prefix: allPrefixes, Last: d.Seq}] = true
	}
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

func (v *verifier) today(ctx context.Context) error {
	day, _, err := today(ctx, v.tx)
	if err == nil && day != v.told.Day {
		v.told.Wrong("today", "the row says %+v, the log %+v", day, v.told.Day)
	}
	return err
}

const selectUnfindable = `
	SELECT 'past', id, 'is of an earlier day and not in it'
	  FROM tickets
	 WHERE day <> $1
	   AND id NOT IN (SELECT id FROM past)
	 UNION ALL
	SELECT 'overnight', id, 'of an earlier day is open and not in it'
	  FROM tickets
	 WHERE day <> $1
	   AND state NOT IN ('finished', 'cancelled')
	   AND id NOT IN (SELECT id FROM overnight)`

const selectSurplus = `
	SELECT 'past', p.id, 'is in it and is no ticket of an earlier day with this code and token'
	  FROM past p
	  LEFT JOIN tickets t ON t.id = p.id
	 WHERE t.id IS NULL OR t.day = $1 OR t.day <> p.day OR t.code <> p.code OR t.token_hash <> p.token_hash
	 UNION ALL
	SELECT 'overnight', o.id, 'is in it and is no ticket of an earlier day'
	  FROM overnight o
	  LEFT JOIN tickets t ON t.id = o.id
	 WHERE t.id IS NULL OR t.day = $1`

// A ticket that ends goes from overnight when the next day opens, so those that have ended since may still be in it.
const selectEnded = `
	SELECT o.id
	  FROM overnight o
	 CROSS JOIN tickets t
	 WHERE t.id = o.id
	   AND t.state IN ('finished', 'cancelled')`

// past checks that tickets of earlier days can be found by what visitors show, and open ones by the next start, and no
// others.
func (v *verifier) past(ctx context.Context) error {
	if err := v.misplaced(ctx, selectUnfindable, string(v.told.Day.Day)); err != nil {
		return err
	}
	if err := v.misplaced(ctx, selectSurplus, string(v.told.Day.Day)); err != nil {
		return err
	}
	return v.ended(ctx)
}

// ended compares places in the log and no moments: the hall's clock may have been put back since the day opened.
func (v *verifier) ended(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectEnded)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id hall.TicketID
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if !v.told.Ended[id] {
			v.told.Wrong("overnight", "ticket %s is in it and was not open when the day opened", id)
		}
	}
	return rows.Err()
}

func (v *verifier) misplaced(ctx context.Context, query string, args ...any) error {
	rows, err := v.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var table, id, how string
		if err := rows.Scan(&table, &id, &how); err != nil {
			return err
		}
		v.told.Wrong(table, "ticket %s %s", id, how)
	}
	return rows.Err()
}

const selectSetupVersion = `
	SELECT version, body, mac
	  FROM setup
	 WHERE id = 1`

func (v *verifier) setup(ctx context.Context) error {
	setup, err := currentSetup(ctx, v.tx)
	if err != nil {
		return err
	}
	row, told := withoutPINs(setup), withoutPINs(v.told.Setup)
	if row != told {
		v.told.Wrong("setup", "the row differs from the log")
	}
	if setup == nil {
		return nil
	}
	var version int64
	var body string
	var mac []byte
	if err := v.tx.QueryRowContext(ctx, selectSetupVersion).Scan(&version, &body, &mac); err != nil {
		return err
	}
	if v.key != nil && !hmac.Equal(mac, newFingerprint(v.key, useSetup).of(body)) {
		v.told.Wrong("setup", "the row, in which the PINs are, is not as the hall wrote it")
	}
	if version != setup.Version {
		v.told.Wrong("setup", "the row's column says version %d, its body %d", version, setup.Version)
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
