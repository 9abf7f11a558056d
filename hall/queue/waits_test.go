package queue_test

import (
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// says is a forecast that says the same to everybody.
type says hall.Wait

func (w says) Wait(*hall.Ticket, int) hall.Wait { return hall.Wait(w) }

// TestWhatTheForecastDoesNotKnowYetThePlanTells, as soon as a counter is open and no sooner.
func TestWhatTheForecastDoesNotKnowYetThePlanTells(t *testing.T) {
	h := open(t)
	h.q.UseWaits(says{})
	if w := h.Issue("A").WaitFor; w.Known {
		t.Errorf("nobody serves A, yet %+v", w)
	}
	h.q.UseWaits(says{LowMin: 54, HighMin: 123, Known: true})
	if w := h.Issue("A").WaitFor; w.Known {
		t.Errorf("nobody serves A, yet a forecast of a moment ago tells %+v", w)
	}
	h.q.UseWaits(says{})
	h.Open("1")
	s := h.Issue("A")
	if w := s.WaitFor; !w.Known || w.HighMin <= w.LowMin {
		t.Errorf("counter 1 is open: %+v", w)
	}
	if got := h.Ticket(s.ID).WaitFor; got != s.WaitFor {
		t.Errorf("told %+v at issue and %+v when asked", s.WaitFor, got)
	}
	h.q.UseWaits(says{LowMin: 3, HighMin: 8, Known: true})
	if w := h.Issue("A").WaitFor; w.LowMin != 3 || w.HighMin != 8 {
		t.Errorf("the forecast knows, yet %+v", w)
	}
}

// TestThePlanCountsOtherLinesOfTheSameWindow: before anything is learned, one who comes for a service that nobody waits
// for is not told a wait as if his window had nobody before him; where his service goes first, the other line is none
// of his.
func TestThePlanCountsOtherLinesOfTheSameWindow(t *testing.T) {
	h := open(t)
	h.q.UseWaits(says{})
	h.Open("4") // H, and A a level later
	for range 11 {
		h.Issue("H")
	}
	groups := map[hall.GroupCode]hall.GroupView{}
	look := func() {
		for _, g := range h.Snapshot().Groups {
			groups[g.Code] = g
		}
	}
	look()
	pay, home := groups["A"], groups["H"]
	if pay.Waiting != 0 || home.Waiting != 11 {
		t.Fatalf("%d and %d wait", pay.Waiting, home.Waiting)
	}
	if p, q := pay.WaitFor, home.WaitFor; p.LowMin < q.LowMin*3/4 || p.HighMin > q.HighMin {
		t.Errorf("to pay %+v, the twelfth resident %+v", p, q)
	}
	if got := h.Issue("A").WaitFor; got != pay.WaitFor {
		t.Errorf("told %+v before and %+v at issue", pay.WaitFor, got)
	}
	h.Open("1") // A alone
	look()
	if w := groups["A"].WaitFor; w.HighMin >= pay.WaitFor.HighMin {
		t.Errorf("a window of its own opened, and to pay is told %+v after %+v", w, pay.WaitFor)
	}
}

// TestThePlanKnowsAnIdleWindow: before anything is learned, one who comes to a window that has nobody is not told a
// wait as if somebody were being served there; care goes first, and so is told none either.
func TestThePlanKnowsAnIdleWindow(t *testing.T) {
	h := open(t)
	h.q.UseWaits(says{})
	h.Open("1", "2")
	look := func() hall.GroupView {
		for _, g := range h.Snapshot().Groups {
			if g.Code == "A" {
				return g
			}
		}
		return hall.GroupView{}
	}
	none := hall.Wait{HighMin: 1, Known: true}
	h.Act("1", h.Issue("A").ID, hall.Call)
	if g := look(); g.WaitFor != none || g.Care.WaitFor != none {
		t.Errorf("window 2 has nobody: %+v, care %+v", g.WaitFor, g.Care.WaitFor)
	}
	h.Act("2", h.Issue("A").ID, hall.Call)
	if g := look(); g.WaitFor.HighMin <= 1 || g.Care.WaitFor.HighMin <= 1 {
		t.Errorf("both are busy: %+v, care %+v", g.WaitFor, g.Care.WaitFor)
	}
}

// TestThePlanCountsWhomAWindowMayCall: before anything is learned, one who was sent to a window alone waits for that
// window and not for all that serve the group, and counts in full for those behind it there, and not at all for those
// whom other windows call.
func TestThePlanCountsWhomAWindowMayCall(t *testing.T) {
	h := open(t)
	h.q.UseWaits(says{})
	h.Open("1", "2") // both serve A
	sent := func() hall.Standing {
		s := h.Issue("A")
		h.Act("2", s.ID, hall.Call)
		h.Act("2", s.ID, hall.Transfer, halltest.ToCounter("1"))
		return s
	}
	var last hall.Standing
	for range 6 {
		last = sent()
		h.Clock.Advance(time.Second)
	}
	alone, other := h.Ticket(last.ID).WaitFor, h.Issue("A").WaitFor
	if !alone.Known || alone.HighMin < 6*2 {
		t.Errorf("the sixth of window 1 alone is told %+v", alone)
	}
	if !other.Known || other.HighMin >= alone.HighMin {
		t.Errorf("one whom window 2 calls next is told %+v, the sixth of window 1 alone %+v", other, alone)
	}
}

// TestThePlanCountsWhoRestsLast: who rests after a no-show is called when nobody else waits, so he is before nobody.
func TestThePlanCountsWhoRestsLast(t *testing.T) {
	h := open(t)
	h.q.UseWaits(says{})
	h.Open("4") // H, and A a level later
	for range 3 {
		missed := h.Issue("H")
		h.Act("4", missed.ID, hall.Call)
		h.Act("4", missed.ID, hall.NoShow)
		h.Act("4", missed.ID, hall.Requeue)
	}
	resting := 0
	for _, w := range h.Snapshot().Waiting {
		if w.NotBefore > h.Snapshot().At {
			resting++
		}
	}
	if resting != 3 {
		t.Fatalf("%d rest", resting)
	}
	next := h.Issue("H").WaitFor
	empty := open(t)
	empty.q.UseWaits(says{})
	empty.Open("4")
	if want := empty.Issue("H").WaitFor; next != want {
		t.Errorf("before three who rest %+v is told, in an empty hall %+v", next, want)
	}
}

// tells is a forecast that repeats what it is asked: how many are ahead, and how far the ticket is brought forward.
type tells struct{ h *rig }

func (w tells) Wait(t *hall.Ticket, ahead int) hall.Wait {
	credit := 0
	if t.Credited {
		credit = int((t.IssuedAt - t.Effective) / minute)
	}
	return hall.Wait{LowMin: ahead, HighMin: 100 + credit, Known: true}
}

// TestACreditIsToldBeforeItIsTaken: the confirm page of a kiosk tells a care visitor what the ticket will tell, and the
// ordinary one's place is another. The page of one who is booked, back with papers or transferred asks for that
// ticket's own place too.
func TestACreditIsToldBeforeItIsTaken(t *testing.T) {
	h := open(t)
	h.q.UseWaits(tells{h})
	h.Open("1", "3")
	for range 4 {
		h.Issue("A")
	}
	told := func(want hall.Place, got hall.Place, who string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: told %+v, want %+v", who, got, want)
		}
	}
	at := func(ahead, credit int) hall.Place {
		return hall.Place{Ahead: ahead, WaitFor: hall.Wait{LowMin: ahead, HighMin: 100 + credit, Known: true}}
	}
	of := func(s hall.Standing) hall.Place { return hall.Place{Ahead: s.Ahead, WaitFor: s.WaitFor} }
	group := func() hall.GroupView {
		for _, g := range h.Snapshot().Groups {
			if g.Code == "A" {
				return g
			}
		}
		t.Fatal("no group A")
		return hall.GroupView{}
	}
	for i := range 2 { // the second stands behind the first, who came with the same credit
		told(at(4+i, 0), hall.Place{Ahead: group().Waiting, WaitFor: group().WaitFor}, "ordinary, before")
		told(at(i, 20), *group().Care, "care, before")
		told(at(i, 20), of(h.Issue("A", halltest.CarePriority)), "care, at issue")
	}
	told(at(2, 15), of(h.Issue("A", halltest.BookedPriority)), "booked, at issue")
	told(at(7, 0), of(h.Issue("A")), "ordinary, at issue")

	visit := h.Issue("H")
	h.Next("3")
	h.Act("3", visit.ID, hall.Start)
	h.Act("3", visit.ID, hall.Transfer, halltest.To("A"))
	told(at(0, 30), of(h.Ticket(visit.ID)), "transferred")
}

// TestTheWindowsNamedServeNowOrWill: a closed window is named to nobody, one on a break is, and a ticket kept for a
// window names that.
func TestTheWindowsNamedServeNowOrWill(t *testing.T) {
	h := open(t)
	named := func(want ...hall.CounterID) {
		t.Helper()
		s := h.Issue("A")
		if !slices.Equal(s.Windows, want) {
			t.Errorf("a ticket names %v, want %v", s.Windows, want)
		}
		for _, g := range h.Snapshot().Groups {
			if g.Code == "A" && !slices.Equal(g.Windows, want) {
				t.Errorf("the group names %v, want %v", g.Windows, want)
			}
		}
	}
	named()
	h.Open("1", "2")
	named("1", "2")
	h.DeskDo("2", hall.PauseCounter)
	named("1", "2")
	h.DeskDo("1", hall.CloseCounter)
	named("2")
	if w := h.Issue("A").WaitFor; w.Known {
		t.Errorf("the only window is on a break, yet %+v", w)
	}
}
