package queue_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

const year = 365 * day

// today and tomorrow of the test's clock, by the wall of the outlet.
const today, tomorrow = hall.Day("2026-11-23"), hall.Day("2026-11-24")

// clocked opens a hall whose machine knows how long it runs, beside what its clock shows.
func clocked(t testing.TB, clock *halltest.Clock, how ...func(*hall.Setup)) *rig {
	t.Helper()
	setup := halltest.Setup()
	for _, f := range how {
		f(&setup)
	}
	return start(t, &queuetest.Memory{}, setup, clock, runningOf(clock))
}

func runningOf(c *halltest.Clock) func(*queue.Options) {
	return func(o *queue.Options) { o.Running = c.Running }
}

// reboot stops the hall; its machine comes up after some time with a clock that is put by so much.
func (r *rig) reboot(t testing.TB, off, by time.Duration) *rig {
	t.Helper()
	r.stop()
	r.Clock.Advance(off)
	r.Clock.Jump(by)
	again := start(t, r.store, *r.q.Setup(), r.Clock, runningOf(r.Clock))
	again.Pass(0)
	return again
}

// goHome ends the work of the tellers.
func (r *rig) goHome() {
	r.Open("1")
	r.DeskDo("1", hall.CloseCounter)
}

// jump moves the hands of the machine's clock, and the hall looks at it.
func (r *rig) jump(by time.Duration) {
	r.Clock.Jump(by)
	r.Pass(0)
}

// in proves that the hall is in a day, with its clock in a state.
func (r *rig) in(t testing.TB, want hall.Day, state hall.ClockState) {
	t.Helper()
	s := r.Snapshot()
	if s.Day != want || r.q.Clock().State != state || (s.Clock != nil) != (state != hall.ClockRight) {
		t.Fatalf("the hall is in %s and its clock %+v (told %+v), want %s and %s", s.Day, r.q.Clock(), s.Clock, want, state)
	}
}

// waits proves that tickets wait in this order, each for so long.
func (r *rig) waits(t testing.TB, waited time.Duration, want ...hall.Standing) {
	t.Helper()
	s := r.Snapshot()
	if len(s.Waiting) != len(want) {
		t.Fatalf("%d wait, want %d: %+v", len(s.Waiting), len(want), s.Waiting)
	}
	for i, w := range s.Waiting {
		got := s.At.Sub(w.IssuedAt)
		if w.No != want[i].No || w.ID != want[i].ID || got < waited || got > waited+time.Minute {
			t.Errorf("place %d has %s who waited %v, want %s after %v", i, w.No, got, want[i].No, waited)
		}
	}
}

// TestAFarJumpIsNotFollowed: the clock of the machine shows another year, for two seconds or for good. The hall goes on
// in today, by how long the machine runs; holds end, the day turns, and the return changes nothing.
func TestAFarJumpIsNotFollowed(t *testing.T) {
	for _, c := range []struct {
		name string
		to   time.Time
	}{
		{"2031", time.Date(2031, 5, 1, 3, 0, 0, 0, time.UTC)},
		{"2000, a flat battery", time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"1970", time.Unix(0, 0)},
		{"2099", time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"three weeks ahead", halltest.Opening.Add(21 * day)},
		{"three weeks behind", halltest.Opening.Add(-21 * day)},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := clocked(t, halltest.NewClock(halltest.Opening))
			h.Open("1")
			held, one := h.Issue("A"), h.Issue("A")
			h.Act("1", h.Next("1").Ticket.ID, hall.Start)
			h.Act("1", held.ID, hall.Hold, halltest.HoldMin(10))
			h.jump(time.Until(c.to) - time.Until(h.Clock.Now()))
			h.in(t, today, hall.ClockApart)
			two := h.Issue("A")
			if two.No != "A003" || two.Day != today {
				t.Errorf("then %s of %s is given", two.No, two.Day)
			}
			h.Pass(11 * time.Minute)
			if s := h.Ticket(held.ID); s.State != hall.Waiting {
				t.Errorf("a hold of ten minutes is %s after eleven", s.State)
			}
			h.waits(t, 11*time.Minute, held, one, two)
			back := halltest.Opening.Add(12 * time.Minute)
			h.jump(back.Sub(h.Clock.Now()))
			h.in(t, today, hall.ClockRight)
			h.waits(t, 11*time.Minute, held, one, two)
			if p := h.Next("1"); p.Ticket.ID != held.ID || p.Reason.WaitedMs > (13*time.Minute).Milliseconds() {
				t.Errorf("%s is called after %d ms", p.Ticket.No, p.Reason.WaitedMs)
			}
			h.Pass(15 * time.Hour)
			if h.in(t, tomorrow, hall.ClockRight); h.Issue("A").No != "A001" {
				t.Error("the next day's numbers do not begin")
			}
		})
	}
}

