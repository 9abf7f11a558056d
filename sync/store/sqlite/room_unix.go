//go:build unix

package sqlite

import (
	"os"

	"golang.org/x/sys/unix"
)

// freeBytes is how much this process may still write where dir is. The last blocks of a file system are the administrator's.
func freeBytes(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	if os.Geteuid() == 0 {
		return s.Bfree * uint64(s.Bsize), nil
	}
	return s.Bavail * uint64(s.Bsize), nil
}
