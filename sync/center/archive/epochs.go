package archive

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// The states of an epoch that a hall wants to begin.
const (
	EpochAsked    = "asked"
	EpochAccepted = "accepted"
	EpochRefused  = "refused"
	EpochUndone   = "undone"
	EpochOver     = "overtaken" // another log was accepted, and nobody has asked for this one since
)

// Epoch is a new log of a hall, which goes on from a copy: after a restore, or because a copy was started beside the
// hall. It opens an epoch of its own, or it goes on within one, where it parts from the log that is here. A person
// tells the hall from the copy.
type Epoch struct {
	ID       string        `json:"id"` // outlet, epoch and a hash of the log's first event: two copies that open the same epoch are two
	Outlet   hall.OutletID `json:"outlet"`
	Epoch    hall.Epoch    `json:"epoch"`
	Begun    hall.Millis   `json:"begun_at_ms"`
	Previous hall.Cursor   `json:"previous"`    // the copy's last event
	Asked    hall.Millis   `json:"asked_at_ms"` // the last time
	Answered hall.Millis   `json:"answered_at_ms,omitempty"`
	By       string        `json:"by,omitempty"`
	State    string        `json:"state"`
	Parted   bool          `json:"parted,omitempty"` // within the epoch, after Previous

	batch int64 // of what was set aside when it was accepted; 0: nothing
}

// cut is the place after which an accepted log takes the place of what is here.
func (e Epoch) cut() hall.Cursor {
	if e.Parted {
		return e.Previous
	}
	return hall.Cursor{Epoch: e.Epoch}
}

// asksFor is how long a question stands that nobody repeats: a hall that waits asks every minute, a copy that was
// switched off no more.
const asksFor = 15 * time.Minute

// Asks reports whether somebody waits for the answer.
func (e Epoch) Asks(now time.Time) bool {
	return e.State == EpochAsked && hall.At(now)-e.Asked < hall.Millis(asksFor.Milliseconds())
}

// Asking are the questions for whose answer somebody waits, who asked last first.
func Asking(list []Epoch, now time.Time) []Epoch {
	asking := slices.DeleteFunc(slices.Clone(list), func(e Epoch) bool { return !e.Asks(now) })
	slices.SortStableFunc(asking, func(a, b Epoch) int { return cmp.Compare(b.Asked, a.Asked) })
	return asking
}

const (
	epochColumns = `SELECT id, outlet, epoch, begun_at, previous_epoch, previous_seq, asked_at, answered_at, by_whom, state, parted, batch FROM epochs `
	selectEpochs = epochColumns + `WHERE $1 = '' OR outlet = $1 ORDER BY outlet, epoch, begun_at, id`
	selectEpoch  = epochColumns + `WHERE id = $1`

	insertEpoch = `
	INSERT INTO epochs (id, outlet, epoch, begun_at, previous_epoch, previous_seq, asked_at, state)
	VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked')
	    ON CONFLICT (id) DO UPDATE
	   SET asked_at = excluded.asked_at, state = CASE state WHEN 'overtaken' THEN 'asked' ELSE state END`
)

// accepted asks whether a person has said that the hall may go on in the epoch that e opens. The first time the
// question is noted.
func (in *ingest) accepted(ctx context.Context, e hall.Event, previous hall.Cursor) error {
	id := openingID(e)
	_, err := in.tx.ExecContext(ctx, insertEpoch, id, string(e.Outlet), e.Epoch, int64(e.At), previous.Epoch, int64(previous.Seq), int64(in.seen))
	if err != nil {
		return err
	}
	q, err := question(ctx, in.tx, id)
	if err == nil && q.State == EpochAsked && previous == in.at {
		err = in.chosen(ctx, &q)
	}
	if err != nil || q.State == EpochAccepted {
		return err
	}
	return unanswered("archive.accepted", q, "",
		fmt.Sprintf("the hall goes on from a copy, as epoch %d; somebody at the center has to accept that (center epochs "+
			"accept %s)", e.Epoch, id),
		fmt.Sprintf("epoch %d is", e.Epoch))
}

// What stands before a log that waits for a person is kept.
var (
	errAsks     = errors.New("a person is asked")
	errAnswered = errors.New("a person has said no")
)

// unanswered is the refusal of a log for which nobody has said yes: it asks, or it tells who said no to which.
func unanswered(op string, q Epoch, place, asks, which string) error {
	e := &hall.Error{Op: op, Code: hall.Conflict, Err: errAsks, Subject: place, Reason: asks}
	if q.State != EpochAsked {
		e.Err = errAnswered
		e.Reason = fmt.Sprintf("%s said at the center that %s of a copy and not of the hall; if it is the hall: center epochs accept %s",
			q.By, which, q.ID)
	}
	return e
}

func openingID(e hall.Event) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %d %q %s", e.Outlet, e.Epoch, e.At, e.Key, e.Body))
	return fmt.Sprintf("%s-%d-%s", e.Outlet, e.Epoch, hex.EncodeToString(sum[:4]))
}

// Epochs lists the new logs that an outlet, or any when it is empty, wanted to begin.
func (a *Archive) Epochs(ctx context.Context, outlet hall.OutletID) ([]Epoch, error) {
	list, err := epochs(ctx, a.read, selectEpochs, string(outlet))
	return list, hall.Wrap("archive.Epochs", err)
}

// question finds one by its id, or NotFound.
func question(ctx context.Context, q querier, id string) (Epoch, error) {
	found, err := epochs(ctx, q, selectEpoch, id)
	if err == nil && len(found) == 0 {
		err = notAsked(ctx, q, id)
	}
	if err != nil {
		return Epoch{}, err
	}
	return found[0], nil
}

// notAsked is the refusal of a question that is none: somebody names the hall, whose questions have names of their own,
// or a hall that is none.
func notAsked(ctx context.Context, q querier, id string) error {
	const op = "archive.notAsked"
	rows, err := q.QueryContext(ctx, selectOutletName, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		return hall.E(op, hall.NotFound, id+" is a hall, and what is answered is one of its questions: center epochs lists them with their ids")
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return hall.E(op, hall.NotFound, "no such hall and no such question: "+id+"; center epochs lists the questions with their ids")
}

const selectOutletName = `
	SELECT id
	  FROM outlets
	 WHERE id = $1`

func epochs(ctx context.Context, q querier, query string, params ...any) ([]Epoch, error) {
	rows, err := q.QueryContext(ctx, query, params...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Epoch{}
	for rows.Next() {
		var e Epoch
		err := rows.Scan(&e.ID, &e.Outlet, &e.Epoch, &e.Begun, &e.Previous.Epoch, &e.Previous.Seq, &e.Asked, &e.Answered, &e.By, &e.State, &e.Parted,
			&e.batch)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

const keepUnshown = `UPDATE outlets SET keep_unshown = $2 WHERE id = $1`

// KeepUnshown lets an outlet's events that are refused as they are be kept without being shown, or no more.
func (a *Archive) KeepUnshown(ctx context.Context, outlet hall.OutletID, keep bool) error {
	const op = "archive.KeepUnshown"
	done, err := a.write.ExecContext(ctx, keepUnshown, string(outlet), flag(keep))
	if err != nil {
		return hall.Wrap(op, err)
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return hall.Wrap(op, err)
	}
	return hall.E(op, hall.NotFound, "no outlet "+string(outlet))
}
