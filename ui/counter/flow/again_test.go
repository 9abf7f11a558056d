package flow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// A ticket whose counter fell silent waits again. Its second call is no “call no. 1”, and the first one was not made
// here.
func TestTheHistoryOfATicketThatCameBack(t *testing.T) {
	d := newMorning(t, 1).desk
	at := hall.At(time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC))
	back := hall.Ticket{State: hall.Called, IssuedAt: at, FirstCalledAt: at + 10, CalledAt: at + 20, Calls: 1, Counter: "3"}
	var said []string
	for _, m := range d.CaseOf(back).History {
		said = append(said, m.Say.Key)
	}
	if !slices.Contains(said, "counter.history.first") || !slices.Contains(said, "counter.history.called_again") {
		t.Errorf("told as %v", said)
	}
}