// TestADayTurnsByTheRunningTimeWhileTheWallIsFarAway: a hall that never closes goes on for days with a clock that
// nobody puts right.
func TestADayTurnsByTheRunningTimeWhileTheWallIsFarAway(t *testing.T) {
	h := clocked(t, halltest.NewClock(halltest.Opening))
	h.Issue("A")
	h.jump(5 * year)
	for _, want := range []hall.Day{"2026-11-24", "2026-11-25", "2026-11-26"} {
		h.Pass(day)
		if s := h.Issue("A"); s.Day != want || s.No != "A001" {
			t.Errorf("%s on %s, want A001 on %s", s.No, s.Day, want)
		}
	}
	h.in(t, "2026-11-26", hall.ClockApart)
}

// TestAClockPutRightTakesNobodysPlace: the machine's clock is put right while people wait, by minutes or by days,
// forward or back. The hall is in the new day, numbers go on, and everybody has waited as long as he has.
func TestAClockPutRightTakesNobodysPlace(t *testing.T) {
	for _, c := range []struct {
		name string
		by   time.Duration
		day  hall.Day
	}{
		{"ten minutes ahead", 10 * time.Minute, today},
		{"ten minutes back", -10 * time.Minute, today},
		{"eight hours, a zone", 8 * time.Hour, today},
		{"a day behind, put right", day, tomorrow},
		{"a day ahead, put right", -day, "2026-11-22"},
		{"a week behind, put right", 7 * day, "2026-11-30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := clocked(t, halltest.NewClock(halltest.Opening))
			h.Open("1", "3")
			served := h.Issue("A")
			h.Next("1")
			h.Act("1", served.ID, hall.Start)
			missed, one := h.Issue("A"), h.Issue("A", halltest.CarePriority)
			h.Next("3")
			held := h.Issue("H")
			h.Next("3")
			h.Act("3", held.ID, hall.Start)
			h.Act("3", held.ID, hall.Hold, halltest.HoldMin(20))
			h.Act("1", served.ID, hall.Finish)
			h.Pass(6 * time.Minute)
			h.jump(c.by)
			h.in(t, c.day, hall.ClockRight)
			h.waits(t, 6*time.Minute, one, missed)
			if s := h.Snapshot(); s.Today.Issued != 4 || s.Today.Finished != 1 || s.Today.ServedMs > time.Minute.Milliseconds() {
				t.Errorf("today's figures are %+v", s.Today)
			}
			if s := h.Issue("A"); s.No != "A003" || s.Day != c.day || s.Ahead != 2 {
				t.Errorf("the next is %s of %s behind %d", s.No, s.Day, s.Ahead)
			}
			h.Pass(10 * time.Minute)
			if h.Ticket(held.ID).State != hall.Held {
				t.Error("the hold has ended too early")
			}
			h.Pass(5 * time.Minute)
			if h.Ticket(held.ID).State != hall.Waiting {
				t.Error("the hold does not end")
			}
			if found, err := h.Kiosk().Find(t.Context(), held.Code); err != nil || found.ID != held.ID {
				t.Errorf("his slip is %v", err)
			}
			h.reboots(t)
		})
	}
}

