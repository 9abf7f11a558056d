package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

// readers is the pool that reads, with the statement prepared that every command of a queue asks.
type readers struct {
	db      *sql.DB
	receipt *sql.Stmt
}

func openReaders(ctx context.Context, file string) (*readers, error) {
	db, err := connect(dsn(file, "query_only(1)", "cache_size(-500)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	receipt, err := db.PrepareContext(ctx, selectReceipt)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &readers{db, receipt}, nil
}

func (r *readers) close() error { return errors.Join(r.receipt.Close(), r.db.Close()) }
