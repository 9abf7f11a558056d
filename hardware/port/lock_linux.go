package port

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// lockPort takes the lock file of a tty, so that two programs cannot mix their bytes on
// one line. It follows links first: two names of one tty share one lock.
func lockPort(name string) (io.Closer, error) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	file := "brighthall" + strings.ReplaceAll(name, "/", "-") + ".lock"
	f, err := openLock(filepath.Join(lockDir(), file))
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, ErrInUse
		}
		return nil, fmt.Errorf("lock: %w", err)
	}
	return f, nil
}

// openLock opens a lock file that may be another user's: reading is enough for a lock, and
// a shared directory refuses to "create" what somebody else already has there.
func openLock(file string) (*os.File, error) {
	f, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		return os.OpenFile(file, os.O_CREATE|os.O_RDONLY, 0o644)
	}
	return f, err
}

func lockDir() string {
	const dir = "/run/lock"
	if unix.Access(dir, unix.W_OK) == nil {
		return dir
	}
	return os.TempDir()
}
