package queue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
)

// pinRules bound the tries at PINs: an account is a teller's id as typed, a place a terminal. Two comparisons at once
// take 40 MB.
var pinRules = auth.Rules{Own: 5, All: 20, Place: 30, For: time.Minute, Together: 2}

// Desk implements hall.Authority.
func (q *Queue) Desk(ctx context.Context, a hall.CounterAction) (hall.Counter, error) {
	const op = "queue.Desk"
	if a.Key == "" || len(a.Key) > maxText {
		return hall.Counter{}, hall.E(op, hall.Invalid, "a command needs a key, made by the caller")
	}
	a.Reason = hall.Plain(a.Reason)
	if err := hall.Choose(op, "reason", a.Reason, slices.Concat([]string{""}, hall.TellerReasons)...); err != nil {
		return hall.Counter{}, err
	}
	a.Teller, a.PIN = q.named(hall.TellerID(hall.Plain(hall.Halfwidth(string(a.Teller))))), hall.Halfwidth(a.PIN)
	// The PIN is no part of the hash: six digits are soon found from a stored hash.
	body := []string{string(a.Counter), string(a.Teller), a.Reason}
	c := answers[hall.Counter](command{op: op + " " + string(a.Verb), by: a.By, key: a.Key, hash: hashOf(string(a.Verb), body),
		decide: func(t *turn) (any, error) { return t.desk(a) }})
	if a.Verb == hall.OpenCounter && !q.answered(ctx, c) {
		if err := q.checkPIN(ctx, op, a); err != nil {
			return hall.Counter{}, err
		}
	}
	q.alive(a.By)
	return do[hall.Counter](ctx, q, c)
}

// named is the id of the teller who typed his id or his badge; what nobody is called stays as typed and fits no PIN.
func (q *Queue) named(typed hall.TellerID) hall.TellerID {
	q.mu.Lock()
	defer q.mu.Unlock()
	if t, ok := q.head.setup.Teller(string(typed)); ok {
		return t.ID
	}
	return typed
}

// answered reports whether the command is a repeated one.
func (q *Queue) answered(ctx context.Context, c command) bool {
	_, found, err := q.receiptOf(ctx, c)
	return found || err != nil
}

// checkPIN asks whether the teller is who he says. The check is slow on purpose, so it runs outside the mutex. An id
// that no teller has takes as long and is locked as soon.
func (q *Queue) checkPIN(ctx context.Context, op string, a hall.CounterAction) error {
	if a.PIN != "" && !hall.AllDigits(a.PIN) {
		return hall.E(op, hall.WrongPIN, "a PIN is digits: this one is an input method's, and no try")
	}
	hash := q.tellerHash(a.Teller)
	try := auth.Attempt{Account: string(a.Teller) + " " + hash, Place: string(a.By.Terminal), ID: q.try(a)}
	return hall.Wrap(op, q.tries.Check(ctx, try, func() bool { return q.opts.CheckPIN(hash, a.PIN) }))
}

// try names one attempt: the same command sent again, after a lost answer, is the same try; another PIN under its key
// is not.
func (q *Queue) try(a hall.CounterAction) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%x %q %q %q %q", []byte(q.opts.Key), a.By.Terminal, a.Key, a.Teller, a.PIN))
	return hex.EncodeToString(sum[:])
}

// tellerHash is the hash of a teller's PIN; empty when nobody has the id or the teller has no PIN.
func (q *Queue) tellerHash(id hall.TellerID) string {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, teller := range q.head.setup.Tellers {
		if teller.ID == id {
			return teller.PIN
		}
	}
	return ""
}

// desk decides one verb on one counter.
func (t *turn) desk(a hall.CounterAction) (any, error) {
	const op = "queue.desk"
	_, known := t.s.counterSetup(a.Counter)
	c := t.s.counter(a.Counter)
	if !known && c.State == hall.CounterClosed {
		return nil, hall.E(op, hall.NotFound, "no such counter")
	}
	switch a.Verb {
	case hall.OpenCounter:
		return t.open(c, a)
	case hall.CloseCounter:
		return t.close(c, a.By)
	case hall.PauseCounter:
		return t.pause(c, a.Reason)
	case hall.ReopenCounter:
		return t.reopenCounter(c)
	}
	return nil, hall.E(op, hall.Invalid, "no verb of a counter")
}

