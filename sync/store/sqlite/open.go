package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/full"
	"github.com/brighthall/brighthall/sync/store/held"
	"github.com/brighthall/brighthall/sync/store/migrations"
)

// File is the name of the database in the data directory.
const File = "hall.db"

// lockFile in the data directory is locked by the process that has it.
const lockFile = "lock"

// Store is a hall on disk. Its methods may be called from any goroutine; Commit from one at a time.
type Store struct {
	dir  string
	lock *os.File // held from Open to Close; nil for a reader of somebody else's hall
	key  hall.Key // the outlet's; nil for a reader of a hall without one

	wmu    sync.Mutex
	write  *writer                // guarded by wmu
	last   hall.Cursor            // guarded by wmu: of the last stored event
	sums   *sums                  // guarded by wmu
	high   mark                   // guarded by wmu: how far the hall has come
	moved  bool                   // guarded by wmu: since the mark was written
	told   mark                   // guarded by wmu: as it was written last; empty before
	began  hall.Cursor            // guarded by wmu: where the log ended when the store was opened
	log    logFile                // the write-ahead log as it was found; owned by Open
	lost   *Lost                  // guarded by wmu: nil nothing
	ended  map[string]hall.Millis // revoked by the mark; owned by Open
	opened bool                   // guarded by wmu: Open has ended well, Close has not begun
	broken error                  // guarded by wmu: a write that erred; only Load goes on from here

	files *held.Files // as they are open; owned by Open
	gone  error       // guarded by wmu: what became of them; nil: nothing
	cmu   sync.Mutex  // held while the log is copied without wmu; taken after it

	keys *seal.Keys // of the personal rows; nil for a reader
	mmu  sync.Mutex // held while the mark is written; taken before wmu

	read *readers
	seen *seen // every key and ticket id that was stored, perhaps

	dirty atomic.Bool // something was written since the last checkpoint
	fresh bool        // guarded by wmu: nothing was written since the log began anew

	// Now is the clock of enrolments and of what grows old; it decides nothing in the queue. Set before the first use,
	// or left.
	Now func() time.Time
}

var _ queue.Store = (*Store)(nil)

// fileNames are the beginnings of the names that a hall gives to files of its data directory.
var fileNames = []string{"hall.", "seal.", "node.", lockFile}

// Open opens the hall in the data directory dir, and makes both when they are missing. Conflict: another process has
// it, or a newer program wrote it. NotFound: a hall was here and has lost its database or its key. DiskFull: there is
// no room.
func Open(ctx context.Context, dir string) (*Store, error) {
	s, err := openIn(ctx, dir)
	return s, full.Of(dir, err)
}

func openIn(ctx context.Context, dir string) (*Store, error) {
	const op = "sqlite.Open"
	if err := notOfCenter(dir); err != nil {
		return nil, hall.Wrap(op, err)
	}
	if err := seal.PrivateDir(dir); err != nil {
		return nil, hall.Wrap(op, err)
	}
	if err := seal.PrivateFiles(dir, fileNames...); err != nil {
		return nil, hall.Wrap(op, err)
	}
	lock, err := seal.LockDir(dir, lockFile)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	s := newStore(dir, lock)
	if s.Full() {
		spendReserve(dir)
	}
	if err := s.open(ctx); err != nil {
		s.Close()
		return nil, hall.Wrap(op, damaged(dir, err))
	}
	return s, nil
}

// Look opens a hall for reading beside the process that has it: for hallctl verify and snapshot. NotFound: there is
// none.
func Look(ctx context.Context, dir string) (*Store, error) {
	const op = "sqlite.Look"
	file := filepath.Join(dir, File)
	if err := halfDone(dir); err != nil {
		return nil, err
	}
	if err := present(dir); err != nil {
		return nil, hall.Wrap(op, err)
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil, hall.E(op, hall.NotFound, "there is no hall in "+dir+": give the data directory of its node")
	}
	read, err := openReaders(ctx, file)
	if err != nil {
		return nil, &hall.Error{Op: op, Code: hall.Invalid, Reason: file + " cannot be read as the database of a hall", Err: damaged(dir, err)}
	}
	key, err := seal.FindHallKey(dir)
	if err != nil && hall.CodeOf(err) != hall.NotFound {
		return nil, errors.Join(hall.Wrap(op, err), read.close())
	}
	return &Store{dir: dir, key: key, read: read, seen: &seen{}, Now: time.Now, broken: hall.E(op, hall.Denied, "opened for reading")}, nil
}

