package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"

	"github.com/brighthall/brighthall/hall"
)

// A hall that goes on from a copy knows nothing of the tickets since, and its log never ends them. The center ends
// those that were open, so that nobody waits in its lists for ever; that they were issued stays true.

const (
	selectLost = `
	SELECT body
	  FROM tickets AS t
	 WHERE outlet = $1 AND ended_at = 0
	   AND NOT EXISTS (SELECT 1 FROM events WHERE subject = t.id AND outlet = $1 AND (epoch, seq) <= ($2, $3))
	 ORDER BY id`

	updateCounter = `UPDATE counters SET body = $3 WHERE outlet = $1 AND id = $2`
)

// everKnown is a place after all of a log.
var everKnown = hall.Cursor{Epoch: math.MaxUint32, Seq: math.MaxInt64}

// endLost ends the open tickets of which a log says nothing up to the place from which it goes on.
func endLost(ctx context.Context, tx *sql.Tx, outlet hall.OutletID, from hall.Cursor, at hall.Millis) error {
	lost, err := bodies[hall.Ticket](ctx, tx, selectLost, string(outlet), from.Epoch, int64(from.Seq))
	if err != nil || len(lost) == 0 {
		return err
	}
	gone := map[hall.TicketID]bool{}
	for _, t := range lost {
		state, err := hall.After(t.State, hall.Close, "")
		if err != nil {
			continue
		}
		t.Previous, t.State, t.EndedAt, t.EndedBy = t.State, state, max(at, t.IssuedAt), hall.EndedBySystem
		gone[t.ID] = true
		if _, err := tx.ExecContext(ctx, upsertTicket, ticketRow(&t)...); err != nil {
			return err
		}
	}
	return freeCounters(ctx, tx, outlet, gone)
}

// freeCounters lets no counter serve a ticket that is gone.
func freeCounters(ctx context.Context, tx *sql.Tx, outlet hall.OutletID, gone map[hall.TicketID]bool) error {
	all, err := bodies[json.RawMessage](ctx, tx, selectCounters, string(outlet))
	if err != nil {
		return err
	}
	for _, body := range all {
		var c hall.Counter
		if err := json.Unmarshal(body, &c); err != nil {
			return err
		}
		if !gone[c.Ticket] {
			continue
		}
		c.Ticket = ""
		if _, err := tx.ExecContext(ctx, updateCounter, string(outlet), string(c.ID), text(c)); err != nil {
			return err
		}
	}
	return nil
}
