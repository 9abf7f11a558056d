package queue_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// The tests of this file are what a stranger to the code tried first, and the rules that he could break with all other
// tests green.

// TestAVerbWithoutACounterIsOfTheTerminalsOwn: a terminal sits at one counter, so it need not name it.
func TestAVerbWithoutACounterIsOfTheTerminalsOwn(t *testing.T) {
	h := open(t)
	h.Open("3")
	id := h.Issue("H").ID
	h.Next("3")
	own := func(a *hall.Action) { a.By = hall.Actor{Terminal: h.Snapshot().Counters[2].Terminal} }
	for _, v := range []hall.Verb{hall.Recall, hall.Start, hall.Hold, hall.Resume, hall.Finish, hall.Reopen, hall.Finish} {
		h.Clock.Advance(20 * time.Second)
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

// TestWaitEndsAtTheFirstCall, whatever brings the visitor back to the line.
func TestWaitEndsAtTheFirstCall(t *testing.T) {
	for _, c := range []struct {
		name string
		back func(h *rig, id hall.TicketID)
	}{
		{"released", func(h *rig, id hall.TicketID) { h.Act("1", id, hall.Release) }},
		{"transferred to a counter", func(h *rig, id hall.TicketID) { h.Act("1", id, hall.Transfer, halltest.ToCounter("2")) }},
		{"transferred to a service", func(h *rig, id hall.TicketID) { h.Act("1", id, hall.Transfer, halltest.To("H")) }},
		{"back after a no-show", func(h *rig, id hall.TicketID) { h.Act("1", id, hall.NoShow); h.Act("1", id, hall.Requeue) }},
		{"called after a no-show", func(h *rig, id hall.TicketID) { h.Act("1", id, hall.NoShow) }},
		{"back after a hold", func(h *rig, id hall.TicketID) {
			h.Act("1", id, hall.Start)
			h.Act("1", id, hall.Hold, halltest.HoldMin(1), halltest.ForAnyone)
			h.Pass(time.Minute)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t)
			h.Open("1", "2", "3")
			id := h.Issue("A").ID
			h.Clock.Advance(4*time.Minute + 59*time.Second) // the issue took a second
			first := h.Next("1").Ticket
			c.back(h, id)
			h.Clock.Advance(10 * time.Minute)
			at := hall.CounterID("2")
			if h.Ticket(id).Group == "H" {
				at = "3"
			}
			again := h.Act(at, id, hall.Call)
			if again.FirstCalledAt != first.CalledAt || again.CalledAt == first.CalledAt || again.Wait(h.Snapshot().At) != 5*minute {
				t.Errorf("waited %d ms, first called at %d then %d", again.Wait(0), first.CalledAt, again.FirstCalledAt)
			}
			if d := h.Snapshot().Today; hall.Millis(d.WaitMs) != 5*minute || d.Called != 1 {
				t.Errorf("today %d waited %d ms", d.Called, d.WaitMs)
			}
		})
	}
}

// toSix is a ticket of service Q that waits for counter 6 alone; counter 7 serves Q as well.
func toSix(h *rig) hall.TicketID {
	h.Open("6", "7")
	id := h.Issue("Q").ID
	h.Act("7", id, hall.Call)
	h.Act("7", id, hall.Transfer, halltest.ToCounter("6"))
	return id
}

func TestWhoWaitsForAPausedCounterIsStranded(t *testing.T) {
	h := open(t)
	id := toSix(h)
	if s := h.Snapshot().Stranded; len(s) != 0 {
		t.Fatalf("stranded %v while counter 6 is open", s)
	}
	h.DeskDo("6", hall.PauseCounter)
	if s := h.Snapshot().Stranded; len(s) != 1 || s[0] != "Q" {
		t.Errorf("stranded %v while counter 6 is paused, want Q", s)
	}
	if got := h.Ticket(id); got.ForCounter != "6" {
		t.Error("a teller at rest comes back: his visitor waits for him")
	}
	h.DeskDo("6", hall.ReopenCounter)
	if s := h.Snapshot().Stranded; len(s) != 0 {
		t.Errorf("stranded %v after the rest", s)
	}
}

func TestWhoWaitsForACounterThatIsGoneIsFreed(t *testing.T) {
	h := open(t)
	id := toSix(h)
	h.seen("6")
	h.Pass(119 * time.Second)
	if got := h.Ticket(id); got.ForCounter != "6" {
		t.Fatal("freed after 119 s of 120")
	}
	h.Pass(time.Second)
	if c := h.Snapshot().Counters[5]; c.Reason != hall.GoneReason {
		t.Fatalf("counter 6 is %+v", c.Counter)
	}
	if got := h.Ticket(id); got.ForCounter != "" || got.State != hall.Waiting {
		t.Fatalf("%s for %q", got.State, got.ForCounter)
	}
	if s := h.Snapshot().Stranded; len(s) != 0 {
		t.Errorf("stranded %v, yet counter 7 serves Q", s)
	}
	if p := h.Next("7"); p.Ticket.ID != id {
		t.Errorf("counter 7 calls %q", p.Ticket.No)
	}
}

// TestHeldForACounterThatIsGone is anyone's, as after its close.
func TestHeldForACounterThatIsGone(t *testing.T) {
	h := open(t)
	h.Open("6", "7")
	var held []hall.TicketID
	for _, min := range []int{0, 10} {
		id := h.Issue("Q").ID
		h.Next("6")
		h.Act("6", id, hall.Start)
		h.Act("6", id, hall.Hold, halltest.HoldMin(min))
		held = append(held, id)
	}
	h.seen("6")
	h.Pass(2 * time.Minute)
	if got := h.Act("7", held[0], hall.Resume); got.Counter != "7" {
		t.Errorf("resumed at %s", got.Counter)
	}
	h.Act("7", held[0], hall.Finish)
	h.Pass(8 * time.Minute)
	if p := h.Next("7"); p.Ticket.ID != held[1] {
		t.Errorf("the hold is over and counter 7 calls %q", p.Ticket.No)
	}
}

// TestAnotherCounterReopensNothing that a counter had: its teller alone knows what he ended. Who was never called is
// anyone's.
func TestAnotherCounterReopensNothing(t *testing.T) {
	for name, end := range map[string]func(h *rig, id hall.TicketID){
		"finished":               func(h *rig, id hall.TicketID) { h.Act("1", id, hall.Start); h.Act("1", id, hall.Finish) },
		"cancelled while called": func(h *rig, id hall.TicketID) { h.Act("1", id, hall.Cancel) },
		"given up after a no-show": func(h *rig, id hall.TicketID) {
			h.Act("1", id, hall.NoShow)
			h.Act("", id, hall.Cancel)
		},
	} {
		h := open(t)
		h.Open("1", "2")
		id := h.Issue("A").ID
		h.Next("1")
		end(h, id)
		before := h.Ticket(id)
		_, err := h.TryAct("2", id, hall.Reopen)
		h.Refused(name+": another counter reopens", err, hall.Denied)
		if now := h.Ticket(id); now.Version != before.Version || h.Snapshot().Counters[1].Ticket != "" {
			t.Errorf("%s: the refusal left it %s at %q", name, now.State, now.Counter)
		}
		if got := h.Act("1", id, hall.Reopen); got.State != before.Previous || got.Counter != "1" {
			t.Errorf("%s: reopened as %s at %q, it was %s", name, got.State, got.Counter, before.Previous)
		}
	}
	h := open(t)
	h.Open("2")
	id := h.Issue("A").ID
	h.Act("", id, hall.Cancel)
	if got := h.Act("2", id, hall.Reopen); got.State != hall.Waiting {
		t.Errorf("never called, and reopened as %s", got.State)
	}
}

// TestWhoWaitsForOneCounterIsToldOfThatAlone, or he would stand at a window that never calls him.
func TestWhoWaitsForOneCounterIsToldOfThatAlone(t *testing.T) {
	h := open(t)
	id := toSix(h)
	if got := h.Ticket(id).Windows; !slices.Equal(got, []hall.CounterID{"6"}) {
		t.Errorf("sent to counter 6, told of %v", got)
	}
	if got := h.Issue("Q").Windows; !slices.Contains(got, "6") || !slices.Contains(got, "7") {
		t.Errorf("any counter may call, told of %v", got)
	}
	h.DeskDo("6", hall.CloseCounter)
	if got := h.Ticket(id).Windows; !slices.Contains(got, "7") {
		t.Errorf("freed from counter 6, told of %v", got)
	}
}

// TestBackToTheCounterHeWasSentTo: the ticket is at another counter meanwhile, so it would not stay where it is.
func TestBackToTheCounterHeWasSentTo(t *testing.T) {
	h := open(t)
	id := toSix(h)
	h.Next("6")
	h.Act("6", id, hall.Start)
	h.Act("6", id, hall.Hold, halltest.ForAnyone)
	h.Act("7", id, hall.Resume)
	if got := h.Act("7", id, hall.Transfer, halltest.ToCounter("6")); got.State != hall.Waiting || got.ForCounter != "6" {
		t.Errorf("%s for %q", got.State, got.ForCounter)
	}
	_, err := h.TryAct("7", id, hall.Transfer, halltest.ToCounter("6"))
	h.Refused("once more", err, hall.Invalid)
}

// TestPINsTriedAtOnceAreNoBetterThanInARow: thirty programs' worth of PINs sent together, the right one last, were all
// compared before any of them was counted.
func TestPINsTriedAtOnceAreNoBetterThanInARow(t *testing.T) {
	var compared atomic.Int32
	var held chan struct{}
	slow := func(o *queue.Options) {
		o.CheckPIN = func(hash, pin string) bool {
			compared.Add(1)
			<-held
			return halltest.CheckPIN(hash, pin)
		}
	}
	h := start(t, &queuetest.Memory{}, halltest.Setup(), halltest.NewClock(halltest.Opening), slow)
	try := func(key, teller, pin string) error {
		_, err := h.q.Desk(h.Context(), hall.CounterAction{Key: key, Counter: "1", Verb: hall.OpenCounter, Teller: hall.TellerID(teller), PIN: pin,
			By: hall.Actor{Terminal: "C1"}})
		return err
	}
	for _, teller := range []string{"t01", "nobody of this name"} {
		compared.Store(0)
		held = make(chan struct{})
		answers := make(chan error, 30)
		for n := range 30 {
			go func() { answers <- try(fmt.Sprint(teller, n), teller, fmt.Sprintf("%06d", n)) }()
		}
		for range 25 {
			h.Refused("one too many of "+teller, <-answers, hall.Locked)
		}
		h.Refused("the right one after them", try("right "+teller, teller, halltest.PIN), hall.Locked)
		close(held)
		for range 5 {
			h.Refused("one of the first five of "+teller, <-answers, hall.WrongPIN)
		}
		if compared.Load() != 5 {
			t.Errorf("%s: %d PINs were compared, want 5", teller, compared.Load())
		}
	}
}

func TestANewPINEndsALock(t *testing.T) {
	h := open(t)
	try := func(pin string) error {
		_, err := h.q.Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: "1", Verb: hall.OpenCounter, Teller: "t01", PIN: pin,
			By: hall.Actor{Terminal: "C1"}})
		return err
	}
	for range 5 {
		h.Refused("a wrong PIN", try("000000"), hall.WrongPIN)
	}
	h.Refused("locked", try(halltest.PIN), hall.Locked)
	setup := *h.q.Setup()
	setup.Tellers = slices.Clone(setup.Tellers)
	for i := range setup.Tellers {
		setup.Tellers[i].PIN = "plain:864209"
	}
	if err := h.q.Apply(h.Context(), setup); err != nil {
		t.Fatal(err)
	}
	if err := try("864209"); err != nil {
		t.Errorf("the new PIN: %v", err)
	}
}
