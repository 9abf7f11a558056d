package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"modernc.org/sqlite"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/full"
)

// writer is the one connection that writes, with the statements of a commit prepared on it.
type writer struct {
	db   *sql.DB
	conn *sql.Conn
	keys *seal.Keys // of the personal rows

	event, ticket, counter, number, day, setup, receipt, running *sql.Stmt

	today *queue.DayState // as its row is, without the count; nil when not known
}

// lightSync makes commits wait for data and size alone, not for the time of the last write: as durable, and where the
// log is written over in place it spares the file system's own journal. It is how Linux distributions build SQLite.
// Elsewhere it is not to be had.
var lightSync = sync.OnceFunc(func() { _, _ = sqlite.Fdatasync(true) })

// autoCopy is the pages of the log at which a commit copies it by itself.
const autoCopy = 16_000 // of 4 KB

func openWriter(ctx context.Context, dir string, keys *seal.Keys) (*writer, error) {
	lightSync()
	// A row's old content is overwritten when it goes, so an erased person is erased. The log is checkpointed by Run;
	// the limit here is for programs that do not run it.
	db, err := connect(dsn(filepath.Join(dir, File), "secure_delete(1)", "cache_size(-2000)", fmt.Sprintf("wal_autocheckpoint(%d)", autoCopy)))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	w := &writer{db: db, keys: keys}
	if err := tabled(ctx, db, dir); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := w.prepare(ctx); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *writer) prepare(ctx context.Context) (err error) {
	if w.conn, err = w.db.Conn(ctx); err != nil {
		return err
	}
	for _, p := range w.statements() {
		if *p.to, err = w.conn.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	return nil
}

type statement struct {
	to   **sql.Stmt
	text string
}

func (w *writer) statements() []statement {
	return []statement{
		{&w.event, insertEvent}, {&w.ticket, upsertTicket}, {&w.counter, upsertCounter}, {&w.number, upsertNumber},
		{&w.day, upsertToday}, {&w.setup, upsertSetup}, {&w.receipt, insertReceipt}, {&w.running, upsertRunning},
	}
}

func (w *writer) close() error {
	if w.conn != nil {
		// A commit that erred may have left its transaction open; closing with it would keep the lock.
		w.conn.ExecContext(context.Background(), "ROLLBACK")
		w.finalize()
		w.conn.Close()
	}
	return w.db.Close()
}

// finalize ends the statements: the pool forgets those of a single connection, and SQLite keeps the files open as long
// as one is left.
func (w *writer) finalize() {
	for _, s := range w.statements() {
		if *s.to != nil {
			(*s.to).Close()
		}
	}
}

// do runs one transaction.
func (w *writer) do(ctx context.Context, change func(*sql.Tx) error) error {
	tx, err := w.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := change(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// forget undoes what a transaction has left that found no room: nothing of it is stored.
func (w *writer) forget(ctx context.Context) {
	w.conn.ExecContext(ctx, "ROLLBACK") // an error says that SQLite has done it by itself
	w.today = nil
}

func (w *writer) checkpoint(ctx context.Context, mode string) error {
	_, _, err := checkpoint(ctx, w.conn, mode)
	return err
}

// checkpoint copies the log into the database: PASSIVE as far as nobody is in the way, RESTART to the end, so that the
// next frame begins it anew, and TRUNCATE as well, so that nothing of it is left. It tells the pages of the log and
// those of them that are copied.
func checkpoint(ctx context.Context, c *sql.Conn, mode string) (pages, copied int, err error) {
	var busy int
	err = c.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &pages, &copied)
	if err == nil && busy != 0 && mode != "PASSIVE" {
		err = fmt.Errorf("checkpoint: the log is in use")
	}
	return pages, copied, err
}

// change runs one transaction of the store. After one that erred, nothing is written before Load has read what is
// really there; of one that found no room on the disk (DiskFull) that is nothing, unless a quota or a limit was behind
// it.
func (s *Store) change(ctx context.Context, op string, f func(*sql.Tx) error) error {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	return s.changeLocked(ctx, op, f)
}

func (s *Store) changeLocked(ctx context.Context, op string, f func(*sql.Tx) error) error {
	if s.broken != nil {
		return &hall.Error{Op: op, Code: hall.Unavailable, Err: s.broken}
	}
	if s.gone != nil {
		return hall.Wrap(op, s.gone)
	}
	s.dirty.Store(true)
	s.fresh = false
	err := s.write.do(ctx, f)
	switch {
	case err == nil:
		if s.high.Log = logSize(logOf(s.dir)); s.high.Log > autoCopy*4096 {
			s.wrote()
		}
		return nil
	case full.Is(err):
		s.write.forget(ctx)
		return &hall.Error{Op: op, Code: hall.DiskFull, Err: err}
	}
	s.broken = err
	if full.Behind(err, s.dir, filepath.Join(s.dir, File), logOf(s.dir)) {
		return &hall.Error{Op: op, Code: hall.DiskFull, Err: err}
	}
	return &hall.Error{Op: op, Code: hall.Unknown, Err: err}
}
