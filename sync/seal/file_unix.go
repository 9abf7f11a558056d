//go:build unix

package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/brighthall/brighthall/hall"
)

// closeToOthers takes away what rights others of this machine have on a file or directory of ours. One that belongs to
// another account, or that everybody shares, is refused: it would not stay closed.
func closeToOthers(path string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	const op = "seal.closeToOthers"
	if own, ok := info.Sys().(*syscall.Stat_t); ok && int(own.Uid) != os.Geteuid() {
		return hall.E(op, hall.Denied, path+" belongs to another account, and others can read it")
	}
	if info.Mode()&fs.ModeSticky != 0 {
		return hall.E(op, hall.Denied, path+" is shared by everybody: name a directory of its own")
	}
	return os.Chmod(path, info.Mode().Perm()&^0o077)
}

// onlyOwner refuses a secret that others of this machine can read, or that is a link to one: who made the link may make
// another.
func onlyOwner(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return hall.E("seal.onlyOwner", hall.Denied, path+" is no file: symbolic links are not followed")
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return hall.E("seal.onlyOwner", hall.Denied, fmt.Sprintf("%s has mode %o, so others of this machine could read it. Close it: "+
			"chmod 600 %s", path, mode, path))
	}
	return nil
}

func mkdir(dir string) error { return os.Mkdir(dir, 0o700) }

// syncDir makes a new name in a directory outlive a power cut.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
