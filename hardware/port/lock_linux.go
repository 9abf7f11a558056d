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
	f, err := os.OpenFile(filepath.Join(lockDir(), file), os.O_CREATE|os.O_RDWR, 0o666)
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

func lockDir() string {
	const dir = "/run/lock"
	if unix.Access(dir, unix.W_OK) == nil {
		return dir
	}
	return os.TempDir()
}
