package halltest

import (
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// The rules of who sits where.

func oneTeller(_ *testing.T, h *Hall) {
	h.Open("1")
	try := func(c hall.CounterID, teller hall.TellerID, pin string) error {
		_, err := h.Desk(c).Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: c, Verb: hall.OpenCounter, Teller: teller, PIN: pin,
			By: hall.Actor{Terminal: Program(c), Teller: teller, Staff: true}})
		return err
	}
	h.Refused("another teller at counter 1", try("1", "t02", PIN), hall.CounterTaken)
	h.Refused("the same teller at counter 2", try("2", "t01", PIN), hall.TellerElsewhere)
	h.Refused("an unknown teller", try("2", "t99", PIN), hall.WrongPIN)
	h.Refused("a wrong PIN", try("2", "t02", "000000"), hall.WrongPIN)
	h.must("the right one", try("2", "t02", PIN))
	h.DeskDo("1", hall.PauseCounter)
	_, err := h.TryNext("1")
	h.Refused("next while paused", err, hall.NotOpen)
	h.DeskDo("1", hall.ReopenCounter)
	h.DeskDo("1", hall.CloseCounter)
	h.must("t03 at the counter t01 left", try("1", "t03", PIN))
}

// sit opens a counter with its own teller from the program of counter 1.
func (h *Hall) sit(c hall.CounterID) (hall.Counter, error) {
	return h.Desk("1").Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: c, Verb: hall.OpenCounter, Teller: Teller(c), PIN: PIN, By: h.by("1")})
}

func oneSeat(t *testing.T, h *Hall) {
	h.Open("1")
	elsewhere := func(what string) {
		t.Helper()
		_, err := h.sit("3")
		h.Refused(what, err, hall.TellerElsewhere)
		if hall.SubjectOf(err) != "1" {
			t.Errorf("%s: the refusal names %q, want counter 1", what, hall.SubjectOf(err))
		}
	}
	elsewhere("counter 3 while it has counter 1")
	h.DeskDo("1", hall.PauseCounter)
	elsewhere("counter 3 while counter 1 is paused")
	_, err := h.sit("1")
	h.must("its own counter again", err)
	h.DeskDo("1", hall.CloseCounter)
	_, err = h.sit("3")
	h.must("counter 3 after counter 1 is closed", err)
}

func oneSeatTogether(t *testing.T, h *Hall) {
	ids := []hall.CounterID{"3", "4", "5", "6"}
	errs := make([]error, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() { _, errs[i] = h.sit(id) })
	}
	all.Wait()
	var open []hall.CounterID
	for i, id := range ids {
		if errs[i] == nil {
			open = append(open, id)
		}
	}
	if len(open) != 1 {
		t.Fatalf("one program opened %v, want one counter", open)
	}
	for i, id := range ids {
		if errs[i] == nil {
			continue
		}
		h.Refused("counter "+string(id), errs[i], hall.TellerElsewhere)
		if hall.SubjectOf(errs[i]) != string(open[0]) {
			t.Errorf("counter %s: the refusal names %q, want %s", id, hall.SubjectOf(errs[i]), open[0])
		}
	}
}

func lockOut(_ *testing.T, h *Hall) {
	try := func(pin string) error {
		_, err := h.Desk("1").Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: "1", Verb: hall.OpenCounter, Teller: "t01",
			PIN: pin, By: h.by("1")})
		return err
	}
	for range 5 {
		h.Refused("a wrong PIN", try("111111"), hall.WrongPIN)
	}
	h.Refused("the right PIN while locked", try(PIN), hall.Locked)
	h.Clock.Advance(61 * time.Second)
	h.must("the right PIN a minute later", try(PIN))
}

// nobodySignedIn: a counter's program has a token that lets it take tickets and cancel them, and that is for the teller
// alone.
func nobodySignedIn(t *testing.T, h *Hall) {
	waits := h.Issue("A").ID
	missed, never := h.Issue("A").ID, h.Issue("A").ID
	h.Open("2")
	for _, id := range []hall.TicketID{missed, never} {
		h.Act("2", id, hall.Call)
		h.Act("2", id, hall.NoShow)
	}
	issue := func() (hall.Standing, error) {
		r := h.Request("A")
		r.Source, r.By = hall.FromCounter, h.by("1")
		return h.Desk("1").Issue(h.Context(), r)
	}
	act := func(id hall.TicketID, v hall.Verb, endedBy string) (hall.Ticket, error) {
		return h.Desk("1").Act(h.Context(), hall.Action{Key: h.Key(), Ticket: id, Verb: v, EndedBy: endedBy, By: h.by("1")})
	}
	deserted := func(when string) {
		t.Helper()
		_, err := issue()
		h.Refused(when+": a ticket", err, hall.NotOpen)
		for _, by := range []string{"", hall.EndedByVisitor, hall.EndedByTeller, hall.EndedUnprinted} {
			_, err := act(waits, hall.Cancel, by)
			h.Refused(when+": to cancel for "+by, err, hall.NotOpen)
		}
		_, err = act(never, hall.Requeue, "")
		h.Refused(when+": to put a missed ticket back", err, hall.NotOpen)
	}
	deserted("before the teller comes")
	start := h.Snapshot().Cursor
	h.Open("1")
	_, err := issue()
	h.must("a ticket at an open counter", err)
	_, err = act(missed, hall.Requeue, "")
	h.must("a missed ticket put back", err)
	if _, err = act(waits, hall.Cancel, ""); err != nil {
		t.Error(err)
	}
	_, err = act(waits, hall.Reopen, "")
	h.must("taken back", err)
	h.DeskDo("1", hall.CloseCounter)
	deserted("after the teller went")
	n := int(h.Snapshot().Cursor.Seq - start.Seq)
	if n != 6 {
		t.Fatalf("%d events, want one for each of six acts", n)
	}
	for _, e := range h.listen(start, n) {
		if e.Actor != (hall.Actor{Terminal: Program("1"), Teller: Teller("1")}) {
			t.Errorf("%s is told of %+v", e.Kind, e.Actor)
		}
	}
}
