package archive

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/full"
)

// Snapshot copies the archive into a new file that only its owner reads, on the disk before it returns. The center goes
// on meanwhile.
func (a *Archive) Snapshot(ctx context.Context, file string) error {
	const op = "archive.Snapshot"
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return hall.Wrap(op, full.For(file, err))
	}
	if err := f.Close(); err != nil {
		return hall.Wrap(op, full.For(file, err))
	}
	if _, err := a.write.ExecContext(ctx, "VACUUM INTO $1", file); err != nil {
		return errors.Join(hall.Wrap(op, full.For(file, err)), os.Remove(file))
	}
	if err := flush(file, os.O_RDWR); err != nil || runtime.GOOS == "windows" { // which keeps a new name without being asked
		return hall.Wrap(op, full.For(file, err))
	}
	return hall.Wrap(op, flush(filepath.Dir(file), os.O_RDONLY))
}

// flush puts a file or a directory on the disk.
func flush(path string, how int) error {
	f, err := os.OpenFile(path, how, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
