package queue

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// Watch implements hall.Authority. Each listener reads the ring at his own pace, or the store when he fell behind it;
// nobody waits for him.
func (q *Queue) Watch(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error {
	for {
		events, next, news, err := q.since(ctx, after)
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := tell(e); err != nil {
				return err
			}
		}
		after = next
		if len(events) > 0 {
			continue
		}
		select {
		case <-news:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// since reads what comes after a cursor and where that ends. A cursor that is not known here gives one Reset and the
// present.
func (q *Queue) since(ctx context.Context, after hall.Cursor) ([]hall.Event, hall.Cursor, <-chan struct{}, error) {
	q.rmu.RLock()
	now, ring, news, outlet, at := q.durable.cursor, q.ring, q.news, q.durable.setup.Outlet.ID, q.durable.at
	q.rmu.RUnlock()
	reset := []hall.Event{{Outlet: outlet, Epoch: now.Epoch, Seq: now.Seq, Kind: hall.Reset, At: at, V: 1, Body: []byte("{}")}}
	switch {
	case after == hall.Cursor{} || after == now:
		return nil, now, news, nil
	case after.Epoch != now.Epoch || after.Seq > now.Seq:
		return reset, now, news, nil
	case len(ring) > 0 && after.Seq+1 >= ring[0].Seq:
		events := ring[after.Seq+1-ring[0].Seq:]
		return events, now, news, nil
	}
	events, err := q.store.Events(ctx, after, 512)
	if err != nil {
		return nil, after, news, &hall.Error{Op: "queue.Watch", Code: hall.Unavailable, Err: err}
	}
	if len(events) == 0 || events[0].Seq != after.Seq+1 { // archived away
		return reset, now, news, nil
	}
	return events, events[len(events)-1].Cursor(), news, nil
}

// publish makes a committed batch the durable state and wakes the listeners.
func (q *Queue) publish(changes []Change) {
	q.rmu.Lock()
	defer q.rmu.Unlock()
	for _, c := range changes {
		q.durable.apply(c)
		q.ring = append(q.ring, c.Event)
	}
	if len(q.ring) > Ring+Ring/4 {
		q.ring = append([]hall.Event(nil), q.ring[len(q.ring)-Ring:]...)
	}
	q.announce()
}

// announce wakes the listeners. The caller holds rmu.
func (q *Queue) announce() {
	close(q.news)
	q.news = make(chan struct{})
}

// notify tells the Notifier what happens, until ctx ends.
func (q *Queue) notify(ctx context.Context, from hall.Cursor) {
	err := q.Watch(ctx, from, func(e hall.Event) error {
		if err := q.opts.Notify.Notify(ctx, e); err != nil {
			q.opts.Log.Warn("a notice was not sent", "op", "queue.notify", "seq", e.Seq, "err", err)
		}
		return nil
	})
	if err != nil && ctx.Err() == nil {
		q.opts.Log.Error("notices stopped", "op", "queue.notify", "err", err)
	}
}
