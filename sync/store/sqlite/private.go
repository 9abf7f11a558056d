package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/brighthall/brighthall/hall"
)

// Private is a person's row as it is stored: sealed by package seal under table "private", column "sealed" and the
// row's id.
type Private struct {
	ID     hall.CustomerID // a random token; the only thing that events know of the person
	Kind   string          // what the row is: "customer"
	Blind  string          // keyed hash of what the row may be found by; empty: it is not found
	At     hall.Millis     // of the last Put
	Sealed []byte
}

const upsertPrivate = `
	INSERT INTO private (id, kind, blind, at_ms, sealed)
	VALUES ($1, $2, $3, $4, $5)
	    ON CONFLICT (id) DO UPDATE
	   SET kind = excluded.kind, blind = excluded.blind, at_ms = excluded.at_ms, sealed = excluded.sealed`

const selectPrivate = `
	SELECT id, kind, blind, at_ms, sealed
	  FROM private
	 WHERE id = $1`

const selectPrivateByBlind = `
	SELECT id, kind, blind, at_ms, sealed
	  FROM private
	 WHERE kind = $1
	   AND blind = $2
	   AND blind <> ''
	 ORDER BY at_ms DESC
	 LIMIT 1`

const deletePrivate = `
	DELETE FROM private
	 WHERE id = $1`

// PutPrivate keeps a person's row.
func (s *Store) PutPrivate(ctx context.Context, p Private) error {
	return s.change(ctx, "sqlite.PutPrivate", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, upsertPrivate, string(p.ID), p.Kind, p.Blind, int64(p.At), p.Sealed)
		return err
	})
}

// Private reads a person's row. NotFound: never stored, or erased.
func (s *Store) Private(ctx context.Context, id hall.CustomerID) (Private, error) {
	return s.private(ctx, "sqlite.Private", selectPrivate, string(id))
}

// PrivateByBlind finds the newest row of a kind by its blind index. NotFound.
func (s *Store) PrivateByBlind(ctx context.Context, kind, blind string) (Private, error) {
	return s.private(ctx, "sqlite.PrivateByBlind", selectPrivateByBlind, kind, blind)
}

func (s *Store) private(ctx context.Context, op, query string, args ...any) (p Private, err error) {
	err = s.read.db.QueryRowContext(ctx, query, args...).Scan(&p.ID, &p.Kind, &p.Blind, &p.At, &p.Sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return p, hall.E(op, hall.NotFound)
	}
	return p, hall.Wrap(op, err)
}

// Erase removes a person's row, its bytes in the database overwritten and the log that may hold them written out and
// cut. Erasing what is not there is no error. Nobody waits for this but the one who asked.
func (s *Store) Erase(ctx context.Context, id hall.CustomerID) error {
	const op = "sqlite.Erase"
	s.mmu.Lock()
	defer s.mmu.Unlock()
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if err := s.eraseLocked(ctx, op, id); err != nil {
		return err
	}
	return hall.Wrap(op, errors.Join(s.touch(ctx), s.renewMark()))
}

// eraseLocked ends with a log that is empty, and a mark that tells of none. The caller holds mmu and wmu.
func (s *Store) eraseLocked(ctx context.Context, op string, id hall.CustomerID) error {
	err := s.changeLocked(ctx, op, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, deletePrivate, string(id))
		return err
	})
	if err != nil {
		return err
	}
	return hall.Wrap(op, s.cutLog(ctx))
}
