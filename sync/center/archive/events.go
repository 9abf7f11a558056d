package archive

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/brighthall/brighthall/hall"
)

// querier is a transaction or a pool.
type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

const (
	columns = `outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body`

	selectLog = `
	SELECT ` + columns + `
	  FROM events
	 WHERE outlet = $1 AND (epoch, seq) > ($2, $3)
	 ORDER BY epoch, seq
	 LIMIT $4`

	selectHistory = `
	SELECT ` + columns + ` FROM (
		SELECT ` + columns + `, line FROM events WHERE subject = $1 AND outlet = $2
		 UNION ALL
		SELECT ` + columns + `, line FROM aside WHERE subject = $1 AND outlet = $2 AND kept = 1)
	 ORDER BY line, epoch, seq
	 LIMIT 1000`
)

// Events reads an outlet's log after a place, at most limit.
func (a *Archive) Events(ctx context.Context, outlet hall.OutletID, after hall.Cursor, limit int) ([]hall.Event, error) {
	events, err := queryEvents(ctx, a.read, selectLog, string(outlet), after.Epoch, int64(after.Seq), limit)
	return events, hall.Wrap("archive.Events", err)
}

func queryEvents(ctx context.Context, q querier, query string, args ...any) ([]hall.Event, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	events := []hall.Event{}
	for rows.Next() {
		var e hall.Event
		var body []byte
		err := rows.Scan(&e.Outlet, &e.Epoch, &e.Seq, &e.Kind, &e.Subject, &e.Actor.Terminal, &e.Actor.Teller, &e.At, &e.Key, &e.V, &body)
		if err != nil {
			return nil, err
		}
		e.Body = json.RawMessage(body)
		events = append(events, e)
	}
	return events, rows.Err()
}
