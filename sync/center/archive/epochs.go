package archive

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// The states of an epoch that a hall wants to begin.
const (
	EpochAsked    = "asked"
	EpochAccepted = "accepted"
	EpochUndone   = "undone"
)

// Epoch is a new log of a hall, which goes on from a copy: after a restore, or because a copy was started beside the hall. A person tells
// one from the other.
type Epoch struct {
	ID       string        `json:"id"` // of the opening event: two copies that open the same epoch are two
	Outlet   hall.OutletID `json:"outlet"`
	Epoch    hall.Epoch    `json:"epoch"`
	Begun    hall.Millis   `json:"begun_at_ms"`
	Previous hall.Cursor   `json:"previous"`    // the copy's last event
	Asked    hall.Millis   `json:"asked_at_ms"` // the last time
	Answered hall.Millis   `json:"answered_at_ms,omitempty"`
	By       string        `json:"by,omitempty"`
	State    string        `json:"state"`
}

// asksFor is how long a question stands that nobody repeats: a hall that waits asks every minute, a copy that was switched off no more.
const asksFor = 15 * time.Minute

// Asks reports whether somebody waits for the answer.
func (e Epoch) Asks(now time.Time) bool {
	return e.State == EpochAsked && hall.At(now)-e.Asked < hall.Millis(asksFor.Milliseconds())
}

const (
	epochColumns = `SELECT id, outlet, epoch, begun_at, previous_epoch, previous_seq, asked_at, answered_at, by_whom, state FROM epochs `
	selectEpochs = epochColumns + `WHERE $1 = '' OR outlet = $1 ORDER BY outlet, epoch, asked_at, id`
	selectEpoch  = epochColumns + `WHERE id = $1`

	insertEpoch = `
	INSERT INTO epochs (id, outlet, epoch, begun_at, previous_epoch, previous_seq, asked_at, state)
	VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked')
	    ON CONFLICT (id) DO UPDATE SET asked_at = excluded.asked_at`

	answerEpoch = `UPDATE epochs SET state = $2, answered_at = $3, by_whom = $4 WHERE id = $1`
	undoEpoch   = `UPDATE epochs SET state = 'undone', answered_at = $3, by_whom = $4 WHERE outlet = $1 AND epoch = $2 AND state = 'accepted'`

	setAside = `
	INSERT INTO aside (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, odd, taken_at)
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, odd, $3
	  FROM events
	 WHERE outlet = $1 AND epoch = $2`

	dropEvents = `DELETE FROM events WHERE outlet = $1 AND epoch = $2`
	lastBefore = `SELECT epoch, seq FROM events WHERE outlet = $1 AND epoch < $2 ORDER BY epoch DESC, seq DESC LIMIT 1`
)

// accepted asks whether a person has said that the hall may go on in the epoch that e opens. The first time the question is noted.
func (in *ingest) accepted(ctx context.Context, e hall.Event, previous hall.Cursor) error {
	id := openingID(e)
	_, err := in.tx.ExecContext(ctx, insertEpoch, id, string(e.Outlet), e.Epoch, int64(e.At), previous.Epoch, int64(previous.Seq), int64(in.seen))
	if err != nil {
		return err
	}
	asked, err := epochs(ctx, in.tx, selectEpoch, id)
	if err != nil {
		return err
	}
	if len(asked) == 1 && asked[0].State == EpochAccepted {
		return nil
	}
	return &hall.Error{Op: "archive.accepted", Code: hall.Conflict, Err: errAsks,
		Reason: fmt.Sprintf("the hall goes on from a copy, as epoch %d; somebody at the center has to accept that (center epochs accept %s)", e.Epoch, id)}
}

// errAsks: what stands before is kept, and a person is asked.
var errAsks = errors.New("a person is asked")

func openingID(e hall.Event) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %d %q %s", e.Outlet, e.Epoch, e.At, e.Key, e.Body))
	return hex.EncodeToString(sum[:4])
}

// Epochs lists the new logs that an outlet, or any when it is empty, wanted to begin.
func (a *Archive) Epochs(ctx context.Context, outlet hall.OutletID) ([]Epoch, error) {
	list, err := epochs(ctx, a.read, selectEpochs, string(outlet))
	return list, hall.Wrap("archive.Epochs", err)
}

func epochs(ctx context.Context, q querier, query string, params ...any) ([]Epoch, error) {
	rows, err := q.QueryContext(ctx, query, params...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Epoch{}
	for rows.Next() {
		var e Epoch
		err := rows.Scan(&e.ID, &e.Outlet, &e.Epoch, &e.Begun, &e.Previous.Epoch, &e.Previous.Seq, &e.Asked, &e.Answered, &e.By, &e.State)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// AcceptEpoch lets the hall go on in a new log. NotFound. Nothing changes before the hall sends it again.
func (a *Archive) AcceptEpoch(ctx context.Context, id, by string) error {
	const op = "archive.AcceptEpoch"
	done, err := a.write.ExecContext(ctx, answerEpoch, id, EpochAccepted, int64(hall.At(a.now())), by)
	if err != nil {
		return hall.Wrap(op, err)
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return hall.Wrap(op, err)
	}
	return hall.E(op, hall.NotFound, "nobody asked for "+id)
}

// UndoEpoch sends the newest log of an outlet back: its events are set aside, what was read out of them is forgotten, and the hall that was
// there before goes on where it was. Conflict: there is none before it.
func (a *Archive) UndoEpoch(ctx context.Context, outlet hall.OutletID, by string) (at hall.Cursor, err error) {
	err = inTx(ctx, a.write, func(tx *sql.Tx) error {
		at, err = undo(ctx, tx, outlet, by, int64(hall.At(a.now())))
		return err
	})
	return at, hall.Wrap("archive.UndoEpoch", err)
}

const selectPlace = `SELECT epoch, seq FROM outlets WHERE id = $1`

func undo(ctx context.Context, tx *sql.Tx, outlet hall.OutletID, by string, now int64) (at hall.Cursor, err error) {
	const op = "archive.undo"
	var newest hall.Cursor
	err = tx.QueryRowContext(ctx, selectPlace, string(outlet)).Scan(&newest.Epoch, &newest.Seq)
	if err == nil {
		err = tx.QueryRowContext(ctx, lastBefore, string(outlet), newest.Epoch).Scan(&at.Epoch, &at.Seq)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return at, hall.E(op, hall.Conflict, "there is no log before this one")
	}
	if err != nil {
		return at, err
	}
	for _, step := range []struct {
		statement string
		params    []any
	}{
		{setAside, []any{string(outlet), newest.Epoch, now}}, {dropEvents, []any{string(outlet), newest.Epoch}},
		{moveOutlet, []any{string(outlet), at.Epoch, int64(at.Seq)}}, {undoEpoch, []any{string(outlet), newest.Epoch, now, by}},
	} {
		if _, err := tx.ExecContext(ctx, step.statement, step.params...); err != nil {
			return at, err
		}
	}
	return at, reproject(ctx, tx, outlet)
}

const keepOdd = `UPDATE outlets SET keep_odd = $2 WHERE id = $1`

// KeepOdd lets an outlet's events that are refused as they are be kept without being shown, or no more.
func (a *Archive) KeepOdd(ctx context.Context, outlet hall.OutletID, keep bool) error {
	const op = "archive.KeepOdd"
	done, err := a.write.ExecContext(ctx, keepOdd, string(outlet), keep)
	if err != nil {
		return hall.Wrap(op, err)
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return hall.Wrap(op, err)
	}
	return hall.E(op, hall.NotFound, "no outlet "+string(outlet))
}
