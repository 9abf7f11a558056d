package sqlite

// Statements are the reads of a running hall, by name. (deleteReceipts scans, but at most pruneAtOnce rows.)
var Statements = map[string]string{
	"last": selectLast, "live": selectLive, "ring": selectRing, "numbers": selectNumbers, "receipt": selectReceipt, "events": selectEvents,
	"events on": selectEventsOn, "ticket": selectTicket, "ticket by code": selectTicketByCode, "ticket by token": selectTicketByToken,
	"private": selectPrivate, "private by blind": selectPrivateByBlind, "terminal": selectTerminal,
}
