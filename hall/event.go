package hall

import "encoding/json"

// EventKind names what happened. Kinds are stored and sent: never renamed.
type EventKind string

// The kinds of events.
const (
	TicketIssued      EventKind = "ticket.issued"
	TicketCalled      EventKind = "ticket.called"
	TicketRecalled    EventKind = "ticket.recalled"
	TicketStarted     EventKind = "ticket.started"
	TicketMissed      EventKind = "ticket.missed"
	TicketRequeued    EventKind = "ticket.requeued"
	TicketHeld        EventKind = "ticket.held"
	TicketResumed     EventKind = "ticket.resumed"
	TicketTransferred EventKind = "ticket.transferred"
	TicketReleased    EventKind = "ticket.released"
	TicketReturned    EventKind = "ticket.returned"
	TicketFinished    EventKind = "ticket.finished"
	TicketCancelled   EventKind = "ticket.cancelled"
	TicketReopened    EventKind = "ticket.reopened"
	TicketEvaluated   EventKind = "ticket.evaluated"
	TicketPaper       EventKind = "ticket.paper"  // what became of the slip
	TicketMarked      EventKind = "ticket.marked" // the system notes a release to come
	TicketReclaimed   EventKind = "ticket.reclaimed"
	TicketAccounted   EventKind = "ticket.accounted" // a counter that was cut off told of its service; the ticket had gone on elsewhere
	TicketRedated     EventKind = "ticket.redated"   // its moments moved with the hall's clock
	CounterRedated    EventKind = "counter.redated"
	ClockDoubted      EventKind = "clock.doubted"   // nobody vouches for the time from here on
	ClockCorrected    EventKind = "clock.corrected" // the hall's clock made a step, forward or back
	CounterOpened     EventKind = "counter.opened"
	CounterClosedEv   EventKind = "counter.closed"
	CounterPausedEv   EventKind = "counter.paused"
	CounterReopened   EventKind = "counter.reopened"
	DayOpened         EventKind = "day.opened"
	DayClosed         EventKind = "day.closed"
	EpochOpened       EventKind = "epoch.opened"
	NumbersSkipped    EventKind = "numbers.skipped" // after a restore: they may have been given
	SetupApplied      EventKind = "setup.applied"
	OrderDone         EventKind = "order.done" // the result of a center's command
	DeviceFault       EventKind = "device.fault"
	SlipAsked         EventKind = "slip.asked" // staff at the center want a ticket's slip printed at a terminal
	TestAsked         EventKind = "test.asked" // every terminal of the hall tests itself now
	TestDone          EventKind = "test.done"  // one has
	Reset             EventKind = "reset"      // never stored: the reader's cursor is unknown here, take a snapshot
)

// KindOf is the event that a verb leaves.
var KindOf = map[Verb]EventKind{
	Issue: TicketIssued, Call: TicketCalled, Recall: TicketRecalled, Start: TicketStarted, NoShow: TicketMissed,
	Requeue: TicketRequeued, Hold: TicketHeld, Resume: TicketResumed, Transfer: TicketTransferred, Release: TicketReleased,
	Return: TicketReturned, Finish: TicketFinished, Cancel: TicketCancelled, Reopen: TicketReopened,
	Evaluate: TicketEvaluated, Print: TicketPaper, Close: TicketCancelled, Reclaim: TicketReclaimed,
}

// Event is one line of the log. Its key is (Outlet, Epoch, Seq). It holds tokens, never a person's data.
type Event struct {
	Outlet  OutletID        `json:"outlet"`
	Epoch   Epoch           `json:"epoch"`
	Seq     Seq             `json:"seq"`
	Kind    EventKind       `json:"kind"`
	Subject string          `json:"subject,omitempty"` // id of the ticket, counter, day …
	Actor   Actor           `json:"actor"`
	At      Millis          `json:"at_ms"`         // never before the event before it, unless this one is clock.corrected
	Key     string          `json:"key,omitempty"` // idempotency key of the command
	V       int             `json:"v"`             // body version; bodies only grow
	Body    json.RawMessage `json:"body"`
}

