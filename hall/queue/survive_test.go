package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// The tests of this file are the lines of "What a queue must survive": bugs that other systems had.

func TestNumberRangeRunsOut(t *testing.T) {
	h := open(t)
	first := h.Issue("A") // still waits when the range is full
	seen := map[hall.TicketNo]bool{first.No: true}
	for range 1004 {
		s, err := h.TryIssue("A")
		if err != nil {
			t.Fatal(err)
		}
		if seen[s.No] || s.Prefix != "A" || s.Number >= 800 && s.Number <= 999 {
			t.Fatalf("%s was given before, or is not of the common range of A", s.No)
		}
		seen[s.No] = true
	}
	if s := h.Ticket(first.ID); s.State != hall.Waiting || s.No != "A001" {
		t.Errorf("the first ticket is %s %s", s.No, s.State)
	}
	if !seen["A799"] || !seen["A1000"] || !seen["A1205"] {
		t.Error("the range does not go on from A799 with A1000")
	}
}

func TestRecallKeepsNumberAndWait(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A").ID
	h.Clock.Advance(9*time.Minute + 59*time.Second)
	called := h.Next("1").Ticket
	h.Clock.Advance(time.Minute)
	again := h.Act("1", id, hall.Recall)
	h.Clock.Advance(time.Minute)
	started := h.Act("1", id, hall.Start)
	if again.No != called.No || again.FirstCalledAt != called.FirstCalledAt || started.Wait(0) != 10*minute {
		t.Errorf("%s waited %d ms, first called at %d then %d", again.No, started.Wait(0), called.FirstCalledAt, again.FirstCalledAt)
	}
	if way := started.StartedAt - started.CalledAt; way != minute {
		t.Errorf("way time %d ms, want from the last call", way)
	}
}

func TestFourthCallIsNoShowExactlyOnce(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A").ID
	h.Next("1")
	for n := 2; n <= 3; n++ {
		h.Clock.Advance(20 * time.Second)
		if got := h.Act("1", id, hall.Recall); got.State != hall.Called || got.Calls != n {
			t.Fatalf("call %d: %s after %d calls", n, got.State, got.Calls)
		}
	}
	h.Clock.Advance(20 * time.Second)
	if got := h.Act("1", id, hall.Recall); got.State != hall.Missed || got.NoShows != 1 {
		t.Fatalf("call 4: %s with %d no-shows", got.State, got.NoShows)
	}
	_, err := h.TryAct("1", id, hall.Recall)
	h.Refused("a fifth", err, hall.Conflict)
	if d := h.Snapshot().Today; d.NoShows != 1 {
		t.Errorf("%d no-shows today, want 1", d.NoShows)
	}
}

func TestMissingVisitorRestsUnlessNobodyElseWaits(t *testing.T) {
	h := open(t)
	h.Open("1")
	missed := h.Issue("A").ID
	h.Next("1")
	h.Act("1", missed, hall.NoShow)
	h.Act("1", missed, hall.Requeue)
	h.Clock.Advance(4 * time.Minute)
	other := h.Issue("A").ID
	if p := h.Next("1"); p.Ticket.ID != other {
		t.Fatalf("after 4 minutes %s is called, want the other", p.Ticket.No)
	}
	h.Act("1", other, hall.NoShow)
	if p := h.Next("1"); p.Ticket.ID != missed || p.Reason.Rule != "rested" {
		t.Fatalf("nobody else waits, yet %s is called by %q", p.Ticket.No, p.Reason.Rule)
	}
}

func TestNoShowRevivedBehindThree(t *testing.T) {
	h := open(t)
	h.Open("1")
	missed := h.Issue("A").ID
	h.Next("1")
	h.Act("1", missed, hall.NoShow)
	for range 5 {
		h.Issue("A")
	}
	h.Act("1", missed, hall.Requeue) // three before him are rest enough
	if got := h.Ticket(missed).Ahead; got != 3 {
		t.Errorf("%d ahead of a returned visitor, want 3", got)
	}
	for i := range 4 {
		p := h.Next("1")
		if (p.Ticket.ID == missed) != (i == 3) {
			t.Fatalf("call %d is %s", i+1, p.Ticket.No)
		}
		h.Act("1", p.Ticket.ID, hall.Start)
		h.Act("1", p.Ticket.ID, hall.Finish)
	}
	if d := h.Snapshot().Today; d.Issued != 6 || d.NoShows != 1 || d.Finished != 4 {
		t.Errorf("one visit and one no-show, yet %+v", d)
	}
}

