package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
)

// Statements are the reads of a running hall, by name. (deleteReceipts scans, but at most pruneAtOnce rows.)
var Statements = map[string]string{
	"last": selectLast, "live": selectLive, "ring": selectRing, "numbers": selectNumbers, "receipt": selectReceipt, "events": selectEvents,
	"events on": selectEventsOn, "ticket": selectTicket, "ticket by code": selectTicketByCode, "ticket by token": selectTicketByToken,
	"private": selectPrivate, "private by blind": selectPrivateByBlind, "terminal": selectTerminal,
}

// CopyLog does what Run does now and then.
func (s *Store) CopyLog(ctx context.Context) error {
	db, err := sql.Open("sqlite", dsn(filepath.Join(s.dir, File)))
	if err != nil {
		return err
	}
	return errors.Join(s.copyLog(ctx, db), db.Close())
}
