package halltest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// TestAuthority is the contract of hall.Authority, each rule on a hall of its own. The near queue and the far client
// both pass it.
func TestAuthority(t *testing.T, open Open) {
	for _, rule := range []struct {
		name  string
		test  func(*testing.T, *Hall)
		setup func() hall.Setup
	}{
		{"a scripted day", ScriptedDay, Setup},
		{"the same key re-sent gives the same ticket", sameKeySameTicket, Setup},
		{"the same key re-sent calls once", sameKeyOneCall, Setup},
		{"the same key with another body is refused", keyReused, Setup},
		{"every command repeats: at once, much later and after a restart", everyRepeats, Setup},
		{"what is refused names its code", refusals, Setup},
		{"the state table holds", stateTable, Setup},
		{"a counter with a visitor gets no second one", busy, Setup},
		{"one teller per counter, one counter per teller", oneTeller, Setup},
		{"a program has one counter, pressed one after the other", oneSeat, Setup},
		{"a program has one counter, pressed together", oneSeatTogether, Setup},
		{"five wrong PINs lock the teller out", lockOut, Setup},
		{"a counter's program does nothing for a visitor while nobody is signed in at it", nobodySignedIn, Setup},
		{"a program rates its own counter's visitors alone", rateOwn, Setup},
		{"who finished a visit has its rating, and no later teller at that program or counter", rateAfterHours, Setup},
		{"a rating says its level", rateSays, Setup},
		{"a rated end is not taken back", ratedStays, Setup},
		{"an end told after a cut is taken", endToldLate, Setup},
		{"a counter that was silent is open again at its first act", silentCounters, Setup},
		{"a visitor who went on elsewhere stays there, and what was done before is noted", wentOnElsewhere, Setup},
		{"a counter that still serves has its visitor back", takenBack, Setup},
		{"a visitor has time to come between two calls", timeToCome, Setup},
		{"a scanned code opens its ticket and no other", scanning, Setup},
		{"the line is the order of the calls", lineIsOrder, Setup},
		{"a listener resumes without gap or repeat", resume, Setup},
		{"an unknown cursor resets", unknownCursor, Setup},
		{"a terminal tells of its devices", reports, Setup},
		{"8 counters press Next together on 5 tickets", eightCounters, AllServeAll},
		{"20 kiosks take 25 tickets each at once", twentyKiosks, Setup},
	} {
		t.Run(rule.name, func(t *testing.T) { rule.test(t, open(t, rule.setup()).With(t)) })
	}
}

func sameKeySameTicket(t *testing.T, h *Hall) {
	r := h.Request("B05")
	first, err := h.Kiosk().Issue(h.Context(), r)
	h.must("issue", err)
	h.Clock.Advance(time.Minute)
	again, err := h.Kiosk().Issue(h.Context(), r)
	h.must("issue again", err)
	if again.No != first.No || again.Code != first.Code || again.URL != first.URL || again.IssuedAt != first.IssuedAt {
		t.Errorf("the repeated request got %s %s %s, the first %s %s %s", again.No, again.Code, again.URL, first.No, first.Code, first.URL)
	}
	if n := h.Snapshot().Today.Issued; n != 1 {
		t.Errorf("%d tickets issued, want 1", n)
	}
}

func sameKeyOneCall(t *testing.T, h *Hall) {
	h.Open("1")
	first, _ := h.Issue("A"), h.Issue("A")
	r := hall.NextRequest{Key: h.Key(), Counter: "1", By: h.by("1")}
	for range 2 {
		p, err := h.Desk("1").Next(h.Context(), r)
		h.must("next", err)
		if p.Ticket.ID != first.ID {
			t.Errorf("called %s, want %s", p.Ticket.No, first.No)
		}
	}
	h.Clock.Advance(20 * time.Second)
	a := hall.Action{Key: h.Key(), Ticket: first.ID, Verb: hall.Recall, Counter: "1", By: h.by("1")}
	for range 3 {
		got, err := h.Desk("1").Act(h.Context(), a)
		h.must("recall", err)
		if got.Calls != 2 {
			t.Errorf("%d calls after one recall sent three times, want 2", got.Calls)
		}
	}
}

func keyReused(_ *testing.T, h *Hall) {
	r := h.Request("A")
	_, err := h.Kiosk().Issue(h.Context(), r)
	h.must("issue", err)
	r.Service = "H"
	_, err = h.Kiosk().Issue(h.Context(), r)
	h.Refused("another service under the same id", err, hall.KeyReused)
}

