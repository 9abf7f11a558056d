// Package full tells a full disk from other failures of a database or of a file: one without room, without room for
// another file, an account whose quota is used up, a file that may not grow. To whoever looks after a hall they are the
// same: something must go.
package full

import (
	"bytes"
	"errors"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/brighthall/brighthall/hall"
)

// Is reports whether something erred because the disk is full. SQLite says so before the transaction's end is in its
// log, so nothing of it is stored; a sync that erred is another code, and unknown.
func Is(err error) bool {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xFF == sqlite3.SQLITE_FULL {
		return true
	}
	for _, no := range noSpace {
		if errors.Is(err, no) {
			return true
		}
	}
	return false
}

// more is what a database needs to write something, in bytes.
const more = 64 << 10

// Behind is Is for what SQLite does not say: it takes a quota, a file that may not grow or one that cannot be made for
// any failed write. So it is tried whether the disk takes anything where dir is, and whether files, which SQLite
// writes, may grow. What is stored of a transaction is unknown.
func Behind(err error, dir string, files ...string) bool {
	if Is(err) {
		return true
	}
	var e *sqlite.Error
	if !errors.As(err, &e) || e.Code()&0xFF != sqlite3.SQLITE_IOERR && e.Code()&0xFF != sqlite3.SQLITE_CANTOPEN {
		return false
	}
	for _, file := range files {
		if i, err := os.Stat(file); err == nil && uint64(i.Size())+more > longest() {
			return true
		}
	}
	return Is(try(dir))
}

// try writes a file and removes it.
func try(dir string) error {
	f, err := os.CreateTemp(dir, "try.*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(bytes.Repeat([]byte{'.'}, more))
	return errors.Join(err, f.Sync(), f.Close())
}

// For says of an error that the disk of a file is full, when it is that; any other stays as it is.
func For(file string, err error) error {
	if !Is(err) {
		return err
	}
	return &hall.Error{Op: "full.For", Code: hall.DiskFull, Err: err, Reason: "the disk has no room for " + file + ": make some, or name a file on " +
		"another disk"}
}

// Of says of an error that a data directory takes no more, when it is that; any other stays as it is.
func Of(dir string, err error) error {
	if err == nil || hall.CodeOf(err) == hall.DiskFull || !Behind(err, dir) {
		return err
	}
	return &hall.Error{Op: "full.Of", Code: hall.DiskFull, Err: err, Reason: "the disk of " + dir + " takes no more: it is full, has no room for " +
		"another file (df -i), or this account's quota is used up. Remove what is not needed there"}
}
