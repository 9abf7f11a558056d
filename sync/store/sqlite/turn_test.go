package sqlite_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// TestNoDayIsLeftOut: however many days turn in one commit, every ticket is found by its code and token afterwards, and
// those left open are there at the next start, until they end.
func TestNoDayIsLeftOut(t *testing.T) {
	dir := t.TempDir()
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	var tickets []*hall.Ticket
	var batch []queue.Change
	for _, next := range []hall.Day{"2026-11-24", "2026-11-25", "2026-11-26"} {
		c := d.Issue(hall.TicketID("of the day before " + string(next)))
		tickets = append(tickets, c.Ticket)
		batch = append(batch, c, d.Turn(next))
	}
	commit(t, s, batch...)
	for _, want := range tickets {
		if got, ok, err := s.TicketByCode(t.Context(), want.Code); err != nil || !ok || got.ID != want.ID {
			t.Errorf("by code: %s %v %v, want %s", got.ID, ok, err, want.ID)
		}
		if got, ok, err := s.TicketByTokenHash(t.Context(), want.TokenHash); err != nil || !ok || got.ID != want.ID {
			t.Errorf("by token: %s %v %v, want %s", got.ID, ok, err, want.ID)
		}
	}
	left(t, s, 3)
	commit(t, s, d.Act(*tickets[1], hall.Cancel), d.Turn("2026-11-27"))
	left(t, s, 2)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left(t, open(t, dir), 2)
}

func left(t *testing.T, s queue.Store, want int) {
	t.Helper()
	st, err := s.Load(t.Context())
	if err != nil || len(st.Tickets) != want {
		t.Errorf("%d tickets live, want %d: %v", len(st.Tickets), want, err)
	}
}
