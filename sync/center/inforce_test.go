package center_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestWhatIsInForceIsWhatTheHallLivesOn: a setup that the center gave and the hall did not take, or refused, was shown
// as the hall's.
func TestWhatIsInForceIsWhatTheHallLivesOn(t *testing.T) {
	r := newRig(t)
	l := centertest.New("gaoyang")
	if status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events}, nil); status != 200 {
		t.Fatal(status, p)
	}
	outlet := func() api.Outlet {
		t.Helper()
		var list []api.Outlet
		r.get(api.Outlets, &list)
		return list[0]
	}
	given := centertest.Setup("gaoyang")
	given.Outlet.Name = hall.Name{Zh: "新名"}
	given.Counters = given.Counters[:1]
	put := func(s *hall.Setup) (int, string) {
		t.Helper()
		status, p := r.do("PUT", api.OutletPath("gaoyang", "setup"), r.admin, s, nil)
		return status, p.Reason
	}
	other := *given
	other.Outlet.Code = 8
	if status, why := put(&other); status != 422 || !strings.Contains(why, "outlet code 7") {
		t.Errorf("a setup of another outlet code: %d %s", status, why)
	}
	if status, why := put(given); status != 200 {
		t.Fatal(status, why)
	}
	if o := outlet(); o.Version != 1 || o.InForce != 0 || o.Name.Zh != "高阳" || o.Windows != 2 {
		t.Errorf("given, not taken: %+v", o)
	}
	if status, p := r.do("GET", api.MirrorAt+"?since=1&refused=1&why=three+people+wait", r.outlet, nil, nil); status != 200 {
		t.Fatal(status, p)
	}
	if o := outlet(); o.Refused != 1 || o.Why != "three people wait" || o.Name.Zh != "高阳" {
		t.Errorf("refused: %+v", o)
	}
	taken := *given
	taken.Version = 1
	l.Tell(hall.SetupApplied, "gaoyang", hall.Body{Setup: &taken})
	if status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events}, nil); status != 200 {
		t.Fatal(status, p)
	}
	if o := outlet(); o.InForce != 1 || o.Refused != 0 || o.Why != "" || o.Name.Zh != "新名" || o.Windows != 1 {
		t.Errorf("in force: %+v", o)
	}
}

// TestAVisitsTellersHaveTheirBadges: the ids of a setup are nobody's words. A teller whom the setup does not have has
// none.
func TestAVisitsTellersHaveTheirBadges(t *testing.T) {
	r := newRig(t)
	l := centertest.New("gaoyang")
	x := hall.Ticket{ID: "one", Outlet: "gaoyang", Day: centertest.Day, No: "H001", Group: "H", Counter: "1"}
	for i, kind := range []hall.EventKind{hall.TicketIssued, hall.TicketCalled, hall.TicketRecalled} {
		x.State = []hall.State{hall.Waiting, hall.Called, hall.Called}[i]
		l.Ticket(kind, &x)
		l.Events[len(l.Events)-1].Actor.Teller = []hall.TellerID{"", "t01", "t09"}[i]
	}
	if status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events}, nil); status != 200 {
		t.Fatal(status, p)
	}
	var h api.History
	r.get(api.TicketsAt+"/one", &h)
	if len(h.Events) != 3 || len(h.Badges) != 1 || h.Badges["t01"] != "001" {
		t.Errorf("%d events, badges %v", len(h.Events), h.Badges)
	}
}
