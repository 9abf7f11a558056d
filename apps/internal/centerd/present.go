package centerd

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
)

// The files of a center's data directory. They come to be in this order: the lock, the database with its tables, what
// is written in the lock, the certificate. So a lock with something in it, or a certificate, beside no database is a
// center that has lost its archive.
const (
	lockFile        = "center.lock" // locked by the center that answers
	archiveFile     = "center.db"
	certificateFile = "center.pem"
)

// hallFiles are what a hall's node keeps in its data directory.
var hallFiles = []string{"hall.db", seal.HallKeyFile}

// here refuses a directory in which no center is: a command at a wrong path makes none there.
func here(dir string) error {
	if err := mayBegin(dir); err != nil {
		return err
	}
	if holds(dir, archiveFile) {
		return nil
	}
	return hall.E("centerd.here", hall.NotFound, "there is no center in "+dir+": give the data directory of a center; a new one begins when "+
		"center is started")
}

// mayBegin refuses a directory in which no center may begin: a hall's, and one whose archive is gone. A new archive
// would know no hall, no token and no person, and the halls would not send what they have sent before.
func mayBegin(dir string) error {
	if holds(dir, archiveFile) {
		return nil
	}
	for _, name := range hallFiles {
		if exists(dir, name) {
			return hall.E("centerd.mayBegin", hall.Conflict, dir+" is the data of a hall ("+name+" is there): give the center a directory of its own")
		}
	}
	if exists(dir, certificateFile) || holds(dir, lockFile) {
		return hall.E("centerd.mayBegin", hall.NotFound, fmt.Sprintf("the archive of this center is gone: %s is missing or empty, and a center was here. "+
			"A new one would know no hall and no token. Put the last copy from center snapshot there as %s; a new center begins in another "+
			"directory", filepath.Join(dir, archiveFile), archiveFile))
	}
	return nil
}

// noteBegun writes into the lock that the archive was made.
func noteBegun(lock *os.File) error {
	info, err := lock.Stat()
	if err != nil || info.Size() > 0 {
		return err
	}
	if _, err := lock.WriteString("a center keeps its archive here\n"); err != nil {
		return err
	}
	return lock.Sync()
}

func exists(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, name))
	return err == nil
}

// holds reports whether a file is there with something in it.
func holds(dir, name string) bool {
	info, err := os.Lstat(filepath.Join(dir, name))
	return err == nil && info.Size() > 0
}
