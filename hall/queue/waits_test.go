package queue_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// says is a forecast that says the same to everybody.
type says hall.Wait

func (w says) Wait(hall.GroupCode, int) hall.Wait { return hall.Wait(w) }

// TestWhatTheForecastDoesNotKnowYetThePlanTells, as soon as a counter is open and no sooner.
func TestWhatTheForecastDoesNotKnowYetThePlanTells(t *testing.T) {
	h := open(t)
	h.q.UseWaits(says{})
	if w := h.Issue("A").WaitFor; w.Known {
		t.Errorf("nobody serves A, yet %+v", w)
	}
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
