package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/brighthall/brighthall/hall"
)

// Two logs of one hall may share an epoch up to a place and differ from there on: a directory was copied and started beside the hall, or
// an older copy of all its files was put back. Both are signed and whole, so the center cannot tell the hall from the copy. The log that
// came first stays, and a person is asked about the other. Accepting it sets what is here after the place aside; undoing that brings
// it back.

const (
	insertParted = `
	INSERT INTO epochs (id, outlet, epoch, begun_at, previous_epoch, previous_seq, asked_at, state, parted)
	VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', 1)
	    ON CONFLICT (id) DO UPDATE SET asked_at = excluded.asked_at, state = CASE state WHEN 'accepted' THEN 'asked' ELSE state END`

	selectExpected = `
	SELECT id FROM epochs
	 WHERE outlet = $1 AND parted = 1 AND state = 'accepted' AND previous_epoch = $2 AND previous_seq = $3`

	askAgain = `
	UPDATE epochs SET state = 'asked'
	 WHERE outlet = $1 AND parted = 1 AND state = 'accepted' AND previous_epoch = $2 AND previous_seq = $3`

	selectChosen = `
	SELECT answered_at, by_whom FROM epochs
	 WHERE outlet = $1 AND parted = 1 AND state = 'accepted' AND answered_at >= $2
	 ORDER BY answered_at DESC
	 LIMIT 1`

	selectAt = `SELECT at_ms, key, body FROM events WHERE outlet = $1 AND epoch = $2 AND seq = $3`

	setAsideAfter = `
	INSERT INTO aside (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, taken_at)
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, $4
	  FROM events
	 WHERE outlet = $1 AND (epoch, seq) > ($2, $3)`

	dropAfter = `DELETE FROM events WHERE outlet = $1 AND (epoch, seq) > ($2, $3)`

	bringBack = `
	INSERT INTO events (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown)
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown
	  FROM aside
	 WHERE outlet = $1 AND (epoch, seq) > ($2, $3) AND taken_at = $4`

	dropAside = `DELETE FROM aside WHERE outlet = $1 AND (epoch, seq) > ($2, $3) AND taken_at = $4`
	lastOf    = `SELECT epoch, seq FROM events WHERE outlet = $1 ORDER BY epoch DESC, seq DESC LIMIT 1`
)

// differs refuses an event whose place is taken by another one. Where the stretch shows that the logs are one up to here, a person is
// asked which goes on; else the sender has to begin further back: the error's subject is the event's place.
func (in *ingest) differs(ctx context.Context, e hall.Event) error {
	refusal := &hall.Error{Op: "archive.differs", Code: hall.Conflict, Subject: e.Cursor().String(),
		Reason: "another event has this place: two logs under one name"}
	switch {
	case in.stored > 0:
		return refusal
	case e.Seq == 1 && e.Epoch > 1 && e.Kind == hall.EpochOpened:
		return in.opensToo(ctx, e, refusal)
	case e.Seq > 1 && in.passed != before(e.Cursor()):
		return refusal
	}
	return in.parts(ctx, e)
}

// opensToo asks about a log that opens the epoch which another one has opened here.
func (in *ingest) opensToo(ctx context.Context, e hall.Event, refusal error) error {
	var previous hall.Cursor
	if b, err := e.Tell(); err == nil && b.Previous != nil {
		previous = *b.Previous
	}
	if err := in.accepted(ctx, e, previous); err != nil {
		return err
	}
	return refusal
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
	reason := fmt.Sprintf("the center has another log of this hall from %s on: a copy was started beside it, or older files were put back; "+
		"somebody at the center has to say which goes on (to take this one: center epochs accept %s)", e.Cursor(), id)
	if q.State != EpochAsked {
		reason = fmt.Sprintf("%s said at the center that the log which parts at %s is of a copy and not of the hall; if it is the hall: "+
			"center epochs accept %s", q.By, e.Cursor(), id)
	}
	return &hall.Error{Op: "archive.parts", Code: hall.Conflict, Err: errAsks, Subject: e.Cursor().String(), Reason: reason}
}