// reboots proves that a restart finds the same hall.
func (r *rig) reboots(t testing.TB) {
	t.Helper()
	before := r.Snapshot()
	again := r.reboot(t, 0, 0)
	after := again.Snapshot()
	after.At, after.Cursor, before.At, before.Cursor = 0, hall.Cursor{}, 0, hall.Cursor{}
	for _, s := range []*hall.Snapshot{&before, &after} {
		for i := range s.Groups {
			s.Groups[i].LongestMs = 0
		}
	}
	same(t, before, after)
}

// TestAJumpOfADayForTwoSeconds: tomorrow begins and is taken back. No number comes twice on a day, not even one that a
// visitor was told on the tomorrow that was none; when nobody was, the real tomorrow begins with 001.
func TestAJumpOfADayForTwoSeconds(t *testing.T) {
	for _, c := range []struct {
		taken bool // somebody takes a number in these seconds
		first hall.TicketNo
	}{{true, "A004"}, {false, "A001"}} {
		h := clocked(t, halltest.NewClock(halltest.Opening))
		all := []hall.Standing{h.Issue("A"), h.Issue("A")}
		h.jump(day)
		h.in(t, tomorrow, hall.ClockRight)
		if c.taken {
			all = append(all, h.Issue("A"))
		}
		h.jump(-day)
		h.in(t, today, hall.ClockRight)
		all = append(all, h.Issue("A"))
		for i, s := range all {
			if s.No != hall.Number("A", i+1) || h.Ticket(s.ID).Day != today {
				t.Errorf("number %d is %s of %s", i+1, s.No, h.Ticket(s.ID).Day)
			}
		}
		h.waits(t, 0, all...)
		h.goHome()
		h.reboots(t)
		h.Clock.Set(halltest.Opening.Add(15 * time.Hour))
		h = h.reboot(t, 0, 0)
		first := h.Issue("A")
		if h.in(t, tomorrow, hall.ClockRight); first.No != c.first {
			t.Errorf("the real tomorrow begins with %s, not %s", first.No, c.first)
		}
		if got := h.Ticket(all[0].ID); got.State != hall.Cancelled || !got.BySystem() {
			t.Errorf("yesterday's ticket is %s", got.State)
		}
	}
}

// TestAStartWithAWrongClock: the machine comes up with a clock that the log does not believe. Whoever takes a number
// then keeps it when the clock is put right, and is of the true day; who was left over from the day before is not.
func TestAStartWithAWrongClock(t *testing.T) {
	for _, c := range []struct {
		name  string
		wrong time.Duration
	}{
		{"2000, a flat battery", -26 * year},
		{"2031", 5 * year},
		{"a day behind", -day},
		{"six weeks ahead", 42 * day},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := clocked(t, halltest.NewClock(halltest.Opening), func(s *hall.Setup) {
				s.Groups[0].Hours = []hall.Hours{{From: 8 * 60, To: 17 * 60}}
				s.Groups[0].DailyQuota = 3
			})
			left, ended := h.Issue("A"), h.Issue("A")
			h.Pass(8 * time.Hour)
			_, _ = h.TryAct("", ended.ID, hall.Cancel)
			h = h.reboot(t, 15*time.Hour+50*time.Minute, c.wrong)
			h.in(t, today, hall.ClockUnsure)
			h.Open("1")
			var taken []hall.Standing
			for range 4 { // more than the quota, which nobody can count now
				taken = append(taken, h.Issue("A"))
			}
			done := h.Next("1").Ticket
			if done.ID != left.ID {
				t.Fatalf("%s is called", done.No)
			}
			h.Act("1", done.ID, hall.NoShow)
			done = h.Next("1").Ticket
			h.Act("1", done.ID, hall.Start)
			h.Act("1", done.ID, hall.Finish)
			h.Pass(10 * time.Minute)
			h = h.reboot(t, time.Minute, 0) // the watchdog starts it again
			h.in(t, today, hall.ClockUnsure)
			h.jump(-c.wrong)
			h.in(t, tomorrow, hall.ClockRight)
			h.waits(t, 11*time.Minute, taken[1:]...)
			if s := h.Ticket(done.ID); s.Day != tomorrow || s.Code != taken[0].Code {
				t.Errorf("who was served is of %s", s.Day)
			}
			if s := h.Snapshot().Today; s.Issued != 4 || s.Finished != 1 {
				t.Errorf("today's figures are %+v", s)
			}
			_, err := h.TryIssue("A")
			h.Refused("beyond the quota of the true day", err, hall.QuotaFull)
			if s := h.Issue("H"); s.No != "H001" {
				t.Errorf("H begins with %s", s.No)
			}
			h.Pass(time.Hour)
			if s := h.Ticket(left.ID); s.State != hall.Cancelled || s.Day != today {
				t.Errorf("an hour after the start yesterday's ticket is %s of %s", s.State, s.Day)
			}
			h.reboots(t)
		})
	}
}

