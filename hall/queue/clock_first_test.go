package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// TestAHallSetUpInAnotherYearBelievesTheClockThatIsPutRight: its machine's clock showed 2030 when it was started for
// the first time, and somebody saw it after three tickets. It stayed in 2030 until a person said that the clock is
// right, over a restart too.
func TestAHallSetUpInAnotherYearBelievesTheClockThatIsPutRight(t *testing.T) {
	first := time.Date(2030, 1, 1, 2, 0, 0, 0, time.UTC)
	for name, mend := range map[string]func(h *rig, by time.Duration) *rig{
		"while it works":   func(h *rig, by time.Duration) *rig { h.jump(by); return h },
		"by a reboot":      func(h *rig, by time.Duration) *rig { return h.reboot(t, 0, by) },
		"overnight":        func(h *rig, by time.Duration) *rig { return h.reboot(t, time.Minute, by) },
		"after two starts": func(h *rig, by time.Duration) *rig { return h.reboot(t, time.Minute, 0).reboot(t, 0, by) },
	} {
		t.Run(name, func(t *testing.T) {
			h := clocked(t, halltest.NewClock(first))
			h.Open("1")
			one, two, three := h.Issue("A"), h.Issue("A"), h.Issue("A")
			h.Act("1", h.Next("1").Ticket.ID, hall.Start)
			h.Pass(time.Minute)
			h = mend(h, halltest.Opening.Sub(h.Clock.Now()))
			h.in(t, today, hall.ClockRight)
			if s := h.Snapshot(); len(s.Waiting) != 2 || s.Waiting[0].ID != two.ID || s.Waiting[1].ID != three.ID {
				t.Errorf("there wait %+v", s.Waiting)
			}
			if s := h.Ticket(one.ID); s.State != hall.Serving || s.Day != today {
				t.Errorf("the first is %s of %s", s.State, s.Day)
			}
			if next := h.Issue("A"); next.No != "A004" || next.Day != today {
				t.Errorf("the next is %s of %s", next.No, next.Day)
			}
			h = h.reboot(t, time.Minute, 0)
			h.in(t, today, hall.ClockRight)
			h.jump(4 * year) // which it knows better now
			h.in(t, today, hall.ClockApart)
		})
	}
}

// TestAHallThatKnowsTheTimeDoesNotGoBackAYear: a hall that is older than a day, or whose time something else has
// vouched for, is in the right year.
func TestAHallThatKnowsTheTimeDoesNotGoBackAYear(t *testing.T) {
	later := halltest.Opening.Add(2 * year)
	for name, c := range map[string]struct {
		live func(h *rig)
		by   time.Duration
	}{
		"after a day":              {func(h *rig) { h.Pass(25 * time.Hour); h.Issue("A") }, -2 * year},
		"after a person's word":    {func(h *rig) { h.q.TrustClock(t.Context(), "", hall.Actor{}) }, -2 * year},
		"beside its center":        {func(h *rig) { h.q.HearCenter(h.Clock.Now()); h.Pass(0) }, -2 * year},
		"to before it was made":    {func(*rig) {}, -10 * year},
		"three weeks":              {func(*rig) {}, -21 * day},
		"years ahead":              {func(*rig) {}, 3 * year},
		"in which it was put once": {func(h *rig) { h.jump(-2 * year) }, -31 * day},
	} {
		t.Run(name, func(t *testing.T) {
			h := clocked(t, halltest.NewClock(later))
			h.Issue("A")
			c.live(h)
			in := h.Snapshot().Day
			h.jump(c.by)
			h.in(t, in, hall.ClockApart)
			if name == "beside its center" { // who vouched for the time is in no log: after a start the center is asked again
				return
			}
			again := h.reboot(t, time.Minute, 0)
			if s := again.Snapshot(); s.Day != in {
				t.Errorf("after a reboot it is in %s", s.Day)
			}
		})
	}
}
