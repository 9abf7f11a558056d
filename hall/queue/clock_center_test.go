package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// wrongCenters are clocks of a center that nobody has put right.
var wrongCenters = map[string]time.Duration{"ten minutes": 10 * time.Minute, "three hours": 3 * time.Hour, "half an hour back": -30 * time.Minute,
	"16 hours": 16 * time.Hour, "two days": 2 * day, "two weeks": 14 * day, "a month": 30 * day, "a day back": -day}

// TestAWrongCenterIsNotBelievedBesideTheLog: the machine is started again minutes after the last event, and its wall
// shows these minutes. What a center says is heard at the start or after it, and moves nobody.
func TestAWrongCenterIsNotBelievedBesideTheLog(t *testing.T) {
	for name, by := range wrongCenters {
		for _, later := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
				h.Open("1")
				line := []hall.Standing{h.Issue("A"), h.Issue("A")}
				h.stop()
				h.Clock.Advance(5 * time.Minute)
				said := func(o *queue.Options) {
					if !later {
						o.Center = h.Clock.Now().Add(by)
					}
				}
				h = onMachine(t, h.store, h.Clock, "two", said)
				for range 3 {
					h.q.HearCenter(h.Clock.Now().Add(by))
					h.Pass(time.Minute)
				}
				h.in(t, today, hall.ClockRight)
				if off := h.Snapshot().At.Sub(hall.At(h.Clock.Now())); off.Abs() > time.Second {
					t.Errorf("the hall's clock is off by %v", off)
				}
				h.waits(t, 8*time.Minute, line...)
				if s := h.Issue("A"); s.No != "A003" {
					t.Errorf("then %s", s.No)
				}
				counterIs(t, h, "1", hall.CounterOpen, "")
			})
		}
	}
}

// TestNobodyIsSentAwayOnTheWordOfACenterAlone: the wall of a start shows days after the log and the center another day.
// It is believed, as the wall alone would be: those who are here keep their places and their numbers for the first
// hour, and once the time is right everybody has waited as long as he has.
func TestNobodyIsSentAwayOnTheWordOfACenterAlone(t *testing.T) {
	for _, wall := range []time.Duration{3 * day, 40 * day} {
		for _, center := range []time.Duration{16 * time.Hour, 2 * day, 14 * day} {
			h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
			h.Open("1")
			line := []hall.Standing{h.Issue("A"), h.Issue("A")}
			h.stop()
			h.Clock.Advance(5 * time.Minute)
			truth := h.Clock.Now()
			h.Clock.Jump(wall)
			h = onMachine(t, h.store, h.Clock, "two", func(o *queue.Options) { o.Center = truth.Add(center) })
			h.Pass(time.Minute)
			h.distinct(t, line...)
			counterIs(t, h, "1", hall.CounterOpen, "")
			line = append(line, h.Issue("A"))
			h.distinct(t, line...)
			h.jump(-wall)
			h.q.HearCenter(h.Clock.Now())
			h.Pass(time.Second)
			h.in(t, today, hall.ClockRight)
			h.distinct(t, line...)
			if waited := h.Snapshot().At.Sub(h.Ticket(line[0].ID).IssuedAt); waited < 5*time.Minute || waited > 8*time.Minute {
				t.Errorf("wall by %v, center by %v: who came six minutes ago has waited %v", wall, center, waited)
			}
		}
	}
}

// TestACenterThatIsHeardLateContradictsAStart: the machine came up days ahead, and the center is heard minutes or hours
// after that. It shows a time that the log allows, and nobody has vouched for the wall.
func TestACenterThatIsHeardLateContradictsAStart(t *testing.T) {
	for _, late := range []time.Duration{10 * time.Minute, 3 * time.Hour} {
		for _, back := range []time.Duration{0, -40 * time.Minute, 2 * time.Hour} { // what the log does not rule out
			h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
			one := h.Issue("A")
			h = h.again(t, "two", time.Minute, 2*day)
			h.Pass(late)
			h.q.HearCenter(h.Clock.Now().Add(-2*day - late + back))
			h.Pass(time.Second)
			h.in(t, today, hall.ClockApart)
			if s := h.Ticket(one.ID); s.State != hall.Waiting {
				t.Errorf("the center is heard after %v: who waits is %s", late, s.State)
			}
		}
	}
	for name, vouch := range map[string]func(*rig){
		"a person":            func(h *rig) { h.trust(t) },
		"the center":          func(h *rig) { h.q.HearCenter(h.Clock.Now()); h.Pass(time.Second) },
		"a wall put right":    func(h *rig) { h.jump(30 * time.Minute) },
		"what no log can say": func(*rig) {},
	} {
		h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
		h.Issue("A")
		h = h.again(t, "two", time.Minute, 2*day)
		h.Pass(time.Minute)
		vouch(h)
		said := halltest.Opening
		if name == "what no log can say" {
			said = said.Add(-2 * time.Hour)
		}
		h.q.HearCenter(said)
		h.Pass(time.Second)
		if d := h.Snapshot().Day; d != "2026-11-25" {
			t.Errorf("%s: the hall is in %s", name, d)
		}
		h.q.HearCenter(halltest.Opening.Add(20 * day))
		h.Pass(time.Second)
		if d := h.Snapshot().Day; d != "2026-11-25" {
			t.Errorf("%s, and a center that is weeks ahead: the hall is in %s", name, d)
		}
	}
}

// TestARebootTakesAMoveBackByAClockThatIsSlow: the machine's clock lost minutes, so it shows less than the last event
// would without the move.
func TestARebootTakesAMoveBackByAClockThatIsSlow(t *testing.T) {
	for _, slow := range []time.Duration{3 * time.Minute, 12 * time.Minute} {
		h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
		one := h.Issue("A")
		h.jump(2 * day)
		two := h.Issue("A")
		h.Pass(time.Minute)
		three := h.Issue("A")
		h = h.again(t, "two", time.Minute, -2*day-slow)
		h.in(t, today, hall.ClockRight)
		h.distinct(t, one, two, three)
		if waited := h.Snapshot().At.Sub(h.Ticket(one.ID).IssuedAt); waited < time.Minute || waited > 3*time.Minute {
			t.Errorf("a clock slower by %v: who came two minutes ago has waited %v", slow, waited)
		}
	}
}

// TestACenterThatAgreesByMinutesLeavesTheWallItsWord: both show the same night, and the hall goes by its machine.
func TestACenterThatAgreesByMinutesLeavesTheWallItsWord(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	h.stop()
	h.Clock.Advance(15 * time.Hour)
	h = onMachine(t, h.store, h.Clock, "two", func(o *queue.Options) { o.Center = h.Clock.Now().Add(2 * time.Minute) })
	h.in(t, tomorrow, hall.ClockRight)
	if off := h.Snapshot().At.Sub(hall.At(h.Clock.Now())); off.Abs() > time.Second {
		t.Errorf("the hall's clock is off by %v", off)
	}
}