// TestRequeueGainsNothing: behind three others is never earlier than the place he had.
func TestRequeueGainsNothing(t *testing.T) {
	h := open(t)
	h.Open("1")
	missed := h.Issue("A")
	h.Act("1", missed.ID, hall.Call)
	for range 4 {
		h.Issue("A", halltest.CarePriority)
	}
	h.Act("1", missed.ID, hall.NoShow)
	if got := h.Act("1", missed.ID, hall.Requeue); got.Effective != missed.Effective || h.Ticket(missed.ID).Ahead != 4 {
		t.Errorf("effective %d, was %d, with %d ahead", got.Effective, missed.Effective, h.Ticket(missed.ID).Ahead)
	}
}

// TestReleasedCareTicketIsNoCreditAnyMore: its place at the head is the turn it had, not a second priority.
func TestReleasedCareTicketIsNoCreditAnyMore(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A", halltest.CarePriority).ID
	h.Next("1")
	if got := h.Act("1", id, hall.Release); got.Credited || got.State != hall.Waiting {
		t.Errorf("%s, credited %v", got.State, got.Credited)
	}
}

func TestNoShowComesBackWithinHalfAnHour(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		want  hall.Code
	}{{30 * time.Minute, ""}, {30*time.Minute + time.Millisecond, hall.TooLate}} {
		for _, verb := range []hall.Verb{hall.Requeue, hall.Call} {
			h := open(t)
			h.Open("1")
			id := h.Issue("A").ID
			h.Next("1")
			h.Act("1", id, hall.NoShow)
			h.Clock.Advance(c.after)
			_, err := h.TryAct("1", id, verb)
			h.Refused(string(verb)+" after "+c.after.String(), err, c.want)
		}
	}
}

func TestTransferKeepsNumberNoteAndArrival(t *testing.T) {
	h := open(t)
	h.Open("1", "3")
	id := h.Issue("A").ID
	tail := h.Issue("H")
	h.Clock.Advance(10 * time.Minute)
	before := h.Next("1").Ticket
	got := h.Act("1", id, hall.Transfer, halltest.To("H"), func(a *hall.Action) { a.Note = "wants a second meter" })
	if got.No != before.No || got.IssuedAt != before.IssuedAt || got.Note != "wants a second meter" || got.FirstCalledAt != before.FirstCalledAt {
		t.Errorf("transferred as %+v", got)
	}
	if got.Effective != got.IssuedAt-30*minute || !got.Credited {
		t.Errorf("effective %d, want issue − 30 min", got.Effective)
	}
	if h.Ticket(tail.ID).Ahead != 1 {
		t.Error("it is not ahead of the tail")
	}
}

func TestTransferToTheSameServiceGivesNoAdvantage(t *testing.T) {
	h := open(t)
	h.Open("1", "2")
	first, second := h.Issue("A"), h.Issue("A").ID
	_, err := h.TryAct("1", second, hall.Transfer, halltest.To("A"))
	h.Refused("to the same service", err, hall.Invalid)
	got := h.Act("1", second, hall.Transfer, halltest.ToCounter("2"))
	if got.Effective != got.IssuedAt || got.Credited || h.Ticket(second).Ahead != 1 {
		t.Errorf("to another counter of the same service: effective %d of %d, credited %v", got.Effective, got.IssuedAt, got.Credited)
	}
	if p := h.Next("1"); p.Ticket.ID != first.ID {
		t.Errorf("called %s", p.Ticket.No)
	}
}

func TestTransferThereAndBackComesAheadAndSurvivesTheSendersLogout(t *testing.T) {
	h := open(t)
	h.Open("1", "2", "3")
	id := h.Issue("A").ID
	for range 3 {
		h.Issue("A")
	}
	h.Next("1")
	h.Act("1", id, hall.Transfer, halltest.To("H"))
	h.Next("3")
	h.Act("3", id, hall.Transfer, halltest.To("A"), halltest.ToCounter("1"))
	if p := h.Next("2"); p.Ticket.ID == id {
		t.Fatal("counter 2 calls who waits for counter 1")
	}
	h.DeskDo("1", hall.CloseCounter) // the sender goes home
	h.Act("2", h.Snapshot().Counters[1].Ticket, hall.NoShow)
	if p := h.Next("2"); p.Ticket.ID != id {
		t.Errorf("counter 2 calls %s, want the one who came back", p.Ticket.No)
	}
}

