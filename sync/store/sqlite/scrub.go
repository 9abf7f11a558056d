package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"regexp"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// Versions before this one wrote notes into events, tickets and receipts, in clear and for ever. The first start of this one takes them
// out, and seals those of tickets that are still open.

const (
	selectScrubbed = `SELECT COUNT(*) FROM meta WHERE key = 'notes'`
	noteScrubbed   = `INSERT INTO meta (key, value) VALUES ('notes', 'sealed')`

	selectNotedEvents   = `SELECT epoch, seq, body FROM events WHERE kind LIKE 'ticket.%' AND body LIKE '%"note":"%'`
	selectNotedTickets  = `SELECT id, body FROM tickets WHERE body LIKE '%"note":"%'`
	selectNotedReceipts = `SELECT scope, key, body_hash, at_ms, answer, sum, n FROM receipts WHERE answer LIKE '%"note":"%'`

	scrubEvent   = `UPDATE events SET body = $3 WHERE epoch = $1 AND seq = $2`
	scrubTicket  = `UPDATE tickets SET body = $2 WHERE id = $1`
	scrubReceipt = `UPDATE receipts SET answer = $2, sum = $3 WHERE n = $1`
)

// writtenNote is a note in a ticket's JSON, where it is never the first field. A quote inside a text is written with a backslash before
// it, so nothing that somebody wrote looks like this.
var writtenNote = regexp.MustCompile(`,"note":"(?:[^"\\]|\\.)*"`)

func (w *writer) scrub(ctx context.Context) error {
	var done int
	if err := w.conn.QueryRowContext(ctx, selectScrubbed).Scan(&done); err != nil || done > 0 {
		return err
	}
	return w.do(ctx, func(tx *sql.Tx) error {
		for _, step := range []func(context.Context, *sql.Tx) error{w.scrubTickets, scrubEvents, scrubReceipts} {
			if err := step(ctx, tx); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, noteScrubbed)
		return err
	})
}

func (w *writer) scrubTickets(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, selectNotedTickets, func(rows *sql.Rows) (func() error, error) {
		var id, body string
		var t hall.Ticket
		if err := errors.Join(rows.Scan(&id, &body), json.Unmarshal([]byte(body), &t)); err != nil {
			return nil, err
		}
		return func() error {
			if t.State.Open() {
				if err := w.putNote(ctx, &queue.Note{Ticket: t.ID, At: t.IssuedAt, Text: t.Note}); err != nil {
					return err
				}
			}
			_, err := tx.ExecContext(ctx, scrubTicket, id, writtenNote.ReplaceAllString(body, ""))
			return err
		}, nil
	})
}

func scrubEvents(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, selectNotedEvents, func(rows *sql.Rows) (func() error, error) {
		var epoch, seq int64
		var body string
		err := rows.Scan(&epoch, &seq, &body)
		return func() error {
			_, err := tx.ExecContext(ctx, scrubEvent, epoch, seq, writtenNote.ReplaceAllString(body, ""))
			return err
		}, err
	})
}

func scrubReceipts(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, selectNotedReceipts, func(rows *sql.Rows) (func() error, error) {
		var r queue.Receipt
		var answer, sum string
		var n int64
		err := rows.Scan(&r.Scope, &r.Key, &r.BodyHash, &r.At, &answer, &sum, &n)
		return func() error {
			r.Answer = json.RawMessage(writtenNote.ReplaceAllString(answer, ""))
			if sum != "" { // one without was written before there were sums
				sum = receiptSum(r)
			}
			_, err := tx.ExecContext(ctx, scrubReceipt, n, string(r.Answer), sum)
			return err
		}, err
	})
}

// each reads all rows of a query and then does for each what read made of it: the one connection cannot write while it reads.
func each(ctx context.Context, tx *sql.Tx, query string, read func(*sql.Rows) (func() error, error)) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	var acts []func() error
	for rows.Next() {
		act, err := read(rows)
		if err != nil {
			return err
		}
		acts = append(acts, act)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, act := range acts {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}
