package hallnode_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// stands waits until a running node's clock is in a state.
func stands(t *testing.T, n *hallnode.Node, want hall.ClockState) {
	t.Helper()
	eventually(t, "the clock is "+string(want), func() bool { return n.Authority.Clock().State == want })
}

// TestANodeWhoseClockShows2031StaysInToday: all of a node is there, its disk and its wire, and its machine's clock jumps for a while.
func TestANodeWhoseClockShows2031StaysInToday(t *testing.T) {
	clock := halltest.NewClock(halltest.Opening)
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Now: clock.Now, Running: clock.Running})
	kiosk := enrol(t, n, "kiosk")
	one := take(t, kiosk)
	clock.Jump(5 * 365 * 24 * time.Hour)
	stands(t, n, hall.ClockApart)
	two := take(t, kiosk)
	if s, err := kiosk.Hall(t.Context()); err != nil || s.Clock == nil || s.Clock.State != hall.ClockApart || s.Day != one.Day {
		t.Errorf("the kiosk is told %+v of %s, %v", s.Clock, s.Day, err)
	}
	clock.Jump(-5 * 365 * 24 * time.Hour)
	stands(t, n, hall.ClockRight)
	if two.Day != one.Day || two.No != "H002" || take(t, kiosk).No != "H003" {
		t.Errorf("%s of %s after %s of %s", two.No, two.Day, one.No, one.Day)
	}
}

// TestAPersonPutsTheClockRight: after a long rest the node does not believe its machine. Somebody looks, at the kiosk's staff page or
// with hallctl, and whoever took a number meanwhile is of the true day.
func TestAPersonPutsTheClockRight(t *testing.T) {
	for _, by := range []string{"kiosk", "hallctl"} {
		t.Run(by, func(t *testing.T) {
			clock, dir := halltest.NewClock(halltest.Opening), t.TempDir()
			o := hallnode.Options{Data: dir, Listen: "127.0.0.1:0", Now: clock.Now, Running: clock.Running}
			n, stop := start(t, o)
			old := take(t, n.Authority)
			stop()
			clock.Advance(60 * 24 * time.Hour)
			n, _ = start(t, o)
			kiosk := enrol(t, n, "kiosk")
			one := take(t, kiosk)
			stands(t, n, hall.ClockUnsure)
			var told hall.Clock
			var err error
			if by == "kiosk" {
				told, err = kiosk.TrustClock(t.Context(), key(), hall.Actor{})
			} else {
				eventually(t, "the node can be asked", func() bool {
					err = control.Ask(t.Context(), dir, control.TrustClock, nil, &told)
					return !control.Away(err)
				})
			}
			if err != nil || told.State != hall.ClockRight {
				t.Fatalf("%+v %v", told, err)
			}
			day := n.Outlet().Day(clock.Now())
			now, err := kiosk.Ticket(t.Context(), one.ID)
			if err != nil || now.Day != day || now.State != hall.Waiting {
				t.Errorf("the new ticket is %s of %s, %v", now.State, now.Day, err)
			}
			if was, err := kiosk.Ticket(t.Context(), old.ID); err != nil || was.State != hall.Cancelled || was.Day != old.Day {
				t.Errorf("the old one is %s of %s, %v", was.State, was.Day, err)
			}
		})
	}
}
