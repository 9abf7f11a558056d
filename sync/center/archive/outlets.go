package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/brighthall/brighthall/hall"
)

// Outlet is a hall as the archive knows it.
type Outlet struct {
	ID       hall.OutletID
	Cursor   hall.Cursor
	LastSeen hall.Millis
	Day      hall.Day
	Setup    hall.Setup // to edit: center-owned when there is one, else the last the hall told
	InForce  hall.Setup // the last the hall told; the center's until it has told one
	Version  int64      // of the center-owned setup, 0: none
	Owned    bool
	Refused  int64  // the version of the center's setup that the hall refuses; 0: none
	Why      string // it refuses it
	Stopped  string // why its log goes no further here; empty: it does
	Keeps    bool   // events that are refused as they are are kept without being shown
	Shut     bool   // no token of it is good: it cannot call
}

const selectOutlets = `
	SELECT o.id, o.epoch, o.seq, o.last_seen, o.day, COALESCE(s.body, ''), o.setup_seen, COALESCE(s.version, 0), o.refused, o.refused_why, o.stopped_why,
	       o.keep_unshown, NOT EXISTS (SELECT 1 FROM tokens t WHERE t.kind = 'outlet' AND t.name = o.id AND t.expires > $2)
	  FROM outlets o
	  LEFT JOIN setups s ON s.outlet = o.id AND s.version = (SELECT MAX(version) FROM setups WHERE outlet = o.id)
	 WHERE $1 = '' OR o.id = $1
	 ORDER BY o.id`

// Outlets lists the halls the center knows.
func (a *Archive) Outlets(ctx context.Context) ([]Outlet, error) { return a.outlets(ctx, "") }

// Outlet finds one hall, or NotFound.
func (a *Archive) Outlet(ctx context.Context, id hall.OutletID) (Outlet, error) {
	const op = "archive.Outlet"
	if id == "" {
		return Outlet{}, hall.E(op, hall.NotFound)
	}
	found, err := a.outlets(ctx, id)
	if err != nil {
		return Outlet{}, err
	}
	if len(found) == 0 {
		return Outlet{}, hall.E(op, hall.NotFound)
	}
	return found[0], nil
}

func (a *Archive) outlets(ctx context.Context, id hall.OutletID) ([]Outlet, error) {
	const op = "archive.Outlets"
	rows, err := a.read.QueryContext(ctx, selectOutlets, string(id), int64(hall.At(a.now())))
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	list := []Outlet{}
	for rows.Next() {
		var o Outlet
		var given, told []byte
		err := rows.Scan(&o.ID, &o.Cursor.Epoch, &o.Cursor.Seq, &o.LastSeen, &o.Day, &given, &told, &o.Version, &o.Refused, &o.Why, &o.Stopped, &o.Keeps,
			&o.Shut)
		if err == nil {
			err = o.setups(given, told)
		}
		if err != nil {
			return nil, hall.Wrap(op, err)
		}
		o.Owned = o.Version > 0
		list = append(list, o)
	}
	return list, hall.Wrap(op, rows.Err())
}

// setups reads the setup that the center gave and the one that the hall told; either stands for the other while it is
// not there.
func (o *Outlet) setups(given, told []byte) error {
	for _, s := range []struct {
		into        *hall.Setup
		text, other []byte
	}{{&o.Setup, given, told}, {&o.InForce, told, given}} {
		text := s.text
		if len(text) == 0 {
			text = s.other
		}
		if len(text) == 0 {
			continue
		}
		if err := json.Unmarshal(text, s.into); err != nil {
			return err
		}
	}
	if len(told) == 0 {
		o.InForce.Version = 0 // nobody knows yet
	}
	if o.Refused != o.Version || o.InForce.Version == o.Version {
		o.Refused, o.Why = 0, ""
	}
	return nil
}

const refuse = `UPDATE outlets SET refused = $2, refused_why = $3 WHERE id = $1 AND (refused <> $2 OR refused_why <> $3)`

// Refuse notes that a hall refuses a version of the center's setup, and why; version 0: it refuses none.
func (a *Archive) Refuse(ctx context.Context, id hall.OutletID, version int64, why string) error {
	_, err := a.write.ExecContext(ctx, refuse, string(id), version, why)
	return hall.Wrap("archive.Refuse", err)
}

