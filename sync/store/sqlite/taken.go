package sqlite

import (
	"path/filepath"

	"github.com/brighthall/brighthall/sync/store/held"
)

// The database and what lies beside it are looked at every second, by Run: whether they are still the files that are
// open, and whether nobody else has written the database. So a command costs nothing, and a hall whose data is taken
// away gives numbers for a second at most.

// hold takes in the files that are open now.
func (s *Store) hold() (err error) {
	file := filepath.Join(s.dir, File)
	s.files, err = held.Hold(file, file+"-wal", file+"-shm")
	return err
}

// Gone is why nothing is stored any more though the store is open: its files were taken away. Nil: they are there.
func (s *Store) Gone() error {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	return s.gone
}

// look finds out what became of the files.
func (s *Store) look() error {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	return s.lookLocked()
}

func (s *Store) lookLocked() error {
	if s.files != nil {
		s.cmu.Lock()
		defer s.cmu.Unlock()
		s.gone = s.files.Look()
	}
	return s.gone
}

// wrote takes in what a copy of the log has written into the database. The caller holds wmu or cmu.
func (s *Store) wrote() {
	if s.files != nil {
		s.files.Wrote()
	}
}
