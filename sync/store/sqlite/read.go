package sqlite

import (
	"context"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

const selectReceipt = `
	SELECT scope, key, body_hash, at_ms, answer
	  FROM receipts
	 WHERE scope = $1
	   AND key = $2`

const selectEvents = `
	SELECT outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body
	  FROM events
	 WHERE epoch = $1
	   AND seq > $2
	 ORDER BY seq
	 LIMIT $3`

const selectTicket = `
	SELECT body
	  FROM tickets
	 WHERE id = $1`

const selectTicketByCode = `
	SELECT t.body
	  FROM past p
	  JOIN tickets t ON t.id = p.id
	 WHERE p.code = $1
	   AND p.code <> ''
	 ORDER BY p.day DESC
	 LIMIT 1`

const selectTicketByToken = `
	SELECT t.body
	  FROM past p
	  JOIN tickets t ON t.id = p.id
	 WHERE p.token_hash = $1
	   AND p.token_hash <> ''`

// Receipt implements queue.Store.
func (s *Store) Receipt(ctx context.Context, scope hall.TerminalID, key string) (queue.Receipt, bool, error) {
	if s.seen.never(key) {
		return queue.Receipt{}, false, nil
	}
	rows, err := s.read.receipt.QueryContext(ctx, string(scope), key)
	if err != nil {
		return queue.Receipt{}, false, hall.Wrap("sqlite.Receipt", err)
	}
	defer rows.Close()
	var r queue.Receipt
	if !rows.Next() {
		return r, false, hall.Wrap("sqlite.Receipt", rows.Err())
	}
	var answer []byte
	err = rows.Scan(&r.Scope, &r.Key, &r.BodyHash, &r.At, &answer)
	r.Answer = answer
	return r, err == nil, hall.Wrap("sqlite.Receipt", err)
}

// Events implements queue.Store.
func (s *Store) Events(ctx context.Context, after hall.Cursor, limit int) ([]hall.Event, error) {
	all, err := events(ctx, s.read.db, selectEvents, int64(after.Epoch), int64(after.Seq), limit)
	return all, hall.Wrap("sqlite.Events", err)
}

// Ticket implements queue.Store.
func (s *Store) Ticket(ctx context.Context, id hall.TicketID) (hall.Ticket, bool, error) {
	if s.seen.never(string(id)) {
		return hall.Ticket{}, false, nil
	}
	return s.ticket(ctx, "sqlite.Ticket", selectTicket, string(id))
}

// TicketByCode implements queue.Store.
func (s *Store) TicketByCode(ctx context.Context, code string) (hall.Ticket, bool, error) {
	return s.ticket(ctx, "sqlite.TicketByCode", selectTicketByCode, code)
}

// TicketByTokenHash implements queue.Store.
func (s *Store) TicketByTokenHash(ctx context.Context, hash string) (hall.Ticket, bool, error) {
	return s.ticket(ctx, "sqlite.TicketByTokenHash", selectTicketByToken, hash)
}

func (s *Store) ticket(ctx context.Context, op, query, arg string) (hall.Ticket, bool, error) {
	all, err := bodies[hall.Ticket](ctx, s.read.db, query, arg)
	if err != nil || len(all) == 0 {
		return hall.Ticket{}, false, hall.Wrap(op, err)
	}
	return all[0], true, nil
}
