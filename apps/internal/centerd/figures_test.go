package centerd_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/sync/center/desk"
	"github.com/brighthall/brighthall/sync/mirror"
	"github.com/brighthall/brighthall/sync/outbox"
)

// A queue is what a mirror brings setups and orders to.
var _ mirror.Hall = (*queue.Queue)(nil)

// logbook is a memory store as an outbox reads it; acks tells how far the center is.
type logbook struct {
	*queuetest.Memory
	acks chan hall.Cursor
}

func (l logbook) Events(ctx context.Context, after hall.Cursor, limit int) ([]hall.Event, error) {
	after.Epoch = max(after.Epoch, 1)
	return l.Memory.Events(ctx, after, limit)
}
func (l logbook) Acked(context.Context) (hall.Cursor, error) { return hall.Cursor{}, nil }
func (l logbook) Ack(_ context.Context, at hall.Cursor) error {
	l.acks <- at
	return nil
}

// A real queue has a scripted day; what the center says of it afterwards is what the hall says itself.
func TestTheCenterCountsAsTheHallDoes(t *testing.T) {
	setup, clock, store := halltest.Setup(), halltest.NewClock(halltest.Opening), &queuetest.Memory{}
	q, err := queue.New(t.Context(), store, queue.Options{Key: halltest.Key, Now: clock.Now, CheckPIN: halltest.CheckPIN, Seed: &setup})
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	d, err := centerd.Open(t.Context(), centerd.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Now: clock.Now, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	token, err := d.EnrolOutlet(t.Context(), setup.Outlet.ID)
	if err != nil {
		t.Fatal(err)
	}
	l := logbook{store, make(chan hall.Cursor, 1000)}
	box := outbox.New(l, outbox.Options{Center: d.URL, Token: token, Outlet: setup.Outlet.ID, Poll: time.Millisecond, Log: quiet})
	ctx, stop := context.WithCancel(t.Context())
	parts := []func(context.Context) error{q.Run, d.Run, box.Run}
	ended := make(chan error)
	for _, run := range parts {
		go func() { ended <- run(ctx) }()
	}
	defer func() {
		stop()
		for range parts {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}()
	h := (&halltest.Hall{Clock: clock, Tick: q.Tick, As: func(string, hall.TerminalID) hall.Authority { return q }}).With(t)
	h.Open("1", "3")
	for range 12 {
		h.Issue("A")
		h.Issue("H")
	}
	for i := range 5 {
		clock.Advance(3 * time.Minute)
		for _, counter := range []hall.CounterID{"1", "3"} {
			id := h.Next(counter).Ticket.ID
			if i == 2 {
				h.Act(counter, id, hall.NoShow)
				continue
			}
			h.Act(counter, id, hall.Start)
			clock.Advance(4 * time.Minute)
			h.Act(counter, id, hall.Finish)
			h.Act(counter, id, hall.Evaluate, halltest.Level(1+i))
		}
	}

	for at := q.Cursor(); <-l.acks != at; {
	}
	want, err := q.Hall(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	admin, err := d.Enrol(t.Context(), "admin", "test")
	if err != nil {
		t.Fatal(err)
	}
	c := desk.New(d.URL)
	c.UseToken(admin)
	got, err := c.Live(t.Context(), setup.Outlet.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.Outlet.Today != want.Today || want.Today.Finished == 0 || got.Outlet.Waiting != len(want.Waiting) || got.Outlet.Day != want.Day {
		t.Fatalf("center %+v\nhall   %+v", got.Outlet, want.Today)
	}
	for i, g := range got.Groups {
		if v := want.Groups[i]; g.Code != v.Code || g.Waiting != v.Waiting {
			t.Errorf("group %s: center %d, hall %d", v.Code, g.Waiting, v.Waiting)
		}
	}
}
