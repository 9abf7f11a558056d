package sqlite

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/brighthall/brighthall/hall"
)

// Terminal is who holds a token.
type Terminal struct {
	ID       hall.TerminalID `json:"id"`
	Kind     string          `json:"kind"` // "kiosk" "counter" "display" "media" "admin" "outlet"
	Name     string          `json:"name"`
	Enrolled hall.Millis     `json:"enrolled_at"`
	Revoked  hall.Millis     `json:"revoked_at,omitempty"`
}

const countTerminal = `
	SELECT COUNT(*)
	  FROM terminals
	 WHERE id = $1`

const insertTerminal = `
	INSERT INTO terminals (id, kind, name, token_hash, enrolled_at, revoked_at, mac)
	VALUES ($1, $2, $3, $4, $5, 0, $6)`

const revokeTerminal = `
	UPDATE terminals
	   SET revoked_at = $2, mac = $3
	 WHERE id = $1
	   AND revoked_at = 0`

const selectTerminal = `
	SELECT id, kind, name, enrolled_at, mac
	  FROM terminals
	 WHERE token_hash = $1
	   AND revoked_at = 0`

const selectTerminals = `
	SELECT id, kind, name, enrolled_at, revoked_at
	  FROM terminals
	 ORDER BY enrolled_at, id`

// Enrol makes a token of 32 random bytes (base64url) for a new terminal. Only its SHA-256 is stored: the token cannot
// be asked for again. The terminal's id is its name; a second of the same name is "name-2", so it never takes over from
// the first.
func (s *Store) Enrol(ctx context.Context, kind, name string) (token string, id hall.TerminalID, err error) {
	const op = "sqlite.Enrol"
	if kind == "" {
		return "", "", hall.E(op, hall.Invalid, "a terminal needs a kind")
	}
	if err := hall.CheckName(name); err != nil {
		return "", "", hall.Wrap(op, err)
	}
	token = newToken()
	err = s.change(ctx, op, func(tx *sql.Tx) (err error) {
		if id, err = freeID(ctx, tx, name); err != nil {
			return err
		}
		row := terminalRow{Terminal{ID: id, Kind: kind, Name: name, Enrolled: hall.At(s.Now())}, hashToken(token), nil}
		row.mac = row.sum(s.sums.terminal)
		_, err = tx.ExecContext(ctx, insertTerminal, string(id), kind, name, row.hash, int64(row.Enrolled), row.mac)
		if err != nil {
			return err
		}
		return s.countIn(ctx, tx, nil, row.mac)
	})
	if err != nil {
		return "", "", err
	}
	return token, id, nil
}

func freeID(ctx context.Context, tx *sql.Tx, name string) (hall.TerminalID, error) {
	id := name
	for n := 2; ; n++ {
		var taken int
		if err := tx.QueryRowContext(ctx, countTerminal, id).Scan(&taken); err != nil {
			return "", err
		}
		if taken == 0 {
			return hall.TerminalID(id), nil
		}
		id = fmt.Sprintf("%s-%d", name, n)
	}
}

// Revoke ends what a terminal's token may do. NotFound: no such terminal, or it was revoked before.
func (s *Store) Revoke(ctx context.Context, id hall.TerminalID) error {
	const op = "sqlite.Revoke"
	revoked := false
	err := s.change(ctx, op, func(tx *sql.Tx) (err error) {
		revoked, err = s.revoke(ctx, tx, string(id), hall.At(s.Now()))
		return err
	})
	if err == nil && !revoked {
		err = hall.E(op, hall.NotFound, "no terminal "+string(id))
	}
	return err
}

func (s *Store) revoke(ctx context.Context, tx *sql.Tx, id string, at hall.Millis) (bool, error) {
	rows, err := terminalRows(ctx, tx)
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		if string(r.ID) != id || r.Revoked > 0 {
			continue
		}
		was := r.mac
		r.Revoked = at
		r.mac = r.sum(s.sums.terminal)
		if _, err := tx.ExecContext(ctx, revokeTerminal, id, int64(at), r.mac); err != nil {
			return false, err
		}
		if s.high.Revoked == nil {
			s.high.Revoked = map[string]hall.Millis{}
		}
		s.high.Revoked[r.hash] = at
		return true, s.countIn(ctx, tx, was, r.mac)
	}
	return false, nil
}

// Terminal finds who holds a token. Unauthenticated: nobody, or nobody any more, or a row that the hall did not write.
func (s *Store) Terminal(ctx context.Context, token string) (Terminal, error) {
	const op = "sqlite.Terminal"
	r := terminalRow{hash: hashToken(token)}
	err := s.read.db.QueryRowContext(ctx, selectTerminal, r.hash).Scan(&r.ID, &r.Kind, &r.Name, &r.Enrolled, &r.mac)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !hmac.Equal(r.mac, r.sum(newFingerprint(s.key, useTerminal))) {
		return Terminal{}, hall.E(op, hall.Unauthenticated)
	}
	return r.Terminal, hall.Wrap(op, err)
}

// Terminals lists all that were ever enrolled, the oldest first.
func (s *Store) Terminals(ctx context.Context) ([]Terminal, error) {
	const op = "sqlite.Terminals"
	rows, err := s.read.db.QueryContext(ctx, selectTerminals)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	var all []Terminal
	for rows.Next() {
		t, err := scanTerminal(rows)
		if err != nil {
			return nil, hall.Wrap(op, err)
		}
		all = append(all, t)
	}
	return all, hall.Wrap(op, rows.Err())
}

func scanTerminal(row interface{ Scan(...any) error }) (t Terminal, err error) {
	err = row.Scan(&t.ID, &t.Kind, &t.Name, &t.Enrolled, &t.Revoked)
	return t, err
}

func newToken() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// hashToken needs no salt and no cost: a token is 256 random bits, nobody guesses it.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
