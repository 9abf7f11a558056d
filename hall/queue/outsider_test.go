package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// The tests of this file are what a stranger to the code tried first.

// TestAVerbWithoutACounterIsOfTheTerminalsOwn: a terminal sits at one counter, so it need not name it.
func TestAVerbWithoutACounterIsOfTheTerminalsOwn(t *testing.T) {
	h := open(t)
	h.Open("3")
	id := h.Issue("H").ID
	h.Next("3")
	own := func(a *hall.Action) { a.By = hall.Actor{Terminal: h.Snapshot().Counters[2].Terminal} }
	for _, v := range []hall.Verb{hall.Recall, hall.Start, hall.Hold, hall.Resume, hall.Finish, hall.Reopen, hall.Finish} {
		if got, err := h.TryAct("", id, v, own); err != nil || got.Counter != "3" {
			t.Fatalf("%s: at %q, %v", v, got.Counter, err)
		}
	}
	_, err := h.TryAct("", h.Issue("H").ID, hall.Call)
	h.Refused("a kiosk sits nowhere", err, hall.Invalid)
}

func TestACounterIsClosedByItsOwnProgramAlone(t *testing.T) {
	h := open(t)
	h.Open("1", "2")
	_, err := h.Desk("2").Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: "1", Verb: hall.CloseCounter, By: hall.Actor{Terminal: "C2"}})
	h.Refused("from another machine", err, hall.Denied)
	h.DeskDo("1", hall.CloseCounter)
}

func TestAWrongPINSentTwiceCountsOnce(t *testing.T) {
	h := open(t)
	try := func(key, pin string) error {
		_, err := h.Desk("1").Desk(h.Context(), hall.CounterAction{Key: key, Counter: "1", Verb: hall.OpenCounter, Teller: "t01", PIN: pin,
			By: hall.Actor{Terminal: "C1"}})
		return err
	}
	for range 20 {
		h.Refused("the same command again", try("k", "000000"), hall.WrongPIN)
	}
	for _, pin := range []string{"000001", "000002", "000003", "000004"} {
		h.Refused("another PIN under its key is another try", try("k", pin), hall.WrongPIN)
	}
	h.Refused("five tries were made", try("k2", halltest.PIN), hall.Locked)
	h.Refused("a refusal that was given stays that", try("k", "000004"), hall.WrongPIN)
}

func TestAHallThatNeverClosesKeepsItsTellers(t *testing.T) {
	h := open(t, func(s *hall.Setup) { s.Outlet.Rules.KeepTellers = true })
	h.Open("1")
	left := h.Issue("A").ID
	h.Pass(24 * time.Hour)
	if c := h.Snapshot().Counters[0]; c.State != hall.CounterOpen || c.Teller != "t01" {
		t.Errorf("after midnight counter 1 is %s with %q", c.State, c.Teller)
	}
	if got := h.Ticket(left); !got.BySystem() {
		t.Errorf("yesterday's ticket is %s", got.State)
	}
	h.Issue("A")
	if p := h.Next("1"); p.Ticket.No != "A001" {
		t.Errorf("the new day begins with %s", p.Ticket.No)
	}
}

func TestAnIDOfAnEarlierDayIsNoTicketAgain(t *testing.T) {
	h := open(t)
	r := h.Request("A")
	first, err := h.Kiosk().Issue(h.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	h.Pass(24 * time.Hour)
	again, err := h.Kiosk().Issue(h.Context(), r)
	if err != nil || again.No != first.No || again.Day != first.Day {
		t.Errorf("its own terminal got %s of %s, %v", again.No, again.Day, err)
	}
	r.By.Terminal = "K2"
	_, err = h.q.Issue(h.Context(), r)
	h.Refused("another terminal", err, hall.KeyReused)
	r.ID = "another-id"
	if _, err := h.q.Issue(h.Context(), r); err != nil {
		t.Error(err)
	}
}
