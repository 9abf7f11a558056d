// Package queue decides who is served next.
//
// A hall has exactly one Queue. Everything that changes a ticket or a counter goes through it, one command at a time,
// and each change leaves one event. It does no input or output of its own: it asks its Store to commit and tells its
// listeners afterwards.
//
// # How a command runs
//
// Under the mutex a command is decided (a pure function of the head state and the clock), applied to the head state and
// put in the line. Run, the one committer, writes the whole line as one transaction, then advances the durable state,
// publishes the events and answers the callers. Readers and listeners see the durable state only, so nothing is ever
// said that a power cut could take back.
//
// A commit that errs is unknown, never retried: Run stops the line, rebuilds the head from the store and answers each
// caller by looking for the receipt of his key.
//
// A teller's note about a visitor is no part of the ticket: it is kept beside it (note.go), sealed by the store, put
// into answers on their way out, and gone with the day. So no event, no row and no receipt holds it.
//
// # How to use it
//
//	q, err := queue.New(ctx, store, queue.Options{Key: key, Now: time.Now, Seed: seed})
//	go q.Run(ctx)   // commits, answers, publishes
//	q.Tick(ctx)     // now and then, at least every few seconds: timed holds, gone tellers, the turn of the business day
//
// The next visitor is chosen by pick.go and nothing else. The verbs of a ticket are the table of package hall. Package
// queue knows no wire, no screen, no device and no SQL; it imports package hall only.
package queue
