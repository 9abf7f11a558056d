package flow_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// TestADeskFollowsACorrectionOfTheClock: the hall's clock goes back by a day after an act of this counter. What happens
// from then on is not taken for older than the act, and how long the visitor sits there does not jump.
func TestADeskFollowsACorrectionOfTheClock(t *testing.T) {
	o := newOffice()
	o.Issue("H023")
	d := newDesk(o)
	into["called"](o, d)
	before := d.Now()
	back := hall.Correction{From: hall.At(o.Now), To: hall.At(o.Now.Add(-24 * time.Hour)), By: -hall.Millis((24 * time.Hour).Milliseconds()), Why: hall.ProofWall}
	told := func(kind hall.EventKind, b hall.Body) {
		body, _ := json.Marshal(b)
		d.Told(hall.Event{Kind: kind, At: back.To.Add(time.Second), Body: body})
	}
	told(hall.ClockCorrected, hall.Body{Clock: &back})
	if moved := d.Now().Sub(before); moved != -24*time.Hour {
		t.Errorf("the desk's clock moved by %v", moved)
	}
	gone := o.Get("H023")
	gone.State, gone.Version = hall.Waiting, gone.Version+1
	told(hall.TicketReleased, hall.Body{Ticket: &gone})
	if d.Phase() != flow.Idle {
		t.Errorf("after a release: %s", d.Phase())
	}
}