// before is the place before another one of its epoch.
func before(c hall.Cursor) hall.Cursor { return hall.Cursor{Epoch: c.Epoch, Seq: c.Seq - 1} }

// expected refuses the next event where a person chose another log that parts at this very place, and that has not come yet.
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
	err := in.tx.QueryRowContext(ctx, selectChosen, string(q.Outlet), int64(q.Begun)).Scan(&at, &by)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	q.State, q.By, q.Answered = EpochAccepted, by, hall.Millis(at)
	_, err = in.tx.ExecContext(ctx, answerEpoch, q.ID, q.State, at, by)
	return err
}

// answerParted does what an answer to a log that parts within an epoch asks, or says why it cannot be.
func answerParted(ctx context.Context, tx *sql.Tx, e Epoch, say EpochAnswer, now hall.Millis) error {
	const op = "archive.answerParted"
	here, open, err := partedAt(ctx, tx, e)
	if err != nil {
		return err
	}
	switch {
	case say == AcceptEpoch && open:
		return nil
	case say == RefuseEpoch && e.State == EpochAccepted:
		return hall.E(op, hall.Conflict, "it was accepted: undo it")
	case say == RefuseEpoch:
		return nil
	case say == UndoEpoch && e.State != EpochAccepted:
		return hall.E(op, hall.Conflict, "nobody has accepted it: refuse it")
	case here.Epoch > e.Epoch:
		return hall.E(op, hall.Conflict, fmt.Sprintf("another log of the hall is in epoch %d: undo that first", here.Epoch))
	case say == UndoEpoch && !open && here != e.Previous:
		return hall.E(op, hall.Conflict, "its log is not here: another one was accepted in its place")
	case say == UndoEpoch:
		return swap(ctx, tx, e, now, e.Answered)
	}
	if _, err := tx.ExecContext(ctx, askAgain, string(e.Outlet), e.Previous.Epoch, int64(e.Previous.Seq)); err != nil {
		return err
	}
	return swap(ctx, tx, e, now, 0)
}

// partedAt is where the log stands, and whether it is the one that e asked for.
func partedAt(ctx context.Context, tx *sql.Tx, e Epoch) (here hall.Cursor, open bool, err error) {
	if err := tx.QueryRowContext(ctx, selectPlace, string(e.Outlet)).Scan(&here.Epoch, &here.Seq); err != nil {
		return here, false, err
	}
	first := hall.Event{Outlet: e.Outlet, Epoch: e.Epoch}
	var body []byte
	err = tx.QueryRowContext(ctx, selectAt, string(e.Outlet), e.Epoch, int64(e.Previous.Seq)+1).Scan(&first.At, &first.Key, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return here, false, nil
	}
	first.Body = body
	return here, openingID(first) == e.ID, err
}

// swap sets the events after the parting aside and brings those back that were set aside at a moment; 0: none. What was read out of the
// log is read anew.
func swap(ctx context.Context, tx *sql.Tx, e Epoch, now, aside hall.Millis) error {
	now = max(now, aside+1) // a clock that stands mixes nothing up
	outlet, epoch, seq := string(e.Outlet), e.Previous.Epoch, int64(e.Previous.Seq)
	for _, step := range []struct {
		statement string
		params    []any
	}{
		{setAsideAfter, []any{outlet, epoch, seq, int64(now)}}, {dropAfter, []any{outlet, epoch, seq}},
		{bringBack, []any{outlet, epoch, seq, int64(aside)}}, {dropAside, []any{outlet, epoch, seq, int64(aside)}},
	} {
		if _, err := tx.ExecContext(ctx, step.statement, step.params...); err != nil {
			return err
		}
	}
	at := e.Previous
	err := tx.QueryRowContext(ctx, lastOf, outlet).Scan(&at.Epoch, &at.Seq)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if at.Epoch < e.Previous.Epoch || err != nil {
		at = e.Previous
	}
	if _, err := tx.ExecContext(ctx, moveOutlet, outlet, at.Epoch, int64(at.Seq)); err != nil {
		return err
	}
	return reproject(ctx, tx, e.Outlet)
}
