package queue

import (
	"encoding/json"

	"github.com/brighthall/brighthall/hall"
)

// turn is one command being decided: each emit changes the head at once, so a command with several events sees its own
// effects. A command refuses before its first emit or not at all.
type turn struct {
	s       *state
	now     hall.Millis
	by      hall.Actor
	key     hall.Key
	idem    string // the command's idempotency key, told in its events
	waits   Waits
	unsure  bool // nobody vouches for the time: see Queue.unsure
	young   bool // the start is too fresh to send anybody away by its clock
	alone   bool // … and had one clock's word for how long the hall was closed
	changes []Change

	deserted bool // a counter's program asks, and nobody is signed in at it
}

// actor is who asks, with the teller who is signed in at the terminal; what a program says of itself is not known.
func (s *state) actor(by hall.Actor) hall.Actor {
	if seat := s.seatOf(by.Terminal); seat != "" {
		return hall.Actor{Terminal: by.Terminal, Teller: s.counter(seat).Teller}
	}
	return hall.Actor{Terminal: by.Terminal}
}

// asNobody makes what follows the hall's own conclusion and nobody's act, until back is called.
func (t *turn) asNobody() (back func()) {
	by, idem := t.by, t.idem
	t.by, t.idem = hall.Actor{}, ""
	return func() { t.by, t.idem = by, idem }
}

// attended refuses what a counter's program asks for a visitor while nobody is signed in at it.
func (t *turn) attended() error {
	if t.deserted {
		return hall.E("queue.attended", hall.NotOpen, "no teller is signed in at this terminal")
	}
	return nil
}

// emit makes an event of kind about subject and applies it with the rows of c.
func (t *turn) emit(kind hall.EventKind, subject string, b hall.Body, c Change) {
	body, err := json.Marshal(b)
	if err != nil {
		panic("hall.Body cannot be written as JSON: " + err.Error()) // only plain words and numbers are in it
	}
	c.Event = hall.Event{Outlet: t.s.setup.Outlet.ID, Epoch: t.s.cursor.Epoch, Seq: t.s.cursor.Seq + 1, Kind: kind, Subject: subject,
		Actor: t.by, At: t.now, Key: t.idem, V: 1, Body: body}
	t.s.apply(c)
	t.changes = append(t.changes, c)
}

// emitTicket makes the event of a verb on a ticket: next is the ticket after it, without its version. c is the counter
// after it, or nil.
func (t *turn) emitTicket(kind hall.EventKind, verb hall.Verb, from hall.State, next hall.Ticket, c *hall.Counter, r *hall.PickReason) *hall.Ticket {
	next.Version++
	t.emit(kind, string(next.ID), hall.Body{Ticket: &next, Counter: c, From: from, Verb: verb, Reason: r}, Change{Ticket: &next, Counter: c})
	return &next
}

// emitCounter makes the event of a counter that changed.
func (t *turn) emitCounter(kind hall.EventKind, c hall.Counter) hall.Counter {
	t.emit(kind, string(c.ID), hall.Body{Counter: &c}, Change{Counter: &c})
	return c
}

// emitSetup tells of a setup without its PIN hashes, and keeps it with them.
func (t *turn) emitSetup(setup *hall.Setup) {
	told := *setup
	told.Tellers = make([]hall.Teller, len(setup.Tellers))
	for i, p := range setup.Tellers {
		p.PIN = ""
		told.Tellers[i] = p
	}
	t.emit(hall.SetupApplied, string(setup.Outlet.ID), hall.Body{Setup: &told}, Change{Setup: setup})
}

// freed is the counter without its ticket, when it has this one.
func (t *turn) freed(ticket *hall.Ticket) *hall.Counter {
	c := t.s.counter(ticket.Counter)
	if c.Ticket != ticket.ID {
		return nil
	}
	c.Ticket = ""
	return &c
}
