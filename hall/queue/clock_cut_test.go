package queue_test

import (
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// distinct proves that these wait, each with a number of his own.
func (r *rig) distinct(t testing.TB, want ...hall.Standing) {
	t.Helper()
	numbers := map[hall.TicketNo]bool{}
	for _, w := range r.Snapshot().Waiting {
		if numbers[w.No] {
			t.Errorf("two wait with %s", w.No)
		}
		numbers[w.No] = true
	}
	for _, s := range want {
		if now := r.Ticket(s.ID); now.State != hall.Waiting {
			t.Errorf("%s is %s", now.No, now.State)
		}
	}
}

// TestAPowerCutAndAClockThatIsAhead: people wait when the power fails, and the machine comes up with a clock that is
// days ahead, as after a weekend. Nobody is sent away and nobody's number is given to another on the word of that clock
// alone, and once it is right everybody has waited as long as he has.
func TestAPowerCutAndAClockThatIsAhead(t *testing.T) {
	right := map[string]func(*testing.T, *rig, time.Duration) *rig{
		"while it runs": func(_ *testing.T, h *rig, by time.Duration) *rig { h.jump(-by); return h },
		"by a reboot":   func(t *testing.T, h *rig, by time.Duration) *rig { return h.again(t, "three", time.Second, -by) },
		"after a restart": func(t *testing.T, h *rig, by time.Duration) *rig {
			h = h.again(t, "two", time.Second, 0)
			h.jump(-by)
			return h
		},
		"after another cut": func(t *testing.T, h *rig, by time.Duration) *rig {
			h = h.again(t, "three", time.Second, 0)
			return h.again(t, "four", time.Second, -by)
		},
		"after two clocks": func(t *testing.T, h *rig, by time.Duration) *rig {
			h = h.again(t, "three", time.Second, day)
			return h.again(t, "four", time.Second, -by-day)
		},
		"by the center": func(t *testing.T, h *rig, by time.Duration) *rig {
			h.q.HearCenter(h.Clock.Now().Add(-by))
			h.Pass(0)
			h.jump(-by)
			return h
		},
	}
	for _, by := range []time.Duration{16 * time.Hour, day, 2 * day, 14 * day} {
		for how, put := range right {
			for _, taken := range []bool{false, true} {
				t.Run(by.String()+" "+how, func(t *testing.T) {
					h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
					line := []hall.Standing{h.Issue("A"), h.Issue("A"), h.Issue("A"), h.Issue("A")}
					h.Pass(5 * time.Minute)
					h = h.again(t, "two", time.Minute, by)
					h.distinct(t, line...)
					if taken {
						line = append(line, h.Issue("A"), h.Issue("A"))
						h.distinct(t, line...)
					}
					h.Pass(time.Minute)
					h = put(t, h, by)
					h.in(t, today, hall.ClockRight)
					line = append(line, h.Issue("A"))
					h.distinct(t, line...)
					waited := h.Snapshot().At.Sub(h.Ticket(line[0].ID).IssuedAt)
					if waited < 6*time.Minute || waited > 10*time.Minute {
						t.Errorf("who came seven minutes ago has waited %v", waited)
					}
				})
			}
		}
	}
}

// TestWhoIsLeftOverFromFriday: the power is off over the weekend while tickets are open. Monday begins at once; those
// of Friday keep their numbers for an hour, then they are gone. Where all tellers had gone home they are gone at once.
func TestWhoIsLeftOverFromFriday(t *testing.T) {
	for _, how := range []string{"the machine runs for an hour", "the tellers had gone home"} {
		t.Run(how, func(t *testing.T) {
			h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
			h.Open("1")
			h.Issue("A")
			h.Act("1", h.Next("1").Ticket.ID, hall.Start)
			left := h.Issue("A")
			if how == "the tellers had gone home" {
				h.Pass(time.Minute)
				h.Act("1", h.Snapshot().Counters[0].Ticket, hall.Finish)
				h.DeskDo("1", hall.CloseCounter)
			}
			h.stop()
			h.Clock.Advance(2 * day)
			h = onMachine(t, h.store, h.Clock, "two")
			h.in(t, "2026-11-25", hall.ClockRight)
			first := h.Issue("A")
			if how == "the machine runs for an hour" {
				if h.Ticket(left.ID).State != hall.Waiting || first.No != "A003" {
					t.Errorf("%s is %s, and the first is %s", left.No, h.Ticket(left.ID).State, first.No)
				}
				h.Pass(61 * time.Minute)
			} else if first.No != "A001" {
				t.Errorf("the day begins with %s", first.No)
			}
			if got := h.Ticket(left.ID); got.State != hall.Cancelled || h.Ticket(first.ID).State != hall.Waiting {
				t.Errorf("Friday's is %s, Monday's %s", got.State, h.Ticket(first.ID).State)
			}
		})
	}
}

// TestACenterThatContradictsTheClockOfAStart: the machine comes up two days ahead, and the center's clock, which fits
// the log, is asked before the day turns. Nothing of the log is dated ahead.
func TestACenterThatContradictsTheClockOfAStart(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	line := []hall.Standing{h.Issue("A"), h.Issue("A")}
	h.stop()
	h.Clock.Advance(5 * time.Minute)
	truth := h.Clock.Now()
	h.Clock.Jump(2 * day)
	said := func(o *queue.Options) { o.Boot, o.Center = "two", truth }
	h = start(t, h.store, halltest.Setup(), h.Clock, runningOf(h.Clock), said)
	h.Pass(0)
	h.in(t, today, hall.ClockApart)
	line = append(line, h.Issue("A"))
	h.distinct(t, line...)
	if n := slices.IndexFunc(logOf(t, h), func(e hall.Event) bool { return e.At > hall.At(truth.Add(time.Minute)) }); n >= 0 {
		t.Errorf("event %d is dated ahead", n)
	}
	h.stop()
	truth = truth.Add(time.Second)
	h.Clock.Advance(time.Second)
	h = start(t, h.store, halltest.Setup(), h.Clock, runningOf(h.Clock), said)
	h.Pass(0)
	h.in(t, today, hall.ClockApart)
	h.jump(-2 * day)
	h.in(t, today, hall.ClockRight)
	h.distinct(t, line...)
}

// TestATurnAtAStartIsTakenBackByAReboot: nobody waits when the power fails, the machine comes up days ahead, and a
// reboot shows the right time.
func TestATurnAtAStartIsTakenBackByAReboot(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	one := h.Issue("A")
	_, _ = h.TryAct("", one.ID, hall.Cancel)
	h = h.again(t, "two", time.Minute, 2*day)
	h.in(t, "2026-11-25", hall.ClockRight)
	h = h.again(t, "three", time.Minute, -2*day)
	h.in(t, today, hall.ClockRight)
	if s := h.Issue("A"); s.No != "A002" {
		t.Errorf("today goes on with %s", s.No)
	}
}

func logOf(t testing.TB, h *rig) []hall.Event {
	t.Helper()
	st, err := h.store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st.Events
}
