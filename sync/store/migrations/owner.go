package migrations

import (
	"context"
	"database/sql"
)

// Owner is what keeps its data in a database.
type Owner string

// The owners, each with a table that no other has.
const (
	NoOwner     Owner = ""
	HallOwner   Owner = "terminals"
	CenterOwner Owner = "persons"
)

const selectOwner = `
	SELECT name
	  FROM sqlite_master
	 WHERE type = 'table'
	   AND name IN ('terminals', 'persons')`

// OwnerOf tells a hall's database from a center's: somebody puts back the copy of the other.
func OwnerOf(ctx context.Context, db *sql.DB) (o Owner, err error) {
	err = db.QueryRowContext(ctx, selectOwner).Scan(&o)
	if err == sql.ErrNoRows {
		err = nil
	}
	return o, err
}
