package queue

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
)

// Options are what a queue is given.
type Options struct {
	Key      hall.Key                    // the outlet's secret, 32 bytes
	Now      func() time.Time            // the clock of the machine's wall; nil: time.Now
	Running  func() time.Duration        // how long the machine has run, asleep or awake; nil: by the monotonic reading of Now
	Boot     string                      // which boot of which machine Running counts from; empty: it tells a restart nothing
	Center   time.Time                   // what the center's clock showed just now; zero: it was not heard
	BaseURL  string                      // where ticket pages are when the outlet names no public address
	Waits    Waits                       // nil: windows from the groups' plan values
	CheckPIN func(hash, pin string) bool // slow on purpose; nil: every PIN is wrong
	Tries    auth.Keeper                 // where wrong PINs are counted; nil: a restart forgives them
	Log      *slog.Logger                // nil: silent
	Notify   Notifier                    // nil: nobody is told away from the hall
	Seed     *hall.Setup                 // of an empty store
	// NewEpoch begins a new epoch of the log: after a restore, or when another machine is promoted. It is later than
	// After, which somebody may have seen, and goes on above what may have been Given, all in one commit.
	NewEpoch bool
	After    hall.Epoch
	Given    Given
	// NoGroupCommit commits every command alone. For the bench, which shows what group commit is worth.
	NoGroupCommit bool
	// Retry is the pause between attempts to read the store back after a failed commit; 0: 200 ms.
	Retry time.Duration
}

// Waits tells the honest wait of a ticket that has so many of its group ahead: one that waits, or one that could be
// taken now. It is asked under the queue's mutex: a look-up, no computing, no blocking, no call back into the queue.
type Waits interface {
	Wait(t *hall.Ticket, ahead int) hall.Wait
}

// Notifier tells visitors who are not in the hall. It is told every durable event once, in order, from the start of
// Run; it never holds up the queue. There is no driver yet.
type Notifier interface {
	Notify(ctx context.Context, e hall.Event) error
}

// Queue is the authority of one hall. It implements hall.Authority; see the package comment for how it works.
type Queue struct {
	store Store
	opts  Options
	clock *clock
	wake  chan struct{} // capacity 1: the line has grown
	tries *auth.Tries   // at PINs

	mu     sync.Mutex
	head   *state                        // guarded by mu
	line   []*entry                      // guarded by mu: decided, not yet committed
	keys   map[keyOf]*entry              // guarded by mu: recent commands, by key
	recent []keyOf                       // guarded by mu: their keys, the oldest first
	halted bool                          // guarded by mu: between a failed commit and the rebuilt head
	seen   map[hall.TerminalID]*presence // guarded by mu: the programs that are watched
	waits  Waits                         // guarded by mu

	commits commits

	rmu     sync.RWMutex
	durable *state        // guarded by rmu
	ring    []hall.Event  // guarded by rmu: the last durable events in order; only ever appended to or replaced
	news    chan struct{} // guarded by rmu: closed and replaced when the ring grows
}

var _ hall.Authority = (*Queue)(nil)

// New makes the queue that the store tells of, or, on an empty store, a new one from Options.Seed. It reads and may
// write the store; it starts nothing.
func New(ctx context.Context, store Store, o Options) (*Queue, error) {
	const op = "queue.New"
	st, err := store.Load(ctx)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	if len(o.Key) < 16 {
		return nil, hall.E(op, hall.Invalid, "the outlet's key is too short")
	}
	q := &Queue{store: store, opts: o.filled(), wake: make(chan struct{}, 1), news: make(chan struct{}),
		keys: map[keyOf]*entry{}, seen: map[hall.TerminalID]*presence{}}
	q.waits, q.clock = q.opts.Waits, newClock(q.opts)
	q.stored() // what the store tells is durable
	q.tries = auth.New(pinRules, o.Tries, q.opts.Now)
	q.clock.start(st, q.opts.Center)
	if o.NewEpoch {
		q.clock.grown()
	}
	jumps, trace := jumpsIn(st.Events), traceOf(st.Events)
	if st.Setup == nil || o.NewEpoch {
		if st, err = q.begin(ctx, st); err != nil {
			return nil, hall.Wrap(op, err)
		}
	}
	q.adopt(st)
	q.keepRan(ctx, st.Ran)
	if o.NewEpoch { // the events of the old one are not read again
		q.head.jumps, q.durable.jumps = jumps, slices.Clone(jumps)
		q.head.trace, q.durable.trace = trace.with(q.head.trace), trace.with(q.durable.trace)
	}
	q.expectPrograms()
	return q, nil
}

