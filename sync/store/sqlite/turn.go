package sqlite

import (
	"context"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// The turn of a day writes this in the same transaction: its tickets can then be found by code and token, and those
// still open by the next start.
const (
	insertPast = `
	INSERT OR IGNORE INTO past (id, day, code, token_hash)
	SELECT id, day, code, token_hash
	  FROM tickets
	 WHERE day = $1`

	insertOvernight = `
	INSERT OR IGNORE INTO overnight (id)
	SELECT id
	  FROM tickets
	 WHERE day = $1
	   AND state NOT IN ('finished', 'cancelled')`

	// The day that begins was there before when the clock was corrected: it is no past.
	deleteBack = `
	DELETE FROM past
	 WHERE id IN (SELECT id FROM tickets WHERE day = $1)`

	deleteBackOvernight = `
	DELETE FROM overnight
	 WHERE id IN (SELECT id FROM tickets WHERE day = $1)`

	deleteOvernight = `
	DELETE FROM overnight
	 WHERE EXISTS (SELECT 1
	                 FROM tickets t
	                WHERE t.id = overnight.id
	                  AND t.state IN ('finished', 'cancelled'))`
)

// putDay writes the day when it is another: most tickets only count up. The rows of tickets are written before it.
func (w *writer) putDay(ctx context.Context, d queue.DayState) error {
	if w.today == nil {
		stored, _, err := today(ctx, w.conn)
		if err != nil {
			return err
		}
		stored.Seq = 0
		w.today = &stored
	}
	if *w.today == d {
		return nil
	}
	if w.today.Day != d.Day {
		if err := w.leave(ctx, w.today.Day, d.Day); err != nil {
			return err
		}
	}
	w.today = &d
	_, err := w.day.ExecContext(ctx, string(d.Day), d.Closed, int64(d.Unsure), int64(d.Wall), int64(d.Moved), int64(d.MovedAt))
	return err
}

// leave makes a day one of the past, and another the present.
func (w *writer) leave(ctx context.Context, day, next hall.Day) error {
	if _, err := w.conn.ExecContext(ctx, deleteOvernight); err != nil {
		return err
	}
	for _, insert := range []string{insertPast, insertOvernight} {
		if _, err := w.conn.ExecContext(ctx, insert, string(day)); err != nil {
			return err
		}
	}
	for _, back := range []string{deleteBack, deleteBackOvernight} {
		if _, err := w.conn.ExecContext(ctx, back, string(next)); err != nil {
			return err
		}
	}
	_, err := w.conn.ExecContext(ctx, deleteNotes, notePrefix, noteEnd, string(next))
	return err
}
