//go:build unix

package seal

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock takes a file for this process, or reports that another has it.
func lock(f *os.File) (taken bool, err error) {
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}
