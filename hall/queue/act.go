package queue

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// Act implements hall.Authority.
func (q *Queue) Act(ctx context.Context, a hall.Action) (hall.Ticket, error) {
	const op = "queue.Act"
	if len(a.Key) > maxText || a.Key == "" {
		return hall.Ticket{}, hall.E(op, hall.Invalid, "a command needs a key, made by the caller")
	}
	a = a.Plain()
	if len(a.Note) > 500 || len(a.Reasons) > 10 {
		return hall.Ticket{}, hall.E(op, hall.Invalid, "too long")
	}
	for _, r := range a.Reasons {
		if err := hall.Choose(op, "reasons", r, hall.RatingReasons...); err != nil {
			return hall.Ticket{}, err
		}
	}
	q.alive(a.By)
	told := untimed(a)
	told.Slip, told.Note = "", q.opts.Key.Note(a.Note) // a telephone number is soon found from a stored hash
	t, err := do[hall.Ticket](ctx, q, command{op: op + " " + string(a.Verb), by: a.By, key: a.Key,
		hash:   hashOf(string(a.Verb)+"|"+string(a.Ticket), told),
		decide: func(t *turn) (any, error) { return t.act(a) }})
	if hall.CodeOf(err) == hall.NotFound && hall.SubjectOf(err) == string(a.Ticket) {
		return t, q.notToday(ctx, a.Ticket, err)
	}
	return t, err
}

// untimed is what an act asks for. When it was done is no part of that: an act that is sent again after a cut tells it.
func untimed(a hall.Action) hall.Action {
	a.At = 0
	return a
}

// notToday makes a better refusal for a ticket of an earlier day.
func (q *Queue) notToday(ctx context.Context, id hall.TicketID, refusal error) error {
	if _, found, err := q.store.Ticket(ctx, id); err == nil && found {
		return &hall.Error{Op: "queue.Act", Code: hall.TooLate, Reason: "a ticket of an earlier day", Subject: string(id)}
	}
	return refusal
}

// deed is one verb on one ticket.
type deed struct {
	*turn
	a       hall.Action
	old     *hall.Ticket
	next    hall.Ticket   // the ticket after it
	counter *hall.Counter // the counter after it, when it changes
	kind    hall.EventKind
	verb    hall.Verb // what it comes to: a recall too many is a no-show
	reason  *hall.PickReason
	note    *Note // of the ticket, when it changes
}

// verbs is what each verb changes beside the state. The state itself is hall.After's.
var verbs = map[hall.Verb]func(*deed) error{
	hall.Call: (*deed).call, hall.Recall: (*deed).recall, hall.Start: (*deed).start, hall.NoShow: (*deed).noShow,
	hall.Requeue: (*deed).requeue, hall.Hold: (*deed).hold, hall.Resume: (*deed).resume, hall.Transfer: (*deed).transfer,
	hall.Release: (*deed).release, hall.Return: (*deed).comeBack, hall.Finish: (*deed).finish, hall.Cancel: (*deed).cancel,
	hall.Reopen: (*deed).reopen,
}

// act decides one verb on one ticket.
func (t *turn) act(a hall.Action) (any, error) {
	const op = "queue.act"
	old := t.s.tickets[a.Ticket]
	if old == nil {
		return nil, &hall.Error{Op: op, Code: hall.NotFound, Subject: string(a.Ticket)}
	}
	if a.Version != 0 && a.Version != old.Version {
		return nil, hall.E(op, hall.Conflict, "the ticket has changed since")
	}
	a.Counter = t.s.whose(a)
	d := &deed{turn: t, a: a, old: old, next: *old, kind: hall.KindOf[a.Verb], verb: a.Verb}
	if answer, ok, err := d.afterCut(); ok {
		return answer, err
	}
	switch a.Verb {
	case hall.Evaluate:
		return d.evaluate()
	case hall.Print:
		return d.print()
	}
	change, ok := verbs[a.Verb]
	if !ok {
		return nil, hall.E(op, hall.Invalid, "no verb of a ticket")
	}
	state, err := hall.After(old.State, a.Verb, old.Previous)
	if err != nil {
		return nil, err
	}
	d.next.State = state
	if err := d.permit(); err != nil {
		return nil, err
	}
	if err := change(d); err != nil {
		return nil, err
	}
	return d.settle(), nil
}

