package hall

import "context"

// Authority is the one place where numbers and order are decided. Near it is a *queue.Queue, far it is a
// *client.Client; both pass halltest.TestAuthority. Callers declare the smaller interfaces they need.
//
// Every command carries a key made by the caller. Repeating it, with the same body, has the effect once and gives the
// same answer. An answer without error is durable. Unavailable and Unknown mean: ask again with the same key.
type Authority interface {
	// Issue gives out a ticket. OutOfHours, QuotaFull, SlotFull, Paused, Duplicate (SubjectOf names the ticket),
	// NotFound, Invalid.
	Issue(ctx context.Context, r IssueRequest) (Standing, error)
	// Next calls the next visitor of a counter; Pick.Nobody when nobody waits. Busy, NotOpen, NotFound.
	Next(ctx context.Context, r NextRequest) (Pick, error)
	// Act does one verb on one ticket and gives the ticket after it. A recall beyond the limit gives the ticket missed.
	Act(ctx context.Context, a Action) (Ticket, error)
	// Desk does one verb on one counter.
	Desk(ctx context.Context, a CounterAction) (Counter, error)
	// Report writes down what a terminal tells of itself. Invalid.
	Report(ctx context.Context, r Report) error
	// TrustClock takes a person's word that the clock of the node's machine is right. Invalid: it cannot be.
	TrustClock(ctx context.Context, key string, by Actor) (Clock, error)
	// Ticket reads a ticket and where it stands.
	Ticket(ctx context.Context, id TicketID) (Standing, error)
	// Find reads the ticket of a scanned text. CodeUnknown, CodeForeign, CodeForged, CodeOld, CodeLost, CodeUsed
	// (SubjectOf names the ticket).
	Find(ctx context.Context, scanned string) (Standing, error)
	// Line is the queue of one counter in the order it would be called, at most limit, with the reasons.
	Line(ctx context.Context, counter CounterID, limit int) ([]Pick, error)
	// Hall is one durable snapshot.
	Hall(ctx context.Context) (Snapshot, error)
	// Watch tells every event after the cursor, in order, without gap or repeat, until ctx ends or tell fails. A cursor
	// that is not known here gives one event of kind Reset first and goes on from now. The zero cursor means from now
	// on.
	Watch(ctx context.Context, after Cursor, tell func(Event) error) error
}