func TestTransferWhenNobodyServesIsRefusedAndLosesNothing(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A").ID
	before := h.Next("1").Ticket
	_, err := h.TryAct("1", id, hall.Transfer, halltest.To("Q"))
	h.Refused("to a service nobody serves", err, hall.NobodyServes)
	_, err = h.TryAct("1", id, hall.Transfer, halltest.ToCounter("2"))
	h.Refused("to a closed counter", err, hall.NobodyServes)
	h.Open("3")
	_, err = h.TryAct("1", id, hall.Transfer, halltest.ToCounter("3"))
	h.Refused("to a counter that does not serve it", err, hall.NobodyServes)
	if now := h.Ticket(id); now.State != hall.Called || now.Version != before.Version || now.Counter != "1" {
		t.Errorf("the ticket is %+v", now.Ticket)
	}
}

func TestTellerGoneReturnsTheTicketToTheHead(t *testing.T) {
	for _, serving := range []bool{false, true} {
		h := open(t)
		h.Open("1", "2")
		id := h.Issue("A").ID
		h.Issue("A", halltest.CarePriority) // would stand before it otherwise
		h.Act("1", id, hall.Call)
		if serving {
			h.Act("1", id, hall.Start)
		}
		h.seen("1")
		h.Pass(20 * time.Second)
		if now := h.Ticket(id); now.ReleaseAt == 0 || !now.State.Active() {
			t.Fatalf("after 20 s silence: %s, to be released at %d", now.State, now.ReleaseAt)
		}
		h.seen("1")
		h.Pass(0)
		if now := h.Ticket(id); now.ReleaseAt != 0 {
			t.Fatal("the program is back and the mark is not")
		}
		h.Pass(119 * time.Second)
		if now := h.Ticket(id); !now.State.Active() {
			t.Fatalf("released after 119 s of 120: %s", now.State)
		}
		h.Pass(time.Second)
		if now := h.Ticket(id); now.State != hall.Waiting || now.Ahead != 0 || now.NoShows != 0 {
			t.Fatalf("%s with %d ahead", now.State, now.Ahead)
		}
		if c := h.Snapshot().Counters[0]; c.State != hall.CounterPaused || c.Ticket != "" || c.Reason != "gone" {
			t.Errorf("the counter is %+v", c.Counter)
		}
		if p := h.Next("2"); p.Ticket.ID != id {
			t.Errorf("counter 2 calls %s, want the released one", p.Ticket.No)
		}
		_, err := h.TryAct("1", id, hall.Start)
		h.Refused("the sleeper wakes up and goes on", err, hall.Denied)
	}
}

func TestTellerBackOnAnotherProgramKeepsHisVisitor(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A").ID
	h.Next("1")
	other := hall.Actor{Terminal: "C9", Teller: "t01"}
	c, err := h.q.Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: "1", Verb: hall.OpenCounter, Teller: "t01", PIN: halltest.PIN, By: other})
	if err != nil || c.Ticket != id {
		t.Fatalf("reopened as %+v, %v", c, err)
	}
	_, err = h.TryAct("1", id, hall.Start)
	h.Refused("a stale write of the program that lost the counter", err, hall.Denied)
	if _, err = h.q.Act(h.Context(), hall.Action{Key: h.Key(), Ticket: id, Verb: hall.Start, Counter: "1", By: other}); err != nil {
		t.Error(err)
	}
}

func TestSkillsRemovedWhileLoadedRaiseAnAlert(t *testing.T) {
	h := open(t)
	h.Open("3", "4")
	h.Issue("H")
	if s := h.Snapshot().Stranded; len(s) != 0 {
		t.Fatalf("stranded %v while counter 3 serves H", s)
	}
	setup := halltest.Setup()
	setup.Version = 2
	for i := range setup.Counters {
		setup.Counters[i].Serves = []hall.Skill{{Group: "A"}}
	}
	if err := h.q.Apply(h.Context(), setup); err != nil {
		t.Fatal(err)
	}
	if s := h.Snapshot().Stranded; len(s) != 1 || s[0] != "H" {
		t.Errorf("stranded %v, want H", s)
	}
}

