package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// reach is how a ticket of group A gets into each state, at counter 1.
var reach = map[hall.State][]hall.Verb{
	hall.Waiting:   {},
	hall.Called:    {hall.Call},
	hall.Serving:   {hall.Call, hall.Start},
	hall.Held:      {hall.Call, hall.Start, hall.Hold},
	hall.Missed:    {hall.Call, hall.NoShow},
	hall.Finished:  {hall.Call, hall.Start, hall.Finish},
	hall.Cancelled: {hall.Cancel},
}

// after is the table of the design, written out once more: what the queue does must be this and nothing else.
var after = map[hall.State]map[hall.Verb]hall.State{
	hall.Waiting: {hall.Call: hall.Called, hall.Transfer: hall.Waiting, hall.Cancel: hall.Cancelled},
	hall.Called: {hall.Recall: hall.Called, hall.Start: hall.Serving, hall.NoShow: hall.Missed, hall.Transfer: hall.Waiting,
		hall.Release: hall.Waiting, hall.Cancel: hall.Cancelled},
	hall.Serving: {hall.Hold: hall.Held, hall.Transfer: hall.Waiting, hall.Release: hall.Waiting, hall.Finish: hall.Finished,
		hall.Cancel: hall.Cancelled},
	hall.Held: {hall.Resume: hall.Serving, hall.Transfer: hall.Waiting, hall.Return: hall.Waiting, hall.Finish: hall.Finished,
		hall.Cancel: hall.Cancelled},
	hall.Missed:    {hall.Call: hall.Called, hall.Requeue: hall.Waiting, hall.Cancel: hall.Cancelled},
	hall.Finished:  {hall.Reopen: hall.Serving},
	hall.Cancelled: {hall.Reopen: hall.Waiting},
}

func TestEveryPairOfStateAndVerb(t *testing.T) {
	for _, from := range hall.States {
		for _, verb := range hall.Verbs {
			t.Run(string(from)+" "+string(verb), func(t *testing.T) {
				h := open(t)
				h.Open("1", "3")
				id := h.Issue("A").ID
				before := hall.Ticket{}
				for _, v := range reach[from] {
					before = h.Act("1", id, v)
				}
				if len(reach[from]) == 0 {
					before = h.Ticket(id).Ticket
				}
				h.Clock.Advance(20 * time.Second)
				got, err := h.TryAct("1", id, verb, halltest.To("H"))
				want, allowed := after[from][verb]
				if !allowed {
					h.Refused("a pair that is not in the table", err, hall.Conflict)
					if now := h.Ticket(id).Ticket; now.State != from || now.Version != before.Version {
						t.Errorf("the refusal changed the ticket: %+v", now)
					}
					return
				}
				if err != nil || got.State != want || got.Version != before.Version+1 {
					t.Fatalf("%s at version %d, %v; want %s at %d", got.State, got.Version, err, want, before.Version+1)
				}
				holds := got.State.Active()
				if c := h.Snapshot().Counters[0]; (c.Ticket == id) != holds {
					t.Errorf("counter 1 has %q while the ticket is %s", c.Ticket, got.State)
				}
			})
		}
	}
}

// TestDayCloseEndsEveryOpenState and nothing that ended before.
func TestDayCloseEndsEveryOpenState(t *testing.T) {
	for _, from := range hall.States {
		t.Run(string(from), func(t *testing.T) {
			h := open(t)
			h.Open("1")
			id := h.Issue("A").ID
			for _, v := range reach[from] {
				h.Act("1", id, v)
			}
			if err := h.q.CloseDay(h.Context()); err != nil {
				t.Fatal(err)
			}
			got := h.Ticket(id)
			if from.Open() && (got.State != hall.Cancelled || !got.BySystem() || got.Previous != from) {
				t.Errorf("closed as %s by %q from %s", got.State, got.EndedBy, got.Previous)
			}
			if !from.Open() && (got.State != from || got.BySystem()) {
				t.Errorf("an ended ticket was ended again: %s by %q", got.State, got.EndedBy)
			}
		})
	}
}
