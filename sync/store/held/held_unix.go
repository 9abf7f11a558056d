//go:build unix

package held

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func same(a, b fs.FileInfo) bool { return os.SameFile(a, b) }

func changed(was, is fs.FileInfo) bool {
	return was.Size() != is.Size() || !was.ModTime().Equal(is.ModTime())
}
