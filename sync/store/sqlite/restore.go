package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/full"
	"github.com/brighthall/brighthall/sync/store/migrations"
)

// A restore is made ready completely beside the hall, in a directory of its own that is a whole hall: database, key and
// mark. One rename of that directory is the restore: before it the old hall stands as it was, after it the new one
// does. The rest only moves files to their names, in an order that can be gone through again, and whoever opens the
// hall next goes through it to its end.
const (
	readying = File + ".restoring"   // being made ready: nothing has happened yet
	restored = File + ".restored-"   // ready and decided; the rest of the name is the moment
	replaced = File + ".before-"     // what was there before, with the same moment
	moment   = "20060102T150405.000" // in names
)

// Restore is a copy on its way to be a hall.
type Restore struct {
	Store *Store     // the copy, beside the hall: the caller begins its new epoch, and then Finish is called
	Lost  *Lost      // what the hall had given since the copy was made, as far as anybody knows
	Gone  []Terminal // enrolled since the copy was made: their tokens are not in it

	dir  string
	lock *os.File
}

// RestoreOptions say what a restore may do.
type RestoreOptions struct {
	NewKey bool // go on with other keys than the copy's: what was printed or sealed under the old ones is not known any more
	Skip   int  // numbers to leave out where nobody knows what was given, 1 to maxSkip
}

// maxSkip bounds the numbers that are left out: a slip has room for so many digits, and a day for so many codes.
const maxSkip = 2000

func (o RestoreOptions) check() error {
	if o.Skip >= 1 && o.Skip <= maxSkip {
		return nil
	}
	return hall.E("sqlite.RestoreOptions", hall.Invalid, fmt.Sprintf("--skip is how many numbers are left out where nobody can tell what was "+
		"given: 1 to %d, not %d", maxSkip, o.Skip))
}