// TestANightAWeekendAndAHolidayWeekAreNoJumps: a start after them turns the day as ever.
func TestANightAWeekendAndAHolidayWeekAreNoJumps(t *testing.T) {
	for _, c := range []struct {
		name string
		off  time.Duration
		day  hall.Day
	}{
		{"a night", 15 * time.Hour, tomorrow},
		{"a weekend", 3 * day, "2026-11-26"},
		{"a holiday week", 9 * day, "2026-12-02"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := clocked(t, halltest.NewClock(halltest.Opening))
			one := h.Issue("A")
			h.goHome()
			h = h.reboot(t, c.off, 0)
			h.in(t, c.day, hall.ClockRight)
			if s := h.Issue("A"); s.No != "A001" || s.Day != c.day || h.Ticket(one.ID).State != hall.Cancelled {
				t.Errorf("the day begins with %s of %s; yesterday's is %s", s.No, s.Day, h.Ticket(one.ID).State)
			}
		})
	}
}

// TestAMachineThatSleepsIsNotPutRight: the machine's running time counts its sleep, so the night is a night.
func TestAMachineThatSleepsIsNotPutRight(t *testing.T) {
	h := clocked(t, halltest.NewClock(halltest.Opening))
	one := h.Issue("A")
	h.Pass(16 * time.Hour)
	h.in(t, tomorrow, hall.ClockRight)
	if h.Ticket(one.ID).State != hall.Cancelled || h.Issue("A").No != "A001" {
		t.Error("yesterday goes on")
	}
}

// TestALogInTheFuture: a log that was written years ahead, on a machine whose running time jumped with its clock, or by
// a copy that is restored, comes back to today by itself: where it tells of the jump, and where it is the whole log of
// a hall in its first day.
func TestALogInTheFuture(t *testing.T) {
	for _, told := range []bool{true, false} {
		clock := halltest.NewClock(halltest.Opening)
		store := &queuetest.Memory{}
		if !told {
			clock.Jump(5 * year)
		}
		jumping := func(o *queue.Options) {
			o.Running = func() time.Duration { return time.Duration(clock.Now().UnixNano()) }
		}
		h := start(t, store, halltest.Setup(), clock, jumping) // it runs as its clock shows: a jump is time that passes
		before := h.Issue("A")
		if told {
			clock.Jump(5 * year)
		}
		one, two := h.Issue("A"), h.Issue("A")
		h.Pass(3 * time.Minute)
		h.stop()
		clock.Jump(-5 * year)
		h = start(t, store, halltest.Setup(), clock, runningOf(clock))
		h.Pass(0)
		h.in(t, today, hall.ClockRight)
		if told {
			h.waits(t, 3*time.Minute, one, two)
			if s := h.Issue("A"); s.No != "A003" { // A001 was taken before the jump, and the two wait as A001 and A002
				t.Errorf("then %s", s.No)
			}
			if s := h.Ticket(before.ID); s.Day != today {
				t.Errorf("the first is of %s", s.Day)
			}
		} else {
			h.waits(t, 0, before, one, two) // how long it was closed is not known
			if s := h.Issue("A"); s.No != "A004" || s.Day != today {
				t.Errorf("then %s of %s", s.No, s.Day)
			}
		}
		h.reboots(t)
	}
}

