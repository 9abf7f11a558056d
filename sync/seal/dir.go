package seal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// PrivateDir makes a data directory that others of this machine cannot open. One that is there already keeps the rights it was given.
func PrivateDir(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	if err := mkdir(dir); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil // somebody else made it meanwhile
}
