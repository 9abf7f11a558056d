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
	answerEpoch  = `UPDATE epochs SET state = $2, answered_at = $3, by_whom = $4, batch = $5 WHERE id = $1`

	selectPlace = `SELECT epoch, seq FROM outlets WHERE id = $1`

	// overtake closes what others asked: whoever still waits asks again within a minute.
	overtake = `UPDATE epochs SET state = 'overtaken' WHERE outlet = $1 AND id <> $2 AND state = 'asked'`
)

// AnswerEpoch answers the question id and gives it as it is then. A key that was used has no effect again and gives
// what it gave; for another question or with another answer it is KeyReused. A question that has the answer already
// keeps it. NotFound. Conflict: the log that is here does not allow the answer, and the reason says what to answer in
// its place.
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
			if err := answer(ctx, tx, &e, say, now); err != nil {
				return err
			}
			e.State, e.By, e.Answered = makes[say], by, now
			if _, err := tx.ExecContext(ctx, answerEpoch, id, e.State, int64(e.Answered), by, e.batch); err != nil {
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
func answer(ctx context.Context, tx *sql.Tx, e *Epoch, say EpochAnswer, now hall.Millis) error {
	const op = "archive.answer"
	here, open, err := standing(ctx, tx, *e)
	if err != nil {
		return err
	}
	switch say {
	case AcceptEpoch:
		return accept(ctx, tx, e, here, open, now)
	case UndoEpoch:
		return undo(ctx, tx, e, here, open, now)
	}
	if open && !e.Parted {
		return hall.E(op, hall.Conflict, "its log is here already: undo it")
	}
	if e.Parted && e.State == EpochAccepted {
		return hall.E(op, hall.Conflict, "it was accepted: undo it")
	}
	return nil
}

// accept makes room for the log that asked. What is here in its place is set aside, and its visits stay.
func accept(ctx context.Context, tx *sql.Tx, e *Epoch, here hall.Cursor, open bool, now hall.Millis) (err error) {
	if _, err := tx.ExecContext(ctx, overtake, string(e.Outlet), e.ID); err != nil {
		return err
	}
	if open {
		return nil
	}
	if e.Parted {
		if _, err := tx.ExecContext(ctx, askAgain, string(e.Outlet), e.Previous.Epoch, int64(e.Previous.Seq)); err != nil {
			return err
		}
	}
	if e.batch = 0; after(here, e.cut()) {
		e.batch, err = setAside(ctx, tx, *e, 0, true, now)
	}
	return err
}

// undo sends back the log that was accepted: it is forgotten, and the one that was here goes on where it was.
func undo(ctx context.Context, tx *sql.Tx, e *Epoch, here hall.Cursor, open bool, now hall.Millis) error {
	const op = "archive.undo"
	switch {
	case e.State != EpochAccepted && !open:
		return hall.E(op, hall.Conflict, "nobody has accepted it: refuse it")
	case open && here.Epoch > e.Epoch:
		return hall.E(op, hall.Conflict, fmt.Sprintf("epoch %d goes on from it: undo that first", here.Epoch))
	case !open && e.Parted && here != e.Previous:
		return hall.E(op, hall.Conflict, "its log is not here: another one was accepted in its place")
	case !open && (after(here, e.cut()) || e.batch == 0):
		return nil
	}
	_, err := setAside(ctx, tx, *e, e.batch, false, now)
	e.batch = 0
	return err
}

// after reports whether a place lies after another one.
func after(a, b hall.Cursor) bool { return a.Epoch > b.Epoch || a.Epoch == b.Epoch && a.Seq > b.Seq }
