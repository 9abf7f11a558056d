package queue_test

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// refusing is a queue whose store takes no commit that refuses is true of.
func refusing(t *testing.T, refuses func([]queue.Change) bool) *rig {
	store := &queuetest.Memory{OnCommit: func(changes []queue.Change) queuetest.Fault {
		if refuses(changes) {
			return queuetest.FailBefore
		}
		return queuetest.None
	}}
	return start(t, store, halltest.Setup(), halltest.NewClock(halltest.Opening))
}

// refused issues a ticket in vain, once the store was read back after the one before.
func (h *rig) refused(t *testing.T, service string) {
	t.Helper()
	eventually(t, func() (bool, error) {
		if h.q.Health().Halted {
			return false, hall.E("refused", hall.Unavailable)
		}
		return true, nil
	})
	if s, err := h.TryIssue(service); err == nil {
		t.Fatalf("%s was issued", s.No)
	}
}

// pass lets time pass with the ticks of a node.
func (h *rig) pass(t *testing.T, d time.Duration) {
	t.Helper()
	for ; d > 0; d -= 10 * time.Second {
		h.Clock.Advance(10 * time.Second)
		_ = h.q.Tick(t.Context()) // a store that takes nothing is told by Health
	}
}

// TestAServiceOfWhichEveryTicketIsRefusedIsAFailure: the commits of the other service were taken for a store that is
// well.
func TestAServiceOfWhichEveryTicketIsRefusedIsAFailure(t *testing.T) {
	h := refusing(t, func(changes []queue.Change) bool {
		return slices.ContainsFunc(changes, func(c queue.Change) bool { return c.Ticket != nil && c.Ticket.Group == "H" })
	})
	h.Issue("A")
	for n := range 10 {
		h.refused(t, "B05")
		h.Issue("A")
		h.pass(t, 2*time.Minute)
		if got := h.q.Health(); n > 0 && (got.Refused < 2 || got.Failure == "") {
			t.Errorf("after %d refused: %+v", n+1, got)
		}
		h.Issue("A")
	}
	h.pass(t, queue.RefusedFor)
	if got := h.q.Health(); got.Refused != 0 || got.Failure != "" {
		t.Errorf("when nobody asked for it any more: %+v", got)
	}
}

// TestAQuietNightAfterTwoRefusalsIsNoFailure: nobody came to prove the store, and it was told for broken until the
// morning.
func TestAQuietNightAfterTwoRefusalsIsNoFailure(t *testing.T) {
	var broken atomic.Bool
	h := refusing(t, func([]queue.Change) bool { return broken.Load() })
	h.Issue("A")
	broken.Store(true)
	h.refused(t, "A")
	h.refused(t, "A")
	if got := h.q.Health(); got.Refused != 2 || got.Failure == "" {
		t.Errorf("at once: %+v", got)
	}
	h.pass(t, 3*queue.RefusedFor)
	if got := h.q.Health(); got.Refused != 2 || got.Failure == "" {
		t.Errorf("a store that still takes nothing, while nobody comes: %+v", got)
	}
	broken.Store(false)
	before, was := h.Snapshot(), h.q.Cursor()
	h.pass(t, queue.RefusedFor+time.Minute)
	if got := h.q.Health(); got.Refused != 0 || got.Failure != "" || got.Ago == 0 || got.Ago > queue.RefusedFor+time.Minute {
		t.Errorf("a mended store, while nobody comes: %+v", got)
	}
	if h.q.Cursor() != was || len(h.Snapshot().Waiting) != len(before.Waiting) {
		t.Errorf("the proof left an event: %s after %s", h.q.Cursor(), was)
	}
	proofs := h.store.Commits()
	h.pass(t, time.Hour)
	if more := h.store.Commits() - proofs; more != 0 {
		t.Errorf("a store that is well was asked for %d proofs", more)
	}
	if s := h.Issue("A"); s.No != "A002" {
		t.Errorf("issued %s, want A002", s.No)
	}
}

// TestOneRefusalIsNoFailure: the store was read back, and the next commit passed.
func TestOneRefusalIsNoFailure(t *testing.T) {
	h, fault := faulty(t)
	h.Issue("A")
	fault.Store(int32(queuetest.FailBefore))
	h.refused(t, "A")
	h.pass(t, time.Minute)
	if got := h.q.Health(); got.Refused > 1 || got.Halted {
		t.Errorf("%+v", got)
	}
}
