package archive

import (
	"context"
	"database/sql"

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

// Reproject forgets what was read out of an outlet's log and reads it again, in one transaction: after a change of what is read, or to prove
// that nothing else ever wrote there.
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

// selectRead is selectLog without the events that tell nothing.
const selectRead = `
	SELECT ` + columns + `
	  FROM events
	 WHERE outlet = $1 AND (epoch, seq) > ($2, $3) AND unshown = 0
	 ORDER BY epoch, seq
	 LIMIT $4`

const foldAtMost = 5000

func replay(ctx context.Context, tx *sql.Tx, outlet hall.OutletID) error {
	for at := (hall.Cursor{}); ; {
		events, err := queryEvents(ctx, tx, selectRead, string(outlet), at.Epoch, int64(at.Seq), foldAtMost)
		if err != nil || len(events) == 0 {
			return err
		}
		f := newFold(outlet)
		for _, e := range events {
			if b, err := e.Tell(); err == nil {
				f.add(e, b)
			}
		}
		if err := f.write(ctx, tx); err != nil {
			return err
		}
		at = events[len(events)-1].Cursor()
	}
}
