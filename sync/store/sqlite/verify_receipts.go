package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/replay"
)

// A command that leaves events leaves one receipt, and a receipt is never without events: its scope and key are the
// terminal and the key of each of them, and its moment is theirs. What leaves no event (a refusal, a call when nobody
// waits) leaves no receipt either. Receipts are forgotten oldest first, so one is missed when it is younger than the
// oldest one there, or than ReceiptsKept.

const selectReceipts = `
	SELECT n, scope, key, body_hash, at_ms, answer, sum
	  FROM receipts
	 ORDER BY n`

const selectStrayReceipts = `
	SELECT scope, key
	  FROM receipts
	 WHERE (scope, key) NOT IN (SELECT terminal, key FROM events WHERE key <> '')`

const selectAnswered = `
	SELECT e.epoch, e.seq, e.kind, e.subject, e.terminal, e.key, e.at_ms, e.body, r.n, r.at_ms, r.answer
	  FROM events e
	  LEFT JOIN receipts r ON r.scope = e.terminal AND r.key = e.key
	 WHERE e.key <> ''
	   AND e.at_ms >= $1
	 ORDER BY e.epoch, e.seq`

func (v *verifier) receipts(ctx context.Context) error {
	oldest, some, err := v.sums(ctx)
	if err != nil {
		return err
	}
	if err := v.strays(ctx); err != nil {
		return err
	}
	kept := max(hall.At(v.now), v.told.At()) - hall.Millis(ReceiptsKept.Milliseconds())
	from := kept
	if some {
		from = min(kept, oldest+1) // of several at one moment some may be forgotten
	}
	return v.answered(ctx, from)
}

// sums checks that each receipt says what it said when it was written, and finds the moment of the oldest.
func (v *verifier) sums(ctx context.Context) (oldest hall.Millis, some bool, err error) {
	rows, err := v.tx.QueryContext(ctx, selectReceipts)
	if err != nil {
		return 0, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var r queue.Receipt
		var answer []byte
		var sum string
		if err := rows.Scan(&n, &r.Scope, &r.Key, &r.BodyHash, &r.At, &answer, &sum); err != nil {
			return 0, false, err
		}
		if !some {
			oldest, some = r.At, true
		}
		if r.Answer = answer; sum != receiptSum(r) {
			v.told.Wrong(whereReceipt(r.Scope, r.Key), "is not as it was written")
		}
	}
	return oldest, some, rows.Err()
}

func (v *verifier) strays(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, selectStrayReceipts)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var scope hall.TerminalID
		var key string
		if err := rows.Scan(&scope, &key); err != nil {
			return err
		}
		v.told.Wrong(whereReceipt(scope, key), "has no event")
	}
	return rows.Err()
}

func whereReceipt(scope hall.TerminalID, key string) string {
	return fmt.Sprintf("receipt %s %s", scope, key)
}

// deeds are the events of one command, which stand together in the log, with the receipt found for them.
type deeds struct {
	events []hall.Event
	bodies []hall.Body
	n      sql.NullInt64
	at     sql.NullInt64
	answer []byte
}

// answered goes through the commands of the log since a moment.
func (v *verifier) answered(ctx context.Context, from hall.Millis) error {
	rows, err := v.tx.QueryContext(ctx, selectAnswered, int64(from))
	if err != nil {
		return err
	}
	defer rows.Close()
	var d deeds
	for rows.Next() {
		var e hall.Event
		var body, answer []byte
		var n, at sql.NullInt64
		err := rows.Scan(&e.Epoch, &e.Seq, &e.Kind, &e.Subject, &e.Actor.Terminal, &e.Key, &e.At, &body, &n, &at, &answer)
		if err != nil {
			return err
		}
		if len(d.events) == 0 || d.events[0].Key != e.Key || d.events[0].Actor != e.Actor {
			v.receipt(d)
			d = deeds{n: n, at: at, answer: answer}
		}
		e.Body = body
		if b, err := e.Tell(); err == nil { // otherwise the log itself is wrong, and that is told
			d.events, d.bodies = append(d.events, e), append(d.bodies, b)
		}
	}
	v.receipt(d)
	return rows.Err()
}

func (v *verifier) receipt(d deeds) {
	if len(d.events) == 0 {
		return
	}
	first := d.events[0]
	where := whereReceipt(first.Actor.Terminal, first.Key)
	switch {
	case !d.n.Valid:
		v.told.Wrong(where, "is not there, event %s %s is", first.Cursor(), first.Kind)
	case hall.Millis(d.at.Int64) != first.At:
		v.told.Wrong(where, "is of %d, event %s of %d", d.at.Int64, first.Cursor(), first.At)
	case !d.tells():
		v.told.Wrong(where, "its answer is not what event %s %s %s tells", first.Cursor(), first.Kind, first.Subject)
	}
}

// tells reports whether the answer is what the events tell. A command may leave events before its own (a counter that
// was silent is open again before it calls) and after it (who waited for a closed counter waits for anyone): the answer
// is the ticket, the counter or the result of an order as one of them tells it.
func (d deeds) tells() bool {
	told := answer(d.answer)
	for _, b := range d.bodies {
		if told.is(b) {
			return true
		}
	}
	return false
}

// answer is a receipt's answer, read as what the body of an event can tell.
type answer []byte

func (a answer) is(b hall.Body) bool {
	switch {
	case b.Order != nil:
		return says(a, *b.Order)
	case b.Clock != nil:
		var told hall.Clock
		return json.Unmarshal(a, &told) == nil && told.Hall == b.Clock.To
	case b.Fault != nil || b.Test != nil:
		return string(a) == "true"
	case b.Ticket != nil && a.ticket() != nil:
		return replay.Sum(*a.ticket()) == replay.Sum(*b.Ticket)
	case b.Counter != nil:
		return says(a, *b.Counter)
	}
	return false
}

func says[T comparable](a answer, want T) bool {
	var got T
	return json.Unmarshal(a, &got) == nil && got == want
}

// ticket is the ticket of an issue, a verb or a pick; nil when the answer has none.
func (a answer) ticket() *hall.Ticket {
	var told struct {
		hall.Ticket              // of an issue or a verb
		Called      *hall.Ticket `json:"ticket"` // of a pick
	}
	switch {
	case json.Unmarshal(a, &told) != nil:
		return nil
	case told.Called != nil:
		return told.Called
	case told.TokenHash == "":
		return nil // a counter has a ticket's id and state of its own
	}
	return &told.Ticket
}
