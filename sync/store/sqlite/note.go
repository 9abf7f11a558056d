package sqlite

import (
	"context"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
)

// A note is a personal row of this kind. Its id is this and the ticket's, so a ticket has one at most.
const (
	noteKind   = "note"
	notePrefix = "note/"
	noteEnd    = "note0" // the first text behind all with the prefix
)

const selectNotes = `
	SELECT id, sealed
	  FROM private
	 WHERE id >= $1
	   AND id < $2`

// What the day took with it goes: the tickets that live on are in overnight by then, or go on in the next day under a
// corrected clock.
const deleteNotes = `
	DELETE FROM private
	 WHERE id >= $1
	   AND id < $2
	   AND substr(id, 6) NOT IN (SELECT id FROM overnight)
	   AND substr(id, 6) NOT IN (SELECT id FROM tickets WHERE day = $3 AND state NOT IN ('finished', 'cancelled'))`

func notePlace(id string) seal.Place { return seal.Place{Table: "private", Column: "sealed", ID: id} }

// putNote seals a ticket's note in the commit that tells of it, or takes it away.
func (w *writer) putNote(ctx context.Context, n *queue.Note) error {
	if n == nil {
		return nil
	}
	id := notePrefix + string(n.Ticket)
	if n.Text == "" {
		_, err := w.conn.ExecContext(ctx, deletePrivate, id)
		return err
	}
	sealed, err := w.keys.Seal(notePlace(id), []byte(n.Text))
	if err != nil {
		return err
	}
	_, err = w.conn.ExecContext(ctx, upsertPrivate, id, noteKind, "", int64(n.At), sealed)
	return err
}

// notes reads the notes of the live tickets. One that the key file does not open is gone: a key that is lost erases
// what it sealed, and the hall goes on.
func notes(ctx context.Context, db asker, keys *seal.Keys) (map[hall.TicketID]string, error) {
	if keys == nil {
		return nil, nil
	}
	rows, err := db.QueryContext(ctx, selectNotes, notePrefix, noteEnd)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all map[hall.TicketID]string
	for rows.Next() {
		var id string
		var sealed []byte
		if err := rows.Scan(&id, &sealed); err != nil {
			return nil, err
		}
		plain, err := keys.Unseal(notePlace(id), sealed)
		if err != nil {
			continue
		}
		if all == nil {
			all = map[hall.TicketID]string{}
		}
		all[hall.TicketID(strings.TrimPrefix(id, notePrefix))] = string(plain)
	}
	return all, rows.Err()
}