func newStore(dir string, lock *os.File) *Store { return &Store{dir: dir, lock: lock, Now: time.Now} }

func (s *Store) open(ctx context.Context) error {
	for _, step := range []func() error{
		func() error { return finish(s.dir) },
		func() error { return present(s.dir) },
		s.readLog,
		func() error { return s.openFiles(ctx) },
		func() error { return s.ownKey(ctx) },
		func() error { return s.compare(ctx) },
		func() error { return s.ownSetup(ctx) },
		func() error { return s.firstRows(ctx) },
		func() error { return s.revokeAll(ctx, s.ended) },
		func() error { return s.startLog(ctx) },
		s.hold,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	s.opened, s.moved = true, true // from here on the mark is not exact until the store is closed
	return s.keepMark(false)
}

// readLog looks at the write-ahead log before SQLite does.
func (s *Store) readLog() (err error) {
	s.log, err = readLog(logOf(s.dir))
	return err
}

// openFiles opens the database and reads the keys, and makes them when they are missing.
func (s *Store) openFiles(ctx context.Context) error {
	file := filepath.Join(s.dir, File)
	if err := makeFile(file); err != nil {
		return err
	}
	var err error
	if s.write, err = openWriter(ctx, s.dir, nil); err != nil {
		return err
	}
	if s.read, err = openReaders(ctx, file); err != nil {
		return err
	}
	if s.seen, err = newSeen(ctx, s.read.db); err != nil {
		return err
	}
	if s.last, _, err = lastEvent(ctx, s.read.db); err != nil {
		return err
	}
	s.began = s.last
	if s.keys, err = sealKeys(s.dir, s.last); err != nil {
		return err
	}
	s.write.keys = s.keys
	if s.key, err = outletKey(s.dir, s.last); err != nil {
		return err
	}
	s.sums = newSums(s.key)
	s.high, err = markOf(ctx, s.read.db)
	return err
}

// makeFile makes an empty database that only its owner may read; SQLite gives the same mode to the files beside it.
func makeFile(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return syncDir(filepath.Dir(file))
}

// Close gives the hall back.
func (s *Store) Close() error {
	var errs []error
	if sound, running := s.running(); running {
		errs = append(errs, s.keepMark(sound))
		s.look()
	}
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if s.gone != nil { // what is left stays as it is
		errs = []error{s.gone}
	}
	if s.read != nil {
		errs = append(errs, s.read.close())
	}
	if s.opened && s.gone == nil {
		if err := s.endLog(context.Background()); !full.Is(err) { // without room the log stays as it is, and is read at the next start
			errs = append(errs, err)
		}
	}
	s.opened = false
	if s.write != nil {
		errs = append(errs, s.write.close())
		s.write = nil
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	s.broken = hall.E("sqlite.Close", hall.Unavailable, "the store is closed")
	return errors.Join(errs...)
}

// running reports whether the store was opened and not closed, and whether it knows what is stored.
func (s *Store) running() (sound, running bool) {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	return s.broken == nil, s.opened
}

// Dir is the data directory.
func (s *Store) Dir() string { return s.dir }

// Key is the outlet's key, "hall.key" in the data directory.
func (s *Store) Key() hall.Key { return s.key }

// reopen goes on after a write that erred. The file is opened anew, what its log holds is copied into the database and
// synced there, and the log begins anew: after a sync that failed, the system's cache may show pages of it that the
// disk never got. The file is not cut: a log that is shorter than the mark tells is a log that somebody has cut.
func (s *Store) reopen(ctx context.Context) error {
	if err := s.lookLocked(); err != nil { // or another database would be opened
		return err
	}
	s.write.close()
	write, err := openWriter(ctx, s.dir, s.keys)
	if err != nil {
		return err
	}
	s.write = write
	err = write.checkpoint(ctx, "RESTART")
	s.wrote()
	if err != nil {
		return err
	}
	s.broken = nil
	if err := s.touch(ctx); err != nil && hall.CodeOf(err) != hall.DiskFull {
		return err
	}
	return nil
}

// migrate brings the tables up to date.
func migrate(ctx context.Context, db *sql.DB) error {
	return migrations.Apply(ctx, db, migrations.Hall)
}
