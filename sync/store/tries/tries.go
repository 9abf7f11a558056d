// Package tries keeps the counts of wrong tries (hall/auth) in a database with the table "tries": the hall's and the
// center's.
package tries

import (
	"context"
	"database/sql"

	"github.com/brighthall/brighthall/hall/auth"
)

const (
	selectAll = `
	SELECT key, wrong, last_ms
	  FROM tries`

	upsert = `
	INSERT INTO tries (key, wrong, last_ms)
	VALUES ($1, $2, $3)
	    ON CONFLICT (key) DO UPDATE SET wrong = excluded.wrong, last_ms = excluded.last_ms`

	drop = `
	DELETE FROM tries
	 WHERE key = $1`
)

// All are the counts that are kept.
func All(ctx context.Context, db *sql.DB) (all []auth.Count, err error) {
	rows, err := db.QueryContext(ctx, selectAll)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c auth.Count
		if err := rows.Scan(&c.Key, &c.Wrong, &c.Last); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// Put replaces the counts of the same keys; a count of zero is dropped.
func Put(ctx context.Context, tx *sql.Tx, changed []auth.Count) (err error) {
	for _, c := range changed {
		if c.Wrong == 0 {
			_, err = tx.ExecContext(ctx, drop, c.Key)
		} else {
			_, err = tx.ExecContext(ctx, upsert, c.Key, c.Wrong, int64(c.Last))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
