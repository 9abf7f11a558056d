package archive

import (
	"context"
	"database/sql"
	"errors"

	"github.com/brighthall/brighthall/hall"
)

// Token is who a bearer token speaks for.
type Token struct {
	Kind string // "outlet" "admin"
	Name string // the outlet's id, or a person's or program's name
}

// Person is somebody who may sign in.
type Person struct {
	Name string
	Hash string // argon2id
}

const (
	insertToken = `INSERT INTO tokens (hash, kind, name, at_ms, expires) VALUES ($1, $2, $3, $4, $5)`
	selectToken = `SELECT kind, name FROM tokens WHERE hash = $1 AND (expires = 0 OR expires > $2)`
	dropTokens  = `DELETE FROM tokens WHERE expires > 0 AND expires <= $1`

	upsertPerson = `
	INSERT INTO persons (name, hash) VALUES ($1, $2)
	    ON CONFLICT (name) DO UPDATE SET hash = excluded.hash`

	selectPerson = `SELECT name, hash FROM persons WHERE name = $1`
)

// PutToken keeps the hash of a token; expires 0 means it never does. Tokens that expired are swept out.
func (a *Archive) PutToken(ctx context.Context, hash string, t Token, expires hall.Millis) error {
	now := int64(hall.At(a.now()))
	if _, err := a.write.ExecContext(ctx, dropTokens, now); err != nil {
		return hall.Wrap("archive.PutToken", err)
	}
	_, err := a.write.ExecContext(ctx, insertToken, hash, t.Kind, t.Name, now, int64(expires))
	return hall.Wrap("archive.PutToken", err)
}

// Token finds who a token's hash speaks for, or Unauthenticated.
func (a *Archive) Token(ctx context.Context, hash string) (t Token, err error) {
	const op = "archive.Token"
	err = a.read.QueryRowContext(ctx, selectToken, hash, int64(hall.At(a.now()))).Scan(&t.Kind, &t.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return t, hall.E(op, hall.Unauthenticated)
	}
	return t, hall.Wrap(op, err)
}

// PutPerson adds a person, or gives a new password to one.
func (a *Archive) PutPerson(ctx context.Context, name, hash string) error {
	_, err := a.write.ExecContext(ctx, upsertPerson, name, hash)
	return hall.Wrap("archive.PutPerson", err)
}

// Person finds a person, or NotFound.
func (a *Archive) Person(ctx context.Context, name string) (p Person, err error) {
	const op = "archive.Person"
	err = a.write.QueryRowContext(ctx, selectPerson, name).Scan(&p.Name, &p.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		return p, hall.E(op, hall.NotFound)
	}
	return p, hall.Wrap(op, err)
}
