package flow_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
)

func TestIdleLimits(t *testing.T) {
	for _, c := range []struct {
		name   string
		set    func(*flow.Settings)
		silent time.Duration // before the ring
	}{
		{"browsing", func(*flow.Settings) {}, 45 * time.Second},
		{"elderly", func(s *flow.Settings) { s.Elderly = true }, 120 * time.Second},
		{"spoken has three times as long", func(s *flow.Settings) { s.Spoken = true }, 135 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.Set(c.set)
			r.Begin()
			r.pass(c.silent - time.Second)
			if r.Warning() {
				t.Fatal("asked too early")
			}
			r.pass(time.Second)
			if v := r.View(); !v.Warning || v.SecondsLeft != 20 || v.RingSeconds != 20 {
				t.Fatalf("warning %v with %d of %d s", v.Warning, v.SecondsLeft, v.RingSeconds)
			}
			r.pass(19 * time.Second)
			r.at(flow.Groups)
			r.pass(time.Second)
			r.at(flow.Home)
			if v := r.View(); v.Settings != (flow.Settings{Language: hall.Chinese}) {
				t.Fatalf("settings left behind: %+v", v.Settings)
			}
		})
	}
}

func TestAnyTouchRefillsTheRing(t *testing.T) {
	r := newRig(t)
	r.Begin()
	for range 12 {
		r.pass(50 * time.Second)
		if !r.Warning() {
			t.Fatal("no warning")
		}
		r.Touch()
		if r.Warning() {
			t.Fatal("the ring stays after a touch")
		}
	}
	r.at(flow.Groups)
}

func TestTheRingDrawsOncePerSecondAndNotBefore(t *testing.T) {
	r := newRig(t)
	r.Begin()
	r.changes = 0
	r.pass(44 * time.Second)
	if r.changes != 0 {
		t.Fatalf("%d drawings of a still screen", r.changes)
	}
	r.pass(10 * time.Second)
	if r.changes != 10 {
		t.Fatalf("%d drawings of a ring of 10 s", r.changes)
	}
}

func TestHomeRestsForEver(t *testing.T) {
	r := newRig(t)
	r.changes = 0
	r.pass(10 * time.Minute)
	if r.changes != 0 {
		t.Fatalf("%d drawings of a resting home", r.changes)
	}
	r.Set(func(s *flow.Settings) { s.Language = hall.English })
	r.pass(65 * time.Second)
	if v := r.View(); v.Settings.Language != hall.Chinese {
		t.Fatal("home keeps the language of who left")
	}
}

func TestTheCornerNeedsFiveQuickTouches(t *testing.T) {
	taps := func(r *rig, n int, gap time.Duration) {
		for range n {
			r.Corner()
			r.now = r.now.Add(gap)
		}
	}
	for _, c := range []struct {
		name string
		n    int
		gap  time.Duration
		want flow.Step
	}{
		{"five within three seconds", 5, 500 * time.Millisecond, flow.PIN},
		{"four", 4, 100 * time.Millisecond, flow.Home},
		{"five slow ones", 5, time.Second, flow.Home},
		{"many slow ones", 30, time.Second, flow.Home},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			taps(r, c.n, c.gap)
			r.at(c.want)
		})
	}
}

func TestThePINOpensAndLocks(t *testing.T) {
	r := newRig(t)
	for range 5 {
		r.Corner()
	}
	r.EnterPIN("000000")
	if v := r.View(); !v.PINWrong {
		t.Fatal("a wrong PIN is not called wrong")
	}
	for range 4 {
		r.EnterPIN("111111")
	}
	r.EnterPIN("246810")
	r.at(flow.PIN)
	if r.PINLocked() == 0 {
		t.Fatal("five wrong PINs do not lock")
	}
	r.now = r.now.Add(5 * time.Minute)
	r.EnterPIN("246810")
	r.at(flow.Maintenance)
	r.Back()
	r.at(flow.Home)
}
