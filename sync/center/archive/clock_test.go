package archive_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestTheCenterGoesBackToAnEarlierDayWithItsHall: a hall whose clock was corrected is in an earlier day, and its visits
// with it; the center does not stay ahead. Read again from its log it says the same.
func TestTheCenterGoesBackToAnEarlierDayWithItsHall(t *testing.T) {
	l := centertest.New("a").Visits(1)
	ahead := hall.Day("2026-11-24")
	l.Tell(hall.DayOpened, string(ahead), hall.Body{Day: ahead})
	a := opened(t)
	ingest(t, a, l.Events)
	in := func(want hall.Day) {
		t.Helper()
		o, err := a.Outlet(t.Context(), "a")
		if err != nil || o.Day != want {
			t.Errorf("the center has the hall in %s, not %s: %v", o.Day, want, err)
		}
	}
	in(ahead)
	l.Tell(hall.DayOpened, string(centertest.Day), hall.Body{Day: centertest.Day, Clock: &hall.Correction{Why: hall.ProofWall}})
	ingest(t, a, l.Events)
	in(centertest.Day)
	if err := a.Reproject(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	in(centertest.Day)
}
