package kiosk_test

import (
	"testing"
	"time"

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
			r.Tap("trust")
			r.SeesNot(c.trust)
			r.trustErr = nil
			r.Tap("trust")
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

// TestTheStaffPageTellsThatTheClockWasMoved: the hall followed a jump of its node's clock, and whoever looks at the page later in the day
// sees when and how far.
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
