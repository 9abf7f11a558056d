package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

const insertEvent = `
	INSERT INTO events (outlet, epoch, seq, kind, subject, terminal, teller, at_ms, key, v, body, mac)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

// Columns of a ticket that never change are left out of the update, and with it most indexes. A ticket only goes on: an
// id that is used for a second ticket changes nothing, and that is an error.
const upsertTicket = `
	INSERT INTO tickets (id, outlet, day, no, code, token_hash, service, state, version, issued_at, called_at, started_at, ended_at, body)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
	    ON CONFLICT (id) DO UPDATE
	   SET service = excluded.service, state = excluded.state, version = excluded.version, called_at = excluded.called_at,
	       started_at = excluded.started_at, ended_at = excluded.ended_at, body = excluded.body
	 WHERE excluded.version > tickets.version`

// A correction of the hall's clock moves what else never changes of a ticket.
const redateTicket = `
	UPDATE tickets
	   SET day = $2, issued_at = $3
	 WHERE id = $1`

const upsertCounter = `
	INSERT INTO counters (id, state, teller, body)
	VALUES ($1, $2, $3, $4)
	    ON CONFLICT (id) DO UPDATE SET state = excluded.state, teller = excluded.teller, body = excluded.body`

const upsertNumber = `
	INSERT INTO numbers (day, prefix, last)
	VALUES ($1, $2, $3)
	    ON CONFLICT (day, prefix) DO UPDATE SET last = excluded.last`

const upsertToday = `
	INSERT INTO today (id, day, closed, unsure_ms, wall_ms, moved_ms, moved_at_ms)
	VALUES (1, $1, $2, $3, $4, $5, $6)
	    ON CONFLICT (id) DO UPDATE
	   SET day = excluded.day, closed = excluded.closed, unsure_ms = excluded.unsure_ms, wall_ms = excluded.wall_ms,
	       moved_ms = excluded.moved_ms, moved_at_ms = excluded.moved_at_ms`

const upsertSetup = `
	INSERT INTO setup (id, version, body, mac)
	VALUES (1, $1, $2, $3)
	    ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body, mac = excluded.mac`

const insertReceipt = `
	INSERT INTO receipts (scope, key, body_hash, at_ms, answer, sum)
	VALUES ($1, $2, $3, $4, $5, $6)`

// Commit implements queue.Store: one transaction. Gap: the events do not go on where the log ends, and nothing was
// written.
func (s *Store) Commit(ctx context.Context, changes []queue.Change) error {
	s.wmu.Lock()
	gone, regains, foreseen := s.gone, s.lost != nil, s.told.foresees(changes)
	s.wmu.Unlock()
	if gone != nil {
		return hall.Wrap("sqlite.Commit", gone)
	}
	if regains {
		return s.regain(ctx, changes)
	}
	if !foreseen {
		s.mmu.Lock() // until it is stored, or keepMark would tell of less again
		defer s.mmu.Unlock()
		if err := s.markAhead(changes); err != nil {
			return err
		}
	}
	return s.commit(ctx, changes)
}

// regain stores the beginning of a new epoch and then marks it: until then the mark tells of what was lost. Without
// room the next commit tries to mark it again, and is refused.
func (s *Store) regain(ctx context.Context, changes []queue.Change) error {
	if err := s.commit(ctx, changes); err != nil {
		return err
	}
	return s.keepMark(false)
}

func (s *Store) commit(ctx context.Context, changes []queue.Change) error {
	const op = "sqlite.Commit"
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if len(changes) == 0 {
		return hall.Wrap(op, s.touch(ctx))
	}
	last, err := follow(s.last, changes)
	if err != nil {
		return hall.Wrap(op, err)
	}
	if err := s.lost.admits(changes); err != nil {
		return err
	}
	s.seen.note(changes)
	mac := s.high.MAC
	err = s.changeLocked(ctx, op, func(tx *sql.Tx) error {
		if s.last == (hall.Cursor{}) {
			if err := setBegun(ctx, tx); err != nil {
				return err
			}
		}
		for i := range changes {
			mac = s.sums.chain.next(mac, changes[i].Event)
			if err := s.write.put(ctx, &changes[i], mac, s.sums); err != nil {
				return fmt.Errorf("event %s: %w", changes[i].Event.Cursor(), err)
			}
		}
		if err := s.write.putCounts(ctx, changes); err != nil {
			return err
		}
		return s.write.putRan(ctx, ranAt(changes), s.sums)
	})
	if err != nil {
		return err
	}
	s.last, s.lost = last, nil
	s.high.note(changes, mac)
	s.moved = true
	return nil
}

// follow is the end of the log after the changes. Each event is the next of its epoch or the first of a later one.
func follow(last hall.Cursor, changes []queue.Change) (hall.Cursor, error) {
	for i := range changes {
		e := changes[i].Event
		next := e.Epoch == last.Epoch && e.Seq == last.Seq+1 && e.Epoch > 0
		first := e.Epoch > last.Epoch && e.Seq == 1
		if !next && !first {
			return last, hall.E("sqlite.follow", hall.Gap, fmt.Sprintf("event %s does not follow %s", e.Cursor(), last))
		}
		last = e.Cursor()
	}
	return last, nil
}

// put writes the event with its fingerprint and the rows that it leaves, but for the counts.
func (w *writer) put(ctx context.Context, c *queue.Change, mac []byte, sums *sums) error {
	if err := w.putEvent(ctx, c.Event, mac); err != nil {
		return err
	}
	if c.Ticket != nil {
		if err := w.putTicket(ctx, c.Ticket, c.Event.Kind == hall.TicketRedated); err != nil {
			return err
		}
	}
	if c.Counter != nil {
		if err := w.putCounter(ctx, c.Counter); err != nil {
			return err
		}
	}
	if c.Setup != nil {
		if err := w.putSetup(ctx, c.Setup, sums); err != nil {
			return err
		}
	}
	if err := w.putNote(ctx, c.Note); err != nil {
		return err
	}
	return w.putReceipt(ctx, c.Receipt)
}

// allPrefixes is the row of numbers that counts the tickets of a day.
const allPrefixes = ""

// putCounts writes numbers and day as they are after the last change: in a batch each ticket writes over those of the
// one before.
func (w *writer) putCounts(ctx context.Context, changes []queue.Change) error {
	last := map[[2]string]int{}
	for i := range changes {
		if n := changes[i].Number; n != nil {
			last[[2]string{string(n.Day), n.Prefix}] = n.Last
		}
		if d := changes[i].Day; d != nil {
			last[[2]string{string(d.Day), allPrefixes}] = d.Seq
			row := *d
			row.Seq = 0 // it has a row of its own
			if err := w.putDay(ctx, row); err != nil {
				return err
			}
		}
	}
	for row, n := range last {
		if _, err := w.number.ExecContext(ctx, row[0], row[1], n); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putEvent(ctx context.Context, e hall.Event, mac []byte) error {
	_, err := w.event.ExecContext(ctx, string(e.Outlet), int64(e.Epoch), int64(e.Seq), string(e.Kind), e.Subject, string(e.Actor.Terminal),
		string(e.Actor.Teller), int64(e.At), e.Key, e.V, string(e.Body), mac)
	return err
}

func (w *writer) putTicket(ctx context.Context, t *hall.Ticket, redated bool) error {
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	done, err := w.ticket.ExecContext(ctx, string(t.ID), string(t.Outlet), string(t.Day), string(t.No), t.Code, t.TokenHash, string(t.Group),
		string(t.State), t.Version, int64(t.IssuedAt), int64(t.FirstCalledAt), int64(t.StartedAt), int64(t.EndedAt), string(body))
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		err = fmt.Errorf("ticket %s is already at version %d or beyond", t.ID, t.Version)
	}
	if err == nil && redated {
		_, err = w.conn.ExecContext(ctx, redateTicket, string(t.ID), string(t.Day), int64(t.IssuedAt))
	}
	return err
}

func (w *writer) putCounter(ctx context.Context, c *hall.Counter) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = w.counter.ExecContext(ctx, string(c.ID), string(c.State), string(c.Teller), string(body))
	return err
}

func (w *writer) putSetup(ctx context.Context, s *hall.Setup, sums *sums) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = w.setup.ExecContext(ctx, s.Version, string(body), sums.setup.of(string(body)))
	return err
}

func (w *writer) putReceipt(ctx context.Context, r *queue.Receipt) error {
	if r == nil {
		return nil
	}
	_, err := w.receipt.ExecContext(ctx, string(r.Scope), r.Key, r.BodyHash, int64(r.At), string(r.Answer), receiptSum(*r))
	return err
}

// receiptSum is the fingerprint that a receipt is stored with.
func receiptSum(r queue.Receipt) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %d %q", r.Scope, r.Key, r.BodyHash, r.At, r.Answer))
	return hex.EncodeToString(sum[:16])
}
