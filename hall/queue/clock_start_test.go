package queue_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// onMachine opens a hall on a machine that can tell one boot from another.
func onMachine(t testing.TB, store *queuetest.Memory, clock *halltest.Clock, boot string, how ...func(*queue.Options)) *rig {
	t.Helper()
	how = append(how, runningOf(clock), func(o *queue.Options) { o.Boot = boot })
	r := start(t, store, halltest.Setup(), clock, how...)
	for _, counter := range []hall.CounterID{"1", "3"} { // their programs are there all the time
		r.q.Attend(halltest.Program(counter))
	}
	r.Pass(0)
	return r
}

// again stops the hall and starts it after some time, in a boot of its machine, with the hands of the clock put by so
// much.
func (r *rig) again(t testing.TB, boot string, off, by time.Duration) *rig {
	t.Helper()
	r.stop()
	r.Clock.Advance(off)
	r.Clock.Jump(by)
	return onMachine(t, r.store, r.Clock, boot)
}

// trust takes a person's word that the clock is right.
func (r *rig) trust(t testing.TB) {
	t.Helper()
	if _, err := r.q.TrustClock(t.Context(), "", hall.Actor{}); err != nil {
		t.Fatal(err)
	}
}

// wrongs are clocks that come up with a start: near, so that the log alone would take them for a night or a weekend,
// and far.
var wrongs = map[string]time.Duration{"three hours": 3 * time.Hour, "three hours back": -3 * time.Hour, "a night": 16 * time.Hour, "two days": 2 * day,
	"a day back": -day, "two weeks": 14 * day, "a month": 30 * day, "a month back": -30 * day, "2031": 5 * year, "2000": -26 * year}

// TestAClockPutTogetherWithARestartCancelsNobody: the node is started again, and the clock of its machine is another.
// How long the machine ran says how much time has passed, so whoever took a number seconds ago is there, before and
// after the clock is put right, by whatever way that is.
func TestAClockPutTogetherWithARestartCancelsNobody(t *testing.T) {
	right := map[string]func(*testing.T, *rig, time.Duration) *rig{
		"while it runs": func(_ *testing.T, h *rig, by time.Duration) *rig { h.jump(-by); return h },
		"by a restart":  func(t *testing.T, h *rig, by time.Duration) *rig { return h.again(t, "one", time.Second, -by) },
		"after a person said that the wrong one is right": func(t *testing.T, h *rig, by time.Duration) *rig {
			_, _ = h.q.TrustClock(t.Context(), "", hall.Actor{}) // of 2000 it is refused
			h.jump(-by)
			h.trust(t)
			return h
		},
		"by the center": func(t *testing.T, h *rig, by time.Duration) *rig {
			h.q.HearCenter(h.Clock.Now().Add(-by))
			h.Pass(0)
			h.jump(-by)
			return h.again(t, "one", time.Second, 0)
		},
	}
	for wrong, by := range wrongs {
		for how, put := range right {
			t.Run(wrong+", put right "+how, func(t *testing.T) {
				h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
				h.Open("1", "3")
				serving, called, held := h.Issue("A"), h.Issue("H"), h.Issue("A")
				h.Act("1", h.Next("1").Ticket.ID, hall.Start)
				h.Next("3")
				h.Act("1", serving.ID, hall.Hold)
				h.Act("1", h.Next("1").Ticket.ID, hall.Start)
				serving, held = held, serving
				line := []hall.Standing{h.Issue("A"), h.Issue("A")}
				h = h.again(t, "one", 5*time.Second, by)
				line = append(line, h.Issue("A"))
				h.Pass(10 * time.Second)
				h = put(t, h, by)
				line = append(line, h.Issue("A"))
				h.in(t, today, hall.ClockRight)
				h.waits(t, 0, line...)
				for i, s := range line {
					if s.No != hall.Number("A", 3+i) {
						t.Errorf("number %d of the line is %s", i, s.No)
					}
				}
				for id, want := range map[hall.TicketID]hall.State{serving.ID: hall.Serving, called.ID: hall.Called, held.ID: hall.Held} {
					if now := h.Ticket(id); now.State != want || now.Day != today {
						t.Errorf("%s is %s of %s, was %s", now.No, now.State, now.Day, want)
					}
				}
			})
		}
	}
}

