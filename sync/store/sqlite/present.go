package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
)

// A data directory comes to be in this order: the database with its tables, the key, the first events. So a key beside a database
// without tables is a hall that has lost its database, and tables without events are a first start that was cut short.

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

// tabled refuses a database without tables where a hall was.
func tabled(ctx context.Context, db asker, dir string) error {
	var tables int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&tables); err != nil {
		return err
	}
	if tables == 0 && exists(filepath.Join(dir, seal.HallKeyFile)) {
		return gone(dir, "holds nothing")
	}
	return nil
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

// outletKey reads the hall's key, and makes it for a hall without events. Events without their key are refused: with a new one every
// slip in the hall would be a forgery.
func outletKey(dir string, last hall.Cursor) (hall.Key, error) {
	if last == (hall.Cursor{}) {
		return seal.HallKey(dir)
	}
	key, err := seal.FindHallKey(dir)
	if hall.CodeOf(err) == hall.NotFound {
		return nil, hall.E("sqlite.outletKey", hall.NotFound, "the hall's "+seal.HallKeyFile+" is missing in "+dir+": put it back from the backup")
	}
	return key, err
}
