package sqlite

import (
	"context"
	"database/sql"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
	"github.com/brighthall/brighthall/sync/store/tries"
)

// Tries implements auth.Keeper.
func (s *Store) Tries(ctx context.Context) ([]auth.Count, error) {
	all, err := tries.All(ctx, s.read.db)
	return all, hall.Wrap("sqlite.Tries", err)
}

// PutTries implements auth.Keeper.
func (s *Store) PutTries(ctx context.Context, changed []auth.Count) error {
	return s.change(ctx, "sqlite.PutTries", func(tx *sql.Tx) error { return tries.Put(ctx, tx, changed) })
}
