package sqlite_test

import (
	"os"

	"golang.org/x/sys/unix"
)

// datasync is what SQLite does at a commit.
func datasync(f *os.File) error { return unix.Fdatasync(int(f.Fd())) }
