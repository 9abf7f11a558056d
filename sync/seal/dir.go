package seal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// PrivateDir makes a data directory that others of this machine cannot open, and those above it that are missing. Their names are on the
// disk when it returns: a hall that a power cut takes away with its directory has given out numbers all the same. One that is there
// already keeps the rights it was given.
func PrivateDir(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	above := filepath.Dir(dir)
	if above != dir {
		if err := PrivateDir(above); err != nil {
			return err
		}
	}
	if err := mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) { // somebody else may make it meanwhile
		return err
	}
	if err := syncDir(above); !errors.Is(err, fs.ErrPermission) { // who may enter a directory may not always read it
		return err
	}
	return nil
}
