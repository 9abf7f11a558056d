package sqlite

import (
	"context"
	"database/sql"
	"sync"

	"github.com/bits-and-blooms/bloom/v3"

	"github.com/brighthall/brighthall/hall/queue"
)

// Room in the filter beyond twice what is stored; when a hall outgrows both, tables are asked more often, and the next
// start makes room.
const (
	seenRoom  = 200_000
	seenWrong = 0.01 // of the "perhaps" for a new key
)

// The estimate costs three looks at the ends of tables (max and min asked together would read the whole table); the
// keys come through an index alone.
const (
	estimateSeen = `SELECT coalesce((SELECT max(n) FROM receipts) - (SELECT min(n) FROM receipts), 0) + coalesce((SELECT max(rowid) FROM tickets), 0)`
	selectSeen   = `SELECT key FROM receipts UNION ALL SELECT id FROM tickets`
)

// seen is which keys of receipts and ids of tickets may be stored. Until it is filled it says "perhaps" to all.
type seen struct {
	mu     sync.Mutex
	filter *bloom.BloomFilter // guarded by mu
	filled bool               // guarded by mu: everything stored before is in it
}

// newSeen makes the filter, large enough for what is stored.
func newSeen(ctx context.Context, db *sql.DB) (*seen, error) {
	var stored uint
	if err := db.QueryRowContext(ctx, estimateSeen).Scan(&stored); err != nil {
		return nil, err
	}
	return &seen{filter: bloom.NewWithEstimates(2*stored+seenRoom, seenWrong)}, nil
}

// never reports whether a key or id is surely not stored.
func (s *seen) never(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.filled && !s.filter.TestString(key)
}

// note takes in what is about to be stored. A key that is not stored after all stays a "perhaps".
func (s *seen) note(changes []queue.Change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range changes {
		if r := changes[i].Receipt; r != nil {
			s.filter.AddString(r.Key)
		}
		if t := changes[i].Ticket; t != nil && t.Version == 1 {
			s.filter.AddString(string(t.ID))
		}
	}
}

// fill takes in what is stored. Commits that come meanwhile are noted by themselves.
func (s *seen) fill(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, selectSeen)
	if err != nil {
		return err
	}
	defer rows.Close()
	var key sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&key); err != nil {
			return err
		}
		s.mu.Lock()
		s.filter.Add(key)
		s.mu.Unlock()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.filled = rows.Err() == nil
	return rows.Err()
}
