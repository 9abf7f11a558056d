package archive

import (
	"context"
	"database/sql"
	"errors"

	"github.com/brighthall/brighthall/hall"
)

// forget empties every projection of an outlet; setups, orders and the log itself stay.
var forget = []string{
	`DELETE FROM tickets WHERE outlet = $1`,
	`DELETE FROM counters WHERE outlet = $1`,
	`DELETE FROM evaluations WHERE outlet = $1`,
	`DELETE FROM faults WHERE outlet = $1`,
	`DELETE FROM tests WHERE outlet = $1`,
	`UPDATE outlets SET day = '', setup_seen = '', test_asked = 0 WHERE id = $1`,
}

// Reproject forgets what was read out of an outlet's log and reads it again, in one transaction: after a change of what
// is read, or to prove that nothing else ever wrote there.
func (a *Archive) Reproject(ctx context.Context, outlet hall.OutletID) error {
	err := inTx(ctx, a.write, func(tx *sql.Tx) error { return reproject(ctx, tx, outlet) })
	return hall.Wrap("archive.Reproject", err)
}

func reproject(ctx context.Context, tx *sql.Tx, outlet hall.OutletID) error {
	for _, q := range forget {
		if _, err := tx.ExecContext(ctx, q, string(outlet)); err != nil {
			return err
		}
	}
	return replay(ctx, tx, outlet)
}

const (
	// selectRead and selectKept are selectLog without the events that tell nothing: those of one line, in the log and
	// set aside.
	selectRead = `
	SELECT ` + columns + `
	  FROM events
	 WHERE outlet = $1 AND (epoch, seq) > ($2, $3) AND line = $5 AND unshown = 0
	 ORDER BY epoch, seq
	 LIMIT $4`

	selectKept = `
	SELECT ` + columns + `
	  FROM aside
	 WHERE outlet = $1 AND (epoch, seq) > ($2, $3) AND line = $5 AND unshown = 0 AND kept = 1
	 ORDER BY epoch, seq, batch
	 LIMIT $4`

	selectLine  = `SELECT line FROM outlets WHERE id = $1`
	selectTaken = `SELECT COALESCE(MAX(taken_at), 0) FROM aside WHERE outlet = $1 AND line = $2 AND kept = 1`
)

const foldAtMost = 5000

// replay reads the events in the order in which they came: line by line, and of each what is in the log before what an
// accepted log has replaced.
func replay(ctx context.Context, tx *sql.Tx, outlet hall.OutletID) error {
	var last int64
	err := tx.QueryRowContext(ctx, selectLine, string(outlet)).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	for line := int64(0); line <= last && err == nil; line++ {
		err = replayLine(ctx, tx, outlet, line)
	}
	return err
}

func replayLine(ctx context.Context, tx *sql.Tx, outlet hall.OutletID, line int64) error {
	if err := replayAll(ctx, tx, outlet, selectRead, line); err != nil {
		return err
	}
	var taken hall.Millis
	if err := tx.QueryRowContext(ctx, selectTaken, string(outlet), line).Scan(&taken); err != nil || taken == 0 {
		return err
	}
	if err := replayAll(ctx, tx, outlet, selectKept, line); err != nil {
		return err
	}
	return endLost(ctx, tx, outlet, everKnown, taken)
}

func replayAll(ctx context.Context, tx *sql.Tx, outlet hall.OutletID, query string, line int64) error {
	for at := (hall.Cursor{}); ; {
		events, err := queryEvents(ctx, tx, query, string(outlet), at.Epoch, int64(at.Seq), foldAtMost, line)
		if err != nil || len(events) == 0 {
			return err
		}
		f := newFold(outlet)
		for _, e := range events {
			b, err := e.Tell()
			if err != nil {
				continue
			}
			if err := f.take(ctx, tx, e, b); err != nil {
				return err
			}
		}
		if err := f.write(ctx, tx); err != nil {
			return err
		}
		at = events[len(events)-1].Cursor()
	}
}
