//go:build unix

package seal

import (
	"errors"
	"fmt"
	"os"

	"github.com/brighthall/brighthall/hall"
)

// onlyOwner refuses a secret that others of this machine can read.
func onlyOwner(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return hall.E("seal.onlyOwner", hall.Denied, fmt.Sprintf("%s has mode %o, it must be 600", path, mode))
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
