package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// Filter chooses visits: days inclusive, an empty outlet means all, an empty day no bound. After is where the page before ended.
type Filter struct {
	Outlet   hall.OutletID
	From, To hall.Day
	State    hall.State    // empty: all
	No       hall.TicketNo // numbers that begin like this; empty: all
	After    string
	Limit    int
}

const (
	selectTickets = `
	SELECT issued_at, id, body
	  FROM tickets
	 WHERE ($1 = '' OR outlet = $1) AND day >= $2 AND day <= $3 AND (issued_at, id) > ($4, $5)
	   AND ($7 = '' OR state = $7) AND substr(no, 1, length($8)) = $8
	 ORDER BY issued_at, id
	 LIMIT $6`

	selectTicket = `SELECT body FROM tickets WHERE id = $1 ORDER BY outlet LIMIT 1`
)

// Tickets gives a page of visits by their time of issue, and the place where the next page begins ("" when there is none).
func (a *Archive) Tickets(ctx context.Context, f Filter) (page []hall.Ticket, next string, err error) {
	const op = "archive.Tickets"
	issued, id, err := place(f.After)
	if err != nil {
		return nil, "", hall.Wrap(op, err)
	}
	rows, err := a.read.QueryContext(ctx, selectTickets, string(f.Outlet), string(f.From), lastDay(f.To), issued, id, f.Limit,
		string(f.State), string(f.No))
	if err != nil {
		return nil, "", hall.Wrap(op, err)
	}
	defer rows.Close()
	page = []hall.Ticket{}
	for rows.Next() {
		t, err := scanTicket(rows, &issued, &id)
		if err != nil {
			return nil, "", hall.Wrap(op, err)
		}
		page = append(page, t)
	}
	if len(page) == f.Limit {
		next = strconv.FormatInt(issued, 10) + "." + id
	}
	return page, next, hall.Wrap(op, rows.Err())
}

func scanTicket(rows *sql.Rows, before ...any) (t hall.Ticket, err error) {
	var body []byte
	if err := rows.Scan(append(before, &body)...); err != nil {
		return t, err
	}
	return t, json.Unmarshal(body, &t)
}

// place reads "issued.id", where a page ended.
func place(after string) (issued int64, id string, err error) {
	if after == "" {
		return -1, "", nil
	}
	ms, id, _ := strings.Cut(after, ".")
	if issued, err = strconv.ParseInt(ms, 10, 64); err != nil {
		return 0, "", hall.E("archive.place", hall.Invalid, "after is the place a page gave")
	}
	return issued, id, nil
}

func lastDay(d hall.Day) string {
	if d == "" {
		return "9999-12-31"
	}
	return string(d)
}

// History gives a visit and everything that happened to it.
func (a *Archive) History(ctx context.Context, id hall.TicketID) (t hall.Ticket, events []hall.Event, err error) {
	const op = "archive.History"
	var body []byte
	err = a.read.QueryRowContext(ctx, selectTicket, string(id)).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil, hall.E(op, hall.NotFound)
	}
	if err == nil {
		err = json.Unmarshal(body, &t)
	}
	if err == nil {
		events, err = queryEvents(ctx, a.read, selectHistory, string(id), string(t.Outlet))
	}
	return t, events, hall.Wrap(op, err)
}