// TestARestoredCopyOfAnotherTime: the copy is months old, and the replaced database knows the day; or it was written in
// 2031, and its log tells of the jump.
func TestARestoredCopyOfAnotherTime(t *testing.T) {
	t.Run("months old", func(t *testing.T) {
		h := clocked(t, halltest.NewClock(halltest.Opening))
		h.Issue("A")
		h.stop()
		h.Clock.Advance(60 * day)
		given := func(o *queue.Options) {
			o.NewEpoch, o.Given = true, queue.Given{Day: "2027-01-22", Last: map[string]int{"A": 30}, Seq: 40}
		}
		h = start(t, h.store, halltest.Setup(), h.Clock, runningOf(h.Clock), given)
		h.Pass(0)
		h.in(t, "2027-01-22", hall.ClockRight)
		if s := h.Issue("A"); s.No != "A031" {
			t.Errorf("it goes on with %s", s.No)
		}
	})
	t.Run("from 2031", func(t *testing.T) {
		clock, store := halltest.NewClock(halltest.Opening), &queuetest.Memory{}
		believing := func(o *queue.Options) {
			o.Running = func() time.Duration { return time.Duration(clock.Now().UnixNano()) }
		}
		h := start(t, store, halltest.Setup(), clock, believing)
		h.Issue("A")
		clock.Jump(4 * year)
		one := h.Issue("A")
		h.stop()
		clock.Jump(-4 * year)
		h = start(t, store, halltest.Setup(), clock, runningOf(clock), func(o *queue.Options) { o.NewEpoch = true })
		h.Pass(0)
		h.in(t, today, hall.ClockRight)
		h.waits(t, 0, one)
	})
}

// TestAPersonSaysThatTheClockIsRight: after a year's rest, or in a machine that was set by hand. How long the hall was
// closed nobody knows then, so everybody who waits goes with it, until the day ends. Said twice it has its effect once.
func TestAPersonSaysThatTheClockIsRight(t *testing.T) {
	h := clocked(t, halltest.NewClock(halltest.Opening))
	one := h.Issue("A")
	h = h.reboot(t, 60*day, 0)
	h.in(t, today, hall.ClockUnsure)
	two := h.Issue("A")
	for range 2 {
		c, err := h.q.TrustClock(t.Context(), "k", hall.Actor{Terminal: "K1"})
		if err != nil || c.State != hall.ClockRight {
			t.Fatalf("%+v %v", c, err)
		}
	}
	h.in(t, "2027-01-22", hall.ClockRight)
	h.waits(t, 0, one, two)
	h.Pass(day)
	if s := h.Ticket(one.ID); s.State != hall.Cancelled || s.Day != "2027-01-22" {
		t.Errorf("the next day it is %s of %s", s.State, s.Day)
	}
}

// TestTheCenterVouchesForTheTime: with its clock beside the machine's nothing is followed that it does not show.
func TestTheCenterVouchesForTheTime(t *testing.T) {
	t.Run("a jump that it does not show", func(t *testing.T) {
		h := clocked(t, halltest.NewClock(halltest.Opening))
		h.q.HearCenter(h.Clock.Now())
		h.jump(day)
		h.in(t, today, hall.ClockApart)
		h.Pass(2 * time.Hour) // what it said is old now
		h.in(t, tomorrow, hall.ClockRight)
	})
	t.Run("a jump that it shows", func(t *testing.T) {
		h := clocked(t, halltest.NewClock(halltest.Opening))
		h.jump(90 * day)
		h.in(t, today, hall.ClockApart)
		h.q.HearCenter(h.Clock.Now())
		h.Pass(0)
		h.in(t, "2027-02-21", hall.ClockRight)
	})
	t.Run("a flat battery", func(t *testing.T) {
		h := clocked(t, halltest.NewClock(halltest.Opening))
		h.Issue("A")
		h = h.reboot(t, day, -26*year)
		one := h.Issue("A")
		h.q.HearCenter(halltest.Opening.Add(day + time.Minute))
		h.Pass(5 * time.Minute)
		h.in(t, tomorrow, hall.ClockApart) // the wall still shows 2000
		h.Pass(time.Hour)
		h.waits(t, 65*time.Minute, one)
	})
}