func refusals(t *testing.T, h *Hall) {
	_, err := h.TryIssue("Z9")
	h.Refused("an unknown service", err, hall.NotFound)
	_, err = h.TryIssue("A", func(r *hall.IssueRequest) { r.Items = []hall.ItemCode{"B05"} })
	h.Refused("an item of another group", err, hall.Invalid)
	have := h.Issue("A", Of("somebody"))
	_, err = h.TryIssue("A", Of("somebody"))
	h.Refused("a second ticket for the same service", err, hall.Duplicate)
	if hall.SubjectOf(err) != string(have.ID) {
		t.Errorf("the refusal names %q, want the ticket %q", hall.SubjectOf(err), have.ID)
	}
	_, err = h.TryNext("1")
	h.Refused("next at a closed counter", err, hall.NotOpen)
	_, err = h.Kiosk().Ticket(h.Context(), hall.TicketID(h.Key()))
	h.Refused("an unknown ticket", err, hall.NotFound)
	h.Open("1", "3")
	_, err = h.TryAct("1", have.ID, hall.Transfer, To("Q"))
	h.Refused("a transfer to a service that no open counter serves", err, hall.NobodyServes)
	_, err = h.TryAct("1", have.ID, hall.Transfer, To("A"))
	h.Refused("a transfer to the same service", err, hall.Invalid)
	h.Act("1", have.ID, hall.Call)
	_, err = h.TryAct("3", have.ID, hall.Start)
	h.Refused("another counter's ticket", err, hall.Denied)
	_, err = h.TryAct("", have.ID, hall.Cancel)
	h.Refused("a visitor gives up a called ticket", err, hall.Denied)
	_, err = h.TryAct("1", have.ID, hall.Evaluate, Level(5))
	h.Refused("a rating before the end", err, hall.Conflict)
}

func stateTable(t *testing.T, h *Hall) {
	h.Open("1")
	id := h.Issue("A").ID
	for _, step := range []struct {
		verb  hall.Verb
		state hall.State // "" means Conflict
	}{
		{hall.Start, ""}, {hall.Call, hall.Called}, {hall.Finish, ""}, {hall.Recall, hall.Called}, {hall.NoShow, hall.Missed},
		{hall.Start, ""}, {hall.Requeue, hall.Waiting}, {hall.Call, hall.Called}, {hall.Start, hall.Serving}, {hall.NoShow, ""},
		{hall.Hold, hall.Held}, {hall.Call, ""}, {hall.Resume, hall.Serving}, {hall.Finish, hall.Finished}, {hall.Cancel, ""},
		{hall.Reopen, hall.Serving}, {hall.Finish, hall.Finished},
	} {
		h.Clock.Advance(20 * time.Second)
		got, err := h.TryAct("1", id, step.verb)
		if step.state == "" {
			h.Refused(string(step.verb), err, hall.Conflict)
			continue
		}
		h.must(string(step.verb), err)
		if got.State != step.state {
			t.Fatalf("%s leads to %s, want %s", step.verb, got.State, step.state)
		}
	}
	h.Act("1", id, hall.Evaluate, Level(4))
	_, err := h.TryAct("1", id, hall.Evaluate, Level(1))
	h.Refused("a second rating", err, hall.AlreadyRated)
}

func busy(t *testing.T, h *Hall) {
	h.Open("1")
	first, _ := h.Issue("A"), h.Issue("A")
	called := h.Next("1").Ticket
	h.Clock.Advance(time.Minute)
	_, err := h.TryNext("1")
	h.Refused("next with a called ticket", err, hall.Busy)
	_, err = h.TryDesk("1", hall.CloseCounter)
	h.Refused("close with a called ticket", err, hall.Busy)
	now := h.Ticket(first.ID)
	if now.CalledAt != called.CalledAt || now.FirstCalledAt != called.FirstCalledAt || now.Version != called.Version {
		t.Errorf("the refused call touched the ticket: %+v", now.Ticket)
	}
}

