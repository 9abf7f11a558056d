package journal

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/windows"
)

// lockFile keeps a second process out; the lock goes with the process.
func lockFile(path string) (io.Closer, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	if err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{}); err != nil {
		f.Close()
		return nil, fmt.Errorf("in use: %w", err)
	}
	return f, nil
}

// ignoreUnsupported: NTFS writes names by itself, a folder cannot be synced.
func ignoreUnsupported(error) error { return nil }
