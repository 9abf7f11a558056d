package halltest

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// The rules of a counter that was cut off.

// silent lets every program of the hall fall silent until its counter is given up: the authority is started again, and
// nobody comes.
func (h *Hall) silent() {
	h.t.Helper()
	h.Restart()
	h.Pass(10 * time.Minute)
}

// endToldLate: the visitor was served while the line was cut, and the counter tells when it is back.
func endToldLate(t *testing.T, h *Hall) {
	h.Open("1", "2")
	id, next := h.Issue("A").ID, h.Issue("A")
	h.Next("1")
	h.Act("1", id, hall.Start)
	began := hall.At(h.Clock.Now())
	h.silent()
	if got := h.Ticket(id).State; got != hall.Waiting {
		t.Fatalf("ten minutes of silence leave the ticket %s", got)
	}
	told := func(a *hall.Action) { a.At = began.Add(3 * time.Minute) }
	if got := h.Act("1", id, hall.Finish, told); got.State != hall.Finished || got.Counter != "1" || got.ServedMs != (3*time.Minute).Milliseconds() {
		t.Errorf("it is %s at %s after %d ms", got.State, got.Counter, got.ServedMs)
	}
	if got := h.Act("1", id, hall.Evaluate, Level(4), told); !got.Rated() {
		t.Error("the visitor's word is lost")
	}
	if p := h.Next("1"); p.Ticket.ID != next.ID { // and the counter that was given up works again
		t.Errorf("counter 1 calls %s, want %s", p.Ticket.No, next.No)
	}
}

// silentCounters: whatever a counter does first when it is back, it is open again.
func silentCounters(t *testing.T, h *Hall) {
	for name, first := range map[string]func(id hall.TicketID){
		"next":   func(hall.TicketID) { h.Next("1") },
		"call":   func(id hall.TicketID) { h.Act("1", id, hall.Call) },
		"reopen": func(hall.TicketID) { h.DeskDo("1", hall.ReopenCounter) },
		"open":   func(hall.TicketID) { h.Open("1") },
	} {
		h.Open("1")
		id := h.Issue("A").ID
		h.silent()
		first(id)
		for _, c := range h.Snapshot().Counters {
			if c.ID == "1" && c.State != hall.CounterOpen {
				t.Errorf("after %s counter 1 is %s", name, c.State)
			}
		}
		if h.Ticket(id).State == hall.Waiting {
			h.Act("1", id, hall.Call)
		}
		h.Act("1", id, hall.Cancel)
		h.DeskDo("1", hall.CloseCounter)
	}
}

// wentOnElsewhere: another counter serves the visitor since, and keeps him; what was done before is noted.
func wentOnElsewhere(t *testing.T, h *Hall) {
	h.Open("1", "2")
	id := h.Issue("A").ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	h.silent()
	h.Act("2", id, hall.Call)
	h.Act("2", id, hall.Start)
	got := h.Act("1", id, hall.Finish)
	if got.State != hall.Serving || got.Counter != "2" || len(got.Broken) != 1 || got.Broken[0].EndedAt == 0 {
		t.Errorf("it is %s at %s, noted %+v", got.State, got.Counter, got.Broken)
	}
	h.Act("1", id, hall.Evaluate, Level(5))
	if got := h.Act("2", id, hall.Finish); got.State != hall.Finished || got.Counter != "2" {
		t.Errorf("it ends %s at %s", got.State, got.Counter)
	}
}

// takenBack: the counter still serves the visitor, whom another has called meanwhile.
func takenBack(t *testing.T, h *Hall) {
	h.Open("1", "2")
	id := h.Issue("A").ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	began := hall.At(h.Clock.Now())
	h.silent()
	h.Act("2", id, hall.Call)
	got := h.Act("1", id, hall.Start, func(a *hall.Action) { a.At = began })
	if got.State != hall.Serving || got.Counter != "1" {
		t.Errorf("it is %s at %s", got.State, got.Counter)
	}
	if _, err := h.TryNext("2"); err != nil {
		t.Errorf("counter 2 is not free: %v", err)
	}
	h.Act("1", id, hall.Finish)
}
