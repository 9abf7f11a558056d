package sqlite

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// Terminals are not in the log, so their rows vouch for themselves: each by its fingerprint, and all of them by the sum
// (exclusive or) of the fingerprints, which is kept in meta with a fingerprint of its own. The first finds a row that
// was changed or put in, the second one that was taken out or put back as it was before.

// terminalRow is a whole row.
type terminalRow struct {
	Terminal
	hash string // of the token
	mac  []byte
}

func (r terminalRow) sum(f *fingerprint) []byte {
	return f.of(string(r.ID), r.Kind, r.Name, r.hash, fmt.Sprint(r.Enrolled), fmt.Sprint(r.Revoked))
}

const selectTerminalRows = `
	SELECT id, kind, name, token_hash, enrolled_at, revoked_at, mac
	  FROM terminals
	 ORDER BY id`

const selectTerminalsSum = `
	SELECT value
	  FROM meta
	 WHERE key = 'terminals'`

const upsertTerminalsSum = `
	INSERT INTO meta (key, value)
	VALUES ('terminals', $1)
	    ON CONFLICT (key) DO UPDATE SET value = excluded.value`

func terminalRows(ctx context.Context, db asker) (all []terminalRow, err error) {
	rows, err := db.QueryContext(ctx, selectTerminalRows)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r terminalRow
		if err := rows.Scan(&r.ID, &r.Kind, &r.Name, &r.hash, &r.Enrolled, &r.Revoked, &r.mac); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// revoked are the hashes of the tokens that may do nothing any more, with the moment since when.
func revoked(ctx context.Context, db asker) (map[string]hall.Millis, error) {
	rows, err := terminalRows(ctx, db)
	var out map[string]hall.Millis
	for _, r := range rows {
		if r.Revoked == 0 {
			continue
		}
		if out == nil {
			out = map[string]hall.Millis{}
		}
		out[r.hash] = r.Revoked
	}
	return out, err
}

// terminalsSum is the sum as it is kept, and its own fingerprint; nil when there is none.
func terminalsSum(ctx context.Context, db asker) (sum, mac []byte, err error) {
	var text string
	err = db.QueryRowContext(ctx, selectTerminalsSum).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != 2*macSize {
		return make([]byte, macSize), nil, nil // it fits nothing, and verify says so
	}
	return raw[:macSize], raw[macSize:], nil
}

// countIn changes the sum by one row. A sum that is not the hall's own is left as it is: it must not be made good by
// the next change.
func (s *Store) countIn(ctx context.Context, tx *sql.Tx, was, is []byte) error {
	sum, mac, err := terminalsSum(ctx, tx)
	if err != nil || !hmac.Equal(mac, s.sums.terminal.of("sum", string(sum))) {
		return err
	}
	return s.putSum(ctx, tx, xor(xor(sum, was), is))
}

func (s *Store) putSum(ctx context.Context, tx *sql.Tx, sum []byte) error {
	whole := slices.Concat(sum, s.sums.terminal.of("sum", string(sum)))
	_, err := tx.ExecContext(ctx, upsertTerminalsSum, hex.EncodeToString(whole))
	s.high.Terminals, s.moved = sum, true
	return err
}

func xor(a, b []byte) []byte {
	out := make([]byte, macSize)
	copy(out, a)
	for i := range min(len(b), macSize) {
		out[i] ^= b[i]
	}
	return out
}

// firstRows writes what a hall has before its first event: the sum of no terminals, and the row that a touch of the log
// writes over, so that it changes one page and moves nothing.
func (s *Store) firstRows(ctx context.Context) error {
	if s.last != (hall.Cursor{}) || s.high.Terminals != nil {
		return nil
	}
	return s.change(ctx, "sqlite.firstRows", func(tx *sql.Tx) error {
		rows, err := terminalRows(ctx, tx)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			return notOwn(s.dir, "the terminals are")
		}
		if _, err := tx.ExecContext(ctx, touchLog, "0000000000000"); err != nil {
			return err
		}
		return s.putSum(ctx, tx, make([]byte, macSize))
	})
}