func TestWithdrawnServiceServesWhoWaits(t *testing.T) {
	h := open(t)
	h.Open("3")
	id := h.Issue("H").ID
	setup := halltest.Setup()
	setup.Version, setup.Groups[1].Withdrawn = 2, true
	if err := h.q.Apply(h.Context(), setup); err != nil {
		t.Fatal(err)
	}
	_, err := h.TryIssue("H")
	h.Refused("a new ticket", err, hall.Paused)
	if n := len(h.Snapshot().Groups); n != 4 {
		t.Errorf("%d groups shown while one waits in the withdrawn, want 4", n)
	}
	if p := h.Next("3"); p.Ticket.ID != id {
		t.Errorf("called %s", p.Ticket.No)
	}
	if n := len(h.Snapshot().Groups); n != 3 {
		t.Errorf("%d groups shown, want 3: the withdrawn one is empty", n)
	}
}

func TestPrintFailedTicketStaysValidUntilGivenUp(t *testing.T) {
	h := open(t)
	s := h.Issue("A")
	if got, err := h.TryAct("", s.ID, hall.Print, func(a *hall.Action) { a.Paper = hall.PaperNotPrinted }); err != nil || got.State != hall.Waiting {
		t.Fatalf("%s, %v", got.State, err)
	}
	if _, err := h.q.Find(h.Context(), s.Code); err != nil {
		t.Errorf("its code is refused: %v", err)
	}
	if _, err := h.TryAct("", s.ID, hall.Cancel, func(a *hall.Action) { a.EndedBy = hall.EndedUnprinted }); err != nil {
		t.Fatal(err)
	}
	if g := h.Snapshot().Groups[0]; g.Waiting != 0 {
		t.Errorf("%d wait", g.Waiting)
	}
}

func TestSamePersonTwiceIsOfferedTheirTicket(t *testing.T) {
	h := open(t)
	h.Open("1")
	first := h.Issue("A", halltest.Of("p1"))
	_, err := h.TryIssue("A", halltest.Of("p1"))
	h.Refused("again", err, hall.Duplicate)
	h.Issue("H", halltest.Of("p1")) // another service is another visit
	h.Issue("A", halltest.Of("p2"))
	h.Issue("A")
	h.Act("1", first.ID, hall.Call)
	_, err = h.TryIssue("A", halltest.Of("p1"))
	h.Refused("while called", err, hall.Duplicate)
	h.Act("1", first.ID, hall.NoShow)
	h.Clock.Advance(31 * time.Minute) // he cannot come back to it
	h.Issue("A", halltest.Of("p1"))
}

// TestAnEndTakenBackMakesNoSecondTicket: who gave up and took another number has that one.
func TestAnEndTakenBackMakesNoSecondTicket(t *testing.T) {
	h := open(t)
	first := h.Issue("A", halltest.Of("p1"))
	h.Act("", first.ID, hall.Cancel, func(a *hall.Action) { a.EndedBy = hall.EndedByVisitor })
	second := h.Issue("A", halltest.Of("p1"))
	_, err := h.TryAct("", first.ID, hall.Reopen)
	h.Refused("back to the first", err, hall.Duplicate)
	if got := hall.SubjectOf(err); got != string(second.ID) {
		t.Errorf("he is sent to %q", got)
	}
	h.Act("", second.ID, hall.Cancel, func(a *hall.Action) { a.EndedBy = hall.EndedByVisitor })
	h.Act("", first.ID, hall.Reopen)
}

func TestKillBetweenCalledAndAnnounced(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A").ID
	cursor := h.q.Cursor() // a display that has seen all so far
	h.Next("1")
	before := h.Snapshot()
	r := h.restart(t)
	if got := r.Ticket(id); got.State != hall.Called || got.Calls != 1 {
		t.Fatalf("after the restart %s with %d calls", got.State, got.Calls)
	}
	events := r.listen(t, cursor, 1)
	if events[0].Kind != hall.TicketCalled || events[0].Subject != string(id) || r.q.Cursor() != events[0].Cursor() {
		t.Errorf("the display hears %s of %s, the hall is at %s", events[0].Kind, events[0].Cursor(), r.q.Cursor())
	}
	same(t, before, r.Snapshot())
}

