package hall_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/brighthall/brighthall/hall"
)

// TestTheDayBeginsByTheClockOnTheWall: a day that begins at 04:00 begins at 04:00 on both nights of summer time as
// well, and neither at 05:00 nor at 03:00. Each row is the last second of one day and the first of the next, by the
// outlet's clock.
func TestTheDayBeginsByTheClockOnTheWall(t *testing.T) {
	for _, c := range []struct {
		name, zone  string
		start       string
		last, first string // moments, UTC
		before      hall.Day
		after       hall.Day
	}{
		{"no summer time", "Asia/Shanghai", "04:00", "2026-11-29T19:59:59Z", "2026-11-29T20:00:00Z", "2026-11-29", "2026-11-30"},
		{"a plain night in Berlin", "Europe/Berlin", "04:00", "2026-11-30T02:59:59Z", "2026-11-30T03:00:00Z", "2026-11-29", "2026-11-30"},
		{"Berlin's night of 23 hours", "Europe/Berlin", "04:00", "2026-03-29T01:59:59Z", "2026-03-29T02:00:00Z", "2026-03-28", "2026-03-29"},
		{"Berlin's night of 25 hours", "Europe/Berlin", "04:00", "2026-10-25T02:59:59Z", "2026-10-25T03:00:00Z", "2026-10-24", "2026-10-25"},
		{"New York's night of 23 hours", "America/New_York", "04:00", "2026-03-08T07:59:59Z", "2026-03-08T08:00:00Z", "2026-03-07", "2026-03-08"},
		{"New York's night of 25 hours", "America/New_York", "04:00", "2026-11-01T08:59:59Z", "2026-11-01T09:00:00Z", "2026-10-31", "2026-11-01"},
		{"Lord Howe moves by half an hour", "Australia/Lord_Howe", "04:00", "2026-10-03T16:59:59Z", "2026-10-03T17:00:00Z", "2026-10-03", "2026-10-04"},
		{"midnight of a 23 hours' day", "Europe/Berlin", "00:00", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z", "2026-03-29", "2026-03-30"},
		{"midnight itself is left out in Santiago", "America/Santiago", "00:00", "2026-09-06T03:59:59Z", "2026-09-06T04:00:00Z", "2026-09-05", "2026-09-06"},
		{"a day that begins in the evening", "Europe/Berlin", "22:30", "2026-03-29T20:29:59Z", "2026-03-29T20:30:00Z", "2026-03-28", "2026-03-29"},
	} {
		t.Run(c.name, func(t *testing.T) {
			outlet := hall.Outlet{Zone: c.zone, DayStart: minutesOf(t, c.start)}
			if day := outlet.Day(moment(t, c.last)); day != c.before {
				t.Errorf("a second before it is %s, not %s", day, c.before)
			}
			if day := outlet.Day(moment(t, c.first)); day != c.after {
				t.Errorf("then it is %s, not %s", day, c.after)
			}
		})
	}
}

// TestNoDayComesBack: however a zone turns its clocks, and wherever in the day the business day begins, days only go
// on, none is left out and none is shorter than 22 hours or longer than 26.
func TestNoDayComesBack(t *testing.T) {
	for _, zone := range []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo"} {
		loc := hall.Outlet{Zone: zone}.Location() // a zone is read once: a look-up of 800,000 days takes minutes
		for _, start := range []int{0, 60, 90, 120, 150, 180, 240, 1439} {
			at, start := moment(t, "2026-01-01T00:00:00Z"), time.Duration(start)*time.Minute
			day, began := hall.DayOf(at, loc, start), time.Time{}
			for range 366 * 24 * 2 {
				at = at.Add(30 * time.Minute)
				next := hall.DayOf(at, loc, start)
				if next == day {
					continue
				}
				if lasted := at.Sub(began); next != following(t, day) || !began.IsZero() && (lasted < 22*time.Hour || lasted > 26*time.Hour) {
					t.Fatalf("%s, day start %v: %s comes after %s, which lasted %v", zone, start, next, day, lasted)
				}
				day, began = next, at
			}
		}
	}
}

func following(t *testing.T, d hall.Day) hall.Day {
	return hall.Day(moment(t, string(d)+"T00:00:00Z").AddDate(0, 0, 1).Format(time.DateOnly))
}

func minutesOf(t *testing.T, clock string) int {
	t.Helper()
	at, err := time.Parse("15:04", clock)
	if err != nil {
		t.Fatal(err)
	}
	return at.Hour()*60 + at.Minute()
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
