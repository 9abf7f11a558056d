package forecast

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Source is the hall whose waits are forecast. A *queue.Queue is one, and so is a client.
type Source interface {
	Hall(ctx context.Context) (hall.Snapshot, error)
	Ticket(ctx context.Context, id hall.TicketID) (hall.Standing, error)
	Watch(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error
}

// Forecast holds what was learned and the curves of now. See, Learn and Refresh may be called together; Wait from
// anywhere at any time.
type Forecast struct {
	now    func() time.Time
	curves atomic.Pointer[curves]

	mu    sync.Mutex
	scene scene  // guarded by mu: the hall as its events left it
	habit habit  // guarded by mu: what was learned
	plays uint64 // guarded by mu: seed of the next plays
}

// New makes a forecast for a hall that is empty so far.
func New(setup hall.Setup, now func() time.Time) *Forecast {
	f := &Forecast{now: now}
	f.scene.use(setup)
	f.habit.use(setup.Groups)
	return f
}

// Wait is the window of a ticket that has so many of its group ahead: one that waits, or one that could be taken now.
// It only looks up.
func (f *Forecast) Wait(t *hall.Ticket, ahead int) hall.Wait {
	c := f.curves.Load()
	if c == nil {
		return hall.Wait{}
	}
	return c.wait(t, ahead)
}

// Expect is the mean of the same wait in minutes; false when it is not known.
func (f *Forecast) Expect(t *hall.Ticket, ahead int) (minutes float64, known bool) {
	c := f.curves.Load()
	if c == nil {
		return 0, false
	}
	return c.expect(t, ahead)
}

// See takes in one event of the hall, in the order of the log.
func (f *Forecast) See(e hall.Event) error {
	b, err := e.Tell()
	if err != nil {
		return hall.Wrap("forecast.See", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if b.Setup != nil {
		f.scene.use(*b.Setup)
		f.habit.use(b.Setup.Groups)
	}
	f.habit.see(e, b, &f.scene)
	f.scene.see(e, b)
	return nil
}

// Learn takes in a finished visit of the past: how long it took and when the visitor came. The newest come last.
func (f *Forecast) Learn(t hall.Ticket) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.habit.learn(t)
	f.habit.arrived.recall(t)
}

// Refresh plays the hall forward from now and puts the new curves in force.
func (f *Forecast) Refresh() {
	f.mu.Lock()
	f.plays++
	s := newStage(&f.scene, &f.habit, hall.At(f.now()), f.plays)
	f.mu.Unlock()
	f.curves.Store(s.perform())
}
