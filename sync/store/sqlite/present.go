package sqlite

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
)

// A data directory comes to be in this order: the database with its tables, the key, the first events. So a key beside
// a database without tables is a hall that has lost its database, and tables without events are a first start that was
// cut short.

// centerFiles are what a center keeps in its data directory.
var centerFiles = []string{"center.db", "center.pem"}

// notOfCenter refuses to begin a hall in the data directory of a center.
func notOfCenter(dir string) error {
	if exists(filepath.Join(dir, File)) {
		return nil
	}
	for _, name := range centerFiles {
		if exists(filepath.Join(dir, name)) {
			return hall.E("sqlite.notOfCenter", hall.Conflict, dir+" is the data of a center ("+name+" is there): give the hall a directory of its own")
		}
	}
	return nil
}

// Ready reports what would keep Open from opening the hall of a directory that no process has, and makes nothing. Where
// no hall is, one may begin.
func Ready(ctx context.Context, dir string) error {
	const op = "sqlite.Ready"
	if err := notOfCenter(dir); err != nil {
		return hall.Wrap(op, err)
	}
	if err := present(dir); err != nil {
		return hall.Wrap(op, err)
	}
	if !exists(filepath.Join(dir, File)) || halfDone(dir) != nil { // which the node goes through to its end
		return nil
	}
	s, err := Look(ctx, dir)
	if err != nil {
		return hall.Wrap(op, err)
	}
	return hall.Wrap(op, errors.Join(damaged(dir, s.keyed(ctx)), s.Close()))
}

// keyed reports whether the keys are here under which a hall that is looked at was written. A first start that was cut
// short has none.
func (s *Store) keyed(ctx context.Context) error {
	var tables int
	if err := s.read.db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'events'`).Scan(&tables); err != nil || tables == 0 {
		return err
	}
	last, _, err := lastEvent(ctx, s.read.db)
	if err != nil {
		return err
	}
	if last == (hall.Cursor{}) {
		return tabled(ctx, s.read.db, s.dir)
	}
	if _, err := outletKey(s.dir, last); err != nil {
		return err
	}
	if !sealKeyed(s.dir) {
		return noSealKey(s.dir)
	}
	return s.ownKey(ctx)
}

// present refuses a directory whose hall has lost its database: a new one would begin at number 1 a second time.
func present(dir string) error {
	if !exists(filepath.Join(dir, seal.HallKeyFile)) {
		return nil
	}
	info, err := os.Stat(filepath.Join(dir, File))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return gone(dir, "is missing")
	case err != nil:
		return err
	case info.Size() == 0:
		return gone(dir, "is empty")
	}
	return nil
}

// tabled refuses a database without tables where a hall was, and one without events in which a hall had begun.
func tabled(ctx context.Context, db asker, dir string) error {
	var tables, events, id int
	err := db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE name = 'events') FROM sqlite_master`).Scan(&tables, &events)
	if err != nil {
		return err
	}
	if tables == 0 && exists(filepath.Join(dir, seal.HallKeyFile)) {
		return gone(dir, "holds nothing")
	}
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil || id != begunID {
		return err
	}
	last := hall.Cursor{}
	if events > 0 {
		if last, _, err = lastEvent(ctx, db); err != nil {
			return err
		}
	}
	if last == (hall.Cursor{}) {
		return gone(dir, "holds no event, though a hall had begun in it")
	}
	return nil
}

// begunID in the header of the database says that a hall began in it: its first commit writes it, and no row can be
// deleted that holds it.
const begunID = 0x62724861

func setBegun(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", begunID))
	return err
}

func gone(dir, how string) error {
	return hall.E("sqlite.gone", hall.NotFound, "the database of this hall is gone: "+filepath.Join(dir, File)+" "+how+", and the hall's "+
		seal.HallKeyFile+" is here. A new database would give numbers a second time. Put the last copy back with "+restoreWith(dir)+
		"; a new hall begins in another directory")
}