// keepRan tells the store of the first start in a boot of the machine how long that has run. A start without it goes
// on: only the next one would know less.
func (q *Queue) keepRan(ctx context.Context, last Ran) {
	ran := q.clock.told()
	if ran == nil || last.Boot == ran.Boot {
		return
	}
	if err := q.store.KeepRan(ctx, *ran); err != nil {
		q.opts.Log.Warn("how long the machine has run is not kept", "op", "queue.New", "err", err)
	}
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.CheckPIN == nil {
		o.CheckPIN = func(string, string) bool { return false }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Retry <= 0 {
		o.Retry = 200 * time.Millisecond
	}
	return o
}

// begin writes the first events of an epoch and reads the store back.
func (q *Queue) begin(ctx context.Context, st Stored) (Stored, error) {
	fresh := st.Setup == nil
	if fresh {
		if q.opts.Seed == nil {
			return st, hall.E("queue.begin", hall.Invalid, "an empty store needs a seed")
		}
		if err := q.opts.Seed.Check(); err != nil {
			return st, err
		}
		st.Setup = q.opts.Seed
	}
	stored, err := q.storedOf(ctx, q.opts.Given)
	if err != nil {
		return st, err
	}
	previous := st.Last
	s := rebuild(st, false)
	s.cursor = hall.Cursor{Epoch: max(previous.Epoch, q.opts.After) + 1}
	t := &turn{s: s, now: q.now(s), key: q.opts.Key, unsure: q.unsure(s)}
	t.emit(hall.EpochOpened, string(st.Setup.Outlet.ID), hall.Body{Previous: &previous}, Change{})
	if fresh {
		t.emitSetup(st.Setup)
		t.openDay(hall.Body{Day: st.Setup.Outlet.Day(t.now.Time())}, Given{}, nil)
	}
	t.goOnAbove(q.opts.Given, stored)
	t.goOn(q.clock.closed(st.LastAt))
	t.changes[len(t.changes)-1].Ran = q.clock.told()
	if err := q.store.Commit(ctx, t.changes); err != nil {
		return st, err
	}
	return q.store.Load(ctx)
}

// adopt takes over what the store tells, as head and as durable state. Each has maps of its own and shares the tickets.
func (q *Queue) adopt(st Stored) {
	q.clock.settle(st.Last)
	head, durable := rebuild(st, false), rebuild(st, true)
	q.mu.Lock()
	q.head = head
	q.mu.Unlock()
	q.rmu.Lock()
	q.durable, q.ring = durable, st.Events
	q.announce()
	q.rmu.Unlock()
}

// now is the moment of the hall: by its own clock, and never before the last event. Only a correction goes back.
func (q *Queue) now(s *state) hall.Millis { return max(q.clock.read().own, s.at) }

// UseWaits sets who tells wait windows; a forecast is made after the queue that it reads.
func (q *Queue) UseWaits(w Waits) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waits = w
}

// Setup is the durable setup, with PIN hashes. It is not to be changed.
func (q *Queue) Setup() *hall.Setup {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	return q.durable.setup
}

// Cursor is the place of the last durable event.
func (q *Queue) Cursor() hall.Cursor {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	return q.durable.cursor
}
