package kiosk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/uitest"
)

// TestTheStaffPageTellsOfAWrongClockAndMendsIt: the page shows both clocks, and takes the word of who looks.
func TestTheStaffPageTellsOfAWrongClockAndMendsIt(t *testing.T) {
	for name, c := range map[string]struct {
		wear         func(*rig)
		trust, right string
	}{
		"maintenance-clock":         {plain, "主机的时钟是对的", "正常"},
		"maintenance-clock-english": {english, "The clock of the node is right", "right"},
		"maintenance-clock-elder":   {elderly, "主机的时钟是对的", "正常"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			c.wear(r)
			for range 5 {
				r.Tap("corner")
			}
			for _, d := range "246810" {
				r.Tap("pin." + string(d))
			}
			r.On("maintenance")
			r.Sees(c.right)
			wrong := morning(t)
			wrong.Clock = &hall.Clock{State: hall.ClockApart, Hall: hall.At(uitest.Start), Wall: hall.At(time.Date(2031, 5, 1, 3, 0, 0, 0, time.UTC))}
			r.app.Push(wrong)
			r.see(name)
			r.trustErr = hall.E("node", hall.Invalid)
			r.sure()
			r.SeesNot(c.trust)
			r.trustErr = nil
			r.sure()
			r.Sees(c.trust)
			if r.trusted != 2 {
				t.Errorf("the node was told %d times", r.trusted)
			}
			r.app.Push(morning(t))
			r.Sees(c.right)
			r.SeesNot(c.trust)
		})
	}
}

// sure trusts the node's clock and says so again.
func (r *rig) sure() {
	r.Tap("trust")
	r.Advance(time.Second) // the question has settled
	r.Tap("trust.yes")
	r.Advance(time.Second)
}

// staff opens the page of the staff.
func (r *rig) staff() {
	for range 5 {
		r.Tap("corner")
	}
	for _, d := range "246810" {
		r.Tap("pin." + string(d))
	}
	r.On("maintenance")
}

// TestTheHallGoesToItsNodesClockOnlyWhenAskedWithBothDates: one touch does nothing but ask, the answer no changes
// nothing, and a clock that moves while the question stands takes it away.
func TestTheHallGoesToItsNodesClockOnlyWhenAskedWithBothDates(t *testing.T) {
	for name, wear := range map[string]func(*rig){"plain": plain, "english": english, "elder": elderly} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			wear(r)
			r.staff()
			wrong := morning(t)
			wrong.Clock = &hall.Clock{State: hall.ClockApart, Hall: hall.At(uitest.Start), Wall: hall.At(uitest.Start.AddDate(0, 0, 200))}
			r.app.Push(wrong)
			r.Tap("trust")
			r.Advance(time.Second)
			zone := wrong.Outlet.Location()
			if r.trusted != 0 || !r.Stage.Asking() {
				t.Fatalf("after one touch the node was told %d times", r.trusted)
			}
			for _, m := range []hall.Millis{wrong.Clock.Hall, wrong.Clock.Wall} {
				if want := m.Time().In(zone).Format("2006-01-02 15:04"); !r.tells(want) {
					t.Errorf("the question does not name %s: %q", want, r.Texts())
				}
			}
			r.NoClipping()
			r.Golden("maintenance-ask-" + name)
			r.Tap("trust.no")
			r.Advance(time.Second)
			if r.trusted != 0 || r.Stage.Asking() {
				t.Fatalf("after the answer no the node was told %d times", r.trusted)
			}
			r.Tap("trust")
			r.Advance(time.Second)
			other := wrong
			other.Clock = &hall.Clock{State: hall.ClockApart, Hall: wrong.Clock.Hall, Wall: wrong.Clock.Wall + hall.Millis(time.Hour.Milliseconds())}
			r.app.Push(other)
			r.Advance(time.Second)
			if r.trusted != 0 || r.Stage.Asking() {
				t.Fatal("the question stands with dates that are not true any more")
			}
			r.sure()
			if r.trusted != 1 {
				t.Errorf("the node was told %d times", r.trusted)
			}
		})
	}
}

// TestNoButtonOfTheStaffPageMoves, whatever the clocks and the printer do: a second touch never meets another button.
func TestNoButtonOfTheStaffPageMoves(t *testing.T) {
	for name, wear := range map[string]func(*rig){"plain": plain, "english": english, "elder": elderly} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			wear(r)
			r.staff()
			apart, moved := morning(t), morning(t)
			apart.Clock = &hall.Clock{State: hall.ClockApart, Hall: hall.At(uitest.Start), Wall: hall.At(uitest.Start.AddDate(0, 0, 200))}
			moved.Move = &hall.ClockMove{By: 1_000_000, To: hall.At(uitest.Start)}
			stood := map[string]fyne.Position{}
			for _, s := range []hall.Snapshot{morning(t), apart, moved, morning(t)} {
				r.app.Push(s)
				r.NoClipping()
				r.Apart()
				for _, key := range []string{"trust", "test", "close", "leave"} {
					_, at, ok := r.Find(key)
					if was, before := stood[key]; ok && before && was != at {
						t.Errorf("%q moved from %v to %v", key, was, at)
					}
					if ok {
						stood[key] = at
					}
				}
			}
			if len(stood) != 4 {
				t.Errorf("not every button was seen: %v", stood)
			}
		})
	}
}

// TestTheStaffPageTellsThatTheClockWasMoved: the hall followed a jump of its node's clock, and whoever looks at the
// page later in the day sees when and how far.
func TestTheStaffPageTellsThatTheClockWasMoved(t *testing.T) {
	for name, c := range map[string]struct {
		wear func(*rig)
		by   time.Duration
		want string
	}{
		"maintenance-moved":         {plain, -3 * time.Hour, "今天拨慢了 3 小时，到 06:40"},
		"maintenance-moved-elder":   {elderly, 2*time.Hour + 31*time.Second, "今天拨快了 2 小时 1 分，到 06:40"},
		"maintenance-moved-english": {english, 40 * 24 * time.Hour, "put forward 40 days today, to 06:40"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			c.wear(r)
			for range 5 {
				r.Tap("corner")
			}
			for _, d := range "246810" {
				r.Tap("pin." + string(d))
			}
			moved := morning(t)
			moved.Move = &hall.ClockMove{By: hall.Millis(c.by.Milliseconds()), To: hall.At(uitest.Start.Add(-3*time.Hour - time.Minute))}
			r.app.Push(moved)
			r.see(name)
			r.Sees(c.want)
		})
	}
}
