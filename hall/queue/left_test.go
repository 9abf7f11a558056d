package queue_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// onBoot opens a hall in a boot of its machine. No counter's program is there.
func onBoot(t testing.TB, store *queuetest.Memory, clock *halltest.Clock, boot string, how ...func(*queue.Options)) *rig {
	t.Helper()
	how = append(how, runningOf(clock), func(o *queue.Options) { o.Boot = boot })
	r := start(t, store, halltest.Setup(), clock, how...)
	r.Pass(0)
	return r
}

// sit lets a teller sign in at a counter from a terminal, and rise does the rest that a program may ask for.
func (r *rig) sit(c hall.CounterID, teller hall.TellerID, from hall.TerminalID) error {
	return r.rise(hall.CounterAction{Counter: c, Verb: hall.OpenCounter, Teller: teller, PIN: halltest.PIN}, from)
}

func (r *rig) rise(a hall.CounterAction, from hall.TerminalID) error {
	a.Key, a.By.Terminal = r.Key(), from
	_, err := r.q.Desk(r.Context(), a)
	return err
}

// counter is how a counter stands.
func (r *rig) counter(t testing.TB, id hall.CounterID) hall.CounterView {
	t.Helper()
	for _, c := range r.Snapshot().Counters {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("there is no counter %s", id)
	return hall.CounterView{}
}

// TestACounterThatNobodyClosedIsFreeInTheMorning: its teller went home without signing out, and is on holiday then.
// Morning by morning the machine is switched on; whoever waits or is said to be served from the day before, the window
// and the teller are free as soon as the counter's program has had its time to come back.
func TestACounterThatNobodyClosedIsFreeInTheMorning(t *testing.T) {
	for name, leave := range map[string]func(*rig){
		"with nobody in the hall":   func(*rig) {},
		"with somebody who waits":   func(h *rig) { h.Issue("A") },
		"with somebody called":      func(h *rig) { h.Issue("A"); h.Next("1") },
		"with somebody served":      func(h *rig) { h.Act("1", h.Issue("A").ID, hall.Call); h.Act("1", h.counterTicket(), hall.Start) },
		"with a window that rested": func(h *rig) { h.DeskDo("1", hall.PauseCounter) },
	} {
		t.Run(name, func(t *testing.T) {
			clock := halltest.NewClock(halltest.Opening)
			h := onBoot(t, &queuetest.Memory{}, clock, "0")
			for morning := range 5 {
				leaving := h.q.Attend(halltest.Program("1"))
				h.Open("1")
				leave(h)
				for range 8 * 60 {
					h.Pass(time.Minute)
				}
				leaving()
				h.stop()
				clock.Advance(15 * time.Hour)
				h = onBoot(t, h.store, clock, fmt.Sprint(morning+1))
				h.Pass(3 * time.Minute)
				if c := h.counter(t, "1"); c.State != hall.CounterClosed || c.Teller != "" || c.Ticket != "" {
					t.Fatalf("morning %d: window 1 is %s by %s, with %s", morning, c.State, c.Teller, c.Ticket)
				}
				if err := h.sit("1", halltest.Teller("4"), "C9"); err != nil {
					t.Fatalf("morning %d: another teller at window 1: %v", morning, err)
				}
				if err := h.sit("2", halltest.Teller("1"), "C2"); err != nil {
					t.Fatalf("morning %d: the teller at another window: %v", morning, err)
				}
				_ = h.rise(hall.CounterAction{Counter: "2", Verb: hall.CloseCounter}, "C2")
				_ = h.rise(hall.CounterAction{Counter: "1", Verb: hall.CloseCounter}, "C9")
				for range 57 {
					h.Pass(time.Minute)
				}
			}
		})
	}
}

// counterTicket is whom counter 1 has.
func (r *rig) counterTicket() hall.TicketID { return r.Snapshot().Counters[0].Ticket }

// TestACounterOfTheDayBeforeSaysSo: its program is there again, and asks for a PIN because the counter was opened on a
// day that is over. It may close the counter then, also with a visitor, who waits at the head of the line. Who signs in
// is of today.
func TestACounterOfTheDayBeforeSaysSo(t *testing.T) {
	for _, served := range []bool{false, true} {
		h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
		h.Open("1", "3")
		one := h.Issue("A")
		if served {
			h.Act("1", h.Next("1").Ticket.ID, hall.Start)
		}
		h = h.again(t, "two", 15*time.Hour, 0)
		h.Pass(5 * time.Minute)
		if c := h.counter(t, "1"); c.State != hall.CounterOpen || !c.LeftOpen {
			t.Fatalf("the next day the counter of a program that is there is %s, left open %v", c.State, c.LeftOpen)
		}
		h.DeskDo("1", hall.CloseCounter)
		if c := h.counter(t, "1"); c.State != hall.CounterClosed || c.LeftOpen {
			t.Errorf("it is %s, left open %v", c.State, c.LeftOpen)
		}
		if s := h.Ticket(one.ID); s.State != hall.Waiting || s.Ahead != 0 {
			t.Errorf("%s is %s behind %d", s.No, s.State, s.Ahead)
		}
		h.Open("1", "3")
		for _, id := range []hall.CounterID{"1", "3"} {
			if c := h.counter(t, id); c.State != hall.CounterOpen || c.LeftOpen {
				t.Errorf("after a sign-in counter %s is %s, left open %v", id, c.State, c.LeftOpen)
			}
		}
		h.Act("1", h.Next("1").Ticket.ID, hall.Start)
		h.Refused("a counter of today with a visitor", h.rise(hall.CounterAction{Counter: "1", Verb: hall.CloseCounter}, halltest.Program("1")), hall.Busy)
	}
}

// TestACounterStaysOpenWhereTheDayEndsNoShift: in a hall that keeps its tellers over the turn of the day, or its queue.
func TestACounterStaysOpenWhereTheDayEndsNoShift(t *testing.T) {
	for _, rule := range []func(*hall.Rules){
		func(r *hall.Rules) { r.KeepTellers = true },
		func(r *hall.Rules) { r.KeepOvernight = true },
	} {
		setup := halltest.Setup()
		rule(&setup.Outlet.Rules)
		clock := halltest.NewClock(halltest.Opening)
		how := []func(*queue.Options){runningOf(clock), func(o *queue.Options) { o.Boot = "one" }}
		h := start(t, &queuetest.Memory{}, setup, clock, how...)
		h.q.Attend(halltest.Program("1"))
		h.Open("1")
		h.stop()
		clock.Advance(15 * time.Hour)
		h = start(t, h.store, setup, clock, how[0], func(o *queue.Options) { o.Boot = "two" })
		h.Pass(5 * time.Minute)
		if c := h.counter(t, "1"); c.State != hall.CounterPaused || c.LeftOpen {
			t.Errorf("it is %s, left open %v", c.State, c.LeftOpen)
		}
	}
}

// proofs are what says that a hall was really closed for as long as its wall shows.
var proofs = map[string]func(testing.TB, *rig) *rig{
	"the center, before the day turns": func(t testing.TB, h *rig) *rig {
		return onBoot(t, h.store, h.Clock, "two", func(o *queue.Options) { o.Center = h.Clock.Now() })
	},
	"the center, later": func(t testing.TB, h *rig) *rig {
		h = onBoot(t, h.store, h.Clock, "two")
		h.q.HearCenter(h.Clock.Now())
		h.Pass(time.Second)
		return h
	},
	"a person": func(t testing.TB, h *rig) *rig {
		h = onBoot(t, h.store, h.Clock, "two")
		h.trust(t)
		h.Pass(time.Second)
		return h
	},
}

// TestAProofOfTheTimeEndsTheDayBefore: the power was off over the weekend, and something beside the wall says so.
// Friday's line is gone at once, its visitors can take new numbers, and its windows are free.
func TestAProofOfTheTimeEndsTheDayBefore(t *testing.T) {
	for name, proven := range proofs {
		t.Run(name, func(t *testing.T) {
			h := onBoot(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
			h.Open("1")
			old := h.Issue("A", halltest.Of("c"))
			h.stop()
			h.Clock.Advance(62 * time.Hour)
			h = proven(t, h)
			h.in(t, "2026-11-25", hall.ClockRight)
			if s := h.Ticket(old.ID); s.State != hall.Cancelled || !s.BySystem() {
				t.Errorf("Friday's ticket is %s", s.State)
			}
			if s := h.Issue("A", halltest.Of("c")); s.Day != "2026-11-25" {
				t.Errorf("his new one is of %s", s.Day)
			}
			if err := h.sit("1", halltest.Teller("4"), "C9"); err != nil {
				t.Errorf("Friday's window is not free: %v", err)
			}
		})
	}
}

// TestWhomSomebodyWorksWithIsNotEnded: a visitor of Friday is here on Monday: he asked for a number again and has his
// old one, or a counter called him, and serves him when the first hour is over, or when the time is proven. He is
// served to his end, whatever that takes.
func TestWhomSomebodyWorksWithIsNotEnded(t *testing.T) {
	comes := map[string]func(*rig, hall.TicketID) hall.State{
		"asked again": func(h *rig, _ hall.TicketID) hall.State {
			_, err := h.TryIssue("A", halltest.Of("c"))
			h.Refused("a second ticket", err, hall.Duplicate)
			return hall.Waiting
		},
		"called": func(h *rig, id hall.TicketID) hall.State { h.Act("1", id, hall.Call); return hall.Called },
		"served": func(h *rig, id hall.TicketID) hall.State {
			h.Act("1", id, hall.Call)
			h.Act("1", id, hall.Start)
			return hall.Serving
		},
		"held": func(h *rig, id hall.TicketID) hall.State {
			h.Act("1", id, hall.Call)
			h.Act("1", id, hall.Start)
			h.Act("1", id, hall.Hold)
			return hall.Held
		},
		"sent on": func(h *rig, id hall.TicketID) hall.State {
			h.Act("1", id, hall.Call)
			h.Act("1", id, hall.Start)
			h.Act("1", id, hall.Transfer, func(a *hall.Action) { a.ToGroup = "H" })
			return hall.Waiting
		},
	}
	after := map[string]func(testing.TB, *rig) *rig{
		"an hour": func(_ testing.TB, h *rig) *rig { h.Pass(61 * time.Minute); return h },
		"a person's word": func(t testing.TB, h *rig) *rig {
			h.trust(t)
			h.Pass(time.Second)
			return h
		},
		"the center's word": func(t testing.TB, h *rig) *rig {
			h.q.HearCenter(h.Clock.Now())
			h.Pass(time.Second)
			return h
		},
		"a restart and an hour": func(t testing.TB, h *rig) *rig {
			h = h.again(t, "two", time.Second, 0)
			h.Pass(61 * time.Minute)
			return h
		},
	}
	for how, come := range comes {
		for when, pass := range after {
			t.Run(how+", after "+when, func(t *testing.T) {
				h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
				h.Open("1")
				one := h.Issue("A", halltest.Of("c"))
				gone := h.Issue("A")
				h = h.again(t, "two", 2*day, 0)
				h.Open("1", "3")
				want := come(h, one.ID)
				h = pass(t, h)
				if s := h.Ticket(one.ID); s.State != want {
					t.Errorf("he is %s, not %s", s.State, want)
				}
				if s := h.Ticket(gone.ID); s.State != hall.Cancelled {
					t.Errorf("who is not here is %s", s.State)
				}
			})
		}
	}
}

// TestWhoIsServedThroughAWrongStartIsNotEnded: the counter's computer has its own battery, and nothing came from it
// since the turn.
func TestWhoIsServedThroughAWrongStartIsNotEnded(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	h.Open("1")
	one := h.Issue("A")
	h.Act("1", h.Next("1").Ticket.ID, hall.Start)
	h = h.again(t, "two", time.Minute, 2*day)
	h.Pass(61 * time.Minute)
	if s := h.Act("1", one.ID, hall.Finish); s.State != hall.Finished {
		t.Errorf("he is %s", s.State)
	}
}

// TestWhoDidNotShowIsLeft: a counter called somebody of Friday, and nobody came.
func TestWhoDidNotShowIsLeft(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	h.Open("1")
	one := h.Issue("A")
	h = h.again(t, "two", 2*day, 0)
	h.Open("1")
	h.Act("1", h.Next("1").Ticket.ID, hall.NoShow)
	h.Pass(61 * time.Minute)
	if s := h.Ticket(one.ID); s.State != hall.Cancelled {
		t.Errorf("he is %s", s.State)
	}
}

// TestATicketOfADayThatIsToldIsNotLeft: a restored copy is told of tomorrow, which the hall that it replaces had seen
// begin. It is not yet midnight by the hall's clock, and the tickets are tomorrow's.
func TestATicketOfADayThatIsToldIsNotLeft(t *testing.T) {
	clock := halltest.NewClock(halltest.Opening.Add(14*time.Hour + 30*time.Minute))
	h := onBoot(t, &queuetest.Memory{}, clock, "one")
	h.stop()
	given := func(o *queue.Options) { o.NewEpoch, o.Given = true, queue.Given{Day: tomorrow} }
	h = onBoot(t, h.store, clock, "two", given)
	one := h.Issue("A")
	h.q.HearCenter(clock.Now())
	h.Pass(time.Second)
	if s := h.Ticket(one.ID); s.State != hall.Waiting || s.Day != tomorrow {
		t.Errorf("%s of %s is %s", s.No, s.Day, s.State)
	}
}
