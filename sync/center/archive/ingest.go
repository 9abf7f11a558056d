package archive

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/brighthall/brighthall/hall"
)

// Ingest stores a stretch of an outlet's log and says where the log stands and how many events were new.
//
// Events already here are passed over when they are the same; when they differ there are two logs under one name:
// Conflict, nothing new of the stretch is stored, and the error's subject is the place of the first that differs. Where
// the stretch begins before that place, a person is asked which log goes on; else the sender does well to begin it
// there. A hole, also by a wrong order, is Gap, and the error's subject is the place ("epoch.seq") of the event
// expected: what stands before the hole is stored, so the sender goes on from that place. An epoch begins with seq 1
// and epoch.opened; one after the first is taken when a person has accepted it, Conflict until then, and what stands
// before it is stored; so is one of a number that another log has here. Else an epoch older than the newest known takes
// nothing new. What is not sane is Invalid, and nothing of the stretch is stored.
func (a *Archive) Ingest(ctx context.Context, outlet hall.OutletID, events []hall.Event) (hall.Cursor, int, error) {
	const op = "archive.Ingest"
	var in ingest
	err := inTx(ctx, a.write, func(tx *sql.Tx) error {
		in = ingest{tx: tx, outlet: outlet, seen: hall.At(a.now()), fold: newFold(outlet)}
		return in.all(ctx, events)
	})
	if err != nil {
		return hall.Cursor{}, 0, hall.Wrap(op, cmp.Or(a.stopped(ctx, outlet, err), err))
	}
	return in.at, in.stored, hall.Wrap(op, cmp.Or(a.stopped(ctx, outlet, in.hole), in.hole))
}

// longestWhy bounds a reason, in which words of the hall may stand.
const longestWhy = 500

// stopped notes why a log goes no further here, for the center's own people, until it does. What a person is still
// asked about is noted with the question.
func (a *Archive) stopped(ctx context.Context, outlet hall.OutletID, err error) error {
	if code := hall.CodeOf(err); code != hall.Invalid && code != hall.Conflict || errors.Is(err, errAsks) {
		return nil // a disk, not the log; or a question
	}
	_, noted := a.write.ExecContext(ctx, stopOutlet, string(outlet), fmt.Sprintf("%.*s", longestWhy, hall.Plain(hall.Told(err))))
	return noted
}

// ingest is one batch on its way in.
type ingest struct {
	tx     *sql.Tx
	outlet hall.OutletID
	seen   hall.Millis
	at     hall.Cursor // the log is here up to this place
	passed hall.Cursor // of the last event of the stretch that was here already
	stored int
	hole   error // Gap, or an epoch that a person is asked about: what comes from there on is left out
	keep   bool  // what is not sane is kept without being shown
	line   int64 // how many answers have changed the log before
	fold   *fold
	insert *sql.Stmt
}

const (
	seeOutlet = `
	INSERT INTO outlets (id, last_seen) VALUES ($1, $2)
	    ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen
	RETURNING epoch, seq, keep_unshown, line`

	insertEvent = `
	INSERT INTO events (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, unshown, line)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`

	stopOutlet = `
	INSERT INTO outlets (id, stopped_why) VALUES ($1, $2)
	    ON CONFLICT (id) DO UPDATE SET stopped_why = excluded.stopped_why`

	moveOutlet = `UPDATE outlets SET epoch = $2, seq = $3, stopped_why = '' WHERE id = $1`
)

func (in *ingest) all(ctx context.Context, events []hall.Event) error {
	err := in.tx.QueryRowContext(ctx, seeOutlet, string(in.outlet), int64(in.seen)).Scan(&in.at.Epoch, &in.at.Seq, &in.keep, &in.line)
	if err != nil {
		return err
	}
	if in.insert, err = in.tx.PrepareContext(ctx, insertEvent); err != nil {
		return err
	}
	defer in.insert.Close()
	for _, e := range events {
		err := in.one(ctx, e)
		if hall.CodeOf(err) == hall.Gap || errors.Is(err, errAsks) || errors.Is(err, errAnswered) {
			in.hole = err
			break
		}
		if err != nil {
			return err
		}
	}
	if in.stored == 0 {
		return nil
	}
	if _, err := in.tx.ExecContext(ctx, moveOutlet, string(in.outlet), in.at.Epoch, int64(in.at.Seq)); err != nil {
		return err
	}
	return in.fold.write(ctx, in.tx)
}