// TestAHallThatNeverKnewTheTime: it is set up with a flat battery, and believes the first clock that can be true.
func TestAHallThatNeverKnewTheTime(t *testing.T) {
	h := clocked(t, halltest.NewClock(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)))
	one := h.Issue("A")
	h.Pass(time.Minute)
	h.Clock.Set(halltest.Opening)
	h.Pass(0)
	h.in(t, today, hall.ClockRight)
	h.waits(t, time.Minute, one)
	h.jump(-26 * year)
	_, err := h.q.TrustClock(t.Context(), "", hall.Actor{})
	h.Refused("nobody can vouch for the year 2000", err, hall.Invalid)
}

// TestACorrectionThatIsNotStoredIsMadeAgain: a commit that fails takes the step back with it.
func TestACorrectionThatIsNotStoredIsMadeAgain(t *testing.T) {
	h := clocked(t, halltest.NewClock(halltest.Opening))
	one := h.Issue("A")
	h.Clock.Jump(day)
	failed := false
	h.store.OnCommit = func(changes []queue.Change) queuetest.Fault {
		if !failed && changes[0].Event.Kind == hall.ClockCorrected {
			failed = true
			return queuetest.FailBefore
		}
		return queuetest.None
	}
	_ = h.q.Tick(t.Context())
	h.Pass(0)
	h.in(t, tomorrow, hall.ClockRight)
	if h.waits(t, 0, one); !failed {
		t.Error("no commit failed")
	}
}

// TestACorrectionMovesEveryMomentOfATicket: also those that are added to it later.
func TestACorrectionMovesEveryMomentOfATicket(t *testing.T) {
	ticket := hall.Ticket{Evaluation: &hall.Evaluation{}, Broken: []hall.Stretch{{Evaluation: &hall.Evaluation{}}}}
	each(reflect.ValueOf(&ticket), "ticket", func(_ string, m *hall.Millis) { *m = 1000 })
	next, moved := queue.Redated(ticket, hall.Correction{By: 500})
	if !moved {
		t.Error("nothing moves")
	}
	each(reflect.ValueOf(&next), "ticket", func(where string, m *hall.Millis) {
		if *m != 1500 {
			t.Errorf("%s stays behind", where)
		}
	})
	each(reflect.ValueOf(&ticket), "ticket", func(where string, m *hall.Millis) {
		if *m != 1000 {
			t.Errorf("%s of the ticket before it moves too", where)
		}
	})
}

// A credit of twenty minutes puts a place before the start from which on the clock was wrong; a place behind others may
// be after it.
func TestAPlaceGoesWithItsMomentOfIssue(t *testing.T) {
	c := hall.Correction{Since: 1000, By: -500}
	for _, row := range []struct {
		name                    string
		issued, place, at, goes hall.Millis
	}{
		{"issued since, with a credit", 1100, 900, 600, 400},
		{"issued since", 1100, 1100, 600, 600},
		{"issued before", 900, 900, 900, 900},
		{"issued before, sent behind others since", 900, 1200, 900, 700},
	} {
		next, _ := queue.Redated(hall.Ticket{IssuedAt: row.issued, Effective: row.place}, c)
		if next.IssuedAt != row.at || next.Effective != row.goes {
			t.Errorf("%s: issued %d, place %d", row.name, next.IssuedAt, next.Effective)
		}
	}
}

// each visits the moments in a value.
func each(v reflect.Value, where string, do func(string, *hall.Millis)) {
	switch v.Kind() {
	case reflect.Pointer:
		if m, ok := v.Interface().(*hall.Millis); ok {
			do(where, m)
		} else if !v.IsNil() {
			each(v.Elem(), where, do)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i).Addr(), where+"."+v.Type().Field(i).Name, do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			each(v.Index(i).Addr(), where, do)
		}
	}
}
