package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// realHall is a running queue on a store of its own.
type realHall struct {
	*halltest.Hall
	q     *queue.Queue
	store *sqlite.Store
	stop  func()
}

// work lets a queue work in dir, which must tell of nothing wrong when it stops.
func work(t testing.TB, dir string, setup hall.Setup, clock *halltest.Clock, newEpoch bool) *realHall {
	t.Helper()
	s := open(t, dir)
	s.Now = clock.Now
	q, err := queue.New(t.Context(), s, queue.Options{Key: halltest.Key, Now: clock.Now, Seed: &setup, CheckPIN: halltest.CheckPIN, NewEpoch: newEpoch})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	stopped := false
	stop := func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if got, err := s.Verify(context.Background()); err != nil || got.Count != 0 {
			t.Errorf("a sound hall: %v, %d problems %v", err, got.Count, got.Problems)
		}
		s.Close()
	}
	t.Cleanup(stop)
	h := &halltest.Hall{As: func(string, hall.TerminalID) hall.Authority { return q }, Clock: clock, Tick: q.Tick}
	last := stop
	h.Restart = func() {
		last()
		again := work(t, dir, setup, clock, false)
		h.As, h.Tick, last = again.As, again.Tick, again.stop
	}
	return &realHall{h.With(t), q, s, stop}
}

// TestAuthority: the queue on this store keeps the contract, and whatever a hall does, verify finds nothing wrong with
// it.
func TestAuthority(t *testing.T) {
	halltest.TestAuthority(t, func(t testing.TB, setup hall.Setup) *halltest.Hall {
		return work(t, t.TempDir(), setup, halltest.NewClock(halltest.Opening), false).Hall
	})
}

// TestVerifyHasNoFalseAlarm goes through what a hall lives through: a night with open tickets, orders of the center, a
// restore on the same day, and a month after which receipts are forgotten.
func TestVerifyHasNoFalseAlarm(t *testing.T) {
	dir, copied := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	setup, clock := halltest.Setup(), halltest.NewClock(halltest.Opening)
	setup.Outlet.Rules.KeepOvernight = true

	h := work(t, dir, setup, clock, false)
	halltest.ScriptedDay(t, h.Hall)
	kept, ended := h.Issue("A"), h.Issue("A")
	for id, o := range map[string]hall.Order{"o1": {Kind: "pause_group", Args: []byte(`{"service":"K"}`)}, "o2": {Kind: hall.SelfTestOrder},
		"n1": {Kind: hall.IssueOrder, Args: []byte(`{"service":"A","terminal":"K1"}`)}, "n2": {Kind: hall.PrintOrder, Args: []byte(`{"ticket":"` + string(kept.ID) + `","terminal":"K1"}`)},
		"o3": {Kind: "explode"}, "o4": {Kind: "close_counter", Args: []byte(`{"counter":"6"}`)}} {
		o.ID = id
		if _, err := h.q.Order(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.store.Snapshot(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	h.Issue("A")
	h.stop()

	restore(t, dir, copied, func(o *queue.Options) {
		o.Now, o.Given = clock.Now, queue.Given{Last: map[string]int{"A": 50}, Seq: 80}
	})
	h = work(t, dir, setup, clock, false)
	h.Issue("A")
	clock.Advance(24 * time.Hour)
	h.Act("", ended.ID, hall.Cancel, func(a *hall.Action) { a.EndedBy = hall.EndedByVisitor }) // turns the day, and is open when it turns
	h.stop()

	h = work(t, dir, setup, clock, false)
	clock.Advance(24 * time.Hour)
	h.Issue("H")
	if h.Ticket(kept.ID).State != hall.Waiting {
		t.Error("the ticket of the first day is gone")
	}
	clock.Advance(29 * 24 * time.Hour)
	if err := h.store.Prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.Issue("H")
	clock.Advance(40 * 24 * time.Hour)
	if err := h.store.Prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.stop()
}