func (in *ingest) one(ctx context.Context, e hall.Event) error {
	if e.Outlet != in.outlet {
		return hall.E("archive.one", hall.Denied, "an event of another outlet")
	}
	known, err := in.place(ctx, e)
	if err != nil {
		return err
	}
	if known {
		return in.known(ctx, e)
	}
	if err := in.expected(ctx, e); err != nil {
		return err
	}
	unshown, err := in.read(ctx, e)
	if err != nil {
		return err
	}
	_, err = in.insert.ExecContext(ctx, string(e.Outlet), e.Epoch, int64(e.Seq), string(e.Kind), e.Subject, string(e.Actor.Terminal),
		string(e.Actor.Teller), int64(e.At), e.Key, e.V, string(e.Body), flag(unshown), in.line)
	in.at, in.stored = e.Cursor(), in.stored+1
	return err
}

// read takes in what an event tells. An event that cannot be read is kept as it came and not shown: it must not hold up
// the log.
func (in *ingest) read(ctx context.Context, e hall.Event) (unshown bool, err error) {
	b, err := e.Tell()
	if err != nil {
		return true, nil
	}
	if err := sane(e, b, in.seen.Time()); err != nil {
		if in.keep {
			return true, nil
		}
		return false, err
	}
	return false, in.fold.take(ctx, in.tx, e, b)
}

// place decides whether e is known, next, or out of place.
func (in *ingest) place(ctx context.Context, e hall.Event) (known bool, err error) {
	switch {
	case e.Epoch < in.at.Epoch, e.Epoch == in.at.Epoch && e.Seq <= in.at.Seq:
		return true, nil
	case e.Epoch == in.at.Epoch && e.Seq == in.at.Seq+1:
		return false, nil
	case e.Epoch == in.at.Epoch:
		return false, gap(hall.Cursor{Epoch: in.at.Epoch, Seq: in.at.Seq + 1})
	}
	return false, in.newEpoch(ctx, e)
}

// newEpoch wants the first event of the epoch, everything before it that the hall says it had, and a person's word that
// the hall goes on in it: a copy that was started beside the hall for seconds opens an epoch too, and would end the
// hall's own log here for good.
func (in *ingest) newEpoch(ctx context.Context, e hall.Event) error {
	if !opens(e) {
		return gap(hall.Cursor{Epoch: e.Epoch, Seq: 1})
	}
	p := previousOf(e)
	if p.Epoch > in.at.Epoch || p.Epoch == in.at.Epoch && p.Seq > in.at.Seq {
		return gap(hall.Cursor{Epoch: max(in.at.Epoch, 1), Seq: in.at.Seq + 1})
	}
	if in.at == (hall.Cursor{}) {
		return nil // the first log that comes here
	}
	return in.accepted(ctx, e, p)
}

// opens reports whether e begins an epoch.
func opens(e hall.Event) bool { return e.Seq == 1 && e.Kind == hall.EpochOpened }

// previousOf is the last event of the copy from which an epoch goes on.
func previousOf(e hall.Event) hall.Cursor {
	if b, err := e.Tell(); err == nil && b.Previous != nil {
		return *b.Previous
	}
	return hall.Cursor{}
}

func gap(expected hall.Cursor) error {
	return &hall.Error{Op: "archive.place", Code: hall.Gap, Subject: expected.String(), Reason: "expected " + expected.String()}
}

const selectKnown = `SELECT kind, subject, at_ms, body FROM events WHERE outlet = $1 AND epoch = $2 AND seq = $3`

// known passes over an event that is here already, and refuses one whose place is taken by another one or lies in an
// epoch that is over.
func (in *ingest) known(ctx context.Context, e hall.Event) error {
	var kind, subject string
	var at int64
	var body []byte
	err := in.tx.QueryRowContext(ctx, selectKnown, string(e.Outlet), e.Epoch, int64(e.Seq)).Scan(&kind, &subject, &at, &body)
	if errors.Is(err, sql.ErrNoRows) && opens(e) {
		return in.opensToo(ctx, e)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return hall.E("archive.known", hall.Conflict, "an epoch that is over takes no new events")
	}
	if err != nil {
		return err
	}
	if kind != string(e.Kind) || subject != e.Subject || at != int64(e.At) || !bytes.Equal(body, e.Body) {
		return in.differs(ctx, e)
	}
	in.passed = e.Cursor()
	return nil
}
