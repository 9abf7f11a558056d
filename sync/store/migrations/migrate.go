// Package migrations holds the tables of a hall node as numbered SQL files, and applies those that a database has not seen.
//
// A file is never edited after release: a change of tables is the next number. Each file is one transaction, so a migration that is
// killed leaves the tables as they were before it. Apply serves other stores too: it takes any folder of NNNN_name.sql files.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"

	"github.com/brighthall/brighthall/hall"
)

// Hall is the folder of a hall node's tables.
//
//go:embed *.sql
var Hall embed.FS

// HallNumber is the newest number of a hall's tables.
func HallNumber() int {
	names, err := fs.Glob(Hall, pattern)
	if err != nil {
		panic(err) // the pattern is ours
	}
	return len(names)
}

const pattern = "[0-9][0-9][0-9][0-9]_*.sql"

const createMeta = `
	CREATE TABLE IF NOT EXISTS meta (
		key   TEXT NOT NULL PRIMARY KEY,
		value TEXT NOT NULL
	)`

const selectSchema = `
	SELECT value
	  FROM meta
	 WHERE key = 'schema'`

const upsertSchema = `
	INSERT INTO meta (key, value)
	VALUES ('schema', $1)
	    ON CONFLICT (key) DO UPDATE SET value = excluded.value`

// Apply brings the tables to the newest number in folder. A database written by a newer program is refused with Conflict: going
// on would lose what this program does not know of.
func Apply(ctx context.Context, db *sql.DB, folder fs.FS) error {
	const op = "migrations.Apply"
	names, err := fs.Glob(folder, pattern)
	if err != nil {
		return hall.Wrap(op, err)
	}
	if _, err := db.ExecContext(ctx, createMeta); err != nil {
		return hall.Wrap(op, err)
	}
	have, err := schema(ctx, db)
	if err != nil {
		return hall.Wrap(op, err)
	}
	if have > len(names) {
		return hall.E(op, hall.Conflict, fmt.Sprintf("the database has schema %d, this program knows %d: a newer program wrote it", have, len(names)))
	}
	for i := have; i < len(names); i++ {
		if err := apply(ctx, db, folder, names[i], i+1); err != nil {
			return hall.Wrap(op+" "+names[i], err)
		}
	}
	return nil
}

func schema(ctx context.Context, db *sql.DB) (int, error) {
	var value string
	err := db.QueryRowContext(ctx, selectSchema).Scan(&value)
	if err == sql.ErrNoRows {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(value)
}

func apply(ctx context.Context, db *sql.DB, folder fs.FS, name string, number int) error {
	if want := fmt.Sprintf("%04d", number); path.Base(name)[:4] != want {
		return fmt.Errorf("the next number is %s", want)
	}
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, upsertSchema, strconv.Itoa(number)); err != nil {
		return err
	}
	return tx.Commit()
}
