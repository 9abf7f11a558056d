package queue_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// TestSlowListenerHoldsNobodyUp: one listener sleeps while more happens than the ring holds; later it reads on from the
// store, without gap or repeat.
func TestSlowListenerHoldsNobodyUp(t *testing.T) {
	h := open(t)
	from := h.q.Cursor()
	total := 3*queue.Ring + 17
	awake, asleep := make(chan bool), make(chan bool)
	ended := make(chan error)
	read := 0
	go func() {
		last := from.Seq
		ended <- h.q.Watch(context.Background(), from, func(e hall.Event) error {
			if read == 0 {
				close(asleep)
				<-awake
			}
			read++
			if e.Seq != last+1 {
				return errors.New("a gap or a repeat after " + e.Cursor().String())
			}
			if last = e.Seq; read == total {
				return errEnough
			}
			return nil
		})
	}()
	h.Issue("A")
	<-asleep
	for range total - 1 {
		if _, err := h.TryIssue("A"); err != nil {
			t.Fatal(err)
		}
	}
	close(awake)
	if err := <-ended; !errors.Is(err, errEnough) {
		t.Errorf("after %d of %d events: %v", read, total, err)
	}
}

func TestZeroCursorMeansFromNowOn(t *testing.T) {
	h := open(t)
	h.Issue("A")
	got := make(chan hall.Event)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		_ = h.q.Watch(ctx, hall.Cursor{}, func(e hall.Event) error { got <- e; return errEnough })
	}()
	var issued hall.Standing
	for {
		issued = h.Issue("A")
		select {
		case e := <-got:
			if e.Seq <= 4 { // epoch, setup, day and the first ticket were before
				t.Errorf("heard of the past: %s", e.Cursor())
			}
			return
		case <-time.After(time.Millisecond): // the listener was not there yet
		}
		if issued.Number > 5000 {
			t.Fatal("nothing is heard")
		}
	}
}

// TestNewEpochResetsListeners: after a restore the log has a new epoch, and whoever holds an old cursor takes a
// snapshot.
func TestNewEpochResetsListeners(t *testing.T) {
	store := &queuetest.Memory{}
	h := start(t, store, halltest.Setup(), halltest.NewClock(halltest.Opening))
	first := h.Issue("A")
	old := h.q.Cursor()
	h.stop()
	r := start(t, store, halltest.Setup(), h.Clock, func(o *queue.Options) { o.NewEpoch = true })
	if now := r.q.Cursor(); now != (hall.Cursor{Epoch: 2, Seq: 1}) {
		t.Fatalf("the restored hall is at %s, want 2.1", now)
	}
	if e := r.listen(t, old, 1)[0]; e.Kind != hall.Reset || e.Epoch != 2 {
		t.Errorf("the old cursor gives %s %s", e.Kind, e.Cursor())
	}
	b, err := r.listen(t, hall.Cursor{Epoch: 2}, 1)[0].Tell()
	if err != nil || b.Previous == nil || *b.Previous != old {
		t.Errorf("epoch.opened tells of %v (%v), want %s", b.Previous, err, old)
	}
	if s := r.Issue("A"); s.No != "A002" || r.Ticket(first.ID).State != hall.Waiting {
		t.Errorf("the restored hall goes on with %s", s.No)
	}
}

// told counts events by a Notifier that fails now and then.
type told struct{ n atomic.Int64 }

func (n *told) Notify(context.Context, hall.Event) error {
	if n.n.Add(1)%3 == 0 {
		return errors.New("no line")
	}
	return nil
}

func TestNotifierHearsEveryEventAndHoldsNothingUp(t *testing.T) {
	var n told
	h := start(t, &queuetest.Memory{}, halltest.Setup(), halltest.NewClock(halltest.Opening), func(o *queue.Options) { o.Notify = &n })
	for range 20 {
		h.Issue("A")
	}
	for deadline := time.Now().Add(10 * time.Second); n.n.Load() < 20; {
		if time.Now().After(deadline) {
			t.Fatalf("%d of 20 events were told", n.n.Load())
		}
	}
}
