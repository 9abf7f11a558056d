package center_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestWhoASetupStrandsIsTold: a service was withdrawn while people waited for it, and only the hall itself said so.
func TestWhoASetupStrandsIsTold(t *testing.T) {
	r := newRig(t)
	l := centertest.New("gaoyang")
	l.Issue() // H
	l.Issue() // A
	l.Issue() // H
	if status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events}, nil); status != 200 {
		t.Fatal(status, p)
	}
	stranded := func() []api.Stranded {
		t.Helper()
		var list []api.Outlet
		r.get(api.Outlets, &list)
		if len(list) != 1 {
			t.Fatalf("%+v", list)
		}
		return list[0].Stranded
	}
	want := func(what string, got []api.Stranded) {
		t.Helper()
		if len(got) != 1 || got[0] != (api.Stranded{Group: "H", Waiting: 2}) {
			t.Errorf("%s tells %+v", what, got)
		}
	}
	if got := stranded(); len(got) != 0 {
		t.Errorf("before: %+v", got)
	}
	s := *centertest.Setup("gaoyang")
	s.Counters = s.Counters[:1] // window 2 served H
	var given api.GivenSetup
	if status, p := r.do("PUT", api.OutletPath("gaoyang", "setup"), r.admin, s, &given); status != 200 {
		t.Fatal(status, p)
	}
	want("the answer", given.Stranded)
	if status, p := r.do("PUT", api.OutletPath("gaoyang", "setup"), r.admin, given, &given); status != 200 {
		t.Fatal("what was answered is no setup to give:", status, p)
	}
	in := given.Setup
	l.Tell(hall.SetupApplied, "gaoyang", hall.Body{Setup: &in})
	if status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events}, nil); status != 200 {
		t.Fatal(status, p)
	}
	want("the list", stranded())
}