// whose is the counter whose act it is: the one that is named, or else the one where the asking terminal sits. An act
// that a visitor may do as well is done for him when no counter is named.
func (s *state) whose(a hall.Action) hall.CounterID {
	switch a.Verb {
	case hall.Requeue, hall.Evaluate, hall.Print:
		return a.Counter
	}
	if a.Counter != "" || a.By.Terminal == "" || a.EndedBy == hall.EndedByVisitor {
		return a.Counter
	}
	return s.seatOf(a.By.Terminal)
}

// seatOf is the counter where a terminal sits, or "".
func (s *state) seatOf(terminal hall.TerminalID) hall.CounterID {
	for id, c := range s.counters {
		if terminal != "" && c.Terminal == terminal && c.State != hall.CounterClosed {
			return id
		}
	}
	return ""
}

func (d *deed) settle() hall.Ticket {
	t := d.emitTicket(d.kind, d.verb, d.old.State, d.next, d.counter, d.reason)
	if d.note != nil {
		d.takeNote(*d.note)
	}
	return *t
}

// permit says who may do it: a ticket that a counter has is that counter's alone; one that waits is any counter's; a
// visitor may give up and come back.
func (d *deed) permit() error {
	const op = "queue.permit"
	if d.a.Counter == "" {
		return d.permitVisitor()
	}
	if err := d.s.seat(d.a.Counter, d.by, false); err != nil {
		return err
	}
	mine := d.a.Counter == d.old.Counter
	switch {
	case d.old.State.Active() && !mine:
		return hall.E(op, hall.Denied, "another counter has the ticket")
	case d.old.State == hall.Held && !d.s.mayTakeHeld(d.old, d.a.Counter):
		return hall.E(op, hall.Denied, "held for another counter")
	case d.a.Verb == hall.Reopen && d.old.Counter != "" && !mine:
		return hall.E(op, hall.Denied, "another counter ended it")
	}
	return nil
}

func (d *deed) permitVisitor() error {
	const op = "queue.permitVisitor"
	if err := d.attended(); err != nil {
		return err
	}
	idle := d.old.State == hall.Waiting || d.old.State == hall.Missed
	switch {
	case d.a.Verb == hall.Requeue:
		return nil
	case d.a.Verb == hall.Reopen && d.old.EndedBy != hall.EndedByTeller && !d.old.Previous.Active():
		return nil
	case d.a.Verb == hall.Cancel && idle:
		return nil
	case d.a.Verb == hall.Cancel:
		return hall.E(op, hall.Denied, "a counter has the ticket")
	}
	return hall.E(op, hall.Invalid, "whose act is it: name the counter")
}

// seat checks that a counter works and that the asking program is the one that opened it: a program that slept through
// a takeover may do nothing any more. toCall asks whether it may also take a visitor now.
func (s *state) seat(id hall.CounterID, by hall.Actor, toCall bool) error {
	const op = "queue.seat"
	c := s.counter(id)
	if _, known := s.counterSetup(id); !known && s.counters[id] == nil {
		return hall.E(op, hall.NotFound, "no such counter")
	}
	switch {
	case c.State == hall.CounterClosed:
		return hall.E(op, hall.NotOpen)
	case by.Terminal != "" && c.Terminal != "" && by.Terminal != c.Terminal:
		return hall.E(op, hall.Denied, "another program has this counter")
	case toCall && c.Ticket != "":
		return &hall.Error{Op: op, Code: hall.Busy, Subject: string(c.Ticket)}
	case toCall && c.State != hall.CounterOpen && !isGone(c):
		return hall.E(op, hall.NotOpen, "paused")
	}
	return nil
}

// mayTakeHeld: a ticket held for a counter is that counter's while it works; afterwards anyone's who can serve it.
func (s *state) mayTakeHeld(t *hall.Ticket, id hall.CounterID) bool {
	if t.HoldBy == id {
		return true
	}
	if t.HoldBy != "" && !s.left(t.HoldBy) {
		return false
	}
	return s.serves(id, t.Group)
}

func (s *state) serves(id hall.CounterID, g hall.GroupCode) bool {
	c, _ := s.counterSetup(id)
	_, ok := c.Level(g)
	return ok
}
