package seal

import (
	"os"
	"path/filepath"

	"github.com/brighthall/brighthall/hall"
)

// LockDir takes a data directory for this process, by a file in it that is made when it is missing. The lock goes with
// the process, however it ends; the file stays. Conflict: another process has it.
func LockDir(dir, name string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	taken, err := lock(f)
	if err == nil && taken {
		err = hall.E("seal.LockDir", hall.Conflict, "another process has the data directory "+dir+": end it first, the node (or the kiosk that "+
			"carries it) or the center that runs from it")
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
