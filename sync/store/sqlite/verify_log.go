package sqlite

import (
	"bytes"
	"context"
	"crypto/hmac"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/migrations"
)

const selectLog = `
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, mac
	  FROM events
	 ORDER BY epoch, seq`

// current refuses tables of another program: they lack what is compared.
func (v *verifier) current(ctx context.Context) error {
	var have string
	if err := v.tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'schema'`).Scan(&have); err != nil {
		return err
	}
	if want := strconv.Itoa(migrations.HallNumber()); have != want {
		return hall.E("sqlite.Verify", hall.Conflict, "the database has schema "+have+", this program "+want+": start the node once")
	}
	return nil
}

// keys tells of keys that are missing or another hall's. Under a wrong one no fingerprint fits, so none is looked at.
func (v *verifier) keys(ctx context.Context) error {
	if !sealKeyed(v.dir) {
		v.told.Wrong("file", "%s is missing, so notes about visitors cannot be read", seal.KeyFile)
	}
	if v.key == nil {
		v.told.Wrong("file", "%s is not beside the database, so nothing tells whose hand wrote the log", seal.HallKeyFile)
		return nil
	}
	foreign, err := foreignKey(ctx, v.tx, v.key)
	if foreign {
		v.told.Wrong("file", "%s is another hall's: the log and the setup were not written under it", seal.HallKeyFile)
		v.key = nil
	}
	return err
}

func (v *verifier) log(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectLog)
	if err != nil {
		return err
	}
	defer rows.Close()
	links := links{verifier: v}
	if v.key != nil {
		links.fingerprint = newFingerprint(v.key, useChain)
	}
	for rows.Next() {
		e, mac, err := scanLink(rows)
		if err != nil {
			return err
		}
		links.add(e, mac)
		v.told.Add(e)
	}
	return rows.Err()
}

func scanLink(rows *sql.Rows) (e hall.Event, mac []byte, err error) {
	var body []byte
	err = rows.Scan(&e.Outlet, &e.Epoch, &e.Seq, &e.Kind, &e.Subject, &e.Actor.Terminal, &e.Actor.Teller, &e.At, &e.Key, &e.V, &body, &mac)
	e.Body = body
	return e, mac, err
}

// links goes along the chain of fingerprints.
type links struct {
	*verifier
	*fingerprint
	before []byte
}

// add compares an event's fingerprint. What comes after one that does not fit is measured by what is stored, so that
// one hand in the log is told once and not for all that follows.
func (l *links) add(e hall.Event, mac []byte) {
	where := "event " + e.Cursor().String()
	if l.fingerprint != nil && !hmac.Equal(mac, l.next(l.before, e)) {
		l.told.Wrong(where, "or the event before it is not as the hall wrote it")
	}
	l.before = mac
}

// end holds the log against the mark: a log of which the end was taken away is whole in itself.
func (v *verifier) end(ctx context.Context) error {
	if v.mark == nil || v.key == nil {
		return nil
	}
	switch hall.CodeOf(v.mark.err) {
	case "":
	case hall.NotFound, hall.Invalid:
		v.told.Wrong("mark", "%s, so nothing tells how far the hall had come", reason(v.mark.err))
		return nil
	default:
		return v.mark.err
	}
	if had := v.mark.Last; before(v.told.Last, had) {
		v.told.Wrong("log", "ends at %s, the hall had come to %s", v.told.Last, had)
		return nil
	}
	if v.mark.parted(v.told.Last) {
		v.told.Wrong("log", "is another one than the center's, which had more of it, up to %s", v.mark.Center)
	}
	mac, err := macAt(ctx, v.tx, v.mark.Last)
	if err == nil && !bytes.Equal(mac, v.mark.MAC) {
		v.told.Wrong("log", "has another event at %s than the hall had written", v.mark.Last)
	}
	return err
}

// A table's text is compared without its white space: a column that a later migration adds stands on its line or not.
const selectMaster = `
	SELECT type, name, tbl_name, coalesce(replace(replace(replace(sql, char(10), ''), char(9), ''), ' ', ''), '')
	  FROM sqlite_master`

// schema looks for tables, indexes, views and triggers that the hall does not make, or makes otherwise.
func (v *verifier) schema(ctx context.Context) error {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db); err != nil {
		return err
	}
	want, err := master(ctx, db)
	if err != nil {
		return err
	}
	have, err := master(ctx, v.tx)
	if err != nil {
		return err
	}
	for what, text := range have {
		if ours, known := want[what]; !known {
			v.told.Wrong("file", "%s is none of the hall's", what)
		} else if ours != text {
			v.told.Wrong("file", "%s is not as the hall makes it", what)
		}
		delete(want, what)
	}
	for what := range want {
		v.told.Wrong("file", "%s is missing", what)
	}
	return nil
}

func master(ctx context.Context, db asker) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, selectMaster)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var kind, name, table, text string
		if err := rows.Scan(&kind, &name, &table, &text); err != nil {
			return nil, err
		}
		all[fmt.Sprintf("%s %s of %s", kind, name, table)] = text
	}
	return all, rows.Err()
}

// terminals checks that every row is the hall's own, and that all are there.
func (v *verifier) terminals(ctx context.Context) error {
	if v.key == nil {
		return nil
	}
	rows, err := terminalRows(ctx, v.tx)
	if err != nil {
		return err
	}
	f, all := newFingerprint(v.key, useTerminal), make([]byte, macSize)
	for _, r := range rows {
		if !hmac.Equal(r.mac, r.sum(f)) {
			v.told.Wrong("terminal "+string(r.ID), "the row is not as the hall wrote it")
		}
		all = xor(all, r.mac)
	}
	sum, mac, err := terminalsSum(ctx, v.tx)
	if err != nil {
		return err
	}
	if !bytes.Equal(sum, all) || !hmac.Equal(mac, f.of("sum", string(sum))) {
		v.told.Wrong("terminals", "the rows are not those that the hall wrote")
	}
	if m := v.mark; m != nil && m.err == nil && m.Clean && !bytes.Equal(sum, m.Terminals) {
		v.told.Wrong("terminals", "the rows are not those of the hall when it was closed")
	}
	return nil
}

const selectCursors = `
	SELECT reader, epoch, seq
	  FROM outbox_cursor`

// cursors checks that no reader has acknowledged what is not in the log: it would never be sent.
func (v *verifier) cursors(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectCursors)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var reader string
		var at hall.Cursor
		if err := rows.Scan(&reader, &at.Epoch, &at.Seq); err != nil {
			return err
		}
		if v.mark != nil && before(v.told.Last, at) { // a start that looks at what is left knows it already
			v.told.Wrong("outbox_cursor "+reader, "is at %s, the log ends at %s", at, v.told.Last)
		}
	}
	return rows.Err()
}
