//go:build unix

package full

import (
	"math"
	"os"

	"golang.org/x/sys/unix"
)

// Bytes is how much this process may still write where dir is. The last blocks of a file system are the
// administrator's. What an account may use of it, its quota, is known only when it is used up.
func Bytes(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	if os.Geteuid() == 0 {
		return s.Bfree * uint64(s.Bsize), nil
	}
	return s.Bavail * uint64(s.Bsize), nil
}

// Files is how many files there may still be where dir is (inodes). Some file systems do not count them.
func Files(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	if s.Files == 0 {
		return math.MaxUint64, nil
	}
	return s.Ffree, nil
}

// longest is how long a file of this process may be (ulimit -f).
func longest() uint64 {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return math.MaxUint64
	}
	return uint64(limit.Cur)
}
