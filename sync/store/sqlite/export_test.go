package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
)

// CopyLog does what Run does now and then.
func (s *Store) CopyLog(ctx context.Context) error {
	db, err := sql.Open("sqlite", dsn(filepath.Join(s.dir, File)))
	if err != nil {
		return err
	}
	return errors.Join(s.copyLog(ctx, db), db.Close())
}

// FillSeen does what Run does first, and SurelyNew tells what it is good for.
func (s *Store) FillSeen(ctx context.Context) error { return s.seen.fill(ctx, s.read.db) }

// SurelyNew reports whether no table would be asked for a key.
func (s *Store) SurelyNew(key string) bool { return s.seen.never(key) }
