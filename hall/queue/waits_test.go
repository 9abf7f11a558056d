package queue_test

import (
	"slices"
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

// TestTheWindowsNamedServeNowOrWill: a closed window is named to nobody, one on a break is, and a ticket kept for a window names that.
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
