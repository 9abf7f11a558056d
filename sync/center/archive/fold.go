package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// fold gathers the last after-image of everything a run of events tells about, so that a ticket with six events is
// written once.
type fold struct {
	outlet   hall.OutletID
	tickets  map[hall.TicketID]*hall.Ticket
	counters map[hall.CounterID]*hall.Counter
	faults   map[device]*hall.Fault
	tests    map[hall.TerminalID]*hall.SelfTest
	asked    hall.Millis // of a self-test
	orders   map[string]orderDone
	setup    *hall.Setup
	day      hall.Day // the last that was opened; else the latest of a ticket
	opened   bool     // one was
}

type device struct {
	terminal hall.TerminalID
	name     string
}

type orderDone struct {
	at hall.Millis
	hall.OrderResult
}

func newFold(outlet hall.OutletID) *fold {
	return &fold{outlet: outlet, tickets: map[hall.TicketID]*hall.Ticket{}, counters: map[hall.CounterID]*hall.Counter{},
		faults: map[device]*hall.Fault{}, tests: map[hall.TerminalID]*hall.SelfTest{}, orders: map[string]orderDone{}}
}

// take takes in one event and its body. Where the hall goes on from a copy, what it lost is ended first.
func (f *fold) take(ctx context.Context, tx *sql.Tx, e hall.Event, b hall.Body) error {
	if p := b.Previous; e.Kind == hall.EpochOpened && p != nil && p.Epoch > 0 {
		if err := f.write(ctx, tx); err != nil {
			return err
		}
		*f = *newFold(f.outlet)
		if err := endLost(ctx, tx, f.outlet, *p, e.At); err != nil {
			return err
		}
	}
	f.add(e, b)
	return nil
}

// add takes in one event and its body.
func (f *fold) add(e hall.Event, b hall.Body) {
	if b.Ticket != nil {
		f.tickets[b.Ticket.ID] = b.Ticket
	}
	if b.Counter != nil {
		f.counters[b.Counter.ID] = b.Counter
	}
	if b.Fault != nil {
		f.faults[device{b.Fault.Terminal, b.Fault.Device}] = b.Fault
	}
	if b.Test != nil {
		f.tests[b.Test.Terminal] = b.Test
	}
	if e.Kind == hall.TestAsked {
		f.asked = e.At
	}
	if b.Order != nil {
		f.orders[b.Order.ID] = orderDone{e.At, *b.Order}
	}
	if b.Setup != nil {
		f.setup = b.Setup
	}
	if e.Kind == hall.DayOpened {
		f.day, f.opened = b.Day, true // it may be an earlier one, when the hall's clock was corrected
	}
}

const (
	upsertTicket = `
	INSERT INTO tickets (outlet, id, day, no, service, state, issued_at, called, wait_ms, served_ms, ended_at, ended_by, no_shows, level, body)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
	    ON CONFLICT (id, outlet) DO UPDATE
	   SET day = excluded.day, no = excluded.no, service = excluded.service, state = excluded.state, issued_at = excluded.issued_at,
	       called = excluded.called, wait_ms = excluded.wait_ms, served_ms = excluded.served_ms, ended_at = excluded.ended_at,
	       ended_by = excluded.ended_by, no_shows = excluded.no_shows, level = excluded.level, body = excluded.body`

	upsertCounter = `
	INSERT INTO counters (outlet, id, body) VALUES ($1, $2, $3)
	    ON CONFLICT (outlet, id) DO UPDATE SET body = excluded.body`

	upsertEvaluation = `
	INSERT INTO evaluations (outlet, ticket, day, level, reasons, at_ms, counter, teller, service)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
	    ON CONFLICT (outlet, ticket) DO UPDATE SET day = excluded.day, level = excluded.level, reasons = excluded.reasons, at_ms = excluded.at_ms`

	upsertFault = `
	INSERT INTO faults (outlet, terminal, device, body) VALUES ($1, $2, $3, $4)
	    ON CONFLICT (outlet, terminal, device) DO UPDATE SET body = excluded.body`

	clearFault = `DELETE FROM faults WHERE outlet = $1 AND terminal = $2 AND device = $3`

	upsertTest = `
	INSERT INTO tests (outlet, terminal, body) VALUES ($1, $2, $3)
	    ON CONFLICT (outlet, terminal) DO UPDATE SET body = excluded.body`

	askTest = `UPDATE outlets SET test_asked = $2 WHERE id = $1 AND test_asked < $2`

	finishOrder = `UPDATE orders SET done_at = $3, code = $4, no = $5, ahead = $6 WHERE outlet = $1 AND id = $2`
	seeSetup    = `UPDATE outlets SET setup_seen = $2 WHERE id = $1`
	seeDay      = `UPDATE outlets SET day = $2 WHERE id = $1 AND ($3 = 1 AND $2 <> '' OR day < $2)`
)

