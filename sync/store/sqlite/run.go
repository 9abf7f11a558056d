package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// ReceiptsKept is how long an answer is remembered under its key.
const ReceiptsKept = 30 * 24 * time.Hour

const (
	checkpointEvery = 250 * time.Millisecond
	markEvery       = time.Second
	pruneEvery      = time.Hour
	pruneAtOnce     = 500 // receipts in one transaction
)

// The oldest are the first by n, so those are looked at and no index on at_ms is kept for them.
const deleteReceipts = `
	DELETE FROM receipts
	 WHERE n IN (SELECT n FROM receipts ORDER BY n LIMIT $2)
	   AND at_ms < $1`

// Run learns which keys are stored, then copies the write-ahead log into the database as it grows, on a connection of
// its own, keeps the mark, and forgets old receipts. It returns when ctx ends.
func (s *Store) Run(ctx context.Context) error {
	const op = "sqlite.Run"
	log, err := openLog(s.dir)
	if err != nil {
		return hall.Wrap(op, err)
	}
	defer log.close()
	if err := s.seen.fill(ctx, s.read.db); err != nil && ctx.Err() == nil {
		return hall.Wrap(op, err)
	}
	layReserve(s.dir)
	copying, marking, pruning := time.NewTicker(checkpointEvery), time.NewTicker(markEvery), time.NewTicker(pruneEvery)
	defer copying.Stop()
	defer marking.Stop()
	defer pruning.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-copying.C:
			err = s.copyLog(ctx, log)
		case <-marking.C:
			err = s.keepMark(false)
			s.look()
		case <-pruning.C:
			layReserve(s.dir)
			err = s.Prune(ctx)
		}
		if err != nil && ctx.Err() == nil && !s.fullFor(err) && s.look() == nil { // on a full disk the next time may find room
			return hall.Wrap(op, err)
		}
	}
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
