package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"

	"github.com/brighthall/brighthall/sync/store/full"
)

// A start writes a little before it can say anything: the log's index, a socket, a certificate. So that a hall whose
// disk has filled up in the night can open in the morning, a reserve of some kilobytes and some files lies in its data
// directory, and is given up for the start.
const (
	reserveFile  = "reserve"
	reserve      = 4 << 20
	reserveFiles = 8        // with the first, which has the room
	roomy        = 64 << 20 // so much must be free before the reserve is laid down again
	roomyFiles   = 1024
	noRoom       = 256 << 10
	noFiles      = 16
)

// Full reports whether the disk has no room for another command, or for another file.
func (s *Store) Full() bool {
	free, err := full.Bytes(s.dir)
	if err != nil || free < noRoom {
		return err == nil
	}
	files, err := full.Files(s.dir)
	return err == nil && files < noFiles
}

// fullFor reports whether a write to the data directory erred because it takes no more.
func (s *Store) fullFor(err error) bool { return err != nil && (full.Is(err) || s.Full()) }

// reserveOf are the names of the reserve.
func reserveOf(dir string) (files []string) {
	files = append(files, filepath.Join(dir, reserveFile))
	for i := 1; i < reserveFiles; i++ {
		files = append(files, filepath.Join(dir, reserveFile+"."+strconv.Itoa(i)))
	}
	return files
}

// layReserve keeps some room back, unless it is kept already or there is too little to keep.
func layReserve(dir string) {
	if free, err := full.Bytes(dir); err != nil || free < roomy {
		return
	}
	if free, err := full.Files(dir); err != nil || free < roomyFiles {
		return
	}
	for i, file := range reserveOf(dir) {
		var text []byte
		if i == 0 {
			text = bytes.Repeat([]byte{'.'}, reserve)
		}
		if at, err := os.Stat(file); err == nil && at.Size() == int64(len(text)) {
			continue
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			os.Remove(file) // half a reserve is room that nobody has
		}
	}
}

// spendReserve gives the room back, and reports whether there was any.
func spendReserve(dir string) (spent bool) {
	for _, file := range reserveOf(dir) {
		spent = os.Remove(file) == nil || spent
	}
	return spent
}
