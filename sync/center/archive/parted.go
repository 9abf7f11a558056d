package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/brighthall/brighthall/hall"
)

// Two logs of one hall may share an epoch up to a place and differ from there on: a directory was copied and started
// beside the hall, or an older copy of all its files was put back. Both are signed and whole, so the center cannot tell
// the hall from the copy. The log that came first stays, and a person is asked about the other. Accepting it sets what
// is here after the place aside; undoing that brings it back. What is set aside is not in the log any more, and its
// visits stay in the reports: the hall has lost them, and they were there.
//
// The same holds of a log that opens an epoch of a number that is taken: a copy was restored where nobody knew of the
// epochs since.

const (
	insertParted = `
	INSERT INTO epochs (id, outlet, epoch, begun_at, previous_epoch, previous_seq, asked_at, state, parted)
	VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', 1)
	    ON CONFLICT (id) DO UPDATE
	   SET asked_at = excluded.asked_at, state = CASE WHEN state IN ('accepted', 'overtaken') THEN 'asked' ELSE state END`

	// askAnew is for an epoch that was accepted and in whose place another log is here.
	askAnew = `UPDATE epochs SET state = 'asked' WHERE id = $1 AND state = 'accepted'`

	selectExpected = `
	SELECT id FROM epochs
	 WHERE outlet = $1 AND parted = 1 AND state = 'accepted' AND previous_epoch = $2 AND previous_seq = $3`

	askAgain = `
	UPDATE epochs SET state = 'asked'
	 WHERE outlet = $1 AND parted = 1 AND state = 'accepted' AND previous_epoch = $2 AND previous_seq = $3`

	selectChosen = `
	SELECT answered_at, by_whom FROM epochs
	 WHERE outlet = $1 AND (parted = 1 OR batch > 0 AND epoch = $3) AND state = 'accepted' AND answered_at >= $2
	 ORDER BY answered_at DESC
	 LIMIT 1`

	selectAt = `SELECT at_ms, key, body FROM events WHERE outlet = $1 AND epoch = $2 AND seq = $3`

	nextLine = `UPDATE outlets SET line = line + 1 WHERE id = $1 RETURNING line`

	setAsideAfter = `
	INSERT INTO aside (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, line, batch, kept, taken_at)
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, line, $4, $5, $6
	  FROM events
	 WHERE outlet = $1 AND (epoch, seq) > ($2, $3)`

	dropAfter = `DELETE FROM events WHERE outlet = $1 AND (epoch, seq) > ($2, $3)`

	bringBack = `
	INSERT INTO events (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, line)
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, line
	  FROM aside
	 WHERE outlet = $1 AND batch = $2`

	dropAside = `DELETE FROM aside WHERE outlet = $1 AND batch = $2`
	lastOf    = `SELECT epoch, seq FROM events WHERE outlet = $1 ORDER BY epoch DESC, seq DESC LIMIT 1`
)

// differs refuses an event whose place is taken by another one. Where the stretch shows that the logs are one up to
// here, a person is asked which goes on; else the sender has to begin further back: the error's subject is the event's
// place.
func (in *ingest) differs(ctx context.Context, e hall.Event) error {
	refusal := &hall.Error{Op: "archive.differs", Code: hall.Conflict, Subject: e.Cursor().String(),
		Reason: "another event has this place: two logs under one name"}
	switch {
	case in.stored > 0:
		return refusal
	case opens(e) && e.Epoch > 1:
		return in.opensToo(ctx, e)
	case e.Seq > 1 && in.passed != before(e.Cursor()):
		return refusal
	}
	return in.parts(ctx, e)
}

// opensToo asks about a log that opens an epoch in whose place another log is here.
func (in *ingest) opensToo(ctx context.Context, e hall.Event) error {
	if _, err := in.tx.ExecContext(ctx, askAnew, openingID(e)); err != nil {
		return err
	}
	return in.accepted(ctx, e, previousOf(e))
}

