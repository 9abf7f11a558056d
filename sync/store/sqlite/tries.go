package sqlite

import (
	"context"
	"database/sql"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
)

const (
	selectTries = `
	SELECT key, wrong, last_ms
	  FROM tries`

	upsertTries = `
	INSERT INTO tries (key, wrong, last_ms)
	VALUES ($1, $2, $3)
	    ON CONFLICT (key) DO UPDATE SET wrong = excluded.wrong, last_ms = excluded.last_ms`

	deleteTries = `
	DELETE FROM tries
	 WHERE key = $1`
)

// Tries implements auth.Keeper.
func (s *Store) Tries(ctx context.Context) (all []auth.Count, err error) {
	const op = "sqlite.Tries"
	rows, err := s.read.db.QueryContext(ctx, selectTries)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	for rows.Next() {
		var c auth.Count
		if err := rows.Scan(&c.Key, &c.Wrong, &c.Last); err != nil {
			return nil, hall.Wrap(op, err)
		}
		all = append(all, c)
	}
	return all, hall.Wrap(op, rows.Err())
}

// PutTries implements auth.Keeper.
func (s *Store) PutTries(ctx context.Context, changed []auth.Count) error {
	return s.change(ctx, "sqlite.PutTries", func(tx *sql.Tx) (err error) {
		for _, c := range changed {
			if c.Wrong == 0 {
				_, err = tx.ExecContext(ctx, deleteTries, c.Key)
			} else {
				_, err = tx.ExecContext(ctx, upsertTries, c.Key, c.Wrong, int64(c.Last))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
