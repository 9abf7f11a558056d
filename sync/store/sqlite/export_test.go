package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// CopyLog does what Run does now and then.
func (s *Store) CopyLog(ctx context.Context) error {
	log, err := openLog(s.dir)
	if err != nil {
		return err
	}
	return errors.Join(s.copyLog(ctx, log), log.close())
}

// FillSeen does what Run does first, and SurelyNew tells what it is good for.
func (s *Store) FillSeen(ctx context.Context) error { return s.seen.fill(ctx, s.read.db) }

// SurelyNew reports whether no table would be asked for a key.
func (s *Store) SurelyNew(key string) bool { return s.seen.never(key) }

// errCut ends a restore before a move.
var errCut = errors.New("cut")

// FinishHalf does what Finish does up to so many moves of files, and leaves the rest as a kill does. It reports whether
// there was no rest.
func (r *Restore) FinishHalf(t testing.TB, moves int) (done bool) {
	t.Helper()
	move = func(from, to string) error {
		if moves--; moves < 0 {
			return errCut
		}
		return os.Rename(from, to)
	}
	defer func() { move = os.Rename }()
	_, err := r.Finish(t.Context())
	if err != nil && !errors.Is(err, errCut) {
		t.Fatal(err)
	}
	return err == nil
}

// KeepMark does what Run does every second.
func (s *Store) KeepMark() error { return s.keepMark(false) }

// EraseUntilCut does what Erase does up to the moment when the log is cut.
func (s *Store) EraseUntilCut(ctx context.Context, id hall.CustomerID) error {
	s.mmu.Lock()
	defer s.mmu.Unlock()
	s.wmu.Lock()
	defer s.wmu.Unlock()
	return s.eraseLocked(ctx, "sqlite.EraseUntilCut", id)
}

// LimitPages lets the database have at most so many pages; a commit that needs more finds the disk full.
func (s *Store) LimitPages(t testing.TB, n int) {
	t.Helper()
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if _, err := s.write.conn.ExecContext(context.Background(), fmt.Sprint("PRAGMA max_page_count = ", max(n, 1))); err != nil {
		t.Fatal(err)
	}
}

// LayReserve and SpendReserve are what a start and Run do.
var (
	LayReserve   = layReserve
	SpendReserve = spendReserve
)