// parts notes that the log of e parts here from the one that the center has, and refuses it until a person answers.
func (in *ingest) parts(ctx context.Context, e hall.Event) error {
	id, previous := openingID(e), before(e.Cursor())
	_, err := in.tx.ExecContext(ctx, insertParted, id, string(e.Outlet), e.Epoch, int64(e.At), previous.Epoch, int64(previous.Seq), int64(in.seen))
	if err != nil {
		return err
	}
	q, err := question(ctx, in.tx, id)
	if err != nil {
		return err
	}
	return unanswered("archive.parts", q, e.Cursor().String(),
		fmt.Sprintf("the center has another log of this hall from %s on: a copy was started beside it, or older files were put back; "+
			"somebody at the center has to say which goes on (to take this one: center epochs accept %s)", e.Cursor(), id),
		fmt.Sprintf("the log which parts at %s is", e.Cursor()))
}

// before is the place before another one of its epoch.
func before(c hall.Cursor) hall.Cursor { return hall.Cursor{Epoch: c.Epoch, Seq: c.Seq - 1} }

// expected refuses the next event where a person chose another log that parts at this very place, and that has not come
// yet.
func (in *ingest) expected(ctx context.Context, e hall.Event) error {
	if in.stored > 0 {
		return nil
	}
	var id string
	err := in.tx.QueryRowContext(ctx, selectExpected, string(e.Outlet), in.at.Epoch, int64(in.at.Seq)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) || err == nil && id == openingID(e) {
		return nil
	}
	if err != nil {
		return err
	}
	return in.parts(ctx, e)
}

// chosen accepts an epoch that a log had begun when a person chose it: it is a part of what was chosen.
func (in *ingest) chosen(ctx context.Context, q *Epoch) error {
	var at int64
	var by string
	err := in.tx.QueryRowContext(ctx, selectChosen, string(q.Outlet), int64(q.Begun), in.at.Epoch).Scan(&at, &by)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	q.State, q.By, q.Answered = EpochAccepted, by, hall.Millis(at)
	_, err = in.tx.ExecContext(ctx, answerEpoch, q.ID, q.State, at, by, 0)
	return err
}

// standing is where the log of a hall stands, and whether it is the one that e asked for.
func standing(ctx context.Context, tx *sql.Tx, e Epoch) (here hall.Cursor, open bool, err error) {
	if err := tx.QueryRowContext(ctx, selectPlace, string(e.Outlet)).Scan(&here.Epoch, &here.Seq); err != nil {
		return here, false, err
	}
	first := hall.Event{Outlet: e.Outlet, Epoch: e.Epoch}
	var body []byte
	err = tx.QueryRowContext(ctx, selectAt, string(e.Outlet), e.Epoch, int64(e.cut().Seq)+1).Scan(&first.At, &first.Key, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return here, false, nil
	}
	first.Body = body
	return here, openingID(first) == e.ID, err
}

// setAside takes the events after the cut of e out of the log; kept: their visits stay in the reports. What was set
// aside before as the batch back comes into their place; 0: nothing does. What was read out of the log is read anew.
func setAside(ctx context.Context, tx *sql.Tx, e Epoch, back int64, kept bool, now hall.Millis) (batch int64, err error) {
	outlet, cut := string(e.Outlet), e.cut()
	if err := tx.QueryRowContext(ctx, nextLine, outlet).Scan(&batch); err != nil {
		return 0, err
	}
	for _, step := range []struct {
		statement string
		params    []any
	}{
		{setAsideAfter, []any{outlet, cut.Epoch, int64(cut.Seq), batch, flag(kept), int64(now)}},
		{dropAfter, []any{outlet, cut.Epoch, int64(cut.Seq)}},
		{bringBack, []any{outlet, back}}, {dropAside, []any{outlet, back}},
	} {
		if _, err := tx.ExecContext(ctx, step.statement, step.params...); err != nil {
			return 0, err
		}
	}
	var at hall.Cursor
	err = tx.QueryRowContext(ctx, lastOf, outlet).Scan(&at.Epoch, &at.Seq)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	if e.Parted && (at.Epoch < cut.Epoch || err != nil) {
		at = cut
	}
	if _, err := tx.ExecContext(ctx, moveOutlet, outlet, at.Epoch, int64(at.Seq)); err != nil {
		return 0, err
	}
	return batch, reproject(ctx, tx, e.Outlet)
}