const see = `
	INSERT INTO outlets (id, last_seen) VALUES ($1, $2)
	    ON CONFLICT (id) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)`

// See notes that a hall called, or with a zero moment that it exists.
func (a *Archive) See(ctx context.Context, id hall.OutletID, at hall.Millis) error {
	_, err := a.write.ExecContext(ctx, see, string(id), int64(at))
	return hall.Wrap("archive.See", err)
}

// forgetOutlet takes away what the center has of a hall that never sent anything: what was meant for it, and its
// tokens.
var forgetOutlet = []string{
	`DELETE FROM tokens WHERE kind = 'outlet' AND name = $1`,
	`DELETE FROM setups WHERE outlet = $1`,
	`DELETE FROM orders WHERE outlet = $1`,
	`DELETE FROM epochs WHERE outlet = $1`,
	`DELETE FROM outlets WHERE id = $1`,
}

// Forget takes a hall off the list that was enrolled by mistake, and ends its tokens. Conflict: there is a log of it.
// NotFound.
func (a *Archive) Forget(ctx context.Context, id hall.OutletID) error {
	const op = "archive.Forget"
	if _, err := a.Outlet(ctx, id); err != nil {
		return err
	}
	return hall.Wrap(op, inTx(ctx, a.write, func(tx *sql.Tx) error {
		var events int
		err := tx.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM events WHERE outlet = $1) + (SELECT COUNT(*) FROM aside WHERE outlet = $1)`,
			string(id)).Scan(&events)
		if err == nil && events > 0 {
			err = hall.E(op, hall.Conflict, "the log of "+string(id)+" is here and is kept; to end what its node may do, revoke its tokens")
		}
		if err != nil {
			return err
		}
		for _, s := range forgetOutlet {
			if _, err := tx.ExecContext(ctx, s, string(id)); err != nil {
				return err
			}
		}
		return nil
	}))
}

const (
	newestSetup = `SELECT version, body FROM setups WHERE outlet = $1 ORDER BY version DESC LIMIT 1`
	seenVersion = `
	SELECT COALESCE(CASE WHEN setup_seen <> '' THEN json_extract(setup_seen, '$.version') END, 0)
	  FROM outlets
	 WHERE id = $1`
	insertSetup = `INSERT INTO setups (outlet, version, at_ms, by_whom, body) VALUES ($1, $2, $3, $4, $5)`
)

// PutSetup makes s the outlet's setup under the next version. s.Version must be the center's version it was made from,
// else Conflict. A teller without a PIN keeps the PIN of before.
func (a *Archive) PutSetup(ctx context.Context, id hall.OutletID, s hall.Setup, by string) (hall.Setup, error) {
	err := inTx(ctx, a.write, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, see, string(id), 0); err != nil {
			return err
		}
		before, err := setupBefore(ctx, tx, id)
		if err != nil {
			return err
		}
		if s.Version != before.Version {
			return hall.E("archive.setup", hall.Conflict, "the setup was changed by somebody else")
		}
		if err := tx.QueryRowContext(ctx, seenVersion, string(id)).Scan(&s.Version); err != nil {
			return err
		}
		s.Version = max(s.Version, before.Version) + 1 // also above what the hall lives on, or it would refuse it
		keepPINs(&s, before)
		_, err = tx.ExecContext(ctx, insertSetup, string(id), s.Version, int64(hall.At(a.now())), by, text(s))
		return err
	})
	return s, hall.Wrap("archive.PutSetup", err)
}

func setupBefore(ctx context.Context, tx *sql.Tx, id hall.OutletID) (s hall.Setup, err error) {
	var body []byte
	err = tx.QueryRowContext(ctx, newestSetup, string(id)).Scan(&s.Version, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return hall.Setup{}, nil
	}
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(body, &s)
}

func keepPINs(s *hall.Setup, before hall.Setup) {
	known := map[hall.TellerID]string{}
	for _, t := range before.Tellers {
		known[t.ID] = t.PIN
	}
	for i, t := range s.Tellers {
		if t.PIN == "" {
			s.Tellers[i].PIN = known[t.ID]
		}
	}
}
