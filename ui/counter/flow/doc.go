// Package flow is a counter's work, step by step, without a screen.
//
// A Desk is owned by the UI goroutine. It is told what happens (Press, Scanned, Rate, Seen, Told, Tick) and shows what
// is true now (Buttons, Case, Rows, Customer, Notice). Commands leave through the injected Runner and come back through
// it, so tests are synchronous; keys of commands are injected too.
//
// The desk decides nothing about order: it asks its Queue. It knows which act is possible now and, if not, why. When
// the node is away it keeps serving: acts that need no decision of the authority (start, finish, no-show, a scanned
// ticket, an evaluation) are shown as done, kept in order with their keys, and sent when the node is back.
//
//	closed → idle → called → serving → rating → idle, with paused beside idle
//
// It refuses to know widgets, languages and devices: it speaks in Say values, which the screen turns into sentences.
// The customer window is given a CustomerView and nothing else.
package flow