// TestANightIsANightInTheSameBoot: the machine stays on, its node is stopped over night or a weekend, and the day turns
// as ever.
func TestANightIsANightInTheSameBoot(t *testing.T) {
	for off, want := range map[time.Duration]hall.Day{15 * time.Hour: tomorrow, 3 * day: "2026-11-26", 60 * day: "2027-01-22"} {
		h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
		one := h.Issue("A")
		h = h.again(t, "one", off, 0)
		h.in(t, want, hall.ClockRight)
		if s := h.Issue("A"); s.No != "A001" || h.Ticket(one.ID).State != hall.Cancelled {
			t.Errorf("after %v the day begins with %s; yesterday's is %s", off, s.No, h.Ticket(one.ID).State)
		}
	}
}

// TestAnotherBootTellsNothing: the running time of another boot or another machine is no evidence, and what the log
// believes counts.
func TestAnotherBootTellsNothing(t *testing.T) {
	for _, boot := range []string{"two", ""} {
		h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
		h.Pass(time.Hour)
		h.Issue("A")
		h = h.again(t, boot, time.Minute, 2*day)
		h.in(t, "2026-11-25", hall.ClockRight)
	}
}

// TestWhomAWrongStartHasEndedIsHereAgain: the machine is switched on with a clock that is two days ahead, which looks
// like a weekend, and the day turns; an hour later it ends those of the day before whom nobody works with. Put back, it
// brings back those who waited and were held; whose number somebody else has by now stays away, and no number comes
// twice.
func TestWhomAWrongStartHasEndedIsHereAgain(t *testing.T) {
	for _, how := range []string{"while it runs", "by a start, and a person's word"} {
		t.Run(how, func(t *testing.T) {
			h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
			h.Open("1", "3")
			double, serving, called, held := h.Issue("A"), h.Issue("A"), h.Issue("H"), h.Issue("K")
			gone := h.Issue("H")
			_, _ = h.TryAct("", gone.ID, hall.Cancel)
			h.Act("3", h.Next("3").Ticket.ID, hall.Start)
			h.Act("1", serving.ID, hall.Call)
			h.Act("1", serving.ID, hall.Start)
			waiting := h.Issue("A")
			h.Pass(time.Minute)
			h = h.again(t, "two", time.Minute, 2*day)
			h.Pass(61 * time.Minute)
			h.in(t, "2026-11-25", hall.ClockRight)
			since := h.Issue("A")
			if since.No != "A001" || h.Ticket(waiting.ID).State != hall.Cancelled {
				t.Fatalf("a start after a weekend gives %s, and who waited is %s", since.No, h.Ticket(waiting.ID).State)
			}
			if how == "while it runs" {
				h.jump(-2 * day)
			} else {
				h = h.again(t, "three", time.Second, -2*day)
				h.trust(t)
			}
			h.in(t, today, hall.ClockRight)
			var here []hall.TicketNo
			for _, w := range h.Snapshot().Waiting {
				here = append(here, w.No)
			}
			slices.Sort(here)
			if want := []hall.TicketNo{"A001", "A003", "K001"}; !slices.Equal(here, want) {
				t.Errorf("%v wait, want %v", here, want)
			}
			if h.Ticket(since.ID).State != hall.Waiting || h.Ticket(double.ID).State != hall.Cancelled {
				t.Error("two have one number, or nobody has it")
			}
			for id, want := range map[hall.TicketID]hall.State{serving.ID: hall.Serving, called.ID: hall.Serving, held.ID: hall.Waiting,
				waiting.ID: hall.Waiting} {
				if now := h.Ticket(id); now.State != want || now.EndedAt != 0 || now.EndedBy != "" {
					t.Errorf("%s is %s, not %s, ended %d by %q", now.No, now.State, want, now.EndedAt, now.EndedBy)
				}
			}
			if h.Ticket(gone.ID).State != hall.Cancelled {
				t.Error("who left is back")
			}
			if s := h.Issue("A"); s.No != "A004" || s.Day != today {
				t.Errorf("then %s of %s", s.No, s.Day)
			}
			h.reboots(t)
		})
	}
}

// TestWhoTookANumberAgainKeepsThatOne: an hour after a wrong start a visitor's ticket ended, and he took another for
// the same service. Once the clock is put back he has the one whose paper he holds, whatever became of it, and the
// first stays ended; for another service he is here again.
func TestWhoTookANumberAgainKeepsThatOne(t *testing.T) {
	for _, became := range []hall.State{hall.Waiting, hall.Called, hall.Held, hall.Finished} {
		t.Run(string(became), func(t *testing.T) {
			h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
			h.Issue("A")
			first, move := h.Issue("A", halltest.Of("c")), h.Issue("H", halltest.Of("c"))
			h = h.again(t, "two", time.Minute, 2*day)
			h.Pass(61 * time.Minute)
			h.Open("1")
			again := h.Issue("A", halltest.Of("c"))
			if became != hall.Waiting {
				h.Next("1")
			}
			if became == hall.Held || became == hall.Finished {
				h.Act("1", again.ID, hall.Start)
				h.Act("1", again.ID, map[hall.State]hall.Verb{hall.Held: hall.Hold, hall.Finished: hall.Finish}[became])
			}
			h.jump(-2 * day)
			h.in(t, today, hall.ClockRight)
			for id, want := range map[hall.TicketID]hall.State{first.ID: hall.Cancelled, again.ID: became, move.ID: hall.Waiting} {
				if s := h.Ticket(id); s.State != want {
					t.Errorf("%s of %s is %s, not %s", s.No, s.Group, s.State, want)
				}
			}
			h.reboots(t)
		})
	}
}