// write puts the gathered images into the tables, in the order of their ids so that the b-tree is walked once.
func (f *fold) write(ctx context.Context, tx *sql.Tx) error {
	for _, step := range []func(context.Context, *sql.Tx) error{f.writeTickets, f.writeCounters, f.writeFaults, f.writeTests, f.writeOutlet} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) writeTickets(ctx context.Context, tx *sql.Tx) error {
	stmt, err := tx.PrepareContext(ctx, upsertTicket)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, id := range slices.Sorted(maps.Keys(f.tickets)) {
		t := f.tickets[id]
		if !f.opened {
			f.day = max(f.day, t.Day)
		}
		if _, err := stmt.ExecContext(ctx, ticketRow(t)...); err != nil {
			return err
		}
		if t.Evaluation == nil {
			continue
		}
		if _, err := tx.ExecContext(ctx, upsertEvaluation, evaluationRow(t)...); err != nil {
			return err
		}
	}
	return nil
}

func ticketRow(t *hall.Ticket) []any {
	var level any
	if t.Evaluation != nil {
		level = t.Evaluation.Level
	}
	called, wait := 0, int64(0)
	if t.FirstCalledAt > 0 {
		called, wait = 1, span(int64(t.FirstCalledAt-t.IssuedAt))
	}
	return []any{string(t.Outlet), string(t.ID), string(t.Day), string(t.No), string(t.Group), string(t.State), int64(t.IssuedAt), called,
		wait, span(t.ServedMs), int64(t.EndedAt), t.EndedBy, t.NoShows, level, text(t)}
}

// span keeps a length of time within what a visit may last, so that one wrong clock is no mean of a year.
func span(ms int64) int64 { return min(max(ms, 0), 48*3600*1000) }

func evaluationRow(t *hall.Ticket) []any {
	v := t.Evaluation
	return []any{string(t.Outlet), string(t.ID), string(t.Day), v.Level, text(v.Reasons), int64(v.At), string(t.Counter),
		string(t.Teller), string(t.Group)}
}

func (f *fold) writeCounters(ctx context.Context, tx *sql.Tx) error {
	for id, c := range f.counters {
		if _, err := tx.ExecContext(ctx, upsertCounter, string(f.outlet), string(id), text(c)); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) writeFaults(ctx context.Context, tx *sql.Tx) (err error) {
	for k, v := range f.faults {
		if v.Cleared {
			_, err = tx.ExecContext(ctx, clearFault, string(f.outlet), string(k.terminal), k.name)
		} else {
			_, err = tx.ExecContext(ctx, upsertFault, string(f.outlet), string(k.terminal), k.name, text(v))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) writeTests(ctx context.Context, tx *sql.Tx) error {
	for terminal, v := range f.tests {
		if _, err := tx.ExecContext(ctx, upsertTest, string(f.outlet), string(terminal), text(v)); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, askTest, string(f.outlet), int64(f.asked))
	return err
}

func (f *fold) writeOutlet(ctx context.Context, tx *sql.Tx) error {
	for id, o := range f.orders {
		if _, err := tx.ExecContext(ctx, finishOrder, string(f.outlet), id, int64(o.at), string(o.Code), string(o.No), o.Ahead); err != nil {
			return err
		}
	}
	if f.setup != nil {
		if _, err := tx.ExecContext(ctx, seeSetup, string(f.outlet), text(f.setup)); err != nil {
			return err
		}
	}
	opened := 0
	if f.opened {
		opened = 1
	}
	_, err := tx.ExecContext(ctx, seeDay, string(f.outlet), string(f.day), opened)
	return err
}

// text is v as JSON; our own types always have one.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
