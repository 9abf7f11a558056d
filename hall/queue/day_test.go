package queue_test

import (
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

const day = 24 * time.Hour

// at is a moment of the outlet's clock; the test's own machine and the server live in UTC.
func at(t *testing.T, zone, local string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04:05", local, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v.UTC()
}

// TestIssueAroundMidnight: number and day are the outlet's, wherever the server is.
func TestIssueAroundMidnight(t *testing.T) {
	for _, c := range []struct {
		name, zone    string
		start         int // day start, minutes
		first, second string
		day1, day2    hall.Day
		no2           hall.TicketNo
	}{
		{"midnight in Shanghai, server in UTC", halltest.Shanghai, 0, "2026-11-23 23:59:59", "2026-11-24 00:00:01", "2026-11-23", "2026-11-24", "A001"},
		{"08:00 in Shanghai is midnight of the server", halltest.Shanghai, 0, "2026-11-23 07:59:59", "2026-11-23 08:00:01", "2026-11-23", "2026-11-23", "A002"},
		{"17:00 in Vancouver is midnight of the server", "America/Vancouver", 0, "2026-11-23 15:59:59", "2026-11-23 16:00:01", "2026-11-23", "2026-11-23", "A002"},
		{"a day that starts at 4:00", halltest.Shanghai, 240, "2026-11-24 03:59:59", "2026-11-24 04:00:01", "2026-11-23", "2026-11-24", "A001"},
		{"the clock springs forward", "Europe/Berlin", 0, "2026-03-29 01:59:59", "2026-03-29 03:00:01", "2026-03-29", "2026-03-29", "A002"},
		{"the end of the day of 23 hours", "Europe/Berlin", 0, "2026-03-29 23:59:59", "2026-03-30 00:00:01", "2026-03-29", "2026-03-30", "A001"},
		{"04:00 of the day of 23 hours", "Europe/Berlin", 240, "2026-03-29 03:59:59", "2026-03-29 04:00:00", "2026-03-28", "2026-03-29", "A001"},
		{"04:00 of the day of 25 hours", "Europe/Berlin", 240, "2026-10-25 03:59:59", "2026-10-25 04:00:00", "2026-10-24", "2026-10-25", "A001"},
		{"the end of the day of 25 hours", "Europe/Berlin", 0, "2026-10-25 23:59:59", "2026-10-26 00:00:01", "2026-10-25", "2026-10-26", "A001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			setup := halltest.Setup()
			setup.Outlet.Zone, setup.Outlet.DayStart = c.zone, c.start
			h := start(t, &queuetest.Memory{}, setup, halltest.NewClock(at(t, c.zone, c.first)))
			one := h.Issue("A")
			h.Clock.Set(at(t, c.zone, c.second))
			two := h.Issue("A")
			if one.Day != c.day1 || one.No != "A001" || two.Day != c.day2 || two.No != c.no2 {
				t.Errorf("%s on %s, then %s on %s; want A001 on %s, then %s on %s", one.No, one.Day, two.No, two.Day, c.day1, c.no2, c.day2)
			}
		})
	}
}

// TestHoursOnADSTDay: opening hours are the clock on the wall.
func TestHoursOnADSTDay(t *testing.T) {
	setup := halltest.Setup()
	setup.Outlet.Zone = "Europe/Berlin"
	setup.Groups[0].Hours = []hall.Hours{{Days: []int{0}, From: 9 * 60, To: 17 * 60}}
	h := start(t, &queuetest.Memory{}, setup, halltest.NewClock(at(t, "Europe/Berlin", "2026-10-25 08:59:59")))
	_, err := h.TryIssue("A")
	h.Refused("a second before nine", err, hall.OutOfHours)
	h.Clock.Set(at(t, "Europe/Berlin", "2026-10-25 09:00:00"))
	h.Issue("A")
	h.Clock.Set(at(t, "Europe/Berlin", "2026-10-26 09:00:00"))
	_, err = h.TryIssue("A")
	h.Refused("on Monday", err, hall.OutOfHours)
}

