package node

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// Rate is how often something may be done: Burst times at once, and once more after each Every. The zero Rate is no limit.
type Rate struct {
	Burst int
	Every time.Duration
}

// Rates are what one terminal may do. A token that was stolen, or a program that went wild, then harms its own terminal and no other.
type Rates struct {
	Issue   Rate
	Cancel  Rate
	Act     Rate // every other verb
	Report  Rate
	Find    Rate
	Guess   Rate // codes that were never printed; beyond it the terminal is not told that they were not
	Streams int  // open at once; 0: no limit
}

// HallRates are those of a hall. A kiosk prints a slip in a second at the least; a teller presses a key.
func HallRates() map[wire.Kind]Rates {
	guess, find, report := Rate{10, time.Minute}, Rate{30, time.Second}, Rate{60, 2 * time.Second}
	return map[wire.Kind]Rates{
		wire.Kiosk: {Issue: Rate{60, time.Second}, Cancel: Rate{20, 6 * time.Second}, Act: Rate{60, time.Second}, Report: report, Find: find,
			Guess: guess, Streams: 16},
		wire.Counter: {Issue: Rate{60, time.Second}, Cancel: Rate{60, time.Second}, Act: Rate{120, 200 * time.Millisecond}, Report: report,
			Find: find, Guess: guess, Streams: 16},
		wire.Display: {Report: report, Streams: 16},
		wire.Media:   {Report: report, Streams: 16},
		wire.Admin:   {Find: find, Guess: guess, Streams: 16},
	}
}

// rates counts what each terminal does. It goes by the monotonic clock: a hall's wall clock that is put right must lock nobody out.
type rates struct {
	of  map[wire.Kind]Rates
	now func() time.Time

	mu      sync.Mutex
	free    map[counted]time.Time // guarded by mu: when the whole burst is there again
	streams map[hall.TerminalID]int
}

// counted is what one terminal does of one sort.
type counted struct {
	terminal hall.TerminalID
	what     string
}

func newRates(of map[wire.Kind]Rates, now func() time.Time) *rates {
	return &rates{of: of, now: now, free: map[counted]time.Time{}, streams: map[hall.TerminalID]int{}}
}

// limits are the rates of the operations, by what is counted together.
func (r Rates) limits(operation string) (what string, limit Rate) {
	switch operation {
	case opIssue:
		return "issue", r.Issue
	case opVerb(hall.Cancel):
		return "cancel", r.Cancel
	case opReport:
		return "report", r.Report
	case opFind:
		return "find", r.Find
	case opTicket, opLine, opHall, opEvents:
		return "", Rate{}
	}
	return "act", r.Act
}

// admit counts a request, or says how long the terminal has to wait.
func (r *rates) admit(t wire.Terminal, operation string) (wait time.Duration) {
	what, limit := r.of[t.Kind].limits(operation)
	return r.take(counted{t.ID, what}, limit)
}

// take counts one of what, and tells how long to wait when it was one too many.
func (r *rates) take(what counted, limit Rate) (wait time.Duration) {
	if limit == (Rate{}) {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	free, over := r.next(what, limit)
	if over > 0 {
		return over
	}
	r.free[what] = free
	return 0
}

// next is when the whole burst would be there again after one more of what, and how much too early that one is. The caller holds mu.
func (r *rates) next(what counted, limit Rate) (free time.Time, over time.Duration) {
	now := r.now()
	if free = r.free[what]; free.Before(now) {
		free = now
	}
	free = free.Add(limit.Every)
	return free, max(0, free.Sub(now)-time.Duration(limit.Burst)*limit.Every)
}

// spent reports whether a terminal has used up a rate, and counts nothing.
func (r *rates) spent(what counted, limit Rate) (wait time.Duration) {
	if limit == (Rate{}) {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	_, over := r.next(what, limit)
	return over
}

// open counts a terminal's streams; false when it has all it may have.
func (r *rates) open(t wire.Terminal) (shut func(), ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if most := r.of[t.Kind].Streams; most > 0 && r.streams[t.ID] >= most {
		return nil, false
	}
	r.streams[t.ID]++
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.streams[t.ID]--; r.streams[t.ID] == 0 {
			delete(r.streams, t.ID)
		}
	}, true
}

// tooMany is the refusal of one too many; the answer says in Retry-After when the next is due.
func tooMany(reason string, wait time.Duration) *wire.Problem {
	p := wire.ProblemOf(wire.Status(hall.TooMany), hall.TooMany, reason)
	p.RetryAfter = strconv.Itoa(int((wait + time.Second - 1) / time.Second))
	return p
}

// GuessingFault is told of a terminal that asks for codes which were never printed, as of one of its devices.
var GuessingFault = hall.Fault{Device: "access", Code: "access.guessing", Severity: "act"}

// guesses looks a code up. Four digits of a code are its check, and one could try them through: a terminal that asks for too many codes
// that were never printed is not told any more which those are, each code costs it a look-up, and the hall is told, so that a person looks
// at the terminal. A slip that was printed is answered all the same: the visitor behind somebody who plays with a kiosk did nothing.
func (n *Node) guesses(ctx context.Context, find func() (hall.Standing, error)) (hall.Standing, error) {
	t := terminalOf(ctx)
	what, limit := counted{t.ID, "guess"}, n.rates.of[t.Kind].Guess
	s, err := find()
	if hall.CodeOf(err) != hall.CodeForged {
		return s, err
	}
	if wait := n.rates.take(what, limit); wait > 0 {
		return hall.Standing{}, tooMany("this terminal asked for too many codes that were never printed", wait)
	}
	if n.rates.spent(what, limit) > 0 {
		n.alarm(ctx, t)
	}
	return s, err
}

func (n *Node) alarm(ctx context.Context, t wire.Terminal) {
	fault := GuessingFault
	r := hall.Report{Key: uuid.NewString(), Fault: &fault, By: hall.Actor{Terminal: t.ID}}
	if err := n.authority.Report(ctx, r); err != nil {
		n.opts.Log.Warn("an alarm is not in the hall's log", "op", "node.alarm", "terminal", t.ID, "err", err)
	}
	n.opts.Log.Warn("a terminal asks for codes that were never printed: look at it, and revoke its token if it is not there", "terminal", t.ID)
}
