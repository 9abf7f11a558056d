package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// counterIs wants a counter in a state, for a reason.
func counterIs(t *testing.T, h *rig, id hall.CounterID, state hall.CounterState, reason string) {
	t.Helper()
	for _, c := range h.Snapshot().Counters {
		if c.ID == id && (c.State != state || c.Reason != reason) {
			t.Errorf("counter %s is %s %q, want %s %q", id, c.State, c.Reason, state, reason)
		}
	}
}

// TestALineThatIsHeldIsLife for as long as it is held, however short the patience and however quiet the line.
func TestALineThatIsHeldIsLife(t *testing.T) {
	h := open(t, func(s *hall.Setup) { s.Outlet.Rules.ReleaseSec = 2 })
	first, second := h.q.Attend(halltest.Program("1")), h.q.Attend(halltest.Program("1"))
	h.Open("1")
	id := h.Issue("A").ID
	h.Next("1")
	h.Pass(time.Hour)
	first()
	first() // a line that ends twice ends once
	h.Pass(time.Hour)
	if got := h.Ticket(id).State; got != hall.Called {
		t.Fatalf("%s while the program holds a line", got)
	}
	second()
	h.Pass(1999 * time.Millisecond)
	if got := h.Ticket(id).State; got != hall.Called {
		t.Fatalf("%s before two seconds are over", got)
	}
	h.Pass(time.Millisecond)
	if got := h.Ticket(id); got.State != hall.Waiting || got.Ahead != 0 {
		t.Errorf("%s with %d ahead after two seconds of silence", got.State, got.Ahead)
	}
	counterIs(t, h, "1", hall.CounterPaused, hall.GoneReason)
}

// TestARestartGivesEveryProgramItsTime: nobody is gone because the queue was; who does not come back within the usual
// time is.
func TestARestartGivesEveryProgramItsTime(t *testing.T) {
	h := open(t)
	h.Open("1", "2", "3")
	ids := []hall.TicketID{h.Issue("A").ID, h.Issue("A").ID}
	h.Next("1")
	h.Next("2")
	h.Clock.Advance(8 * time.Hour)
	h = h.restart(t)
	h.q.Attend(halltest.Program("2")) // lives in this process: it never leaves
	h.Pass(119 * time.Second)
	for _, id := range ids {
		if got := h.Ticket(id).State; got != hall.Called {
			t.Fatalf("%s 119 s after the restart", got)
		}
	}
	h.Pass(time.Second)
	if one, two := h.Ticket(ids[0]).State, h.Ticket(ids[1]).State; one != hall.Waiting || two != hall.Called {
		t.Errorf("the silent program's is %s, the one's that came back is %s", one, two)
	}
	counterIs(t, h, "1", hall.CounterPaused, hall.GoneReason)
	counterIs(t, h, "2", hall.CounterOpen, "")
	counterIs(t, h, "3", hall.CounterPaused, hall.GoneReason)
}

// TestAProgramThatCallsAgainIsBack: the pause was the system's, so taking a visitor ends it; a teller's own is not
// ended for him.
func TestAProgramThatCallsAgainIsBack(t *testing.T) {
	for _, again := range []func(h *rig, id hall.TicketID){
		func(h *rig, _ hall.TicketID) { h.Next("1") },
		func(h *rig, id hall.TicketID) { h.Act("1", id, hall.Call) },
	} {
		h := open(t)
		h.seen("1")
		h.Open("1")
		h.Pass(2 * time.Minute)
		counterIs(t, h, "1", hall.CounterPaused, hall.GoneReason)
		again(h, h.Issue("A").ID)
		counterIs(t, h, "1", hall.CounterOpen, "")
	}
	h := open(t)
	h.Open("1")
	h.DeskDo("1", hall.PauseCounter)
	h.Issue("A")
	_, err := h.TryNext("1")
	h.Refused("next during a teller's rest", err, hall.NotOpen)
}

// TestAHeldVisitorBringsAProgramBack as a call does.
func TestAHeldVisitorBringsAProgramBack(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A").ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	h.Act("1", id, hall.Hold)
	h.seen("1")
	h.Pass(2 * time.Minute)
	counterIs(t, h, "1", hall.CounterPaused, hall.GoneReason)
	h.Act("1", id, hall.Resume)
	counterIs(t, h, "1", hall.CounterOpen, "")
}
