package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/brighthall/brighthall/hall"
)

// EpochAnswer is what a person says to the question of an epoch.
type EpochAnswer string

// The answers.
const (
	AcceptEpoch EpochAnswer = "accept" // it is the hall, restored: its log is taken when the hall sends it again
	RefuseEpoch EpochAnswer = "refuse" // it is a copy: nothing of it is taken
	UndoEpoch   EpochAnswer = "undo"   // it was accepted and is a copy: its log is set aside, the one before goes on
)

// makes is the state in which each answer leaves the question.
var makes = map[EpochAnswer]string{AcceptEpoch: EpochAccepted, RefuseEpoch: EpochRefused, UndoEpoch: EpochUndone}

const (
	selectAnswer = `SELECT epoch, answer, by_whom, at_ms FROM answers WHERE key = $1`
	insertAnswer = `INSERT INTO answers (key, epoch, answer, by_whom, at_ms) VALUES ($1, $2, $3, $4, $5)`
	answerEpoch  = `UPDATE epochs SET state = $2, answered_at = $3, by_whom = $4 WHERE id = $1`

	selectPlace   = `SELECT epoch, seq FROM outlets WHERE id = $1`
	selectOpening = `SELECT at_ms, key, body FROM events WHERE outlet = $1 AND epoch = $2 AND seq = 1`

	setAside = `
	INSERT INTO aside (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, taken_at)
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, $3
	  FROM events
	 WHERE outlet = $1 AND epoch = $2`

	dropEvents = `DELETE FROM events WHERE outlet = $1 AND epoch = $2`
	lastBefore = `SELECT epoch, seq FROM events WHERE outlet = $1 AND epoch < $2 ORDER BY epoch DESC, seq DESC LIMIT 1`
)

// AnswerEpoch answers the question id and gives it as it is then. A key that was used has no effect again and gives what it gave; for
// another question or with another answer it is KeyReused. A question that has the answer already keeps it. NotFound. Conflict: the log
// that is here does not allow the answer, and the reason says what to answer in its place.
func (a *Archive) AnswerEpoch(ctx context.Context, id string, say EpochAnswer, key, by string) (e Epoch, err error) {
	const op = "archive.AnswerEpoch"
	if makes[say] == "" || key == "" {
		return Epoch{}, hall.E(op, hall.Invalid, "an answer is accept, refuse or undo, and has a key")
	}
	err = inTx(ctx, a.write, func(tx *sql.Tx) error {
		if e, err = question(ctx, tx, id); err != nil {
			return err
		}
		known, err := answered(ctx, tx, &e, say, key)
		if err != nil || known {
			return err
		}
		if e.State != makes[say] {
			now := hall.At(a.now())
			if err := answer(ctx, tx, e, say, now); err != nil {
				return err
			}
			e.State, e.By, e.Answered = makes[say], by, now
			if _, err := tx.ExecContext(ctx, answerEpoch, id, e.State, int64(e.Answered), by); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, insertAnswer, key, id, string(say), e.By, int64(e.Answered))
		return err
	})
	return e, hall.Wrap(op, err)
}

// answered reports whether the key was used, and then makes e what it was afterwards.
func answered(ctx context.Context, tx *sql.Tx, e *Epoch, say EpochAnswer, key string) (bool, error) {
	var id, by string
	var said EpochAnswer
	var at int64
	err := tx.QueryRowContext(ctx, selectAnswer, key).Scan(&id, &said, &by, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if id != e.ID || said != say {
		return false, hall.E("archive.answered", hall.KeyReused)
	}
	e.State, e.By, e.Answered = makes[said], by, hall.Millis(at)
	return true, nil
}

// answer does what an answer asks of the log, or says why it cannot be.
func answer(ctx context.Context, tx *sql.Tx, e Epoch, say EpochAnswer, now hall.Millis) error {
	const op = "archive.answer"
	if e.Parted {
		return answerParted(ctx, tx, e, say, now)
	}
	var here hall.Cursor
	if err := tx.QueryRowContext(ctx, selectPlace, string(e.Outlet)).Scan(&here.Epoch, &here.Seq); err != nil {
		return err
	}
	open, err := opened(ctx, tx, e)
	if err != nil {
		return err
	}
	switch {
	case say == AcceptEpoch && here.Epoch >= e.Epoch:
		return hall.E(op, hall.Conflict, fmt.Sprintf("another log of the hall is in epoch %d: undo that first", here.Epoch))
	case say == RefuseEpoch && open:
		return hall.E(op, hall.Conflict, "its log is here already: undo it")
	case say == UndoEpoch && e.State != EpochAccepted:
		return hall.E(op, hall.Conflict, "nobody has accepted it: refuse it")
	case say == UndoEpoch && open && here.Epoch > e.Epoch:
		return hall.E(op, hall.Conflict, fmt.Sprintf("epoch %d goes on from it: undo that first", here.Epoch))
	case say == UndoEpoch && open:
		return sendBack(ctx, tx, e, now)
	}
	return nil
}

// opened reports whether the epoch of the same number that the log has was opened by the event that asked.
func opened(ctx context.Context, tx *sql.Tx, e Epoch) (bool, error) {
	opening := hall.Event{Outlet: e.Outlet, Epoch: e.Epoch}
	var body []byte
	err := tx.QueryRowContext(ctx, selectOpening, string(e.Outlet), e.Epoch).Scan(&opening.At, &opening.Key, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	opening.Body = body
	return openingID(opening) == e.ID, err
}

// sendBack sets the events of an outlet's newest epoch aside, and forgets what was read out of them; the hall that was there before goes
// on where it was.
func sendBack(ctx context.Context, tx *sql.Tx, e Epoch, now hall.Millis) error {
	var at hall.Cursor
	if err := tx.QueryRowContext(ctx, lastBefore, string(e.Outlet), e.Epoch).Scan(&at.Epoch, &at.Seq); err != nil {
		return err
	}
	for _, step := range []struct {
		statement string
		params    []any
	}{
		{setAside, []any{string(e.Outlet), e.Epoch, int64(now)}}, {dropEvents, []any{string(e.Outlet), e.Epoch}},
		{moveOutlet, []any{string(e.Outlet), at.Epoch, int64(at.Seq)}},
	} {
		if _, err := tx.ExecContext(ctx, step.statement, step.params...); err != nil {
			return err
		}
	}
	return reproject(ctx, tx, e.Outlet)
}