// open seats a teller. The same teller may open his counter again from another program, which then has it alone. A
// teller has one counter, and so has a program: it is asked here, where the head is, because two presses at once both
// find the durable hall empty.
func (t *turn) open(c hall.Counter, a hall.CounterAction) (any, error) {
	const op = "queue.open"
	if c.State != hall.CounterClosed && c.Teller != a.Teller {
		return nil, hall.E(op, hall.CounterTaken)
	}
	for id, other := range t.s.counters {
		switch {
		case id == c.ID || other.State == hall.CounterClosed:
		case other.Teller == a.Teller:
			return nil, &hall.Error{Op: op, Code: hall.TellerElsewhere, Subject: string(id)}
		case a.By.Terminal != "" && other.Terminal == a.By.Terminal:
			return nil, &hall.Error{Op: op, Code: hall.TellerElsewhere, Reason: "this terminal has counter " + string(id), Subject: string(id)}
		}
	}
	if c.State == hall.CounterClosed {
		c.InRow = 0
	}
	if c.State != hall.CounterOpen || t.s.leftOpen(c) {
		c.Since = t.now
	}
	c.State, c.Teller, c.Terminal, c.Reason = hall.CounterOpen, a.Teller, a.By.Terminal, ""
	t.by.Teller = a.Teller
	return t.emitCounter(hall.CounterOpened, c), nil
}

// close ends a teller's work at a counter: from the program that has it, or by the system, which is nobody. A visitor
// who waits for this counter alone waits for anyone from now on, and so does one who is said to be there since a day
// that is over.
func (t *turn) close(c hall.Counter, by hall.Actor) (any, error) {
	const op = "queue.close"
	if c.State == hall.CounterClosed {
		return nil, hall.E(op, hall.NotOpen)
	}
	if err := t.s.seat(c.ID, by, false); err != nil {
		return nil, err
	}
	if old := t.s.tickets[c.Ticket]; old != nil && t.s.leftOpen(c) {
		t.releaseTicket(old)
		c = t.s.counter(c.ID)
	}
	if c.Ticket != "" {
		return nil, &hall.Error{Op: op, Code: hall.Busy, Subject: string(c.Ticket)}
	}
	c.State, c.Teller, c.Terminal, c.Reason, c.InRow, c.Since = hall.CounterClosed, "", "", "", 0, t.now
	c = t.emitCounter(hall.CounterClosedEv, c)
	t.freeWaiting(c.ID)
	return c, nil
}

// freeWaiting lets anyone call who waited for this counter alone.
func (t *turn) freeWaiting(id hall.CounterID) {
	for _, waiting := range append(line(nil), t.s.all...) {
		if waiting.ForCounter == id {
			next := *waiting
			next.ForCounter = ""
			t.emitTicket(hall.TicketMarked, "", waiting.State, next, nil, nil)
		}
	}
}

func (t *turn) pause(c hall.Counter, reason string) (any, error) {
	if err := t.s.seat(c.ID, t.by, false); err != nil {
		return nil, err
	}
	if c.State == hall.CounterPaused {
		return nil, hall.E("queue.pause", hall.Conflict, "it is paused")
	}
	c.State, c.Reason, c.Since = hall.CounterPaused, reason, t.now
	return t.emitCounter(hall.CounterPausedEv, c), nil
}

func (t *turn) reopenCounter(c hall.Counter) (any, error) {
	if err := t.s.seat(c.ID, t.by, false); err != nil {
		return nil, err
	}
	if c.State != hall.CounterPaused {
		return nil, hall.E("queue.reopenCounter", hall.Conflict, "it is not paused")
	}
	c.State, c.Reason, c.Since = hall.CounterOpen, "", t.now
	return t.emitCounter(hall.CounterReopened, c), nil
}