// TestARestartWhileNobodyVouchesForTheTime: the hall is unsure, and a restart neither makes it sure nor lets its clock
// stand.
func TestARestartWhileNobodyVouchesForTheTime(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	h.Issue("A")
	h = h.again(t, "two", time.Minute, 5*year)
	one := h.Issue("A")
	h.Pass(7 * time.Minute)
	h = h.again(t, "two", 3*time.Minute, -10*year)
	h.in(t, today, hall.ClockUnsure)
	if waited := h.Snapshot().At.Sub(h.Ticket(one.ID).IssuedAt); waited < 10*time.Minute || waited > 11*time.Minute {
		t.Errorf("who came ten minutes ago has waited %v", waited)
	}
}

// TestStepsThatAddUpAreAJump: a clock that is put by seconds again and again takes nobody's minutes. What NTP does to a
// clock that goes wrong is followed as ever, for a week.
func TestStepsThatAddUpAreAJump(t *testing.T) {
	for _, step := range []time.Duration{29 * time.Second, -29 * time.Second, 7 * time.Second, -time.Second} {
		h := clocked(t, halltest.NewClock(halltest.Opening))
		one := h.Issue("A")
		for range 600 {
			h.Clock.Jump(step)
			h.Pass(time.Second)
		}
		s := h.Snapshot()
		if waited := s.At.Sub(h.Ticket(one.ID).IssuedAt); waited < 9*time.Minute || waited > 11*time.Minute {
			t.Errorf("after ten minutes of steps by %v somebody has waited %v", step, waited)
		}
		if s.Move == nil {
			t.Errorf("steps by %v are followed without a word", step)
		}
	}
	h := clocked(t, halltest.NewClock(halltest.Opening))
	for range 7 * 24 * 4 {
		h.Pass(15 * time.Minute)
		h.jump(450 * time.Millisecond) // 500 parts in a million, as fast as NTP slews
	}
	if s := h.Snapshot(); s.Move != nil || h.q.Clock().State != hall.ClockRight || h.q.Clock().Wall-h.q.Clock().Hall > 1000 {
		t.Errorf("a clock that NTP slews: %+v, moved %+v", h.q.Clock(), s.Move)
	}
}

// TestAMoveOfTheClockIsToldUntilTheDayEnds: whoever looks at the clock later in the day sees when it was moved and how
// far, also after a restart.
func TestAMoveOfTheClockIsToldUntilTheDayEnds(t *testing.T) {
	for _, by := range []time.Duration{-3 * time.Hour, 2 * time.Hour} {
		h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
		told := func(want bool) {
			t.Helper()
			m := h.Snapshot().Move
			if want != (m != nil) || want && (m.By.Sub(0) != by || m.To != hall.At(halltest.Opening.Add(by))) {
				t.Errorf("a clock that was moved by %v is told as %+v", by, m)
			}
			if c := h.q.Clock().Move; (c != nil) != want {
				t.Errorf("and to who asks as %+v", c)
			}
		}
		told(false)
		h.jump(by)
		h.in(t, today, hall.ClockRight)
		told(true)
		h = h.again(t, "one", time.Second, 0)
		h.Pass(5 * time.Hour)
		told(true)
		h.Pass(18 * time.Hour)
		told(false)
	}
}

// TestThatTheClockIsRightIsAnsweredOnce: a repeat under its key has the first answer, also after a restart and when the
// clock is wrong again by then.
func TestThatTheClockIsRightIsAnsweredOnce(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	by := hall.Actor{Terminal: "K1"}
	h.jump(60 * day)
	first, err := h.q.TrustClock(t.Context(), "k", by)
	if err != nil || first.State != hall.ClockRight || first.Hall != hall.At(h.Clock.Now()) {
		t.Fatalf("%+v %v", first, err)
	}
	h.Pass(time.Minute)
	for range 2 {
		h.jump(-26 * year)
		end := h.q.Cursor()
		again, err := h.q.TrustClock(t.Context(), "k", by)
		if !reflect.DeepEqual(again, first) || err != nil || h.q.Cursor() != end {
			t.Errorf("the repeat is answered by %+v, %v and leaves %s after %s", again, err, h.q.Cursor(), end)
		}
		h = h.again(t, "one", time.Second, 0)
	}
}

