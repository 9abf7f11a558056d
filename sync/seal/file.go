package seal

import (
	"errors"
	"os"
	"path/filepath"
)

// WriteFile writes a file that only its owner may read, whole or not at all.
func WriteFile(path string, text []byte) error { return writeSecret(path, text) }

// writeSecret writes a file that only its owner may read: whole or not at all, and on the disk before it returns. What
// is sealed under a key that a power cut takes away is lost.
func writeSecret(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncName(filepath.Dir(path))
}
