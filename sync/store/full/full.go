// Package full tells a full disk from other failures of a database or of a file.
package full

import (
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/brighthall/brighthall/hall"
)

// Is reports whether something erred because the disk is full. SQLite says so before the transaction's end is in its log, so nothing of it
// is stored; a sync that erred is another code, and unknown.
func Is(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xFF == sqlite3.SQLITE_FULL || errors.Is(err, noSpace)
}

// For says of an error that the disk of a file is full, when it is that; any other stays as it is.
func For(file string, err error) error {
	if !Is(err) {
		return err
	}
	return &hall.Error{Op: "full.For", Code: hall.DiskFull, Err: err, Reason: "the disk has no room for " + file + ": make some, or name a file on " +
		"another disk"}
}
