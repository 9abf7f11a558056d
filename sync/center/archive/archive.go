package archive

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/held"
	"github.com/brighthall/brighthall/sync/store/migrations"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Archive is the center's database. Its methods may be called together; writes take turns.
type Archive struct {
	write *sql.DB // one connection
	read  *sql.DB
	now   func() time.Time
	files *held.Files // as they are open

	gmu  sync.Mutex
	gone error // guarded by gmu: what became of the files; nil: nothing
}

//go:embed migrations/*.sql
var tables embed.FS

// Open opens the database file, making it (0600) and bringing its tables up to date when needed.
func Open(ctx context.Context, path string, now func() time.Time) (*Archive, error) {
	const op = "archive.Open"
	if err := private(path); err != nil {
		return nil, hall.Wrap(op, err)
	}
	a := &Archive{now: now}
	var err error
	if a.write, err = pool(path, 1, "synchronous(FULL)", "journal_mode(WAL)", "secure_delete(1)", "wal_autocheckpoint(0)"); err == nil {
		err = ofCenter(ctx, a.write, path)
	}
	if err == nil {
		err = migrate(ctx, a.write)
	}
	if err == nil {
		a.read, err = pool(path, 4, "query_only(1)")
	}
	if err == nil {
		a.files, err = held.Hold(path, path+"-wal", path+"-shm")
	}
	if err != nil {
		a.Close()
		return nil, hall.Wrap(op, err)
	}
	return a, nil
}

// Read is the pool reports read from.
func (a *Archive) Read() *sql.DB { return a.read }

// Close ends the use of the database. One whose files were taken away is left as it is: its log is not copied into
// somebody else's file.
func (a *Archive) Close() error {
	if a.Gone() != nil {
		return nil
	}
	for _, db := range []*sql.DB{a.read, a.write} {
		if db != nil {
			db.Close()
		}
	}
	return nil
}

// private makes sure that the file exists and that only its owner reads it: it holds password hashes and visits.
func private(path string) error {
	if err := seal.PrivateFiles(filepath.Dir(path), filepath.Base(path)); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func pool(path string, connections int, pragmas ...string) (*sql.DB, error) {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": append([]string{"busy_timeout(5000)", "foreign_keys(1)"}, pragmas...)}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, db.Ping()
}

// ofCenter refuses the database of a hall: somebody put back the wrong copy.
func ofCenter(ctx context.Context, db *sql.DB, path string) error {
	owner, err := migrations.OwnerOf(ctx, db)
	if err != nil || owner != migrations.HallOwner {
		return err
	}
	return hall.E("archive.ofCenter", hall.Invalid, path+" is the database of a hall and not of a center: put it back with hallctl restore --data "+
		"DIR FILE. A center's copy is what center snapshot made")
}

// migrate brings the tables up to date.
func migrate(ctx context.Context, db *sql.DB) error {
	folder, err := fs.Sub(tables, "migrations")
	if err != nil {
		return err
	}
	return migrations.Apply(ctx, db, folder)
}

// inTx runs do in one transaction, all or nothing.
func inTx(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// flag is a yes or no as a column holds it, in any database.
func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
