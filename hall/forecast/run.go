package forecast

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// How old curves may get: a second after something happened, five when only time passed.
const (
	afterChange = time.Second
	atMost      = 5 * time.Second
)

// Run follows a hall and keeps the curves fresh until ctx ends. When the hall cannot be reached it starts over from a snapshot; what was
// learned stays.
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

// follow is Run until something fails; nil when ctx ended.
func (f *Forecast) follow(ctx context.Context, source Source) error {
	after, err := f.load(ctx, source)
	if err != nil {
		return err
	}
	watching, cancel := context.WithCancel(ctx)
	defer cancel()
	var changed atomic.Bool
	ended := make(chan error, 1)
	go func() { ended <- f.watch(watching, source, after, &changed) }()
	tick := time.NewTicker(afterChange)
	defer tick.Stop()
	f.Refresh()
	for last := time.Now(); ; {
		select {
		case <-ctx.Done():
			<-ended
			return nil
		case err := <-ended:
			if ctx.Err() != nil {
				return nil
			}
			return hall.Wrap("forecast.follow", err)
		case <-tick.C:
			if changed.Swap(false) || time.Since(last) >= atMost-afterChange {
				f.Refresh()
				last = time.Now()
			}
		}
	}
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
	return s.Cursor, nil
}

func (f *Forecast) watch(ctx context.Context, source Source, after hall.Cursor, changed *atomic.Bool) error {
	return source.Watch(ctx, after, func(e hall.Event) error {
		changed.Store(true)
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
