package archive

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/brighthall/brighthall/hall"
)

// Order is a command to a hall, who gave it and what became of it.
type Order struct {
	hall.Order
	At     hall.Millis
	By     string
	DoneAt hall.Millis
	Code   hall.Code
	No     hall.TicketNo
	Ahead  int
}

const (
	insertOrder = `
	INSERT INTO orders (outlet, id, kind, args, expires, at_ms, by_whom) VALUES ($1, $2, $3, $4, $5, $6, $7)
	    ON CONFLICT (outlet, id) DO NOTHING`

	orderColumns = `SELECT id, kind, args, expires, at_ms, by_whom, done_at, code, no, ahead FROM orders `

	selectOrder   = orderColumns + `WHERE outlet = $1 AND id = $2`
	selectOrders  = orderColumns + `WHERE outlet = $1 ORDER BY at_ms DESC, id LIMIT 200`
	selectPending = orderColumns + `WHERE outlet = $1 AND done_at = 0 AND expires > $2 ORDER BY at_ms, id LIMIT 100`
)

// PutOrder keeps an order until the hall answers it or it expires. The same id again is the same order; with other
// words, KeyReused.
func (a *Archive) PutOrder(ctx context.Context, outlet hall.OutletID, o hall.Order, by string) (Order, error) {
	const op = "archive.PutOrder"
	args := string(o.Args)
	_, err := a.write.ExecContext(ctx, insertOrder, string(outlet), o.ID, o.Kind, args, int64(o.Expires), int64(hall.At(a.now())), by)
	if err != nil {
		return Order{}, hall.Wrap(op, err)
	}
	stored, err := orders(ctx, a.write, selectOrder, string(outlet), o.ID)
	if err != nil || len(stored) != 1 {
		return Order{}, hall.Wrap(op, err)
	}
	if stored[0].Kind != o.Kind || string(stored[0].Args) != args {
		return Order{}, hall.E(op, hall.KeyReused)
	}
	return stored[0], nil
}

// Orders are an outlet's newest orders, newest first.
func (a *Archive) Orders(ctx context.Context, outlet hall.OutletID) ([]Order, error) {
	list, err := orders(ctx, a.read, selectOrders, string(outlet))
	return list, hall.Wrap("archive.Orders", err)
}

// Pending are the orders the hall has not answered and that still hold, oldest first.
func (a *Archive) Pending(ctx context.Context, outlet hall.OutletID) ([]hall.Order, error) {
	list, err := orders(ctx, a.read, selectPending, string(outlet), int64(hall.At(a.now())))
	pending := make([]hall.Order, 0, len(list))
	for _, o := range list {
		pending = append(pending, o.Order)
	}
	return pending, hall.Wrap("archive.Pending", err)
}

func orders(ctx context.Context, db *sql.DB, query string, params ...any) ([]Order, error) {
	rows, err := db.QueryContext(ctx, query, params...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Order{}
	for rows.Next() {
		var o Order
		var args string
		if err := rows.Scan(&o.ID, &o.Kind, &args, &o.Expires, &o.At, &o.By, &o.DoneAt, &o.Code, &o.No, &o.Ahead); err != nil {
			return nil, err
		}
		if args != "" {
			o.Args = json.RawMessage(args)
		}
		list = append(list, o)
	}
	return list, rows.Err()
}
