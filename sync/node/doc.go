// Package node puts a hall's authority on the network: the HTTP API under /api/v1, the event stream, and the visitor's
// page.
//
//	h := node.New(authority, node.Options{Terminals: terminals, Outlet: "gaoyang", Version: "1.2.0"})
//	http.Serve(listener, h)
//
// It decides nothing about the queue. It decides who may ask: every terminal has a bearer token, the token has a kind,
// and may.go is the table of what a kind may do; what is not in the table is denied. The terminal of a command is the
// token's, never the body's.
//
// What a kind is told of a ticket is one table too (redact.go), and every answer passes through it. A visitor's machine
// may touch the tickets it issued and those whose slip is shown to it (grant.go). Each terminal has rates (rate.go):
// beyond them it is refused as too_many with Retry-After, and nothing was done.
//
// It also tells the authority which counters' programs live (Watcher): one that neither holds GET /events nor asks
// anything for the outlet's release_sec is gone, and its visitor goes back to the head of the line.
//
// Failures are problem+json with hall's codes, also for unknown paths and methods. Which store and which queue are
// behind it, it does not know: near or far, it is given a hall.Authority.
package node
