package flow

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Caller changes things: the verbs a counter may do.
type Caller interface {
	Next(ctx context.Context, r hall.NextRequest) (hall.Pick, error)
	Act(ctx context.Context, a hall.Action) (hall.Ticket, error)
	Desk(ctx context.Context, a hall.CounterAction) (hall.Counter, error)
}

// Reader tells how things stand.
type Reader interface {
	Ticket(ctx context.Context, id hall.TicketID) (hall.Standing, error)
	Find(ctx context.Context, scanned string) (hall.Standing, error)
	Line(ctx context.Context, counter hall.CounterID, limit int) ([]hall.Pick, error)
	Hall(ctx context.Context) (hall.Snapshot, error)
}

// Queue is what a desk asks. Every hall.Authority is one.
type Queue interface {
	Caller
	Reader
}

// Runner does work away from the UI goroutine and then done on it. Tests do both at once.
type Runner func(work, done func())

// Config is what a desk is made of.
type Config struct {
	Queue    Queue
	Run      Runner
	Now      func() time.Time
	NewKey   func() string   // idempotency keys, any UUID
	Counter  hall.CounterID  // fixed by config; empty: chosen when signing in
	Terminal hall.TerminalID // this program
	Tellers  []hall.Teller   // to find a teller by badge; may be empty
	Issuer   Issuer          // of numbers for visitors who stand here; nil: this counter takes none
	Printer  Printer         // of slips; nil: this counter has none
	Changed  func()          // something to show has changed; may be nil
	Kept     []Kept          // acts of an earlier run that the node was never told of
	Keep     func([]Kept)    // writes down the acts that wait now, all of them; may be nil
}

// Times that belong to the visitor's or the teller's patience.
const (
	patience    = 4 * time.Second  // one question to the node
	lateRead    = 4 * time.Second  // of that: then the teller is told that the node is away
	ratingTime  = 20 * time.Second // the ring of the rating
	thanksTime  = 4 * time.Second
	lateTime    = 30 * time.Second // called and not come: suggest a recall
	noShowTime  = time.Minute      // called and not come: a no-show before is asked about
	refreshSoon = 300 * time.Millisecond
	refreshSlow = 5 * time.Second
	retryAway   = 2 * time.Second
	retrySoon   = time.Second
	maxTries    = 3 // of a command that must not wait for the node's return
	noticeTime  = 8 * time.Second
	refusalTime = 30 * time.Second
	rowLimit    = 30 // rows whose reason the node explains; those behind stand in their order
)