// TestClockJumps: fault F54. The moment of a hall never goes back, and no number is given twice.
func TestClockJumps(t *testing.T) {
	h := open(t)
	h.Issue("A")
	seen := map[string]bool{}
	last := hall.Millis(0)
	for _, to := range []time.Time{halltest.Opening.Add(day), halltest.Opening, halltest.Opening.Add(-day), time.Unix(0, 0),
		halltest.Opening.Add(day + time.Hour), time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC), halltest.Opening, time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)} {
		h.Clock.Set(to)
		s := h.Issue("A")
		if k := string(s.Day) + string(s.No); seen[k] {
			t.Errorf("%s was given twice on %s", s.No, s.Day)
		} else {
			seen[k] = true
		}
		if s.IssuedAt < last {
			t.Errorf("issued at %v, before the one before it", s.IssuedAt.Time())
		}
		last = s.IssuedAt
	}
	before := hall.Millis(0)
	opened := map[string]int{}
	for _, e := range h.listen(t, hall.Cursor{Epoch: 1}, int(h.q.Cursor().Seq)) {
		if e.At < before {
			t.Fatalf("event %s is before the one before it", e.Cursor())
		}
		before = e.At
		if e.Kind == hall.DayOpened {
			opened[e.Subject]++
		}
	}
	for d, n := range opened {
		if n != 1 {
			t.Errorf("day %s was opened %d times", d, n)
		}
	}
}

// TestSmallJumpBackExpiresNothing: a clock that is put right by an hour takes nobody's ticket away.
func TestSmallJumpBackExpiresNothing(t *testing.T) {
	h := open(t)
	h.Open("1")
	waiting, called := h.Issue("A").ID, h.Issue("A").ID
	h.Act("1", called, hall.Call)
	h.seen("1")
	h.Pass(-time.Hour)
	if h.Ticket(waiting).State != hall.Waiting || h.Ticket(called).State != hall.Called {
		t.Error("a ticket was lost to a clock put back")
	}
	h.seen("1")
	h.Pass(time.Second)
	if h.Ticket(called).State != hall.Called {
		t.Error("a ticket was released although its program was just seen")
	}
}

// TestDayTurnsOnceUnderLoad: fault F55. Many commands meet the new day at once; it is opened once and numbers are
// distinct.
func TestDayTurnsOnceUnderLoad(t *testing.T) {
	h := open(t)
	for range 5 {
		h.Issue("A")
	}
	cursor := h.q.Cursor()
	h.Clock.Advance(day)
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[hall.TicketNo]bool{}
	for range 40 {
		all.Go(func() {
			s, err := h.TryIssue("A")
			mu.Lock()
			defer mu.Unlock()
			if err != nil || seen[s.No] || s.Day != "2026-11-24" {
				t.Errorf("%s on %s, %v", s.No, s.Day, err)
			}
			seen[s.No] = true
		})
	}
	all.Wait()
	kinds := map[hall.EventKind]int{}
	for _, e := range h.listen(t, cursor, int(h.q.Cursor().Seq-cursor.Seq)) {
		kinds[e.Kind]++
	}
	if kinds[hall.DayOpened] != 1 || kinds[hall.DayClosed] != 1 || kinds[hall.TicketCancelled] != 5 || kinds[hall.TicketIssued] != 40 || !seen["A001"] || !seen["A040"] {
		t.Errorf("the new day: %v", kinds)
	}
}

// TestDayClosedByHandIsNotClosedAgain at its turn.
func TestDayClosedByHandIsNotClosedAgain(t *testing.T) {
	h := open(t)
	h.Issue("A")
	cursor := h.q.Cursor()
	for range 2 {
		if err := h.q.CloseDay(h.Context()); err != nil {
			t.Fatal(err)
		}
	}
	h = h.restart(t)
	h.Pass(day)
	var kinds []hall.EventKind
	for _, e := range h.listen(t, cursor, int(h.q.Cursor().Seq-cursor.Seq)) {
		kinds = append(kinds, e.Kind)
	}
	want := text([]hall.EventKind{hall.TicketCancelled, hall.DayClosed, hall.DayOpened})
	if text(kinds) != want {
		t.Errorf("%s, want %s", text(kinds), want)
	}
}