// timeToCome: calls in haste are refused, so that nobody on his way is made a no-show; the outlet says how long.
func timeToCome(t *testing.T, h *Hall) {
	h.Open("1")
	id := h.Issue("A").ID
	first := h.Next("1").Ticket
	for range 4 {
		h.Clock.Advance(4 * time.Second)
		_, err := h.TryAct("1", id, hall.Recall)
		h.Refused("a call after a few seconds", err, hall.TooSoon)
	}
	h.Clock.Advance(4 * time.Second)
	if got := h.Act("1", id, hall.Recall); got.Calls != 2 || got.CalledAt == first.CalledAt || got.RoundAt != first.CalledAt {
		t.Errorf("20 s later: %d calls, at %d, since %d", got.Calls, got.CalledAt, got.RoundAt)
	}
	_, err := h.TryAct("1", id, hall.Recall)
	h.Refused("at once again", err, hall.TooSoon)
	if got := h.Act("1", id, hall.Start); got.State != hall.Serving {
		t.Errorf("who comes at once is %s", got.State)
	}
}

func scanning(t *testing.T, h *Hall) {
	h.Open("1")
	s := h.Issue("A")
	for _, text := range []string{s.Code, s.Code[:3] + " " + s.Code[3:], s.URL} {
		got, err := h.Desk("1").Find(h.Context(), text)
		h.must("scan "+text, err)
		if got.ID != s.ID {
			t.Errorf("scan %q opens %s, want %s", text, got.No, s.No)
		}
	}
	lost := func(day hall.Day) string {
		return Key.PageURL("http://hall.test", hall.Ticket{ID: "lost", No: "A099", Group: "A", Day: day})
	}
	wrong := []byte(s.Code)
	wrong[9] = '0' + (wrong[9]-'0'+1)%10
	for _, c := range []struct {
		text string
		want hall.Code
	}{
		{"hello", hall.CodeUnknown},
		{Key.Code(202, s.Day, 1), hall.CodeForeign},
		{string(wrong), hall.CodeForged},
		{Key.Code(101, "2026-11-22", 1), hall.CodeOld},
		{Key.Code(101, s.Day, 4711), hall.CodeLost},
		{lost("2026-11-22"), hall.CodeOld},
		{lost(s.Day), hall.CodeLost},
		{strings.ToUpper(lost(s.Day)), hall.CodeLost},
		{strings.Replace(lost(s.Day), "n=A", "n=H", 1), hall.CodeUnknown},
		{"http://hall.test/t/00112233445566778899aabbccddeeff", hall.CodeUnknown},
	} {
		_, err := h.Desk("1").Find(h.Context(), c.text)
		h.Refused("scan "+c.text, err, c.want)
	}
	h.Act("1", s.ID, hall.Cancel)
	_, err := h.Desk("1").Find(h.Context(), s.Code)
	h.Refused("a used ticket", err, hall.CodeUsed)
}

func lineIsOrder(t *testing.T, h *Hall) {
	h.Open("7")
	for _, service := range []string{"A", "H", "Q", "K"} {
		h.Issue(service)
		h.Issue(service, CarePriority)
	}
	told, err := h.Desk("7").Line(h.Context(), "7", 100)
	h.must("line", err)
	if len(told) != 8 {
		t.Fatalf("%d in line, want 8", len(told))
	}
	for i, want := range told {
		got := h.Next("7")
		if got.Ticket.ID != want.Ticket.ID || got.Reason.Rule != want.Reason.Rule {
			t.Errorf("call %d is %s by %s, the line said %s by %s", i, got.Ticket.No, got.Reason.Rule, want.Ticket.No, want.Reason.Rule)
		}
		h.Act("7", got.Ticket.ID, hall.Start)
		h.Act("7", got.Ticket.ID, hall.Finish)
	}
	if p := h.Next("7"); !p.Nobody {
		t.Errorf("an empty line gives %s", p.Ticket.No)
	}
}

var errEnough = errors.New("enough")

