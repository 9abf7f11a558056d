package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/brighthall/brighthall/hall"
)

const selectEventsOn = `
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body
	  FROM events
	 WHERE (epoch, seq) > ($1, $2)
	 ORDER BY epoch, seq
	 LIMIT $3`

const selectAcked = `
	SELECT epoch, seq
	  FROM outbox_cursor
	 WHERE reader = $1`

const upsertAcked = `
	INSERT INTO outbox_cursor (reader, epoch, seq)
	VALUES ($1, $2, $3)
	    ON CONFLICT (reader) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq
	 WHERE (excluded.epoch, excluded.seq) > (outbox_cursor.epoch, outbox_cursor.seq)`

// EventsAfter reads at most limit events after a cursor in order, and goes on into the next epoch where one ends: for
// the outbox. A listener of one epoch asks Events.
func (s *Store) EventsAfter(ctx context.Context, after hall.Cursor, limit int) ([]hall.Event, error) {
	all, err := events(ctx, s.read.db, selectEventsOn, int64(after.Epoch), int64(after.Seq), limit)
	return all, hall.Wrap("sqlite.EventsAfter", err)
}

// Acked is how far a reader ("center") has acknowledged the log; zero when it never did.
func (s *Store) Acked(ctx context.Context, reader string) (hall.Cursor, error) {
	var c hall.Cursor
	err := s.read.db.QueryRowContext(ctx, selectAcked, reader).Scan(&c.Epoch, &c.Seq)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return c, hall.Wrap("sqlite.Acked", err)
}

// Ack notes how far a reader has acknowledged the log. It never goes back.
func (s *Store) Ack(ctx context.Context, reader string, to hall.Cursor) error {
	err := s.change(ctx, "sqlite.Ack", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, upsertAcked, reader, int64(to.Epoch), int64(to.Seq))
		return err
	})
	if err == nil {
		s.goesBack(to)
	}
	return err
}
