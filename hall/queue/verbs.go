package queue

import (
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// call takes this very ticket, whoever waits before it.
func (d *deed) call() error {
	if err := d.mayCall(); err != nil {
		return err
	}
	setup, _ := d.s.counterSetup(d.a.Counter)
	v := view{d.now, d.s.setup.Outlet.Rules, setup}
	r := v.explain(d.old, ByChoice, d.s.all)
	d.take(d.a.Counter, r)
	return nil
}

// mayCall says whether this counter may call this ticket now.
func (d *deed) mayCall() error {
	const op = "queue.call"
	if err := d.s.seat(d.a.Counter, d.by, true); err != nil {
		return err
	}
	if !d.s.returnable(d.old, d.now) {
		return hall.E(op, hall.TooLate)
	}
	if d.old.ForCounter != "" && d.old.ForCounter != d.a.Counter {
		return hall.E(op, hall.Denied, "it waits for another counter")
	}
	if d.old.ForCounter == "" && !d.s.serves(d.a.Counter, d.old.Group) {
		return hall.E(op, hall.Denied, "this counter does not serve it")
	}
	return nil
}

// take puts the ticket at a counter. The wait ends at the first call; later calls do not touch it.
func (d *deed) take(at hall.CounterID, r hall.PickReason) {
	d.wake(at)
	c := d.s.counter(at)
	c.Ticket, c.InRow = d.old.ID, InRow(c.InRow, d.old)
	d.counter, d.reason = &c, &r
	d.next.State, d.next.Counter, d.next.Teller = hall.Called, at, c.Teller
	d.next.Calls, d.next.CalledAt, d.next.NotBefore, d.next.ReleaseAt = 1, d.when(), 0, 0
	d.next.RoundAt = d.next.CalledAt
	if d.next.FirstCalledAt == 0 {
		d.next.FirstCalledAt = d.next.CalledAt
	}
	d.calledAgain(at)
}

// recall calls again; beyond the limit the visitor did not show. Calls in a row would make a no-show of somebody who is
// on his way.
func (d *deed) recall() error {
	if d.now.Sub(d.old.CalledAt) < d.s.setup.Outlet.Rules.BetweenCalls() {
		return hall.E("queue.recall", hall.TooSoon)
	}
	if d.old.Calls >= d.s.setup.Outlet.Rules.CallLimit {
		d.next.State, d.kind, d.verb = hall.Missed, hall.TicketMissed, hall.NoShow
		return d.noShow()
	}
	d.next.Calls++
	d.next.CalledAt = d.now
	return nil
}

func (d *deed) start() error {
	d.next.ServingSince = d.when()
	if d.next.StartedAt == 0 {
		d.next.StartedAt = d.next.ServingSince
	}
	d.passed(d.old.Counter)
	return nil
}

func (d *deed) noShow() error {
	d.next.MissedAt, d.next.NoShows = d.when(), d.old.NoShows+1
	d.leaveCounter()
	return nil
}

// leaveCounter frees the counter and closes the stretch of serving.
func (d *deed) leaveCounter() {
	d.counter = d.freed(d.old)
	d.next.ServedMs, d.next.ServingSince, d.next.ReleaseAt = d.old.ServiceMs(d.when()), 0, 0
}

// requeue lets a missed visitor back 1 ms behind the third who waits in his line, but never before the place he had.
// Where fewer wait he would be called again at once, while he still walks: there he rests for some minutes of his
// absence, unless nobody else waits then.
func (d *deed) requeue() error {
	rules := d.s.setup.Outlet.Rules
	if !d.s.returnable(d.old, d.now) {
		return hall.E("queue.requeue", hall.TooLate)
	}
	l := d.s.lines[d.old.Group]
	if len(l) > 0 && rules.RequeueBehind > 0 {
		behind := l[min(rules.RequeueBehind, len(l))-1].Effective + 1
		d.next.Effective = max(d.old.Effective, behind)
	}
	d.next.Credited = d.next.Effective < d.old.IssuedAt && d.old.Credited
	if len(l) < rules.RequeueBehind || rules.RequeueBehind == 0 {
		d.next.NotBefore = d.old.MissedAt.Add(minutes(rules.MissedRestMin))
	}
	d.next.Calls, d.next.ForCounter = 0, ""
	return nil
}

func (d *deed) hold() error {
	if d.a.HoldMin < 0 || d.a.HoldMin > 24*60 {
		return hall.E("queue.hold", hall.Invalid, "minutes of a hold")
	}
	d.leaveCounter()
	d.hand(d.a.Note)
	d.next.HoldBy, d.next.HoldUntil = d.a.Counter, 0
	if d.a.ForAnyone {
		d.next.HoldBy = ""
	}
	if d.a.HoldMin > 0 {
		d.next.HoldUntil = d.now.Add(minutes(d.a.HoldMin))
	}
	return nil
}

func (d *deed) resume() error {
	if err := d.s.seat(d.a.Counter, d.by, true); err != nil {
		return err
	}
	d.wake(d.a.Counter)
	c := d.s.counter(d.a.Counter)
	c.Ticket = d.old.ID
	d.counter = &c
	d.next.Counter, d.next.Teller = c.ID, c.Teller
	d.next.HoldBy, d.next.HoldUntil, d.next.ServingSince = "", 0, d.now
	d.passed(c.ID)
	return nil
}

// release puts the ticket back to the head of its line: the visitor had his turn, the teller or the program went away.
func (d *deed) release() error {
	d.leaveCounter()
	d.toHead()
	d.next.ForCounter = ""
	return nil
}

// comeBack ends a hold: to the head of the line, for the counter that held it while that works.
func (d *deed) comeBack() error {
	d.toHead()
	d.next.ForCounter, d.next.HoldBy, d.next.HoldUntil = d.old.HoldBy, "", 0
	if d.next.ForCounter != "" && d.s.left(d.next.ForCounter) {
		d.next.ForCounter = ""
	}
	return nil
}

// toHead gives the first place of the line. It is not counted as a credit: it is no overtaking, he was called before.
func (d *deed) toHead() {
	if l := d.s.lines[d.next.Group]; len(l) > 0 {
		d.next.Effective = min(d.next.Effective, l[0].Effective-1)
	}
	d.next.Credited, d.next.Calls, d.next.NotBefore = false, 0, 0
}

// transfer moves the ticket to another group or counter. Number, note and arrival stay; the credit puts it ahead of the
// tail.
func (d *deed) transfer() error {
	const op = "queue.transfer"
	to := d.a.ToGroup
	if to == "" {
		to = d.old.Group
	}
	if _, ok := d.s.setup.Group(to); !ok {
		return hall.E(op, hall.NotFound, "no such service")
	}
	if to == d.old.Group && d.stays() {
		return hall.E(op, hall.Invalid, "it would stay where it is")
	}
	if !d.s.taken(to, d.a.ToCounter) {
		return hall.E(op, hall.NobodyServes)
	}
	if d.old.State.Active() {
		d.leaveCounter()
	}
	if to != d.old.Group {
		d.next.Effective = min(d.old.Effective, d.old.IssuedAt.Add(-minutes(d.s.setup.Outlet.Rules.TransferMin)))
		d.next.Credited = d.next.Effective < d.old.IssuedAt
	}
	d.next.Group, d.next.ForCounter = to, d.a.ToCounter
	d.hand(d.a.Note)
	d.next.HoldBy, d.next.HoldUntil, d.next.Calls, d.next.NotBefore = "", 0, 0, 0
	return nil
}

// stays reports whether a transfer within its service would leave the ticket where it is.
func (d *deed) stays() bool {
	switch {
	case d.a.ToCounter == "":
		return true
	case d.old.State.Active():
		return d.a.ToCounter == d.a.Counter
	}
	return d.old.State == hall.Waiting && d.a.ToCounter == d.old.ForCounter
}

// taken reports whether an open counter, this one when it is named, would serve group g.
func (s *state) taken(g hall.GroupCode, by hall.CounterID) bool {
	if by == "" {
		return s.servedBy(g) > 0
	}
	return s.serves(by, g) && s.counter(by).State == hall.CounterOpen
}

func (d *deed) finish() error {
	if err := d.checkOutcomes(); err != nil {
		return err
	}
	d.next.Outcomes, d.next.EndedFrom = d.a.Outcomes, d.by.Terminal
	d.end(hall.EndedByTeller)
	return nil
}

func (d *deed) checkOutcomes() error {
	const op = "queue.finish"
	for item, o := range d.a.Outcomes {
		if item != hall.WholeItem && !slices.Contains(d.old.Items, item) {
			return hall.E(op, hall.Invalid, "an outcome for an item the visitor did not come for")
		}
		if !slices.Contains(hall.Outcomes, o) {
			return hall.E(op, hall.Invalid, "unknown outcome")
		}
	}
	return nil
}

// end closes the ticket.
func (d *deed) end(by string) {
	if d.old.State.Active() {
		d.leaveCounter()
	}
	d.next.Previous, d.next.EndedAt, d.next.EndedBy = d.old.State, d.when(), by
}

func (d *deed) cancel() error {
	by := d.a.EndedBy
	if by == "" {
		by = hall.EndedByVisitor
		if d.a.Counter != "" {
			by = hall.EndedByTeller
		}
	}
	idle := d.old.State == hall.Waiting || d.old.State == hall.Missed
	switch {
	case by != hall.EndedByTeller && by != hall.EndedByVisitor && by != hall.EndedUnprinted,
		by == hall.EndedByTeller && d.a.Counter == "":
		return hall.E("queue.cancel", hall.Invalid, "who gives up")
	case by != hall.EndedByTeller && !idle:
		return hall.E("queue.cancel", hall.Denied, "a counter has the ticket")
	}
	d.end(by)
	return nil
}

// reopen takes an end back, shortly after it. The visitor's word about an end makes it final: taken back and cancelled,
// it would stay in the figures without a service behind it. "Not rated" is no word: it goes with the end, and he is
// asked again about the next.
func (d *deed) reopen() error {
	const op = "queue.reopen"
	if d.old.BySystem() {
		return hall.E(op, hall.Conflict, "the day is closed")
	}
	if d.old.Rated() {
		return hall.E(op, hall.Conflict, "the visitor has rated it")
	}
	if d.now > d.old.EndedAt.Add(time.Duration(d.s.setup.Outlet.Rules.ReopenSec)*time.Second) {
		return hall.E(op, hall.TooLate)
	}
	if have := d.s.has(d.old.Customer, d.old.Group, d.now); have != nil {
		return &hall.Error{Op: op, Code: hall.Duplicate, Subject: string(have.ID)}
	}
	if c := d.s.counter(d.a.Counter); d.next.State.Active() {
		if c.Ticket != "" {
			return &hall.Error{Op: op, Code: hall.Busy, Subject: string(c.Ticket)}
		}
		c.Ticket = d.old.ID
		d.counter, d.next.Counter, d.next.Teller = &c, c.ID, c.Teller
	}
	if d.next.State == hall.Serving {
		d.next.ServingSince = d.now
	}
	d.next.Previous, d.next.EndedAt, d.next.EndedBy, d.next.EndedFrom, d.next.Outcomes = "", 0, "", "", nil
	d.next.Evaluation = nil
	return nil
}

// evaluate takes the visitor's word, once, for a finished ticket.
func (d *deed) evaluate() (any, error) {
	const op = "queue.evaluate"
	if err := d.checkLevel(); err != nil {
		return nil, err
	}
	switch {
	case d.old.State != hall.Finished:
		return nil, hall.E(op, hall.Conflict, "only a finished ticket is rated")
	case d.old.Evaluation != nil:
		return nil, hall.E(op, hall.AlreadyRated)
	case d.a.Counter != "" && d.a.Counter != d.old.Counter, !d.hears():
		return nil, hall.E(op, hall.Denied, "another counter served it")
	}
	d.next.Evaluation = &hall.Evaluation{Level: *d.a.Level, Reasons: d.a.Reasons, At: d.since(d.old.EndedAt)}
	return d.settle(), nil
}

func (d *deed) checkLevel() error {
	const op = "queue.evaluate"
	switch {
	case d.a.Level == nil:
		return hall.E(op, hall.Invalid, "a rating says its level, 0 for not rated")
	case *d.a.Level < 0 || *d.a.Level > 5:
		return hall.E(op, hall.Invalid, "levels are 5 to 1, or 0 for not rated")
	}
	return nil
}

// hears reports whether the asking program can have the visitor's word: it sits where he was served, or it finished him
// and the teller has signed off since. A program where another teller has signed in has it no more: it would be a
// colleague's word about a colleague. Whatever asks without a terminal speaks for the hall.
func (d *deed) hears() bool {
	from := d.by.Terminal
	seat := d.s.seatOf(from)
	if seat != "" && d.s.counter(seat).Teller != d.old.Teller {
		return false
	}
	return from == "" || from == d.old.EndedFrom || seat == d.old.Counter
}

// print notes what became of the slip.
func (d *deed) print() (any, error) {
	switch d.a.Paper {
	case hall.PaperPrinted, hall.PaperNotPrinted, hall.PaperUncertain:
	default:
		return nil, hall.E("queue.print", hall.Invalid, "unknown state of the slip")
	}
	d.next.Paper = d.a.Paper
	return d.settle(), nil
}
