package sqlite_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/storetest"
)

// TestAKeyIsNeverForgotten: what was stored before this start and what is stored after it is found by its key, before
// the filter has been filled and after; a key nobody used is not found.
func TestAKeyIsNeverForgotten(t *testing.T) {
	dir := t.TempDir()
	s, d := open(t, dir), storetest.NewDay()
	commit(t, s, d.Begin()...)
	for n := range 300 {
		commit(t, s, keyed(d.Issue(ticketID(n))))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	for n := range 300 {
		commit(t, s, keyed(d.Issue(ticketID(300+n))))
	}
	found(t, s, "before the filter is filled")
	if err := s.FillSeen(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !s.SurelyNew("nobody used this") {
		t.Error("the filter does not know a new key")
	}
	found(t, s, "after the filter is filled")
}

func ticketID(n int) hall.TicketID { return hall.TicketID(fmt.Sprintf("ticket-%d", n)) }

func keyed(c queue.Change) queue.Change {
	c.Receipt = &queue.Receipt{Scope: "k1", Key: "key of " + string(c.Ticket.ID), Answer: []byte(`{}`)}
	return c
}

type looked interface {
	Receipt(context.Context, hall.TerminalID, string) (queue.Receipt, bool, error)
	Ticket(context.Context, hall.TicketID) (hall.Ticket, bool, error)
}

func found(t *testing.T, s looked, when string) {
	t.Helper()
	for n := range 600 {
		if _, ok, err := s.Receipt(t.Context(), "k1", "key of "+string(ticketID(n))); !ok || err != nil {
			t.Fatalf("%s: receipt %d: %v, %v", when, n, ok, err)
		}
		if _, ok, err := s.Ticket(t.Context(), ticketID(n)); !ok || err != nil {
			t.Fatalf("%s: ticket %d: %v, %v", when, n, ok, err)
		}
	}
	if _, ok, err := s.Receipt(t.Context(), "k1", "nobody used this"); ok || err != nil {
		t.Fatalf("%s: a new key: %v, %v", when, ok, err)
	}
}
