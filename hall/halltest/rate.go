package halltest

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// The rules of the visitor's word.

// served is a ticket that a counter has just finished.
func (h *Hall) served(at hall.CounterID, service string) hall.TicketID {
	h.t.Helper()
	id := h.Issue(service).ID
	h.Act(at, id, hall.Call)
	h.Act(at, id, hall.Start)
	h.Act(at, id, hall.Finish)
	return id
}

func rateOwn(_ *testing.T, h *Hall) {
	h.Open("1", "2")
	id := h.served("1", "A")
	rate := func(from, named hall.CounterID) error {
		_, err := h.Desk(from).Act(h.Context(), hall.Action{Key: h.Key(), Ticket: id, Verb: hall.Evaluate, Counter: named, Level: new(5), By: h.by(from)})
		return err
	}
	for _, named := range []hall.CounterID{"", "1", "2"} {
		h.Refused("counter 2 rates counter 1's visitor and names \""+string(named)+"\"", rate("2", named), hall.Denied)
	}
	h.must("counter 1 names nobody", rate("1", ""))
	id = h.served("1", "A")
	h.must("counter 1 names itself", rate("1", "1"))
}

func rateAfterHours(t *testing.T, h *Hall) {
	h.Open("1")
	first, second, third := h.served("1", "A"), h.served("1", "A"), h.served("1", "A")
	h.DeskDo("1", hall.CloseCounter)
	rate := func(from hall.CounterID, id hall.TicketID) error {
		_, err := h.Desk(from).Act(h.Context(), hall.Action{Key: h.Key(), Ticket: id, Verb: hall.Evaluate, Level: new(5), By: h.by(from)})
		return err
	}
	h.Refused("a program that sits nowhere rates counter 1's visitor", rate("2", first), hall.Denied)
	if got := h.Ticket(first); got.Evaluation != nil {
		t.Errorf("the refusal left %+v", got.Evaluation)
	}
	h.must("the program that finished him, its teller signed off", rate("1", first))
	sits := func(from, at hall.CounterID, teller hall.TellerID) {
		_, err := h.Desk(from).Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: at, Verb: hall.OpenCounter, Teller: teller, PIN: PIN, By: h.by(from)})
		h.must(string(teller)+" sits at counter "+string(at), err)
	}
	leaves := func(from, at hall.CounterID) {
		_, err := h.Desk(from).Desk(h.Context(), hall.CounterAction{Key: h.Key(), Counter: at, Verb: hall.CloseCounter, By: h.by(from)})
		h.must("counter "+string(at)+" closes", err)
	}
	sits("1", "3", Teller("1"))
	h.must("at counter 3 the same teller's program still has the word of the one it finished", rate("1", second))
	leaves("1", "3")
	sits("1", "3", Teller("3"))
	h.Refused("the program that finished him, another teller signed in", rate("1", third), hall.Denied)
	sits("2", "1", Teller("2"))
	h.Refused("another teller where he was served", rate("2", third), hall.Denied)
	leaves("1", "3")
	h.must("the later teller is gone", rate("1", third))
}

func rateSays(t *testing.T, h *Hall) {
	h.Open("1")
	id := h.served("1", "A")
	_, err := h.TryAct("1", id, hall.Evaluate)
	h.Refused("a rating without a level", err, hall.Invalid)
	if got := h.Ticket(id); got.Evaluation != nil {
		t.Errorf("it is stored as %+v", got.Evaluation)
	}
	if got := h.Act("1", id, hall.Evaluate, Level(0)); got.Evaluation == nil || got.Evaluation.Level != 0 {
		t.Errorf("not rated is %+v", got.Evaluation)
	}
	if d := h.Snapshot().Today; d.Rated != 0 {
		t.Errorf("%d rated today, want none", d.Rated)
	}
}

func ratedStays(t *testing.T, h *Hall) {
	h.Open("1")
	rated := h.served("1", "A")
	h.Act("1", rated, hall.Evaluate, Level(5))
	before := h.Ticket(rated)
	_, err := h.TryAct("1", rated, hall.Reopen)
	h.Refused("reopen a rated ticket", err, hall.Conflict)
	if now := h.Ticket(rated); now.Version != before.Version || now.State != hall.Finished || now.Evaluation == nil {
		t.Errorf("the refusal touched it: %+v", now.Ticket)
	}
	quiet := h.served("1", "A")
	h.Act("1", quiet, hall.Evaluate, Level(0)) // the ring ran out before the teller saw his mistake
	if got := h.Act("1", quiet, hall.Reopen); got.State != hall.Serving || got.Evaluation != nil {
		t.Errorf("taken back as %s with %+v", got.State, got.Evaluation)
	}
	h.Act("1", quiet, hall.Finish)
	h.Act("1", quiet, hall.Evaluate, Level(4)) // he is asked about the new end
	if d := h.Snapshot().Today; d.Rated != 2 || d.Satisfied != 2 || d.Finished != 2 {
		t.Errorf("today %+v", d)
	}
}
