package archive

import (
	"bytes"
	"context"
	"database/sql"
	"errors"

	"github.com/brighthall/brighthall/hall"
)

// Ingest stores a stretch of an outlet's log and says where the log stands and how many events were new.
//
// Events already here are passed over when they are the same; when they differ there are two logs under one name: Conflict, and nothing
// of the stretch is stored. A hole, also by a wrong order, is Gap, and the error's subject is the place ("epoch.seq") of the event
// expected: what stands before the hole is stored, so the sender goes on from that place. An epoch begins with seq 1 and epoch.opened;
// an epoch older than the newest known takes nothing new.
func (a *Archive) Ingest(ctx context.Context, outlet hall.OutletID, events []hall.Event) (hall.Cursor, int, error) {
	const op = "archive.Ingest"
	var in ingest
	err := inTx(ctx, a.write, func(tx *sql.Tx) error {
		in = ingest{tx: tx, outlet: outlet, seen: hall.At(a.now()), fold: newFold(outlet)}
		return in.all(ctx, events)
	})
	if err != nil {
		return hall.Cursor{}, 0, hall.Wrap(op, err)
	}
	return in.at, in.stored, hall.Wrap(op, in.hole)
}

// ingest is one batch on its way in.
type ingest struct {
	tx     *sql.Tx
	outlet hall.OutletID
	seen   hall.Millis
	at     hall.Cursor // the log is here up to this place
	stored int
	hole   error // Gap: what comes after it is left out
	fold   *fold
	insert *sql.Stmt
}

const (
	seeOutlet = `
	INSERT INTO outlets (id, last_seen) VALUES ($1, $2)
	    ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen
	RETURNING epoch, seq`

	insertEvent = `
	INSERT INTO events (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, odd)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

	moveOutlet = `UPDATE outlets SET epoch = $2, seq = $3 WHERE id = $1`
)

func (in *ingest) all(ctx context.Context, events []hall.Event) error {
	err := in.tx.QueryRowContext(ctx, seeOutlet, string(in.outlet), int64(in.seen)).Scan(&in.at.Epoch, &in.at.Seq)
	if err != nil {
		return err
	}
	if in.insert, err = in.tx.PrepareContext(ctx, insertEvent); err != nil {
		return err
	}
	defer in.insert.Close()
	for _, e := range events {
		err := in.one(ctx, e)
		if hall.CodeOf(err) == hall.Gap {
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
	e.Body = withoutNote(e.Body)
	known, err := in.place(e)
	if err != nil {
		return err
	}
	if known {
		return in.same(ctx, e)
	}
	odd := 0
	if !in.fold.add(e) {
		odd = 1 // kept as it came: one unreadable body must not hold up the log
	}
	_, err = in.insert.ExecContext(ctx, string(e.Outlet), e.Epoch, int64(e.Seq), string(e.Kind), e.Subject, string(e.Actor.Terminal),
		string(e.Actor.Teller), int64(e.At), e.Key, e.V, string(e.Body), odd)
	in.at, in.stored = e.Cursor(), in.stored+1
	return err
}

// place decides whether e is known, next, or out of place.
func (in *ingest) place(e hall.Event) (known bool, err error) {
	switch {
	case e.Epoch < in.at.Epoch, e.Epoch == in.at.Epoch && e.Seq <= in.at.Seq:
		return true, nil
	case e.Epoch == in.at.Epoch && e.Seq == in.at.Seq+1:
		return false, nil
	case e.Epoch == in.at.Epoch:
		return false, gap(hall.Cursor{Epoch: in.at.Epoch, Seq: in.at.Seq + 1})
	}
	return false, in.newEpoch(e)
}

// newEpoch wants the first event of the epoch, and everything before it that the hall says it had.
func (in *ingest) newEpoch(e hall.Event) error {
	if e.Seq != 1 || e.Kind != hall.EpochOpened {
		return gap(hall.Cursor{Epoch: e.Epoch, Seq: 1})
	}
	b, err := e.Tell()
	if err != nil || b.Previous == nil {
		return nil
	}
	if p := *b.Previous; p.Epoch > in.at.Epoch || p.Epoch == in.at.Epoch && p.Seq > in.at.Seq {
		return gap(hall.Cursor{Epoch: max(in.at.Epoch, 1), Seq: in.at.Seq + 1})
	}
	return nil
}

func gap(expected hall.Cursor) error {
	return &hall.Error{Op: "archive.place", Code: hall.Gap, Subject: expected.String(), Reason: "expected " + expected.String()}
}

const selectKnown = `SELECT kind, subject, at_ms, body FROM events WHERE outlet = $1 AND epoch = $2 AND seq = $3`

// same refuses an event whose place is taken by another one, or lies in an epoch that is over.
func (in *ingest) same(ctx context.Context, e hall.Event) error {
	const op = "archive.same"
	var kind, subject string
	var at int64
	var body []byte
	err := in.tx.QueryRowContext(ctx, selectKnown, string(e.Outlet), e.Epoch, int64(e.Seq)).Scan(&kind, &subject, &at, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return hall.E(op, hall.Conflict, "an epoch that is over takes no new events")
	}
	if err != nil {
		return err
	}
	if kind != string(e.Kind) || subject != e.Subject || at != int64(e.At) || !bytes.Equal(body, e.Body) {
		return hall.E(op, hall.Conflict, "another event has this place: two logs under one name")
	}
	return nil
}