func TestEndOfDay(t *testing.T) {
	h := open(t)
	h.Open("1")
	served, open := h.Issue("A").ID, h.Issue("A").ID
	h.Next("1")
	h.Act("1", served, hall.Start)
	h.Clock.Advance(5 * time.Minute)
	h.Act("1", served, hall.Finish)
	h.Next("1")
	h.Act("1", open, hall.Start)
	h.Clock.Advance(8 * time.Hour)
	if err := h.q.CloseDay(h.Context()); err != nil {
		t.Fatal(err)
	}
	if d := h.Snapshot().Today; d.Finished != 1 || d.ServedMs != 5*60_000 || d.Called != 1 {
		t.Errorf("a ticket ended by the system is in the averages: %+v", d)
	}
	if c := h.Snapshot().Counters[0]; c.State != hall.CounterClosed || c.Ticket != "" {
		t.Errorf("the counter is %+v", c.Counter)
	}
	h.Pass(16 * time.Hour)
	if s := h.Snapshot(); s.Today != (hall.Today{}) || len(s.Recent) != 0 || s.Day != "2026-11-24" {
		t.Errorf("the next day starts with %+v on %s", s.Today, s.Day)
	}
}

func TestQueueKeptOvernight(t *testing.T) {
	h := open(t, func(s *hall.Setup) { s.Outlet.Rules.KeepOvernight = true })
	kept := h.Issue("A")
	h.Pass(24 * time.Hour)
	if got := h.Ticket(kept.ID); got.State != hall.Waiting {
		t.Fatalf("kept as %s", got.State)
	}
	if s := h.Issue("A"); s.No != "A002" || s.Ahead != 1 {
		t.Errorf("the first of the new day is %s with %d ahead; A001 is still alive", s.No, s.Ahead)
	}
	if _, err := h.q.Find(h.Context(), kept.Code); err != nil {
		t.Errorf("the kept paper is refused: %v", err)
	}
	h.Open("1")
	if p := h.Next("1"); p.Ticket.ID != kept.ID {
		t.Errorf("called %s", p.Ticket.No)
	}
}

func TestVisitorWithMissingPapersComesBackEarlier(t *testing.T) {
	h := open(t)
	h.Open("1")
	id := h.Issue("A", halltest.Of("p1")).ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	h.Act("1", id, hall.Finish, func(a *hall.Action) { a.Outcomes = map[hall.ItemCode]hall.Outcome{hall.WholeItem: hall.Papers} })
	if s := h.Issue("A", halltest.Of("p1")); !s.Credited || s.Effective != s.IssuedAt-20*minute {
		t.Errorf("back with papers: effective %d of %d", s.Effective, s.IssuedAt)
	} else {
		h.Act("1", s.ID, hall.Cancel)
	}
	if s := h.Issue("A", halltest.Of("p1")); s.Credited {
		t.Error("the credit holds twice")
	}
}

func TestTimedHoldReturnsByItself(t *testing.T) {
	h := open(t)
	h.Open("1", "2")
	id := h.Issue("A").ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	h.Act("1", id, hall.Hold, halltest.HoldMin(10), halltest.ForAnyone)
	h.Issue("A", halltest.CarePriority)
	h.Pass(10*time.Minute - 2*time.Second)
	if s := h.Ticket(id); s.State != hall.Held {
		t.Fatalf("%s before its time", s.State)
	}
	h.Pass(time.Second)
	if s := h.Ticket(id); s.State != hall.Waiting || s.Ahead != 0 {
		t.Fatalf("%s with %d ahead", s.State, s.Ahead)
	}
	if p := h.Next("2"); p.Ticket.ID != id {
		t.Errorf("called %s", p.Ticket.No)
	}
}

func TestOwnHoldIsItsCountersWhileThatWorks(t *testing.T) {
	h := open(t)
	h.Open("1", "2")
	id := h.Issue("A").ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	h.Act("1", id, hall.Hold)
	_, err := h.TryAct("2", id, hall.Resume)
	h.Refused("another counter resumes", err, hall.Denied)
	h.DeskDo("1", hall.CloseCounter)
	if got := h.Act("2", id, hall.Resume); got.State != hall.Serving || got.Counter != "2" {
		t.Errorf("resumed as %s at %s", got.State, got.Counter)
	}
}

