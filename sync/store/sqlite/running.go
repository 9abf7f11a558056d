package sqlite

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

const selectRunning = `
	SELECT boot, ran_ns, at_ms, mac
	  FROM running
	 WHERE id = 1`

const upsertRunning = `
	INSERT INTO running (id, boot, ran_ns, at_ms, mac)
	VALUES (1, $1, $2, $3, $4)
	    ON CONFLICT (id) DO UPDATE
	   SET boot = excluded.boot, ran_ns = excluded.ran_ns, at_ms = excluded.at_ms, mac = excluded.mac`

// KeepRan implements queue.Store.
func (s *Store) KeepRan(ctx context.Context, r queue.Ran) error {
	const op = "sqlite.KeepRan"
	return hall.Wrap(op, s.change(ctx, op, func(*sql.Tx) error { return s.write.putRan(ctx, r, s.sums) }))
}

// ranAt is how long the machine had run at the last of the changes. Changes that do not tell take away what earlier
// ones told: it would be the moment of a clock that was corrected since.
func ranAt(changes []queue.Change) (r queue.Ran) {
	if n := len(changes); n > 0 && changes[n-1].Ran != nil {
		r = *changes[n-1].Ran
	}
	return r
}

func (w *writer) putRan(ctx context.Context, ran queue.Ran, sums *sums) error {
	_, err := w.running.ExecContext(ctx, ran.Boot, int64(ran.For), int64(ran.At), ranSum(sums.running, ran))
	return err
}

func ranSum(f *fingerprint, r queue.Ran) []byte {
	return f.of(r.Boot, strconv.FormatInt(int64(r.For), 10), strconv.FormatInt(int64(r.At), 10))
}

// ran reads how long the machine had run at the last change, and whether the hall wrote it.
func ran(ctx context.Context, db asker, f *fingerprint) (r queue.Ran, own bool, err error) {
	var mac []byte
	var ns int64
	err = db.QueryRowContext(ctx, selectRunning).Scan(&r.Boot, &ns, &r.At, &mac)
	if errors.Is(err, sql.ErrNoRows) {
		return queue.Ran{}, false, nil
	}
	r.For = time.Duration(ns)
	return r, err == nil && hmac.Equal(mac, ranSum(f, r)), err
}

// ranLast is what a start is told: nothing where a hand wrote it.
func ranLast(ctx context.Context, db asker, f *fingerprint) (queue.Ran, error) {
	r, own, err := ran(ctx, db, f)
	if !own {
		return queue.Ran{}, err
	}
	return r, err
}

func (v *verifier) running(ctx context.Context) error {
	if v.key == nil || v.told.Events == 0 {
		return nil
	}
	_, own, err := ran(ctx, v.tx, newFingerprint(v.key, useRunning))
	if err == nil && !own {
		v.told.Wrong("running", "the row, how long the machine has run, is not as the hall wrote it")
	}
	return err
}
