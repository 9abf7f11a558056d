package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
)

// Snapshot copies the database into a new file, 0600, on the disk before it returns. The hall goes on meanwhile.
func (s *Store) Snapshot(ctx context.Context, file string) error {
	const op = "sqlite.Snapshot"
	if err := makeNew(file); err != nil {
		return hall.Wrap(op, err)
	}
	db, err := sql.Open("sqlite", dsn(filepath.Join(s.dir, File))) // a reader of the pool may not even write another file
	if err != nil {
		return hall.Wrap(op, err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO $1", file); err != nil {
		return errors.Join(hall.Wrap(op, err), os.Remove(file))
	}
	return hall.Wrap(op, syncFile(file))
}

// makeNew makes an empty file that only its owner may read.
func makeNew(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func syncFile(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close(), syncDir(filepath.Dir(file)))
}

// Restore puts a snapshot in the place of the database of dir, which no process may have open, and keeps that one beside it under the
// name it returns. It tells the latest epoch that the replaced database has seen, 0 when there was none or it is not readable; the
// caller begins a later one before the hall opens (queue.Options.NewEpoch).
func Restore(ctx context.Context, dir, file string) (seen hall.Epoch, kept string, err error) {
	const op = "sqlite.Restore"
	if err := sound(ctx, file); err != nil {
		return 0, "", hall.Wrap(op, err)
	}
	if err := seal.PrivateDir(dir); err != nil {
		return 0, "", hall.Wrap(op, err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return 0, "", hall.Wrap(op, err)
	}
	defer lock.Close()
	db, next := filepath.Join(dir, File), filepath.Join(dir, File+".restoring")
	if err := copyFile(file, next); err != nil {
		return 0, "", hall.Wrap(op, err)
	}
	if seen, kept, err = setAside(ctx, db); err != nil {
		return 0, "", hall.Wrap(op, err)
	}
	if err := os.Rename(next, db); err != nil {
		return 0, "", hall.Wrap(op, err)
	}
	return seen, kept, hall.Wrap(op, syncDir(dir))
}

// sound refuses a copy that SQLite does not trust or that is no hall.
func sound(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", address(file, url.Values{"mode": {"ro"}}))
	if err != nil {
		return err
	}
	defer db.Close()
	var says string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&says); err != nil || says != "ok" {
		return &hall.Error{Op: "sqlite.sound", Code: hall.Invalid, Reason: "the snapshot is damaged: " + says, Err: err}
	}
	if last, _, err := lastEvent(ctx, db); err != nil || last.Seq == 0 {
		return &hall.Error{Op: "sqlite.sound", Code: hall.Invalid, Reason: "the snapshot holds no hall", Err: err}
	}
	return nil
}

func copyFile(from, to string) error {
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
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
	return errors.Join(err, out.Sync(), out.Close())
}

// setAside renames the database with its log. A log that stayed would be played into the restored one.
func setAside(ctx context.Context, db string) (seen hall.Epoch, kept string, err error) {
	if _, err := os.Stat(db); errors.Is(err, fs.ErrNotExist) {
		return 0, "", nil
	}
	seen = epochOf(ctx, db)
	kept = db + ".before-" + time.Now().UTC().Format("20060102T150405.000")
	for _, tail := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(db+tail, kept+tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, "", err
		}
	}
	return seen, kept, nil
}

// Given reads from a database that stands aside what was given on a day: the last number of each prefix, and under "" the last sequence
// of a ticket code. An error means that nobody knows.
func Given(ctx context.Context, file string, day hall.Day) (map[string]int, error) {
	const op = "sqlite.Given"
	read, err := openReaders(ctx, file)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer read.close()
	last, err := numbers(ctx, read.db, day)
	return last, hall.Wrap(op, err)
}

// epochOf is 0 for a database that cannot be read: it is replaced for a reason.
func epochOf(ctx context.Context, file string) hall.Epoch {
	read, err := openReaders(ctx, file)
	if err != nil {
		return 0
	}
	defer read.close()
	last, _, err := lastEvent(ctx, read.db)
	if err != nil {
		return 0
	}
	return last.Epoch
}