// TestAWordThatChangesNothingIsAnsweredOnceToo: the clock is right and somebody says so. The log knows who it was, and
// a repeat has the same answer.
func TestAWordThatChangesNothingIsAnsweredOnceToo(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	h.Issue("A")
	first, err := h.q.TrustClock(t.Context(), "k", hall.Actor{Terminal: "K1"})
	if err != nil || first.State != hall.ClockRight {
		t.Fatalf("%+v %v", first, err)
	}
	h = h.again(t, "one", time.Minute, 0)
	if again, err := h.q.TrustClock(t.Context(), "k", hall.Actor{Terminal: "K1"}); err != nil || !reflect.DeepEqual(again, first) {
		t.Errorf("the repeat is answered by %+v, not %+v, %v", again, first, err)
	}
	if h.Snapshot().Move != nil {
		t.Error("and the clock is said to have moved")
	}
}

// TestAStartThatNobodyUsedKnowsTheTimeAsWell: the machine is switched on, and its node started a second time before
// anybody does anything.
func TestAStartThatNobodyUsedKnowsTheTimeAsWell(t *testing.T) {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	one := h.Issue("A")
	h = h.again(t, "two", time.Minute, 0)
	h = h.again(t, "two", time.Minute, 3*day)
	h.in(t, "2026-11-26", hall.ClockRight)
	h.waits(t, 2*time.Minute, one)
}

// TestACopyFromTheDayBefore: the copy is months old, the replaced database was of yesterday, and the machine's clock is
// right: that was a night.
func TestACopyFromTheDayBefore(t *testing.T) {
	h := clocked(t, halltest.NewClock(halltest.Opening))
	h.Issue("A")
	h.stop()
	h.Clock.Advance(61 * day)
	given := func(o *queue.Options) {
		o.NewEpoch, o.Given = true, queue.Given{Day: "2027-01-22", Last: map[string]int{"A": 30}, Seq: 40}
	}
	h = start(t, h.store, halltest.Setup(), h.Clock, runningOf(h.Clock), given)
	h.Pass(0)
	h.in(t, "2027-01-23", hall.ClockRight)
	if s := h.Issue("A"); s.No != "A001" {
		t.Errorf("it begins with %s", s.No)
	}
}

// TestADayThatIsNotYet: the replaced database was of a day that its wrong clock had led to. The hall is in today, and
// when that day comes, no number and no code of it is given a second time.
func TestADayThatIsNotYet(t *testing.T) {
	h := clocked(t, halltest.NewClock(halltest.Opening))
	h.Issue("A")
	h.stop()
	given := func(o *queue.Options) {
		o.NewEpoch, o.Given = true, queue.Given{Day: "2026-11-25", Last: map[string]int{"A": 30}, Seq: 40}
	}
	h = start(t, h.store, halltest.Setup(), h.Clock, runningOf(h.Clock), given)
	h.in(t, today, hall.ClockRight)
	if s := h.Issue("A"); s.No != "A002" {
		t.Errorf("today goes on with %s", s.No)
	}
	h = h.reboot(t, 2*day, 0)
	s := h.Issue("A")
	if _, now := h.q.Given(); s.No != "A031" || s.Day != "2026-11-25" || now.Seq != 41 {
		t.Errorf("that day begins with %s of %s, code %d", s.No, s.Day, now.Seq)
	}
}

// TestADayToWhichTheHallReturns: the copy was made on a day that a wrong clock had led to, and its hall gave numbers on
// the true day since; or the replaced hall had been led ahead after that. No number and no code of the true day is
// given a second time.
func TestADayToWhichTheHallReturns(t *testing.T) {
	for name, g := range map[string]queue.Given{
		"it was there":        {Day: today, Last: map[string]int{"A": 30}, Seq: 40},
		"it had been led off": {Day: "2026-11-27", Others: []queue.Given{{Day: today, Last: map[string]int{"A": 30}, Seq: 40}}},
	} {
		t.Run(name, func(t *testing.T) {
			h := ledAhead(t)
			h.stop()
			h.Clock.Jump(-2 * day)
			h = onMachine(t, h.store, h.Clock, "one", func(o *queue.Options) { o.NewEpoch, o.Given = true, g })
			h.in(t, today, hall.ClockRight)
			s := h.Issue("A")
			if _, now := h.q.Given(); s.No != "A031" || s.Day != today || now.Seq != 41 {
				t.Errorf("that day goes on with %s of %s, code %d", s.No, s.Day, now.Seq)
			}
		})
	}
}

