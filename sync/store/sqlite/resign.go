package sqlite

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

const (
	signEvent = `
	UPDATE events
	   SET mac = $3
	 WHERE epoch = $1
	   AND seq = $2`

	signTerminal = `
	UPDATE terminals
	   SET mac = $2
	 WHERE id = $1`

	signSetup = `
	UPDATE setup
	   SET mac = $1
	 WHERE id = 1`
)

// ownSetup refuses a setup that the hall did not write: the PINs are in it, and its next change would make them the
// hall's.
func (s *Store) ownSetup(ctx context.Context) error {
	body, mac, err := setupRow(ctx, s.read.db)
	if err == nil && body != "" && !hmac.Equal(mac, s.sums.setup.of(body)) {
		err = notOwn(s.dir, "the setup, in which the PINs are, is")
	}
	return err
}

// setupRow is the setup as it is stored; empty: there is none.
func setupRow(ctx context.Context, db asker) (body string, mac []byte, err error) {
	var version int64
	err = db.QueryRowContext(ctx, selectSetupVersion).Scan(&version, &body, &mac)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return body, mac, err
}

func notOwn(dir, what string) error {
	return hall.E("sqlite.notOwn", hall.Denied, what+" not as this hall wrote it. Put the last copy back with "+restoreWith(dir))
}

// resign gives all rows fingerprints under the hall's key: a person said that a copy which was made under another one,
// that is lost for good, goes on as this hall.
func (s *Store) resign(ctx context.Context) error {
	err := s.change(ctx, "sqlite.resign", func(tx *sql.Tx) error {
		for _, sign := range []func(context.Context, *sql.Tx) error{s.signLog, s.signTerminals, s.signSetup, s.forgetRunning} {
			if err := sign(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.high, err = markOf(ctx, s.read.db)
	}
	return err
}

// signLog reads by another connection than tx, which cannot write while it reads.
func (s *Store) signLog(ctx context.Context, tx *sql.Tx) error {
	sign, err := tx.PrepareContext(ctx, signEvent)
	if err != nil {
		return err
	}
	defer sign.Close()
	rows, err := s.read.db.QueryContext(ctx, selectLog)
	if err != nil {
		return err
	}
	defer rows.Close()
	var mac []byte
	for rows.Next() {
		e, _, err := scanLink(rows)
		if err != nil {
			return err
		}
		mac = s.sums.chain.next(mac, e)
		if _, err := sign.ExecContext(ctx, int64(e.Epoch), int64(e.Seq), mac); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *Store) signTerminals(ctx context.Context, tx *sql.Tx) error {
	rows, err := terminalRows(ctx, tx)
	if err != nil {
		return err
	}
	sum := make([]byte, macSize)
	for _, r := range rows {
		mac := r.sum(s.sums.terminal)
		if _, err := tx.ExecContext(ctx, signTerminal, string(r.ID), mac); err != nil {
			return err
		}
		sum = xor(sum, mac)
	}
	return s.putSum(ctx, tx, sum)
}

// forgetRunning takes away what another key vouched for.
func (s *Store) forgetRunning(ctx context.Context, _ *sql.Tx) error {
	return s.write.putRan(ctx, queue.Ran{}, s.sums)
}

func (s *Store) signSetup(ctx context.Context, tx *sql.Tx) error {
	body, _, err := setupRow(ctx, tx)
	if err != nil || body == "" {
		return err
	}
	_, err = tx.ExecContext(ctx, signSetup, s.sums.setup.of(body))
	return err
}
