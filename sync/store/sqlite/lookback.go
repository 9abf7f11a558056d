package sqlite

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"os"
	"path/filepath"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
)

// openCopy opens the copy as a hall of its own, with the hall's key beside it. A copy that was made under another key
// is refused unless it is told to go on with this one.
func openCopy(ctx context.Context, dir string, newKey bool) (*Store, error) {
	lock, err := seal.LockDir(dir, lockFile)
	if err != nil {
		return nil, err
	}
	s := newStore(dir, lock)
	if err := s.openFiles(ctx); err != nil {
		s.Close()
		return nil, damaged(dir, err)
	}
	if err := s.own(ctx, newKey); err != nil {
		s.Close()
		return nil, err
	}
	s.opened, s.moved = true, true
	return s, nil
}

// own refuses a copy that was not written under the hall's key, or has a person's word that a new key is to be its own.
func (s *Store) own(ctx context.Context, newKey bool) error {
	err := s.ownLog(ctx)
	if newKey && hall.CodeOf(err) == hall.Denied {
		err = s.resign(ctx)
	}
	if err != nil {
		return err
	}
	return s.ownSetup(ctx)
}

const selectLastTwo = `
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, mac
	  FROM events
	 WHERE (epoch, seq) <= ($1, $2)
	 ORDER BY epoch DESC, seq DESC
	 LIMIT 2`

// ownLog refuses a log whose last event was not written under the hall's key.
func (s *Store) ownLog(ctx context.Context) error {
	rows, err := s.read.db.QueryContext(ctx, selectLastTwo, int64(s.last.Epoch), int64(s.last.Seq))
	if err != nil {
		return err
	}
	defer rows.Close()
	var all []hall.Event
	var macs [][]byte
	for rows.Next() {
		e, mac, err := scanLink(rows)
		if err != nil {
			return err
		}
		all, macs = append(all, e), append(macs, mac)
	}
	if err := rows.Err(); err != nil || len(all) == 0 {
		return err
	}
	var before []byte
	if len(macs) > 1 {
		before = macs[1]
	}
	if !hmac.Equal(macs[0], s.sums.chain.next(before, all[0])) {
		return hall.E("sqlite.ownLog", hall.Denied, "the copy was not made under the hall.key of this directory: put the right one there. Where it is "+
			"lost for good, --new-key goes on with this one, and slips that were printed are not known any more")
	}
	return nil
}

// lookBack reads what the hall had given since the copy was made: from its database, else from its mark, else nobody
// knows. Tokens that were revoked there are revoked in the copy.
func (r *Restore) lookBack(ctx context.Context, skip int) error {
	r.Lost = &Lost{Has: r.Store.last, known: r.Store.high.given(), margin: skip, unknown: true,
		Why: "the replaced database cannot tell what it gave"}
	gone := map[string]hall.Millis{}
	log, err := readLog(logOf(r.dir))
	if err != nil {
		log.broken = err.Error()
	}
	lacks := log.broken
	if m, err := readMark(r.dir, r.Store.key); err == nil {
		lacks = log.lacks(m)
		r.Lost.had(m, skip, "told by the mark of the hall")
		for hash, at := range m.Revoked {
			gone[hash] = at
		}
	}
	if last, rows, err := lookAt(ctx, filepath.Join(r.dir, File)); err == nil {
		last.Clean = true
		r.Lost.had(last, skip, "read from the replaced database")
		for _, row := range rows {
			if row.Revoked > 0 {
				gone[row.hash] = row.Revoked
			}
		}
		if r.Gone, err = r.Store.without(ctx, rows); err != nil {
			return err
		}
	}
	if lacks != "" && !r.Lost.unknown {
		r.Lost.margin, r.Lost.Why = max(skip, queue.UnknownMargin), r.Lost.Why+", though "+lacks
	}
	return r.Store.revokeAll(ctx, gone)
}

// had takes in what one source knows, when it knows no less than the one before.
func (l *Lost) had(m mark, skip int, why string) {
	if before(m.Last, l.Had) {
		return
	}
	l.Had, l.At, l.known, l.margin, l.unknown, l.Why = m.Last, m.At, m.given(), queue.UnknownMargin, false, why
	if m.Clean {
		l.margin = 0
	}
	if m.parted(m.Last) { // of what the center has beyond it, nobody here knows the numbers
		l.Had, l.At, l.margin, l.unknown = m.Center, 0, skip, true
	}
}

// lookAt reads a database that is to be replaced; an error means that it cannot be read, which is a reason to replace
// it.
func lookAt(ctx context.Context, file string) (m mark, all []terminalRow, err error) {
	if _, err := os.Stat(file); err != nil {
		return m, nil, err
	}
	read, err := openReaders(ctx, file)
	if err != nil {
		return m, nil, err
	}
	defer read.close()
	if err := m.look(ctx, read.db); err != nil {
		return m, nil, err
	}
	all, err = terminalRows(ctx, read.db)
	return m, all, err
}

// without are those of the rows that are in use and that this hall does not know.
func (s *Store) without(ctx context.Context, rows []terminalRow) (missing []Terminal, err error) {
	ours, err := terminalRows(ctx, s.read.db)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, r := range ours {
		known[r.hash] = true
	}
	for _, r := range rows {
		if !known[r.hash] && r.Revoked == 0 {
			missing = append(missing, r.Terminal)
		}
	}
	return missing, nil
}

// revokeAll ends what tokens may do, by their hashes: what the mark has revoked stays so when older files are copied
// back under it.
func (s *Store) revokeAll(ctx context.Context, gone map[string]hall.Millis) error {
	if len(gone) == 0 {
		return nil
	}
	if rows, err := terminalRows(ctx, s.read.db); err != nil || !anyAlive(rows, gone) {
		return err
	}
	return s.change(ctx, "sqlite.revokeAll", func(tx *sql.Tx) error {
		rows, err := terminalRows(ctx, tx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if at, ok := gone[r.hash]; ok && r.Revoked == 0 {
				if _, err := s.revoke(ctx, tx, string(r.ID), at); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// anyAlive reports whether one of the rows is in use though it is gone.
func anyAlive(rows []terminalRow, gone map[string]hall.Millis) bool {
	return slices.ContainsFunc(rows, func(r terminalRow) bool { return r.Revoked == 0 && gone[r.hash] > 0 })
}