// ledAhead is a hall that gave three numbers, and whose clock then jumped two days ahead.
func ledAhead(t *testing.T) *rig {
	h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
	for range 3 {
		h.Issue("A")
	}
	h.Clock.Jump(2 * day)
	h.Pass(0)
	h.in(t, "2026-11-25", hall.ClockRight)
	return h
}

// TestAnEarlierDayNeverGoesBack: what is told of it is less than the copy knows.
func TestAnEarlierDayNeverGoesBack(t *testing.T) {
	h := ledAhead(t)
	h.stop()
	less := queue.Given{Day: today, Last: map[string]int{"A": 2}, Seq: 2}
	h = onMachine(t, h.store, h.Clock, "one", func(o *queue.Options) { o.NewEpoch, o.Given = true, less })
	if back, err := h.store.Back(t.Context(), today); err != nil || back.Given.Last["A"] != 3 || back.Given.Seq != 3 {
		t.Errorf("the day went back to %+v, %v", back.Given, err)
	}
}

// TestARebootTakesAMoveBack: the clock of a running machine jumps ahead, the hall goes with it, and a few minutes later
// the machine is switched off and on and shows the right time, which is before the hall's last event. Everybody has
// waited as long as he has.
func TestARebootTakesAMoveBack(t *testing.T) {
	for _, by := range []time.Duration{2 * time.Hour, 40 * time.Minute, 2 * day} {
		h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
		one := h.Issue("A")
		h.jump(by)
		two := h.Issue("A")
		h.Pass(5 * time.Minute)
		three := h.Issue("A")
		h = h.again(t, "two", 4*time.Minute, -by)
		if s := h.Snapshot(); len(s.Waiting) != 3 || s.Day != today || s.Clock != nil || s.At.Sub(0) != time.Duration(h.Clock.Now().UnixNano()).Truncate(time.Millisecond) {
			t.Errorf("a jump by %v leaves %d of %s at %v, %+v", by, len(s.Waiting), s.Day, s.At.Time(), s.Clock)
		}
		for i, s := range []hall.Standing{one, two, three} {
			real := []time.Duration{9 * time.Minute, 9 * time.Minute, 4 * time.Minute}[i]
			if waited := h.Snapshot().At.Sub(h.Ticket(s.ID).IssuedAt); waited < real || waited > real+10*time.Second {
				t.Errorf("after a jump by %v and a reboot %s has waited %v, not %v", by, s.No, waited, real)
			}
		}
	}
}

// TestAPowerCutAfterAMoveBackIsAPowerCut: the clock was fast and was put right, and later in the day the power is out
// about as long as the clock was moved. Nobody says that it was moved again, and who waited before the cut has waited
// through it.
func TestAPowerCutAfterAMoveBackIsAPowerCut(t *testing.T) {
	for _, c := range []struct{ moved, out time.Duration }{
		{-40 * time.Minute, 45 * time.Minute}, {-40 * time.Minute, 40 * time.Minute}, {-40 * time.Minute, 30 * time.Minute},
		{-20 * time.Minute, 21 * time.Minute}, {-2 * time.Hour, 2*time.Hour + 14*time.Minute}, {-3 * time.Hour, 3 * time.Hour},
	} {
		h := onMachine(t, &queuetest.Memory{}, halltest.NewClock(halltest.Opening), "one")
		h.jump(c.moved)
		h.Pass(time.Hour)
		put := h.q.Clock().Move
		one := h.Issue("A")
		h.Pass(10 * time.Minute)
		two := h.Issue("A")
		h = h.again(t, "two", c.out, 0)
		h.in(t, today, hall.ClockRight)
		for s, want := range map[hall.TicketID]time.Duration{one.ID: 10*time.Minute + c.out, two.ID: c.out} {
			if waited := h.Snapshot().At.Sub(h.Ticket(s).IssuedAt); waited < want || waited > want+10*time.Second {
				t.Errorf("put back by %v and %v without power: waited %v, not %v", c.moved, c.out, waited, want)
			}
		}
		if now := h.q.Clock().Move; put == nil || now == nil || *now != *put {
			t.Errorf("put back by %v and %v without power: the move is told as %+v, was %+v", c.moved, c.out, now, put)
		}
	}
}