// BeginRestore makes a copy ready beside the hall of dir, which no process may have open. NotFound: the hall's key is
// not there.
func BeginRestore(ctx context.Context, dir, file string, o RestoreOptions) (*Restore, error) {
	const op = "sqlite.BeginRestore"
	if err := o.check(); err != nil {
		return nil, hall.Wrap(op, err)
	}
	if err := notOfCenter(dir); err != nil {
		return nil, hall.Wrap(op, err)
	}
	if err := sound(ctx, file); err != nil {
		return nil, hall.Wrap(op, err)
	}
	if err := keyFor(dir, o); err != nil {
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
	r := &Restore{dir: dir, lock: lock}
	if err := r.ready(ctx, file, o); err != nil {
		return nil, hall.Wrap(op, errors.Join(err, r.Abandon()))
	}
	return r, nil
}

// keyFor refuses a restore without the hall's keys, unless it was told to: with a new hall.key this morning's slips are
// forgeries, and with a new seal.key what was sealed is lost.
func keyFor(dir string, o RestoreOptions) error {
	switch {
	case o.NewKey:
		return nil
	case !exists(filepath.Join(dir, seal.HallKeyFile)):
		return hall.E("sqlite.keyFor", hall.NotFound, "the hall's "+seal.HallKeyFile+" is not in "+dir+": put it there from the backup first, or "+
			"every slip that was printed becomes a forgery. Where it is lost for good, --new-key goes on with a new one")
	case !sealKeyed(dir):
		return hall.E("sqlite.keyFor", hall.NotFound, "the hall's "+seal.KeyFile+" is missing: "+seal.File(dir)+". Put it there from the backup "+
			"first, or every note about a visitor is lost. Where it is lost for good, --new-key goes on with a new one")
	}
	return nil
}

// keyFiles are the keys in a data directory.
var keyFiles = []string{seal.HallKeyFile, seal.KeyFile}

// ready makes the whole hall of the copy.
func (r *Restore) ready(ctx context.Context, file string, o RestoreOptions) error {
	if err := finish(r.dir); err != nil { // of a restore that was cut short
		return err
	}
	beside := filepath.Join(r.dir, readying)
	if err := os.Mkdir(beside, 0o700); err != nil {
		return err
	}
	for _, name := range keyFiles { // one that is missing is made: keyFor has let it pass
		if key := filepath.Join(r.dir, name); exists(key) {
			if err := copyFile(key, filepath.Join(beside, name)); err != nil {
				return err
			}
		}
	}
	if _, err := seal.HallKey(beside); err != nil {
		return err
	}
	if _, err := seal.Open(seal.File(beside)); err != nil {
		return err
	}
	if err := copyFile(file, filepath.Join(beside, File)); err != nil {
		return err
	}
	if log := file + "-wal"; exists(log) { // a database that was copied by hand, with what is not in it yet
		if err := copyFile(log, filepath.Join(beside, File+"-wal")); err != nil {
			return err
		}
	}
	var err error
	if r.Store, err = openCopy(ctx, beside, o.NewKey); err != nil {
		return err
	}
	if err := r.Store.wholeCopy(ctx); err != nil {
		return err
	}
	return r.lookBack(ctx, o.Skip)
}

// Finish puts the copy in the place of the hall, which is kept beside it under the name that is returned; empty: there
// was none.
func (r *Restore) Finish(ctx context.Context) (kept string, err error) {
	const op = "sqlite.Restore.Finish"
	defer r.free()
	if err := r.Store.settle(ctx); err != nil {
		return "", hall.Wrap(op, err)
	}
	beside := filepath.Join(r.dir, readying)
	for _, tail := range []string{"-wal", "-shm"} { // empty: everything is in the database
		if err := remove(filepath.Join(beside, File+tail)); err != nil {
			return "", hall.Wrap(op, err)
		}
	}
	if err := errors.Join(remove(filepath.Join(beside, lockFile)), syncDir(beside)); err != nil {
		return "", hall.Wrap(op, err)
	}
	at := time.Now().UTC().Format(moment)
	if err := move(beside, filepath.Join(r.dir, restored+at)); err != nil {
		return "", hall.Wrap(op, err)
	}
	if err := errors.Join(syncDir(r.dir), finish(r.dir)); err != nil {
		return "", hall.Wrap(op, err)
	}
	if kept = filepath.Join(r.dir, replaced+at); !exists(kept) {
		kept = ""
	}
	return kept, nil
}

// Abandon leaves the hall as it was.
func (r *Restore) Abandon() error {
	defer r.free()
	var err error
	if r.Store != nil {
		err = r.Store.Close()
	}
	return errors.Join(err, os.RemoveAll(filepath.Join(r.dir, readying)))
}

func (r *Restore) free() {
	if r.lock != nil {
		r.lock.Close()
		r.lock = nil
	}
}

// settle closes the store with its log copied into the database whole.
func (s *Store) settle(ctx context.Context) error {
	s.wmu.Lock()
	err := s.write.checkpoint(ctx, "TRUNCATE")
	s.wrote()
	s.fresh = err == nil
	s.wmu.Unlock()
	return errors.Join(err, s.Close())
}

// finish goes through to the end of a restore that was decided, and removes what is left of one that was not. The
// caller has the directory's lock.
func finish(dir string) error {
	if err := os.RemoveAll(filepath.Join(dir, readying)); err != nil {
		return err
	}
	ready, err := filepath.Glob(filepath.Join(dir, restored+"*"))
	if err != nil {
		return err
	}
	for _, from := range ready {
		kept := filepath.Join(dir, replaced+strings.TrimPrefix(filepath.Base(from), restored))
		if err := install(dir, from, kept); err != nil {
			return err
		}
	}
	return nil
}

// install moves a restored hall into place. The database goes last, so as long as it is there the rest may have to be
// done again; the log of the old database goes first, for it would be played into the new one.
func install(dir, from, kept string) error {
	if exists(filepath.Join(from, File)) {
		for _, tail := range []string{"-wal", "-shm", ""} {
			if err := rename(filepath.Join(dir, File+tail), kept+tail); err != nil {
				return err
			}
		}
		for _, name := range slices.Concat(keyFiles, []string{MarkFile, File}) {
			if err := rename(filepath.Join(from, name), filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	return errors.Join(syncDir(dir), os.RemoveAll(from), syncDir(dir))
}

// move is a variable for the test that cuts a restore short.
var move = os.Rename

// rename moves a file that may have been moved before.
func rename(from, to string) error {
	err := move(from, to)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func remove(path string) error {
	err := os.Remove(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// halfDone refuses to read a hall whose restore was decided and not gone through.
func halfDone(dir string) error {
	if ready, err := filepath.Glob(filepath.Join(dir, restored+"*")); err != nil || len(ready) == 0 {
		return err
	}
	return hall.E("sqlite.Look", hall.Conflict, "a restore of this hall was cut short: start the node, or hallctl restore again, and it is finished")
}

// sound refuses a copy that SQLite does not trust or that is no hall.
func sound(ctx context.Context, file string) error {
	db, err := connect(address(file, url.Values{"mode": {"ro"}}))
	if err != nil {
		return err
	}
	defer db.Close()
	var says string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&says); err != nil || says != "ok" {
		return &hall.Error{Op: "sqlite.sound", Code: hall.Invalid, Reason: "the snapshot is damaged: " + says, Err: err}
	}
	owner, err := migrations.OwnerOf(ctx, db)
	if err != nil {
		return err
	}
	if owner == migrations.CenterOwner {
		return hall.E("sqlite.sound", hall.Invalid, file+" is a copy of a center's archive and not of a hall: stop the center and put it into the "+
			"center's data directory as center.db. A hall's copy is what hallctl snapshot made")
	}
	if last, _, err := lastEvent(ctx, db); err != nil || last.Seq == 0 {
		return &hall.Error{Op: "sqlite.sound", Code: hall.Invalid, Reason: "the snapshot holds no hall", Err: err}
	}
	return nil
}

// wholeCopy refuses a copy that somebody or something has changed since it was made.
func (s *Store) wholeCopy(ctx context.Context) error {
	report, err := s.verify(ctx, nil)
	if err != nil {
		return err
	}
	if report.Count > 0 {
		return hall.E("sqlite.wholeCopy", hall.Invalid, fmt.Sprintf("the copy does not hold together: %d differences, the first: %s. Take another "+
			"copy; the hall is as it was", report.Count, report.Problems[0]))
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return full.For(to, errors.Join(err, out.Sync(), out.Close()))
}