// listen collects n events after a cursor, and gives up after ten seconds of real time.
func (h *Hall) listen(after hall.Cursor, n int) []hall.Event {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.Context(), 10*time.Second)
	defer cancel()
	var events []hall.Event
	err := h.Board().Watch(ctx, after, func(e hall.Event) error {
		events = append(events, e)
		if len(events) == n {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		h.t.Fatalf("watch after %s: %v, after %d of %d events", after, err, len(events), n)
	}
	return events
}

func resume(t *testing.T, h *Hall) {
	start := h.Snapshot().Cursor
	for range 20 {
		h.Issue("A")
	}
	cursor := start
	for read, step := 0, 1; read < 20; step++ { // pieces of 1, 2, 3 … events, each a new listener
		step := min(step, 20-read)
		for _, e := range h.listen(cursor, step) {
			if e.Seq != cursor.Seq+1 || e.Epoch != cursor.Epoch {
				t.Fatalf("after %s comes %s", cursor, e.Cursor())
			}
			cursor = e.Cursor()
		}
		read += step
	}
	if now := h.Snapshot().Cursor; now != cursor {
		t.Errorf("the listener is at %s, the hall at %s", cursor, now)
	}
}

func unknownCursor(t *testing.T, h *Hall) {
	h.Issue("A")
	now := h.Snapshot().Cursor
	for _, c := range []hall.Cursor{{Epoch: now.Epoch + 1, Seq: 1}, {Epoch: now.Epoch, Seq: now.Seq + 100}} {
		if e := h.listen(c, 1)[0]; e.Kind != hall.Reset {
			t.Errorf("cursor %s gives %s, want reset", c, e.Kind)
		}
	}
}

func reports(t *testing.T, h *Hall) {
	start := h.Snapshot().Cursor
	out := hall.Report{Key: h.Key(), By: hall.Actor{Terminal: "K1"}, Fault: &hall.Fault{Device: "printer", Code: "printer.paper-out", Severity: "look"}}
	for range 2 { // re-sent after a lost answer
		h.must("report a fault", h.Kiosk().Report(h.Context(), out))
	}
	test := &hall.SelfTest{Checks: []hall.TestCheck{{Name: "printer", Kind: "printer", Result: hall.TestBad, Code: "printer.paper-out", Did: "not_printed"}}}
	h.must("report a test", h.Board().Report(h.Context(), hall.Report{Key: h.Key(), By: hall.Actor{Terminal: "D1"}, Test: test}))
	events := h.listen(start, 2)
	first, _ := events[0].Tell()
	second, _ := events[1].Tell()
	if events[0].Kind != hall.DeviceFault || first.Fault == nil || first.Fault.Terminal != "K1" || first.Fault.Code != "printer.paper-out" || first.Fault.Since != events[0].At {
		t.Errorf("the fault is told as %s %s", events[0].Kind, events[0].Body)
	}
	if events[1].Kind != hall.TestDone || second.Test == nil || second.Test.Terminal != "D1" || second.Test.OK() || second.Test.At != events[1].At {
		t.Errorf("the test is told as %s %s", events[1].Kind, events[1].Body)
	}
	for what, bad := range map[string]hall.Report{"of nothing": {}, "of both": {Fault: out.Fault, Test: test},
		"of no device": {Fault: &hall.Fault{Code: "x"}}, "of a fault without a code": {Fault: &hall.Fault{Device: "printer"}}} {
		bad.Key = h.Key()
		h.Refused("a report "+what, h.Kiosk().Report(h.Context(), bad), hall.Invalid)
	}
}

func eightCounters(t *testing.T, h *Hall) {
	ids := []hall.CounterID{"1", "2", "3", "4", "5", "6", "7", "8"}
	h.Open(ids...)
	for range 5 {
		h.Issue("A")
	}
	picks := make([]hall.Pick, len(ids))
	errs := make([]error, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() { picks[i], errs[i] = h.TryNext(id) })
	}
	all.Wait()
	got, nobody := map[hall.TicketID]hall.CounterID{}, 0
	for i, p := range picks {
		h.must("next at "+string(ids[i]), errs[i])
		if p.Nobody {
			nobody++
			continue
		}
		if other, double := got[p.Ticket.ID]; double {
			t.Errorf("%s was called to %s and to %s", p.Ticket.No, other, ids[i])
		}
		got[p.Ticket.ID] = ids[i]
	}
	if len(got) != 5 || nobody != 3 {
		t.Errorf("%d distinct tickets and %d nobody, want 5 and 3", len(got), nobody)
	}
}

func twentyKiosks(t *testing.T, h *Hall) {
	const kiosks, each = 20, 25
	numbers := make(chan hall.TicketNo, kiosks*each)
	var all sync.WaitGroup
	for range kiosks {
		all.Go(func() {
			for range each {
				s, err := h.TryIssue("A")
				if err != nil {
					t.Errorf("issue: %v", err)
				}
				numbers <- s.No
			}
		})
	}
	all.Wait()
	close(numbers)
	var got []hall.TicketNo
	for no := range numbers {
		got = append(got, no)
	}
	slices.Sort(got)
	if n := len(slices.Compact(got)); n != kiosks*each {
		t.Errorf("%d distinct numbers, want %d", n, kiosks*each)
	}
	if got[0] != "A001" || got[len(got)-1] != "A500" {
		t.Errorf("numbers from %s to %s, want A001 to A500", got[0], got[len(got)-1])
	}
}
