package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/full"
)

// Snapshot copies the database into a new file, 0600, on the disk before it returns. The hall goes on meanwhile.
func (s *Store) Snapshot(ctx context.Context, file string) error {
	const op = "sqlite.Snapshot"
	if err := makeNew(file); err != nil {
		return hall.Wrap(op, full.For(file, err))
	}
	db, err := connect(dsn(filepath.Join(s.dir, File))) // a reader of the pool may not even write another file
	if err != nil {
		return hall.Wrap(op, err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO $1", file); err != nil {
		return errors.Join(hall.Wrap(op, full.For(file, err)), os.Remove(file))
	}
	return hall.Wrap(op, full.For(file, syncFile(file)))
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