// Cursor is the place after this event.
func (e Event) Cursor() Cursor { return Cursor{e.Epoch, e.Seq} }

// Body is what an event tells: the state after it, and what explains it. Unused parts are absent.
type Body struct {
	Ticket   *Ticket      `json:"ticket,omitempty"`  // after the event
	Counter  *Counter     `json:"counter,omitempty"` // after the event
	From     State        `json:"from,omitempty"`    // the ticket's state before
	Verb     Verb         `json:"verb,omitempty"`
	Reason   *PickReason  `json:"reason,omitempty"` // of a call
	Day      Day          `json:"day,omitempty"`
	Previous *Cursor      `json:"previous,omitempty"` // epoch.opened
	Setup    *Setup       `json:"setup,omitempty"`    // setup.applied, without PIN hashes
	Order    *OrderResult `json:"order,omitempty"`
	Slip     *SlipAsk     `json:"slip,omitempty"`
	Fault    *Fault       `json:"fault,omitempty"`
	Test     *SelfTest    `json:"test,omitempty"`
	Skip     *Skip        `json:"skip,omitempty"`  // numbers.skipped
	Clock    *Correction  `json:"clock,omitempty"` // clock.corrected; clock.doubted, To is what nobody believes; day.opened, when it gives another name to the day that it was
}

// Skip says that a day goes on above numbers which may have been given, though the log does not tell of them, or that
// were given on it before the hall's clock was corrected. With Day it speaks of a day that was left by a correction: so
// many of its numbers stay.
type Skip struct {
	Day    Day    `json:"day,omitempty"`
	Prefix string `json:"prefix,omitempty"` // empty: the codes alone
	Last   int    `json:"last,omitempty"`   // the next number is above
	Seq    int    `json:"seq"`              // the next ticket code's sequence is above
}

// Tell reads the body of an event.
func (e Event) Tell() (Body, error) {
	var b Body
	err := json.Unmarshal(e.Body, &b)
	return b, Wrap("hall.Event.Tell", err)
}

// Order is a command of the center to a hall.
type Order struct {
	ID      string          `json:"id"`
	Kind    string          `json:"kind" enum:"pause_group,resume_group,close_counter,close_day,self_test,issue_ticket,print_slip"` // one of OrderKinds
	Args    json.RawMessage `json:"args,omitempty"`
	Expires Millis          `json:"expires"`
}

// OrderKinds are the orders that a hall carries out: for a group ({"service": …}), for a counter ({"counter": …}), for
// the day, for all its terminals. A number is issued by an order whose id becomes the ticket's ({"service": …,
// "priority": …, "terminal": …}), and a slip is printed at a terminal ({"ticket": …, "terminal": …}).
var OrderKinds = []string{"pause_group", "resume_group", "close_counter", "close_day", SelfTestOrder, IssueOrder, PrintOrder}

// SelfTestOrder lets every terminal of the hall test itself; what they find comes back as events.
const SelfTestOrder = "self_test"

// The orders for a visitor who stands before somebody in the hall. What becomes of the slip comes back as an event of
// its ticket.
const (
	IssueOrder = "issue_ticket"
	PrintOrder = "print_slip"
)

// SlipAsk names the terminal that is to print a ticket's slip.
type SlipAsk struct {
	Ticket   TicketID   `json:"ticket"`
	Terminal TerminalID `json:"terminal"`
}

// OrderResult is what became of an order.
type OrderResult struct {
	ID    string   `json:"id"`
	Code  Code     `json:"code,omitempty"`  // empty: done
	No    TicketNo `json:"no,omitempty"`    // of the ticket that it issued or prints
	Ahead int      `json:"ahead,omitempty"` // who wait before it
}
