package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// Filter chooses visits: days inclusive, an empty outlet means all, an empty day no bound. After is where the page
// before ended.
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
	SELECT issued_at, id, outlet, body
	  FROM tickets
	 WHERE ($1 = '' OR outlet = $1) AND day >= $2 AND day <= $3 AND (issued_at, id, outlet) > ($4, $5, $9)
	   AND ($7 = '' OR state = $7) AND substr(no, 1, length($8)) = $8
	 ORDER BY issued_at, id, outlet
	 LIMIT $6`

	selectTicket = `SELECT body FROM tickets WHERE id = $1 AND ($2 = '' OR outlet = $2) ORDER BY outlet LIMIT 2`
)

// Tickets gives a page of visits by their time of issue, and the place where the next page begins ("" when there is
// none).
func (a *Archive) Tickets(ctx context.Context, f Filter) (page []hall.Ticket, next string, err error) {
	const op = "archive.Tickets"
	issued, id, outlet, err := place(f.After)
	if err != nil {
		return nil, "", hall.Wrap(op, err)
	}
	rows, err := a.read.QueryContext(ctx, selectTickets, string(f.Outlet), string(f.From), lastDay(f.To), issued, id, f.Limit,
		string(f.State), string(f.No), outlet)
	if err != nil {
		return nil, "", hall.Wrap(op, err)
	}
	defer rows.Close()
	page = []hall.Ticket{}
	for rows.Next() {
		t, err := scanTicket(rows, &issued, &id, &outlet)
		if err != nil {
			return nil, "", hall.Wrap(op, err)
		}
		page = append(page, t)
	}
	if len(page) == f.Limit {
		next = strconv.FormatInt(issued, 10) + "." + escaped(id) + "." + escaped(outlet)
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

// place reads "issued.id.outlet", where a page ended. Outlets make their ids themselves: two may have the same.
func place(after string) (issued int64, id, outlet string, err error) {
	if after == "" {
		return -1, "", "", nil
	}
	parts := strings.Split(after, ".")
	if len(parts) == 3 {
		issued, err = strconv.ParseInt(parts[0], 10, 64)
		id, outlet = unescaped(parts[1], &err), unescaped(parts[2], &err)
	}
	if len(parts) != 3 || err != nil {
		return 0, "", "", hall.E("archive.place", hall.Invalid, "after is the place a page gave")
	}
	return issued, id, outlet, nil
}

func escaped(text string) string { return strings.ReplaceAll(url.QueryEscape(text), ".", "%2E") }

func unescaped(text string, err *error) string {
	plain, wrong := url.QueryUnescape(text)
	if wrong != nil {
		*err = wrong
	}
	return plain
}

func lastDay(d hall.Day) string {
	if d == "" {
		return "9999-12-31"
	}
	return string(d)
}

// History gives a visit of an outlet and everything that happened to it. Without an outlet the id must be of one alone:
// outlets make their ids themselves, and one may have made that of another.
func (a *Archive) History(ctx context.Context, outlet hall.OutletID, id hall.TicketID) (t hall.Ticket, events []hall.Event, err error) {
	const op = "archive.History"
	found, err := bodies[hall.Ticket](ctx, a.read, selectTicket, string(id), string(outlet))
	switch {
	case err != nil:
		return t, nil, hall.Wrap(op, err)
	case len(found) == 0:
		return t, nil, hall.E(op, hall.NotFound)
	case len(found) > 1:
		return t, nil, hall.E(op, hall.Invalid, "several halls have a ticket of this id: say which")
	}
	events, err = queryEvents(ctx, a.read, selectHistory, string(id), string(found[0].Outlet))
	return found[0], events, hall.Wrap(op, err)
}
