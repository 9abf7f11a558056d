package sqlite_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// TestVerifyTakesAnAnswerThatAReleaseWentBefore: a counter fell silent, its visitor was released and the counter
// paused; its next command left events before its own (the counter is open again, and who was marked is marked no
// more), and verify took the first of them for the answer.
func TestVerifyTakesAnAnswerThatAReleaseWentBefore(t *testing.T) {
	for name, back := range map[string]func(h *realHall, id hall.TicketID){
		"with next":   func(h *realHall, _ hall.TicketID) { h.Next("1") },
		"by its desk": func(h *realHall, _ hall.TicketID) { h.Open("1") },
	} {
		t.Run(name, func(t *testing.T) {
			setup := halltest.Setup()
			setup.Outlet.Rules.ReleaseSec = 2
			h := work(t, t.TempDir(), setup, halltest.NewClock(halltest.Opening), false)
			gone := h.q.Attend(halltest.Program("1"))
			h.Open("1")
			id := h.Issue("A").ID
			h.Issue("A")
			h.Next("1")
			gone()
			h.Pass(10 * time.Second)
			if got := h.Ticket(id).State; got != hall.Waiting {
				t.Fatalf("%s after ten seconds of silence", got)
			}
			back(h, id)
			report, err := h.store.Verify(t.Context())
			if err != nil || report.Count != 0 {
				t.Errorf("%v, problems %v", err, report.Problems)
			}
		})
	}
}
