package archive

import (
	"context"
	"database/sql"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
	"github.com/brighthall/brighthall/sync/store/tries"
)

// Tries implements auth.Keeper.
func (a *Archive) Tries(ctx context.Context) ([]auth.Count, error) {
	all, err := tries.All(ctx, a.read)
	return all, hall.Wrap("archive.Tries", err)
}

// PutTries implements auth.Keeper.
func (a *Archive) PutTries(ctx context.Context, changed []auth.Count) error {
	err := inTx(ctx, a.write, func(tx *sql.Tx) error { return tries.Put(ctx, tx, changed) })
	return hall.Wrap("archive.PutTries", err)
}
