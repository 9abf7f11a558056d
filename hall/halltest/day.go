package halltest

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// ScriptedDay plays a morning in a hall, step by step, and says what must come of each. It is the same story on every
// authority.
func ScriptedDay(t *testing.T, h *Hall) {
	no := func(what string, got hall.TicketNo, want hall.TicketNo) {
		t.Helper()
		if got != want {
			t.Fatalf("%s: %s, want %s", what, got, want)
		}
	}
	state := func(what string, got, want hall.State) {
		t.Helper()
		if got != want {
			t.Fatalf("%s: %s, want %s", what, got, want)
		}
	}

	// 09:00 Three tellers come, five visitors take tickets.
	h.Open("1", "3", "6")
	a1, a2 := h.Issue("B20"), h.Issue("A")
	h1 := h.Issue("B05", func(r *hall.IssueRequest) { r.Items = []hall.ItemCode{"B01"} })
	care := h.Issue("A", CarePriority)
	q1 := h.Issue("Q")
	no("the first to pay", a1.No, "A001")
	no("the second", a2.No, "A002")
	no("the old lady", care.No, "L001")
	if len(h1.Items) != 2 || h1.Items[0] != "B05" {
		t.Fatalf("items %v, want B05 and B01", h1.Items)
	}
	if a2.Ahead != 1 || care.Ahead != 0 {
		t.Fatalf("ahead of A002 %d, of L001 %d, want 1 and 0", a2.Ahead, care.Ahead)
	}

	// 09:02 The old lady goes first, and is told why.
	h.Clock.Advance(2 * time.Minute)
	p := h.Next("1")
	no("counter 1 calls", p.Ticket.No, "L001")
	if p.Reason.Rule != "credit" || p.Reason.Overtaken != 2 {
		t.Fatalf("the reason is %+v, want credit over 2", p.Reason)
	}
	h.Act("1", care.ID, hall.Start)
	no("counter 3 calls", h.Next("3").Ticket.No, "H001")
	h.Act("3", h1.ID, hall.Start)
	no("counter 6 calls", h.Next("6").Ticket.No, "Q001")

	// 09:07 She is done and rates; Q001 does not show up, is called three times and missed.
	h.Clock.Advance(5 * time.Minute)
	h.Act("1", care.ID, hall.Finish)
	h.Act("1", care.ID, hall.Evaluate, Level(5))
	h.Act("6", q1.ID, hall.Recall)
	h.Clock.Advance(30 * time.Second)
	h.Act("6", q1.ID, hall.Recall)
	h.Clock.Advance(30 * time.Second)
	state("the fourth call", h.Act("6", q1.ID, hall.Recall).State, hall.Missed)
	no("counter 1 goes on", h.Next("1").Ticket.No, "A001")

	// 09:10 A001 is at the wrong window and moves to business; his number stays.
	h.Clock.Advance(3 * time.Minute)
	h.Act("1", a1.ID, hall.Start)
	moved := h.Act("1", a1.ID, hall.Transfer, To("Q"))
	state("the moved ticket", moved.State, hall.Waiting)
	no("its number", moved.No, "A001")
	no("counter 6 calls", h.Next("6").Ticket.No, "A001")
	h.Act("6", a1.ID, hall.Start)

	// 09:12 H001 looks for a paper; counter 3 holds the ticket and resumes it.
	h.Clock.Advance(2 * time.Minute)
	state("on hold", h.Act("3", h1.ID, hall.Hold).State, hall.Held)
	if p := h.Next("3"); !p.Nobody {
		t.Fatalf("counter 3 calls %s, want nobody", p.Ticket.No)
	}
	state("back", h.Act("3", h1.ID, hall.Resume).State, hall.Serving)

	// 09:15 Q001 comes back; the others finish.
	h.Clock.Advance(3 * time.Minute)
	state("the missed one returns", h.Act("6", q1.ID, hall.Requeue).State, hall.Waiting)
	h.Act("6", a1.ID, hall.Finish)
	no("counter 6 calls", h.Next("6").Ticket.No, "Q001")
	h.Act("6", q1.ID, hall.Start)
	h.Act("6", q1.ID, hall.Finish)
	h.Act("3", h1.ID, hall.Finish, func(a *hall.Action) {
		a.Outcomes = map[hall.ItemCode]hall.Outcome{"B05": hall.Done, "B01": hall.Accepted}
	})

	// 09:16 A002 has had enough and leaves; nobody waits.
	h.Act("", a2.ID, hall.Cancel)
	s := h.Snapshot()
	if len(s.Waiting) != 0 || s.Today.Issued != 5 || s.Today.Finished != 4 || s.Today.NoShows != 1 || s.Today.Satisfied != 1 {
		t.Fatalf("in the end %d wait, today %+v", len(s.Waiting), s.Today)
	}
	h.DeskDo("1", hall.CloseCounter)

	// Next morning the numbers begin again, and yesterday's paper is old.
	h.Pass(24 * time.Hour)
	no("the first of the new day", h.Issue("A").No, "A001")
	_, err := h.Desk("6").Find(h.Context(), a1.Code)
	h.Refused("yesterday's code", err, hall.CodeOld)
}