func TestReopenWithinAMinute(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		want  hall.Code
	}{{60 * time.Second, ""}, {60*time.Second + time.Millisecond, hall.TooLate}} {
		h := open(t)
		h.Open("1")
		id := h.Issue("A").ID
		h.Next("1")
		h.Act("1", id, hall.Start)
		h.Act("1", id, hall.Finish)
		h.Clock.Advance(c.after)
		_, err := h.TryAct("1", id, hall.Reopen)
		h.Refused("reopen after "+c.after.String(), err, c.want)
	}
	h := open(t)
	h.Open("1")
	id, other := h.Issue("A").ID, h.Issue("A").ID
	h.Next("1")
	h.Act("1", id, hall.Start)
	h.Act("1", id, hall.Finish)
	h.Act("1", other, hall.Call)
	_, err := h.TryAct("1", id, hall.Reopen)
	h.Refused("reopen while the counter has another", err, hall.Busy)
}

func TestQuotas(t *testing.T) {
	h := open(t, func(s *hall.Setup) {
		a := &s.Groups[0]
		a.DailyQuota, a.SlotMin, a.SlotQuota = 5, 30, 2
		s.Groups[1].Hours = []hall.Hours{{From: 9 * 60, To: 9*60 + 31}}
		s.Groups[2].Paused = true
	})
	h.Issue("A")
	h.Issue("A")
	_, err := h.TryIssue("A")
	h.Refused("a third walk-in from 9:00 to 9:30", err, hall.SlotFull)
	booked := h.Issue("A", func(r *hall.IssueRequest) { r.Source = hall.FromBooking })
	h.Clock.Set(halltest.Opening.Add(30 * time.Minute))
	h.Issue("A") // the slot begins at 9:30 sharp
	h.Issue("A")
	_, err = h.TryIssue("A", func(r *hall.IssueRequest) { r.Source = hall.FromBooking })
	h.Refused("the sixth of the day", err, hall.QuotaFull)
	if _, err := h.TryAct("", booked.ID, hall.Cancel, func(a *hall.Action) { a.EndedBy = hall.EndedUnprinted }); err != nil {
		t.Fatal(err)
	}
	h.Issue("A", func(r *hall.IssueRequest) { r.Source = hall.FromBooking }) // a ticket that was never printed counts for nobody
	h.Issue("H")
	h.Clock.Set(halltest.Opening.Add(31 * time.Minute))
	_, err = h.TryIssue("H")
	h.Refused("at closing time", err, hall.OutOfHours)
	_, err = h.TryIssue("Q")
	h.Refused("a paused service", err, hall.Paused)
	for i, want := range []hall.Code{hall.QuotaFull, hall.OutOfHours, hall.Paused, ""} {
		if g := h.Snapshot().Groups[i]; g.Refusal != want || g.Open != (want == "") {
			t.Errorf("group %s shows %q, want %q", g.Code, g.Refusal, want)
		}
	}
}

// TestEveryPathEmitsTheSameEvent: a call is a call, whoever presses what.
func TestEveryPathEmitsTheSameEvent(t *testing.T) {
	h := open(t)
	h.Open("1", "2")
	h.Issue("A")
	second := h.Issue("A").ID
	cursor := h.q.Cursor()
	h.Next("1")
	h.Act("2", second, hall.Call)
	for i, e := range h.listen(t, cursor, 2) {
		b, err := e.Tell()
		if err != nil || e.Kind != hall.TicketCalled || b.Ticket == nil || b.Counter == nil || b.Counter.Ticket != b.Ticket.ID || b.Reason == nil || b.From != hall.Waiting {
			t.Errorf("call %d is told as %s %s (%v)", i+1, e.Kind, e.Body, err)
		}
	}
	if r := h.Snapshot().Recent; len(r) != 2 || r[0].Ticket != second || r[0].Label != "2" {
		t.Errorf("the last calls are %+v", r)
	}
}

// TestEventsCarryNoSecret: no PIN hash and no page token leaves through the log.
func TestEventsCarryNoSecret(t *testing.T) {
	store := &queuetest.Memory{}
	h := start(t, store, halltest.Setup(), halltest.NewClock(halltest.Opening))
	h.Open("1")
	s := h.Issue("A")
	secrets := []string{halltest.Hash, halltest.PIN, halltest.Key.Token(s.ID)}
	for _, e := range h.listen(t, hall.Cursor{Epoch: 1}, int(h.q.Cursor().Seq)) {
		contains(t, "event "+string(e.Kind), e.Body, secrets)
	}
	r, found, err := store.Receipt(t.Context(), "K1", string(s.ID))
	if err != nil || !found {
		t.Fatalf("the receipt: %v, %v", found, err)
	}
	contains(t, "receipt", r.Answer, secrets)
}
