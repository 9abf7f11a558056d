package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// ReceiptsKept is how long an answer is remembered under its key.
const ReceiptsKept = 30 * 24 * time.Hour

const (
	checkpointEvery = 250 * time.Millisecond
	pruneEvery      = time.Hour
	pruneAtOnce     = 500  // receipts in one transaction
	longLog         = 4000 // pages (16 MB) beyond which the rest of the log is copied with the writer held back
)

// The oldest are the first by n, so those are looked at and no index on at_ms is kept for them.
const deleteReceipts = `
	DELETE FROM receipts
	 WHERE n IN (SELECT n FROM receipts ORDER BY n LIMIT $2)
	   AND at_ms < $1`

// Run learns which keys are stored, then copies the write-ahead log into the database as it grows, on a connection of its own, and
// forgets old receipts. It returns when ctx ends.
func (s *Store) Run(ctx context.Context) error {
	const op = "sqlite.Run"
	db, err := sql.Open("sqlite", dsn(filepath.Join(s.dir, File), "cache_size(-500)"))
	if err != nil {
		return hall.Wrap(op, err)
	}
	defer db.Close()
	if err := s.seen.fill(ctx, s.read.db); err != nil && ctx.Err() == nil {
		return hall.Wrap(op, err)
	}
	copying, pruning := time.NewTicker(checkpointEvery), time.NewTicker(pruneEvery)
	defer copying.Stop()
	defer pruning.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-copying.C:
			err = s.copyLog(ctx, db)
		case <-pruning.C:
			err = s.Prune(ctx)
		}
		if err != nil && ctx.Err() == nil {
			return hall.Wrap(op, err)
		}
	}
}

// copyLog copies the bulk while the writer goes on. Under load there is always a rest, and only a log that is copied whole is written
// over again from its start; so when it has grown long the writer waits for the rest, which is short.
func (s *Store) copyLog(ctx context.Context, db *sql.DB) error {
	if !s.dirty.Swap(false) {
		return nil
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	pages, copied, err := checkpoint(ctx, conn, "PASSIVE")
	if err != nil || pages < longLog || copied == pages {
		return err
	}
	s.wmu.Lock()
	defer s.wmu.Unlock()
	_, _, err = checkpoint(ctx, conn, "PASSIVE")
	return err
}

// Prune forgets receipts older than ReceiptsKept.
func (s *Store) Prune(ctx context.Context) error {
	before := hall.At(s.Now().Add(-ReceiptsKept))
	for {
		var gone int64
		err := s.change(ctx, "sqlite.Prune", func(tx *sql.Tx) error {
			done, err := tx.ExecContext(ctx, deleteReceipts, int64(before), pruneAtOnce)
			if err != nil {
				return err
			}
			gone, err = done.RowsAffected()
			return err
		})
		if err != nil || gone < pruneAtOnce {
			return err
		}
	}
}
