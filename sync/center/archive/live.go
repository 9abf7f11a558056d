package archive

import (
	"context"
	"encoding/json"

	"github.com/brighthall/brighthall/hall"
)

const (
	selectOpen = `
	SELECT body
	  FROM tickets
	 WHERE outlet = $1 AND day = $2 AND state IN ('waiting', 'called', 'serving')
	 ORDER BY issued_at, id`

	selectCounters = `SELECT body FROM counters WHERE outlet = $1 ORDER BY id`
	selectFaults   = `SELECT body FROM faults WHERE outlet = $1 ORDER BY terminal, device`
	selectTests    = `SELECT body FROM tests WHERE outlet = $1 ORDER BY terminal`
	selectAsked    = `SELECT COALESCE(MAX(test_asked), 0) FROM outlets WHERE id = $1`

	selectToday = `
	SELECT COUNT(*),
	       COALESCE(SUM(state = 'finished' AND ended_by <> 'system'), 0),
	       COALESCE(SUM(no_shows), 0),
	       COALESCE(SUM(CASE WHEN called = 1 AND ended_by <> 'system' THEN wait_ms END), 0),
	       COALESCE(SUM(called = 1 AND ended_by <> 'system'), 0),
	       COALESCE(SUM(CASE WHEN state = 'finished' AND ended_by <> 'system' THEN served_ms END), 0),
	       COALESCE(SUM(level > 0 AND ended_by <> 'system'), 0),
	       COALESCE(SUM(level >= 3 AND ended_by <> 'system'), 0),
	       COALESCE(SUM(state = 'waiting'), 0),
	       COALESCE(MIN(CASE WHEN state = 'waiting' THEN issued_at END), 0)
	  FROM tickets
	 WHERE outlet = $1 AND day = $2`

	selectTodayAt = `
	SELECT json_extract(body, '$.counter'),
	       COALESCE(SUM(state = 'finished' AND ended_by <> 'system'), 0),
	       COALESCE(SUM(no_shows), 0),
	       COALESCE(SUM(CASE WHEN called = 1 AND ended_by <> 'system' THEN wait_ms END), 0),
	       COALESCE(SUM(called = 1 AND ended_by <> 'system'), 0),
	       COALESCE(SUM(CASE WHEN state = 'finished' AND ended_by <> 'system' THEN served_ms END), 0),
	       COALESCE(SUM(level > 0 AND ended_by <> 'system'), 0),
	       COALESCE(SUM(level >= 3 AND ended_by <> 'system'), 0)
	  FROM tickets
	 WHERE outlet = $1 AND day = $2 AND json_extract(body, '$.counter') IS NOT NULL
	 GROUP BY 1`
)

// Line is who waits now: how many, and since when the first of them.
type Line struct {
	Waiting int
	Since   hall.Millis // 0: nobody waits
}

// Today counts an outlet's day as the hall itself does, and who waits now.
func (a *Archive) Today(ctx context.Context, outlet hall.OutletID, day hall.Day) (t hall.Today, l Line, err error) {
	err = a.read.QueryRowContext(ctx, selectToday, string(outlet), string(day)).Scan(
		&t.Issued, &t.Finished, &t.NoShows, &t.WaitMs, &t.Called, &t.ServedMs, &t.Rated, &t.Satisfied, &l.Waiting, &l.Since)
	return t, l, hall.Wrap("archive.Today", err)
}

// TodayAt counts an outlet's day for each of its counters, as the hall itself does.
func (a *Archive) TodayAt(ctx context.Context, outlet hall.OutletID, day hall.Day) (map[hall.CounterID]hall.Today, error) {
	const op = "archive.TodayAt"
	rows, err := a.read.QueryContext(ctx, selectTodayAt, string(outlet), string(day))
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	all := map[hall.CounterID]hall.Today{}
	for rows.Next() {
		var id hall.CounterID
		var t hall.Today
		if err := rows.Scan(&id, &t.Finished, &t.NoShows, &t.WaitMs, &t.Called, &t.ServedMs, &t.Rated, &t.Satisfied); err != nil {
			return nil, hall.Wrap(op, err)
		}
		all[id] = t
	}
	return all, hall.Wrap(op, rows.Err())
}

const selectWaiting = `
	SELECT service, COUNT(*)
	  FROM tickets
	 WHERE outlet = $1 AND day = $2 AND state = 'waiting'
	 GROUP BY service
	 ORDER BY service`

// WaitingIn is how many wait in each group of an outlet on a day; a group without is not in it.
func (a *Archive) WaitingIn(ctx context.Context, outlet hall.OutletID, day hall.Day) (map[hall.GroupCode]int, error) {
	const op = "archive.WaitingIn"
	rows, err := a.read.QueryContext(ctx, selectWaiting, string(outlet), string(day))
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	all := map[hall.GroupCode]int{}
	for rows.Next() {
		var group hall.GroupCode
		var n int
		if err := rows.Scan(&group, &n); err != nil {
			return nil, hall.Wrap(op, err)
		}
		all[group] = n
	}
	return all, hall.Wrap(op, rows.Err())
}

// OpenTickets are the visits of a day that wait or are at a counter.
func (a *Archive) OpenTickets(ctx context.Context, outlet hall.OutletID, day hall.Day) ([]hall.Ticket, error) {
	return bodies[hall.Ticket](ctx, a.read, selectOpen, string(outlet), string(day))
}

// Counters are an outlet's counters as its log left them.
func (a *Archive) Counters(ctx context.Context, outlet hall.OutletID) ([]hall.Counter, error) {
	return bodies[hall.Counter](ctx, a.read, selectCounters, string(outlet))
}

// Faults are the faults of an outlet that were not cleared.
func (a *Archive) Faults(ctx context.Context, outlet hall.OutletID) ([]hall.Fault, error) {
	return bodies[hall.Fault](ctx, a.read, selectFaults, string(outlet))
}

// Tests are the last self-test of each terminal of an outlet, and when the last one was asked for; 0: never.
func (a *Archive) Tests(ctx context.Context, outlet hall.OutletID) (tests []hall.SelfTest, asked hall.Millis, err error) {
	if tests, err = bodies[hall.SelfTest](ctx, a.read, selectTests, string(outlet)); err != nil {
		return nil, 0, err
	}
	err = a.read.QueryRowContext(ctx, selectAsked, string(outlet)).Scan(&asked)
	return tests, asked, hall.Wrap("archive.Tests", err)
}

// bodies reads rows of one JSON column.
func bodies[T any](ctx context.Context, q querier, query string, args ...any) ([]T, error) {
	const op = "archive.bodies"
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	defer rows.Close()
	list := []T{}
	for rows.Next() {
		var body []byte
		var v T
		if err := rows.Scan(&body); err != nil {
			return nil, hall.Wrap(op, err)
		}
		if err := json.Unmarshal(body, &v); err != nil {
			return nil, hall.Wrap(op, err)
		}
		list = append(list, v)
	}
	return list, hall.Wrap(op, rows.Err())
}
