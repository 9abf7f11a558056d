package archive

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Token is who a bearer token speaks for.
type Token struct {
	ID      string // the beginning of its hash: what lists and revocations name it by
	Kind    string // "outlet" "admin"
	Name    string // the outlet's id, or a person's or program's name
	Session bool   // of a person who signed in; it ends with the password
	Made    hall.Millis
	Used    hall.Millis // to the day; 0 never
	Expires hall.Millis
}

// OutletFor is how long a hall's token is good after its last use: a hall at work never loses it, one that was lost
// ends by itself.
const OutletFor = 180 * 24 * time.Hour

// usedEvery is how exactly the last use of a token is known.
const usedEvery = 24 * time.Hour

// clockSlack is how far a clock may be put back without ending the sessions made just before.
const clockSlack = 5 * time.Minute

// A session that ended is swept out so long afterwards, and only beyond the newest of the person's: one reading of a
// wrong clock must not cost what is not over. Other tokens are few and end by hand.
const (
	sweptAfter   = 30 * 24 * time.Hour
	sessionsKept = 50
)

// idLength is how much of a token's hash names it.
const idLength = 12

// Person is somebody who may sign in.
type Person struct {
	Name string
	Hash string // argon2id
}

const (
	insertToken = `INSERT INTO tokens (hash, kind, name, at_ms, expires, session) VALUES ($1, $2, $3, $4, $5, $6)`
	dropToken   = `DELETE FROM tokens WHERE hash = $1`
	revokeToken = `DELETE FROM tokens WHERE substr(hash, 1, 12) = $1`

	tokenColumns = `SELECT substr(hash, 1, 12), kind, name, session, at_ms, used_ms, expires FROM tokens `
	selectToken  = tokenColumns + `WHERE hash = $1 AND expires > $2 AND (kind = 'outlet' OR at_ms <= $3)`
	selectTokens = tokenColumns + `ORDER BY kind, name, at_ms`

	// A use at a time before the token was made tells of the clock and changes nothing.
	useToken = `
	UPDATE tokens
	   SET used_ms = $2, expires = CASE WHEN kind = 'outlet' THEN $3 ELSE expires END
	 WHERE hash = $1 AND at_ms <= $2`

	// The newest sessions of a person stay whatever the clock says.
	pruneSessions = `
	DELETE FROM tokens
	 WHERE kind = 'admin' AND session = 1 AND name = $1 AND expires <= $2
	   AND hash NOT IN (SELECT hash FROM tokens WHERE kind = 'admin' AND session = 1 AND name = $1 ORDER BY at_ms DESC LIMIT $3)`

	upsertPerson = `
	INSERT INTO persons (name, hash) VALUES ($1, $2)
	    ON CONFLICT (name) DO UPDATE SET hash = excluded.hash`

	selectPerson  = `SELECT name, hash FROM persons WHERE name = $1`
	selectPersons = `SELECT name FROM persons ORDER BY name`
	deletePerson  = `DELETE FROM persons WHERE name = $1`
	endSessions   = `DELETE FROM tokens WHERE kind = 'admin' AND session = 1 AND name = $1`
)

// PutToken keeps the hash of a token.
func (a *Archive) PutToken(ctx context.Context, hash string, t Token) error {
	const op = "archive.PutToken"
	now := a.now()
	_, err := a.write.ExecContext(ctx, insertToken, hash, t.Kind, t.Name, int64(hall.At(now)), int64(t.Expires), flag(t.Session))
	if err == nil && t.Session {
		_, err = a.write.ExecContext(ctx, pruneSessions, t.Name, int64(hall.At(now.Add(-sweptAfter))), sessionsKept)
	}
	return hall.Wrap(op, err)
}

// Token finds who a token's hash speaks for, and notes its use; Unauthenticated when nobody does. Expiry is a
// comparison and deletes nothing, so that what a wrong clock ends is good again when the clock is put right. A person's
// or program's token that was made in the future is one of a wrong clock, and would live for years: it waits for that
// day. A hall's goes on, and its next use gives it the ordinary time.
func (a *Archive) Token(ctx context.Context, hash string) (Token, error) {
	const op = "archive.Token"
	now := a.now()
	at := hall.At(now)
	t, err := scanToken(a.read.QueryRowContext(ctx, selectToken, hash, int64(at), int64(at.Add(clockSlack))))
	if errors.Is(err, sql.ErrNoRows) {
		return t, hall.E(op, hall.Unauthenticated)
	}
	if age := at.Sub(t.Used); err == nil && (age >= usedEvery || age <= -usedEvery) {
		_, err = a.write.ExecContext(ctx, useToken, hash, int64(at), int64(at.Add(OutletFor)))
	}
	return t, hall.Wrap(op, err)
}

// Tokens lists every token, by what it is of.
func (a *Archive) Tokens(ctx context.Context) (list []Token, err error) {
	const op = "archive.Tokens"
	rows, err := a.read.QueryContext(ctx, selectTokens)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	for rows.Next() {
		t, err := scanToken(rows)
		if err != nil {
			return nil, hall.Wrap(op, err)
		}
		list = append(list, t)
	}
	return list, hall.Wrap(op, rows.Err())
}

func scanToken(row interface{ Scan(...any) error }) (t Token, err error) {
	err = row.Scan(&t.ID, &t.Kind, &t.Name, &t.Session, &t.Made, &t.Used, &t.Expires)
	return t, err
}

// Revoke ends a token by its id. NotFound.
func (a *Archive) Revoke(ctx context.Context, id string) error {
	if len(id) != idLength {
		return hall.E("archive.Revoke", hall.NotFound, "no token "+id)
	}
	return a.drop(ctx, "archive.Revoke", revokeToken, id)
}

// EndToken ends a token by its hash: its holder signs out.
func (a *Archive) EndToken(ctx context.Context, hash string) error {
	return a.drop(ctx, "archive.EndToken", dropToken, hash)
}

// drop runs a statement that deletes what key names. NotFound.
func (a *Archive) drop(ctx context.Context, op, statement, key string) error {
	done, err := a.write.ExecContext(ctx, statement, key)
	if err != nil {
		return hall.Wrap(op, err)
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return hall.Wrap(op, err)
	}
	return hall.E(op, hall.NotFound, "no "+key)
}

// PutPerson adds a person, or gives a new password to one. It ends the sessions that an old password opened.
func (a *Archive) PutPerson(ctx context.Context, name, hash string) error {
	err := inTx(ctx, a.write, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, upsertPerson, name, hash); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, endSessions, name)
		return err
	})
	return hall.Wrap("archive.PutPerson", err)
}

// RemovePerson ends what a person may do, and the sessions. NotFound.
func (a *Archive) RemovePerson(ctx context.Context, name string) error {
	const op = "archive.RemovePerson"
	if err := a.drop(ctx, op, deletePerson, name); err != nil {
		return err
	}
	_, err := a.write.ExecContext(ctx, endSessions, name)
	return hall.Wrap(op, err)
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

// Persons are the names of those who may sign in.
func (a *Archive) Persons(ctx context.Context) (names []string, err error) {
	const op = "archive.Persons"
	rows, err := a.read.QueryContext(ctx, selectPersons)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, hall.Wrap(op, err)
		}
		names = append(names, name)
	}
	return names, hall.Wrap(op, rows.Err())
}
