package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// PrivateDir makes a data directory that others of this machine cannot open, its name on the disk before it returns.
// One that is there and lets others in is closed to them; Denied: it is not ours alone, or it is a symbolic link, and
// whoever made that may point it elsewhere.
func PrivateDir(dir string) error {
	const op = "seal.PrivateDir"
	info, err := os.Lstat(dir)
	switch {
	case err == nil && info.Mode().Type() == fs.ModeSymlink:
		return hall.E(op, hall.Denied, dir+" is a symbolic link: name the directory itself")
	case err == nil && !info.IsDir():
		return hall.E(op, hall.Denied, dir+" is no directory")
	case err == nil:
		return hall.Wrap(op, closeToOthers(dir, info))
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return makeDir(dir)
}

// makeDir makes a directory and those above it that are missing. Their names are on the disk when it returns: a hall
// that a power cut takes away with its directory has given out numbers all the same.
func makeDir(dir string) error {
	above := filepath.Dir(dir)
	if _, err := os.Stat(above); errors.Is(err, fs.ErrNotExist) && above != dir {
		if err := makeDir(above); err != nil {
			return err
		}
	}
	if err := mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) { // somebody else made it meanwhile
		return err
	}
	if err := syncName(above); !errors.Is(err, fs.ErrPermission) { // who may enter a directory may not always read it
		return err
	}
	return nil
}

// syncName is syncDir, but in a test that counts.
var syncName = syncDir

// PrivateFile makes sure that a file of ours is a file, and that others of this machine do not read it. One that is not
// there is no error.
func PrivateFile(path string) error {
	const op = "seal.PrivateFile"
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return hall.E(op, hall.Denied, fmt.Sprintf("%s is no file but %s: symbolic links are not followed", path, info.Mode().Type()))
	}
	return hall.Wrap(op, closeToOthers(path, info))
}

// PrivateFiles is PrivateFile for the files of ours in a data directory, those whose names begin like one of
// beginnings. Key files are left to their readers, who refuse what others could read: a key that was read is no key any
// more.
func PrivateFiles(dir string, beginnings ...string) error {
	all, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range all {
		ours := slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(e.Name(), b) })
		if !ours || e.IsDir() || e.Type()&fs.ModeSocket != 0 || strings.HasSuffix(e.Name(), ".key") && e.Type().IsRegular() {
			continue
		}
		if err := PrivateFile(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
