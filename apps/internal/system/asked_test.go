package system_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
)

// TestStaffAtTheCenterIssueAndReprintASlip: the order goes from the management desk over the center to the hall, its
// kiosk prints the whole slip of a ticket that it did not issue, and what became of it is in the ticket's history at
// the center.
func TestStaffAtTheCenterIssueAndReprintASlip(t *testing.T) {
	if testing.Short() {
		t.Skip("prints at the pace of a real line")
	}
	o := newOffice(t)
	outlet := o.hall.Outlet.Outlet.ID
	order := func(id, kind string, args map[string]string) {
		t.Helper()
		raw, _ := json.Marshal(args)
		if _, err := o.desk.Order(t.Context(), outlet, hall.Order{ID: id, Kind: kind, Args: raw, Expires: hall.At(time.Now().Add(10 * time.Minute))}); err != nil {
			t.Fatal(err)
		}
	}
	printed := func() string {
		t.Helper()
		paper, err := o.hall.Printed(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return string(paper.Bytes)
	}
	told := func(papers int) hall.Ticket {
		t.Helper()
		var last hall.Ticket
		o.sees("that the slip is told of", func(api.Live) bool {
			h, err := o.desk.History(t.Context(), outlet, "order-1")
			last = h.Ticket
			return err == nil && papers == count(h.Events, hall.TicketPaper)
		})
		return last
	}

	order("order-1", hall.IssueOrder, map[string]string{"service": "H", "terminal": "demo-kiosk"})
	slip := printed()
	ticket := told(1)
	states, err := o.desk.Orders(t.Context(), outlet)
	if err != nil || len(states) != 1 || states[0].No != ticket.No || states[0].Code != "" {
		t.Errorf("the order became %+v, %v", states, err)
	}
	if ticket.Paper != hall.PaperPrinted || len(slip) == 0 {
		t.Errorf("ticket %s, %s, has a slip of %d bytes", ticket.No, ticket.Paper, len(slip))
	}

	order("order-2", hall.PrintOrder, map[string]string{"ticket": "order-1", "terminal": "demo-kiosk"})
	if again := printed(); len(again) == 0 || again == slip {
		t.Error("the second slip is not marked as one")
	}
	told(2)
}

func count(events []hall.Event, kind hall.EventKind) int {
	return len(slices.DeleteFunc(slices.Clone(events), func(e hall.Event) bool { return e.Kind != kind }))
}
