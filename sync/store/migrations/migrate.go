// Package migrations holds the tables of a hall node as numbered SQL files, and applies those that a database has not
// seen.
//
// A file is never edited after release: a change of tables is the next number. Each file is one transaction, so a
// migration that is killed leaves the tables as they were before it, and of two programs that begin together one makes
// them. Apply serves other stores too: it takes any folder of NNNN_name.sql files.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/brighthall/brighthall/hall"
)

// Hall is the folder of a hall node's tables.
//
//go:embed *.sql
var Hall embed.FS

// HallNumber is the newest number of a hall's tables.
func HallNumber() int {
	files, err := numbered(Hall)
	if err != nil || len(files) == 0 {
		panic(fmt.Sprint("the tables of a hall: ", err)) // they are ours
	}
	return files[len(files)-1].number
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

// lockSchema changes nothing. It is the first statement of a migration, so that no other program is in the middle of
// one.
const lockSchema = `
	UPDATE meta
	   SET value = value
	 WHERE key = 'schema'`

const upsertSchema = `
	INSERT INTO meta (key, value)
	VALUES ('schema', $1)
	    ON CONFLICT (key) DO UPDATE SET value = excluded.value`

// Apply brings the tables to the newest number in folder. A database written by a newer program is refused with
// Conflict: going on would lose what this program does not know of.
func Apply(ctx context.Context, db *sql.DB, folder fs.FS) error {
	const op = "migrations.Apply"
	files, err := numbered(folder)
	if err != nil {
		return hall.Wrap(op, err)
	}
	if _, err := db.ExecContext(ctx, createMeta); err != nil {
		return hall.Wrap(op, err)
	}
	have, err := schema(db.QueryRowContext(ctx, selectSchema))
	if err != nil {
		return hall.Wrap(op, err)
	}
	if have > len(files) {
		return hall.E(op, hall.Conflict, fmt.Sprintf("the database has schema %d, this program knows %d: a newer program wrote it", have, len(files)))
	}
	for _, f := range files[have:] {
		if err := f.apply(ctx, db, folder); err != nil {
			return hall.Wrap(op+" "+f.name, err)
		}
	}
	return nil
}

// file is one migration.
type file struct {
	name   string
	number int
}

// numbered are the migrations of a folder in their order. Their numbers are 1, 2, 3 …
func numbered(folder fs.FS) ([]file, error) {
	names, err := fs.Glob(folder, pattern)
	if err != nil {
		return nil, err
	}
	files := make([]file, len(names))
	for i, name := range names {
		number, err := strconv.Atoi(name[:4])
		if err == nil && number != i+1 {
			err = fmt.Errorf("the next number is %04d", i+1)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[i] = file{name, number}
	}
	return files, nil
}

func schema(row *sql.Row) (int, error) {
	var value string
	err := row.Scan(&value)
	if err == sql.ErrNoRows {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(value)
}

// apply makes the tables of a file, unless another program has made them since.
func (f file) apply(ctx context.Context, db *sql.DB, folder fs.FS) error {
	text, err := fs.ReadFile(folder, f.name)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, lockSchema); err != nil {
		return err
	}
	if have, err := schema(tx.QueryRowContext(ctx, selectSchema)); err != nil || have >= f.number {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, upsertSchema, strconv.Itoa(f.number)); err != nil {
		return err
	}
	return tx.Commit()
}