// damaged says what to do about a database that SQLite cannot read.
func damaged(dir string, err error) error {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return &hall.Error{Op: "sqlite.damaged", Code: hall.Internal, Err: err, Reason: "the database of this hall is damaged: " +
				filepath.Join(dir, File) + ". Put the last copy back with " + restoreWith(dir)}
		}
	}
	return err
}

func restoreWith(dir string) string { return "hallctl restore --data " + dir + " FILE" }

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// outletKey reads the hall's key, and makes it for a hall without events. Events without their key are refused: with a
// new one every slip in the hall would be a forgery.
func outletKey(dir string, last hall.Cursor) (hall.Key, error) {
	if last == (hall.Cursor{}) {
		return seal.HallKey(dir)
	}
	key, err := seal.FindHallKey(dir)
	if hall.CodeOf(err) == hall.NotFound {
		return nil, hall.E("sqlite.outletKey", hall.NotFound, "the hall's "+seal.HallKeyFile+" is missing in "+dir+": put it back from the backup. "+
			newKeyWith(dir))
	}
	return key, err
}

// sealKeys reads the keys of the personal rows, and makes them for a hall without events. Events without them are
// refused: with new ones all that was sealed would be lost, and nobody would know.
func sealKeys(dir string, last hall.Cursor) (*seal.Keys, error) {
	if last != (hall.Cursor{}) && !sealKeyed(dir) {
		return nil, noSealKey(dir)
	}
	return seal.Open(seal.File(dir))
}

func noSealKey(dir string) error {
	return hall.E("sqlite.noSealKey", hall.NotFound, "the hall's "+seal.KeyFile+" is missing: "+seal.File(dir)+". Put it back from the "+
		"backup: without it the notes about visitors cannot be read. "+newKeyWith(dir))
}

// sealKeyed reports whether the keys of the personal rows are here, in their file or in the environment.
func sealKeyed(dir string) bool {
	ref := seal.File(dir)
	return strings.HasPrefix(ref, "text:") || exists(ref)
}

// newKeyWith is the way on when a key is lost for good.
func newKeyWith(dir string) string {
	return "Where it is lost for good, hallctl snapshot --data " + dir + " FILE, and then hallctl restore --new-key --data " + dir + " FILE, " +
		"goes on with a new one"
}

const selectFirst = `
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, mac
	  FROM events
	 WHERE (epoch, seq) > ($1, $2)
	 ORDER BY epoch, seq
	 LIMIT 1`

// foreignKey reports whether the hall's key is another hall's: neither the first event nor the setup was written under
// it. A hand in one of them changes one.
func foreignKey(ctx context.Context, db asker, key hall.Key) (bool, error) {
	e, mac, err := firstEvent(ctx, db)
	if err != nil || mac == nil || hmac.Equal(mac, newFingerprint(key, useChain).next(nil, e)) {
		return false, err
	}
	body, mac, err := setupRow(ctx, db)
	return err == nil && body != "" && !hmac.Equal(mac, newFingerprint(key, useSetup).of(body)), err
}

// firstEvent is the first event of the log and its fingerprint; nil: there is none.
func firstEvent(ctx context.Context, db asker) (e hall.Event, mac []byte, err error) {
	rows, err := db.QueryContext(ctx, selectFirst, 0, 0)
	if err != nil {
		return e, nil, err
	}
	defer rows.Close()
	if rows.Next() {
		if e, mac, err = scanLink(rows); err != nil {
			return e, nil, err
		}
	}
	return e, mac, rows.Err()
}

// ownKey refuses to go on under another hall's key: all that was written would look like a forgery.
func (s *Store) ownKey(ctx context.Context) error {
	foreign, err := foreignKey(ctx, s.read.db, s.key)
	if err != nil || !foreign {
		return err
	}
	return hall.E("sqlite.ownKey", hall.Denied, "the "+seal.HallKeyFile+" in "+s.dir+" is not this hall's: its log and its setup were written under "+
		"another one. Put the hall's own back from the backup. "+newKeyWith(s.dir))
}
