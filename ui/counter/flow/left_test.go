package flow_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// TestAPINIsAskedAfterTheTurnOfADay: nobody closed the window on the day before. Whoever switches the computer on, or
// comes to one that was left on, is not signed in as the teller of that day; the window is closed, and a PIN opens it
// again. A visitor who sits there is served to his end first.
func TestAPINIsAskedAfterTheTurnOfADay(t *testing.T) {
	for _, restarted := range []bool{false, true} {
		o := newOffice()
		o.Issue("H001")
		d := newDesk(o)
		d.SignIn("", "0312", "246810")
		left := true
		o.Dress = func(s *hall.Snapshot) {
			for i := range s.Counters {
				s.Counters[i].LeftOpen = left && s.Counters[i].State != hall.CounterClosed
			}
		}
		if restarted {
			d = newDesk(o)
		}
		later(o, d, 15)
		if d.Phase() != flow.Closed || o.Windows["3"].State != hall.CounterClosed {
			t.Errorf("started again %v: phase %s, window %s by %s", restarted, d.Phase(), o.Windows["3"].State, o.Windows["3"].Teller)
		}
		left = false
		d.SignIn("", "0312", "246810")
		later(o, d, 15)
		if d.Phase() != flow.Idle {
			t.Errorf("started again %v: after a sign-in the phase is %s", restarted, d.Phase())
		}
	}
	o := newOffice()
	o.Issue("H001")
	d := newDesk(o)
	into["serving"](o, d)
	o.Dress = func(s *hall.Snapshot) { s.Counters[0].LeftOpen = s.Counters[0].State != hall.CounterClosed }
	later(o, d, 15)
	if d.Phase() != flow.Serving {
		t.Fatalf("with a visitor the phase is %s", d.Phase())
	}
	finish(d)
	o.Now = o.Now.Add(time.Minute)
	later(o, d, 90)
	if d.Phase() != flow.Closed || o.Windows["3"].State != hall.CounterClosed {
		t.Errorf("after him the phase is %s, window %s", d.Phase(), o.Windows["3"].State)
	}
}
