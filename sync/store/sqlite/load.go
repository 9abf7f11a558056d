package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

const selectLast = `
	SELECT epoch, seq, at_ms
	  FROM events
	 WHERE epoch = (SELECT max(epoch) FROM events)
	 ORDER BY seq DESC
	 LIMIT 1`

const selectSetup = `
	SELECT body
	  FROM setup
	 WHERE id = 1`

const selectToday = `
	SELECT day, closed, unsure_ms, wall_ms, moved_ms, moved_at_ms
	  FROM today
	 WHERE id = 1`

const selectNumbers = `
	SELECT prefix, last
	  FROM numbers
	 WHERE day = $1`

// Days after the one that the hall is in were left by a correction of its clock: usually there are none.
const selectLater = `
	SELECT day, prefix, last
	  FROM numbers
	 WHERE day > $1`

// Two halves, each by its own index: the day, and what other days left open, also when it has ended since. CROSS JOIN
// has SQLite read the few rows of overnight first; left to itself it reads every ticket that is stored.
const selectLive = `
	SELECT body
	  FROM tickets
	 WHERE day = $1
	 UNION ALL
	SELECT t.body
	  FROM overnight o
	 CROSS JOIN tickets t
	 WHERE t.id = o.id
	   AND t.day <> $1`

const selectCounters = `
	SELECT body
	  FROM counters
	 ORDER BY id`

const selectRing = `
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body
	  FROM events
	 WHERE epoch = $1
	 ORDER BY seq DESC
	 LIMIT $2`

// asker is what reads: a pool, a connection or a transaction.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Load implements queue.Store. After a write that erred it opens the file anew first.
func (s *Store) Load(ctx context.Context) (queue.Stored, error) {
	const op = "sqlite.Load"
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if s.broken != nil && s.write != nil {
		if err := s.reopen(ctx); err != nil {
			return queue.Stored{}, &hall.Error{Op: op, Code: hall.Unavailable, Err: err}
		}
	}
	var st queue.Stored
	var high mark
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		if st, err = load(ctx, tx); err != nil {
			return err
		}
		if st.Ran, err = ranLast(ctx, tx, newFingerprint(s.key, useRunning)); err != nil {
			return err
		}
		if st.Notes, err = notes(ctx, tx, s.keys); err != nil || s.write == nil {
			return err
		}
		high, err = markOf(ctx, tx)
		return err
	})
	if err != nil {
		return queue.Stored{}, hall.Wrap(op, err)
	}
	high.Center, high.Parted, high.Log = s.high.Center, s.high.Parted, s.high.Log
	if high.Terminals == nil {
		high.Terminals = s.high.Terminals
	}
	s.last, s.high, s.moved = st.Last, high, true
	return st, nil
}

// view reads several things of one moment.
func (s *Store) view(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.read.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return f(tx)
}

func load(ctx context.Context, db asker) (st queue.Stored, err error) {
	if st.Last, st.LastAt, err = lastEvent(ctx, db); err != nil {
		return st, err
	}
	if st.Setup, err = currentSetup(ctx, db); err != nil {
		return st, err
	}
	if st.Day, st.Numbers, err = today(ctx, db); err != nil {
		return st, err
	}
	if st.Later, err = later(ctx, db, st.Day.Day); err != nil {
		return st, err
	}
	if st.Tickets, err = bodies[hall.Ticket](ctx, db, selectLive, string(st.Day.Day)); err != nil {
		return st, err
	}
	if st.Counters, err = bodies[hall.Counter](ctx, db, selectCounters); err != nil {
		return st, err
	}
	st.Events, err = events(ctx, db, selectRing, int64(st.Last.Epoch), queue.Ring)
	slices.Reverse(st.Events)
	return st, err
}

func lastEvent(ctx context.Context, db asker) (hall.Cursor, hall.Millis, error) {
	var c hall.Cursor
	var at hall.Millis
	err := db.QueryRowContext(ctx, selectLast).Scan(&c.Epoch, &c.Seq, &at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return c, at, err
}

func currentSetup(ctx context.Context, db asker) (*hall.Setup, error) {
	all, err := bodies[hall.Setup](ctx, db, selectSetup)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// today is the day, how many tickets it has and the last number of each prefix.
func today(ctx context.Context, db asker) (d queue.DayState, last map[string]int, err error) {
	err = db.QueryRowContext(ctx, selectToday).Scan(&d.Day, &d.Closed, &d.Unsure, &d.Wall, &d.Moved, &d.MovedAt)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return d, nil, err
	}
	last, err = numbers(ctx, db, d.Day)
	d.Seq = last[allPrefixes]
	delete(last, allPrefixes)
	return d, last, err
}

func numbers(ctx context.Context, db asker, day hall.Day) (map[string]int, error) {
	rows, err := db.QueryContext(ctx, selectNumbers, string(day))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	last := map[string]int{}
	for rows.Next() {
		var prefix string
		var n int
		if err := rows.Scan(&prefix, &n); err != nil {
			return nil, err
		}
		last[prefix] = n
	}
	return last, rows.Err()
}

// later is what was given on the days after one.
func later(ctx context.Context, db asker, day hall.Day) (map[hall.Day]queue.Given, error) {
	rows, err := db.QueryContext(ctx, selectLater, string(day))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all map[hall.Day]queue.Given
	for rows.Next() {
		if all == nil {
			all = map[hall.Day]queue.Given{}
		}
		var n queue.Number
		if err := rows.Scan(&n.Day, &n.Prefix, &n.Last); err != nil {
			return nil, err
		}
		given := all[n.Day]
		if given.Last == nil {
			given.Last = map[string]int{}
		}
		if n.Prefix == allPrefixes {
			given.Seq = n.Last
		} else {
			given.Last[n.Prefix] = n.Last
		}
		all[n.Day] = given
	}
	return all, rows.Err()
}

const selectDay = `
	SELECT body
	  FROM tickets
	 WHERE day = $1`

// Back implements queue.Store.
func (s *Store) Back(ctx context.Context, day hall.Day) (b queue.Back, err error) {
	err = s.view(ctx, func(tx *sql.Tx) error {
		if b.Tickets, err = bodies[hall.Ticket](ctx, tx, selectDay, string(day)); err != nil {
			return err
		}
		if b.Given.Last, err = numbers(ctx, tx, day); err != nil {
			return err
		}
		b.Later, err = later(ctx, tx, day)
		return err
	})
	b.Given.Seq = b.Given.Last[allPrefixes]
	delete(b.Given.Last, allPrefixes)
	return b, hall.Wrap("sqlite.Back", err)
}

// bodies reads one column of JSON.
func bodies[T any](ctx context.Context, db asker, query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	var raw sql.RawBytes
	for rows.Next() {
		var one T
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func events(ctx context.Context, db asker, query string, args ...any) ([]hall.Event, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []hall.Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

func scanEvent(rows *sql.Rows) (e hall.Event, err error) {
	var body []byte
	err = rows.Scan(&e.Outlet, &e.Epoch, &e.Seq, &e.Kind, &e.Subject, &e.Actor.Terminal, &e.Actor.Teller, &e.At, &e.Key, &e.V, &body)
	e.Body = body
	return e, err
}
