package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strconv"

	"github.com/brighthall/brighthall/hall"
)

// The write-ahead log is read from its beginning to the first frame that does not fit, when the hall is opened. Frames
// that were copied into the database long ago are read as well, as long as they fit: one flipped bit among them, or a
// log that was cut, takes the pages of the database back to where they stood before it. So a log that was copied whole
// is begun anew: the next frame is its first, under another salt, and what lies behind it fits nothing any more. The
// file keeps its length.

const (
	longLog   = 4000 // pages (16 MB) at which the log is begun anew with the writer held back
	busyTurns = 8    // turns of checkpointEvery after which it is, when there is no quiet one
)

// wal is the connection that copies the log; owned by who runs the store.
type wal struct {
	db   *sql.DB
	busy int // turns since the log was begun anew
}

// logOf is the log's file in a data directory.
func logOf(dir string) string { return filepath.Join(dir, File+"-wal") }

func openLog(dir string) (*wal, error) {
	// A reader that takes long, such as verify, is not waited for: the next turn may find it gone.
	db, err := connect(dsn(filepath.Join(dir, File), "cache_size(-500)", "busy_timeout(20)"))
	return &wal{db: db}, err
}

func (w *wal) close() error { return w.db.Close() }

// copyLog copies the bulk while the writer goes on. In a quiet turn, or when there was none for long, the writer waits
// for the rest, which is short, and the log is begun anew.
func (s *Store) copyLog(ctx context.Context, w *wal) error {
	wrote := s.dirty.Swap(false)
	if !wrote && s.isFresh() {
		return nil
	}
	if s.look() != nil {
		return nil
	}
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	w.busy++
	if wrote {
		pages, err := s.copyBulk(ctx, conn)
		if err != nil || pages < longLog && w.busy < busyTurns {
			return err
		}
	}
	w.busy = 0
	return s.beginLog(ctx, conn)
}

func (s *Store) copyBulk(ctx context.Context, conn *sql.Conn) (pages int, err error) {
	s.cmu.Lock()
	defer s.cmu.Unlock()
	defer s.wrote()
	pages, _, err = checkpoint(ctx, conn, "PASSIVE")
	return pages, err
}

func (s *Store) isFresh() bool {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	return s.fresh
}

const touchLog = `
	INSERT INTO meta (key, value)
	VALUES ('log', $1)
	    ON CONFLICT (key) DO UPDATE SET value = excluded.value`

// beginLog copies the rest of the log and writes the first frame of the next one. Where somebody reads, the log stays
// as it is.
func (s *Store) beginLog(ctx context.Context, conn *sql.Conn) error {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	return s.beginLogLocked(ctx, conn)
}

func (s *Store) beginLogLocked(ctx context.Context, conn *sql.Conn) error {
	if s.broken != nil || s.fresh {
		return nil
	}
	var busy, pages, copied int
	defer s.wrote()
	err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(RESTART)").Scan(&busy, &pages, &copied)
	if err != nil || busy != 0 {
		return err
	}
	if err := s.touch(ctx); err != nil {
		return err
	}
	s.dirty.Store(false)
	s.fresh = true
	return nil
}

// touch writes the first frame of a log. The caller holds wmu.
func (s *Store) touch(ctx context.Context) error {
	return s.changeLocked(ctx, "sqlite.touch", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, touchLog, strconv.FormatInt(int64(hall.At(s.Now())), 10))
		return err
	})
}

// cutLog copies the log and leaves nothing of it. The mark tells of no log before, for a kill may come at once; whoever
// goes on writes its first frame. The caller holds mmu and wmu.
func (s *Store) cutLog(ctx context.Context) error {
	s.high.Log, s.moved = 0, true
	if err := s.renewMark(); err != nil {
		return err
	}
	defer s.wrote()
	return s.write.checkpoint(ctx, "TRUNCATE")
}

// startLog begins the log anew before the mark says that the hall is open. From then on there is a log with a synced
// frame in it, so one that is missing was taken away; what a power cut left of a commit lies under another salt; and
// what the last process wrote and could not sync before it was killed is on the disk before anybody is told of it.
func (s *Store) startLog(ctx context.Context) error {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	err := s.endLog(ctx)
	if err == nil && !s.fresh { // somebody reads
		err = s.touch(ctx)
	}
	if hall.CodeOf(err) == hall.DiskFull { // the hall opens, and the mark tells of no log
		return nil
	}
	return err
}

// endLog begins the log anew without waiting for whoever reads. The caller holds wmu.
func (s *Store) endLog(ctx context.Context) error {
	if s.broken != nil || s.fresh {
		return nil
	}
	if _, err := s.write.conn.ExecContext(ctx, "PRAGMA busy_timeout = 20"); err != nil {
		return err
	}
	err := s.beginLogLocked(ctx, s.write.conn)
	_, undo := s.write.conn.ExecContext(ctx, "PRAGMA busy_timeout = 5000")
	return errors.Join(err, undo)
}
