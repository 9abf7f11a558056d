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

// Rate is how often something may be done: Burst times at once, and once more after each Every. The zero Rate is no
// limit.
type Rate struct {
	Burst int
	Every time.Duration
}

// Rates are what one terminal may do. A token that was stolen, or a program that went wild, then harms its own terminal
// and no other.
type Rates struct {
	Issue   Rate
	Cancel  Rate
	Act     Rate // every other verb
	Report  Rate
	Find    Rate
	Guess   Rate // codes that were never printed; beyond it the terminal's look-ups by code are doubtful
	Doubt   Rate // doubtful look-ups by code, of right codes as of wrong ones
	Streams int  // open at once; 0: no limit
}

// HallRates are those of a hall. A kiosk prints a slip in a second at the least; a teller presses a key. A program that
// was slowed at a doubtful look-up asks again within its patience, which is longer than Doubt, so an honest slip is
// answered a little later.
func HallRates() map[wire.Kind]Rates {
	guess, doubt := Rate{10, time.Minute}, Rate{1, 8 * time.Second}
	find, report := Rate{30, time.Second}, Rate{60, 2 * time.Second}
	return map[wire.Kind]Rates{
		wire.Kiosk: {Issue: Rate{60, time.Second}, Cancel: Rate{20, 6 * time.Second}, Act: Rate{60, time.Second}, Report: report, Find: find,
			Guess: guess, Doubt: doubt, Streams: 16},
		wire.Counter: {Issue: Rate{60, time.Second}, Cancel: Rate{60, time.Second}, Act: Rate{120, 200 * time.Millisecond}, Report: report,
			Find: find, Guess: guess, Doubt: doubt, Streams: 16},
		wire.Display: {Report: report, Streams: 16},
		wire.Media:   {Report: report, Streams: 16},
		wire.Admin:   {Find: find, Guess: guess, Doubt: doubt, Streams: 16},
	}
}

// rates counts what each terminal does. It goes by the monotonic clock: a hall's wall clock that is put right must lock
// nobody out.
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

// next is when the whole burst would be there again after one more of what, and how much too early that one is. The
// caller holds mu.
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

// lookUp finds a ticket by what a scanner read. Four digits of a code are its check, and one could try them through: of
// a terminal that asked for too many codes that were never printed the hall is told, so that a person looks at it, and
// from then on it has one answer now and then, whether the code is right or wrong. Slips that it issued itself, and
// addresses of pages, which nobody can guess, are answered always: the visitor behind somebody who plays with a kiosk
// did nothing.
func (n *Node) lookUp(ctx context.Context, scanned string) (hall.Standing, error) {
	s, err := n.authority.Find(ctx, scanned)
	if !isCode(scanned) || n.issuedHere(ctx, s, err) {
		return s, err
	}
	if wait := n.doubts(ctx, hall.CodeOf(err) == hall.CodeForged); wait > 0 {
		return hall.Standing{}, tooMany("this terminal asked for too many codes that were never printed", wait)
	}
	return s, err
}

// isCode reports whether a text is a bare code, as a person could type it.
func isCode(scanned string) bool {
	s, err := hall.ParseScan(scanned)
	return err == nil && s.Code != ""
}

// issuedHere reports whether a ticket that was found, or that is used or of an earlier day, was issued by the asking
// terminal.
func (n *Node) issuedHere(ctx context.Context, s hall.Standing, err error) bool {
	if id := hall.SubjectOf(err); id != "" {
		s, err = n.authority.Ticket(ctx, hall.TicketID(id))
	}
	return err == nil && s.Terminal != "" && s.Terminal == terminalOf(ctx).ID
}

// doubts counts a look-up by code, and tells how long the terminal has to wait for its answer.
func (n *Node) doubts(ctx context.Context, forged bool) (wait time.Duration) {
	t := terminalOf(ctx)
	guess, limits := counted{t.ID, "guess"}, n.rates.of[t.Kind]
	if n.rates.spent(guess, limits.Guess) > 0 || forged && n.rates.take(guess, limits.Guess) > 0 {
		return n.rates.take(counted{t.ID, "doubt"}, limits.Doubt)
	}
	if forged && n.rates.spent(guess, limits.Guess) > 0 {
		n.alarm(ctx, t)
	}
	return 0
}

func (n *Node) alarm(ctx context.Context, t wire.Terminal) {
	fault := GuessingFault
	r := hall.Report{Key: uuid.NewString(), Fault: &fault, By: hall.Actor{Terminal: t.ID}}
	if err := n.authority.Report(ctx, r); err != nil {
		n.opts.Log.Warn("an alarm is not in the hall's log", "op", "node.alarm", "terminal", t.ID, "err", err)
	}
	n.opts.Log.Warn("a terminal asks for codes that were never printed: look at it, and revoke its token if it is not there", "terminal", t.ID)
}
