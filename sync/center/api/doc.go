// Package api holds the shapes that travel between the center, the halls' outboxes and the management app.
//
// It imports hall's words and report's rows and nothing of a server or a client, so that both sides can speak it. The
// addresses are in package center, the calls in package desk.
package api
