package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/brighthall/brighthall/hall"
)

const selectMirror = `
	SELECT version, body
	  FROM mirror
	 WHERE name = $1`

const upsertMirror = `
	INSERT INTO mirror (name, version, body)
	VALUES ($1, $2, $3)
	    ON CONFLICT (name) DO UPDATE SET version = excluded.version, body = excluded.body
	 WHERE excluded.version > mirror.version`

// Mirror reads a copy of what the center owns ("setup", "media" …) and its version. Version 0 and no body: never
// received.
func (s *Store) Mirror(ctx context.Context, name string) (version int64, body json.RawMessage, err error) {
	var raw []byte
	err = s.read.db.QueryRowContext(ctx, selectMirror, name).Scan(&version, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return version, raw, hall.Wrap("sqlite.Mirror", err)
}

// PutMirror keeps a newer version; an older or equal one leaves everything as it is.
func (s *Store) PutMirror(ctx context.Context, name string, version int64, body json.RawMessage) error {
	return s.change(ctx, "sqlite.PutMirror", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, upsertMirror, name, version, string(body))
		return err
	})
}
