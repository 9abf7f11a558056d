package forecast

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// How old curves may get: a second after something happened, five when only time passed. When counters change they are
// made anew at once, but not more often than a processor has time for. Thousands who wait take long to play, and wait
// for hours: the rest after a round grows with what the round took, so that a forecast costs a tenth of a core in a
// rush and two hundredths when nothing happens.
const (
	afterChange = time.Second
	atMost      = 5 * time.Second
	bellRest    = 100 * time.Millisecond

	rushRest = 10 // times the last round
	idleRest = 50
)

// atOnce is how many tickets a start plays before it answers: some tens of milliseconds.
const atOnce = 300

// Run follows a hall and keeps the curves fresh until ctx ends. When the hall cannot be reached it starts over from a
// snapshot; what was learned stays.
func (f *Forecast) Run(ctx context.Context, source Source) error {
	for ctx.Err() == nil {
		if err := f.follow(ctx, source); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(afterChange):
		}
	}
	return nil
}

// Begin takes the hall as it is and plays it once, so that who asks first after a start has an answer; Run goes on from
// there. A hall too full to be played in a moment waits for Run.
func (f *Forecast) Begin(ctx context.Context, source Source) error {
	if _, err := f.load(ctx, source); err != nil {
		return hall.Wrap("forecast.Begin", err)
	}
	if f.crowded() {
		return nil
	}
	f.Refresh()
	return nil
}

func (f *Forecast) crowded() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.scene.tickets) > atOnce
}

// follow is Run until something fails; nil when ctx ended.
func (f *Forecast) follow(ctx context.Context, source Source) error {
	after, err := f.load(ctx, source)
	if err != nil {
		return err
	}
	watching, cancel := context.WithCancel(ctx)
	defer cancel()
	n := &news{bell: make(chan struct{}, 1)}
	ended := make(chan error, 1)
	go func() { ended <- f.watch(watching, source, after, n) }()
	f.Refresh()
	err = f.keepFresh(ctx, n, ended)
	if ctx.Err() != nil {
		return nil
	}
	return hall.Wrap("forecast.follow", err)
}

// news is what the watch tells the one who plays.
type news struct {
	changed atomic.Bool
	bell    chan struct{} // capacity 1: to play at once
}

// take notes an event. The bell is for what turns a wait from unknown to known or by a whole counter, and for a
// transfer, which may be for a counter alone; the rest waits for the next second.
func (n *news) take(e hall.Event) {
	n.changed.Store(true)
	switch e.Kind {
	case hall.CounterOpened, hall.CounterClosedEv, hall.CounterPausedEv, hall.CounterReopened, hall.TicketTransferred, hall.Reset:
		select {
		case n.bell <- struct{}{}:
		default:
		}
	}
}

// keepFresh plays at the bell, soon after any change, and now and then, until the watch has ended.
func (f *Forecast) keepFresh(ctx context.Context, n *news, ended <-chan error) error {
	tick := time.NewTicker(afterChange)
	defer tick.Stop()
	var rest <-chan time.Time // while it runs the bell waits: a morning's counters open together
	took := time.Duration(0)
	for last := time.Now(); ; {
		bell := n.bell
		if rest != nil {
			bell = nil
		}
		select {
		case err := <-ended: // also when ctx ends
			return err
		case <-bell:
			rest = time.After(max(bellRest, rushRest*took))
		case <-rest:
			rest = nil
			continue
		case <-tick.C:
			if time.Since(last) < pause(n.changed.Load(), took) {
				continue
			}
		}
		n.changed.Store(false)
		start := time.Now()
		f.Refresh()
		last = time.Now()
		took = last.Sub(start)
	}
}

// pause is how long curves are good for; a tick may come a little early.
func pause(changed bool, took time.Duration) time.Duration {
	if changed {
		return rushRest * took
	}
	return max(atMost-afterChange, idleRest*took)
}

// load takes the hall as it is now.
func (f *Forecast) load(ctx context.Context, source Source) (hall.Cursor, error) {
	s, err := source.Hall(ctx)
	if err != nil {
		return hall.Cursor{}, err
	}
	var active []hall.Ticket
	for _, c := range s.Counters {
		if c.Ticket == "" {
			continue
		}
		if t, err := source.Ticket(ctx, c.Ticket); err == nil {
			active = append(active, t.Ticket)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scene.load(s, active)
	f.habit.use(f.scene.groups)
	for _, t := range slices.Concat(active, s.Waiting, s.Held, s.Missed) {
		f.habit.arrived.recall(t)
	}
	return s.Cursor, nil
}

func (f *Forecast) watch(ctx context.Context, source Source, after hall.Cursor, n *news) error {
	return source.Watch(ctx, after, func(e hall.Event) error {
		defer n.take(e)
		if e.Kind == hall.Reset {
			_, err := f.load(ctx, source)
			return err
		}
		_ = f.See(e) // an event that cannot be read teaches nothing and stops nothing
		return nil
	})
}

// load makes the scene what a snapshot shows.
func (s *scene) load(snapshot hall.Snapshot, active []hall.Ticket) {
	s.clear()
	s.rules, s.groups, s.counters = snapshot.Outlet.Rules, nil, nil
	for _, g := range snapshot.Groups {
		s.groups = append(s.groups, g.ServiceGroup)
	}
	for _, c := range snapshot.Counters {
		s.counters = append(s.counters, hall.CounterSetup{ID: c.ID, Label: c.Label, Serves: c.Serves})
		s.states[c.ID] = c.Counter
	}
	for _, t := range append(active, snapshot.Waiting...) {
		s.tickets[t.ID] = &t
	}
}
