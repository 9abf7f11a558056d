package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
)

// A start writes a little before it can say anything: the log's index, a socket, a certificate. So that a hall whose disk has filled up in
// the night can open in the morning, a reserve of some kilobytes lies in its data directory, and is given up for the start.
const (
	reserveFile = "reserve"
	reserve     = 4 << 20
	roomy       = 64 << 20 // so much must be free before the reserve is laid down again
	noRoom      = 256 << 10
)

// Full reports whether the disk has no room for another command.
func (s *Store) Full() bool {
	free, err := freeBytes(s.dir)
	return err == nil && free < noRoom
}

// layReserve keeps some room back, unless it is kept already or there is too little to keep.
func layReserve(dir string) {
	file := filepath.Join(dir, reserveFile)
	if i, err := os.Stat(file); err == nil && i.Size() == reserve {
		return
	}
	if free, err := freeBytes(dir); err != nil || free < roomy {
		return
	}
	if err := os.WriteFile(file, bytes.Repeat([]byte{'.'}, reserve), 0o600); err != nil {
		os.Remove(file) // half a reserve is room that nobody has
	}
}

// spendReserve gives the room back, and reports whether there was any.
func spendReserve(dir string) bool { return os.Remove(filepath.Join(dir, reserveFile)) == nil }
