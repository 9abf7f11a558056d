package archive_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestOneHallsTokenChangesNothingOfOthers: whatever a hall tells, what the center says of another hall, and of all
// together today, stays.
func TestOneHallsTokenChangesNothingOfOthers(t *testing.T) {
	now := centertest.Start.AddDate(0, 0, 30)
	ticket := func(change func(*hall.Ticket)) hall.Body {
		tk := hall.Ticket{ID: "t1", Outlet: "evil", Day: centertest.Day, No: "A001", Group: "A", State: hall.Waiting, IssuedAt: hall.At(centertest.Start)}
		change(&tk)
		return hall.Body{Ticket: &tk}
	}
	setup := func(change func(*hall.Setup)) hall.Body {
		s := *centertest.Setup("evil")
		change(&s)
		return hall.Body{Setup: &s}
	}
	for _, c := range []struct {
		name  string
		kind  hall.EventKind
		body  hall.Body
		at    time.Time
		words string
	}{
		{"a ticket of another hall", hall.TicketIssued, ticket(func(x *hall.Ticket) { x.Outlet = "a" }), now, `hall "a"`},
		{"a ticket in the year 9999", hall.TicketIssued, ticket(func(x *hall.Ticket) { x.Day = "9999-12-31" }), now, "9999-12-31"},
		{"a day in the year 9999", hall.DayOpened, hall.Body{Day: "9999-12-31"}, now, "9999-12-31"},
		{"a day that is none", hall.DayOpened, hall.Body{Day: "tomorrow"}, now, "tomorrow"},
		{"a day after tomorrow", hall.DayOpened, hall.Body{Day: hall.Day(now.AddDate(0, 0, 3).Format(time.DateOnly))}, now, "2026-12-26"},
		{"an event in 2031", hall.DayOpened, hall.Body{}, now.AddDate(5, 0, 0), "2031-12-23"},
		{"an event at the end of time", hall.DayOpened, hall.Body{}, time.UnixMilli(math.MaxInt64), "9223372036854775807 ms"},
		{"a ticket issued in 2031", hall.TicketIssued, ticket(func(x *hall.Ticket) { x.IssuedAt = hall.At(now.AddDate(5, 0, 0)) }), now, "A001"},
		{"a ticket from before time", hall.TicketIssued, ticket(func(x *hall.Ticket) { x.IssuedAt = math.MinInt64 }), now, "A001"},
		{"a setup that no center gave", hall.SetupApplied, setup(func(s *hall.Setup) { s.Version = math.MaxInt64 }), now, "9223372036854775807"},
		{"a number that writes on the reader's screen", hall.TicketIssued, ticket(func(x *hall.Ticket) {
			x.No, x.IssuedAt = hall.TicketNo("A001\x1b[2J"+strings.Repeat("x", 300_000)), hall.At(now.AddDate(5, 0, 0))
		}), now, "A001"},
		{"a setup of another hall", hall.SetupApplied, setup(func(s *hall.Setup) { s.Outlet.ID = "a" }), now, `hall "a"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := opened(t)
			honest := centertest.New("a").Visits(10)
			ingest(t, a, honest.Events)
			before := picture(t, a)
			evil := centertest.New("evil")
			ingest(t, a, evil.Events)
			body, _ := json.Marshal(c.body)
			next := hall.Event{Outlet: "evil", Epoch: 1, Seq: hall.Seq(len(evil.Events) + 1), Kind: c.kind, At: hall.At(c.at), V: 1, Body: body}
			_, _, err := a.Ingest(t.Context(), "evil", []hall.Event{next})
			refusedWith(t, c.name, err, hall.Invalid, c.words)
			if _, _, err := a.Ingest(t.Context(), "evil", nil); err != nil { // so a hall asks how far its log is here
				t.Fatal(err)
			}
			if list, err := a.Outlets(t.Context()); err != nil || !strings.Contains(list[1].Stopped, c.words) || len(list[1].Stopped) > 600 || hall.Plain(list[1].Stopped) != list[1].Stopped || list[0].Stopped != "" {
				t.Errorf("the center's people read %+v %v", list, err)
			}
			after := picture(t, a)
			after.Outlets = after.Outlets[:1] // the other is evil
			if len(before.Outlets) != 1 || !sameJSON(before, after) {
				t.Error("the other hall's figures changed")
			}
			if err := a.KeepUnshown(t.Context(), "evil", true); err != nil { // a wrong clock's hall goes on when a person says so
				t.Fatal(err)
			}
			if _, n := ingest(t, a, []hall.Event{next}); n != 1 {
				t.Error("it is not kept")
			}
			if err := a.Reproject(t.Context(), "evil"); err != nil {
				t.Fatal(err)
			}
			if o, err := a.Outlet(t.Context(), "evil"); err != nil || o.Day != centertest.Day || o.Setup.Version != 0 || o.Stopped != "" {
				t.Errorf("it is shown: %+v %v", o.Day, err)
			}
		})
	}
}

// TestNoMomentOfATicketIsYearsAhead: whichever of them it is; a hold of a day is none.
func TestNoMomentOfATicketIsYearsAhead(t *testing.T) {
	now := centertest.Start.AddDate(0, 0, 30)
	for i := 0; ; i++ {
		tk := hall.Ticket{ID: "t1", Outlet: "evil", Day: centertest.Day, No: "A001", Group: "A", State: hall.Waiting,
			Evaluation: &hall.Evaluation{}, Broken: []hall.Stretch{{Evaluation: &hall.Evaluation{}}}, HoldUntil: hall.At(now.AddDate(0, 0, 1))}
		past, coming := tk.Moments()
		moments := append(past, coming...)
		if i < len(moments) {
			*moments[i] = hall.At(now.AddDate(5, 0, 0))
		}
		body, _ := json.Marshal(hall.Body{Ticket: &tk})
		a, evil := opened(t), centertest.New("evil")
		ingest(t, a, evil.Events)
		next := hall.Event{Outlet: "evil", Epoch: 1, Seq: hall.Seq(len(evil.Events) + 1), Kind: hall.TicketIssued, At: hall.At(now), V: 1, Body: body}
		_, _, err := a.Ingest(t.Context(), "evil", []hall.Event{next})
		if i == len(moments) {
			if err != nil {
				t.Errorf("a ticket on hold: %v", err)
			}
			return
		}
		refusedWith(t, "moment "+strconv.Itoa(i), err, hall.Invalid, "A001")
	}
}

func sameJSON(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// TestATicketIsOfItsOutlet: two outlets may make the same id, and each has its own history.
func TestATicketIsOfItsOutlet(t *testing.T) {
	a := opened(t)
	honest := centertest.New("a").Visits(1)
	ingest(t, a, honest.Events)
	evil := centertest.New("evil")
	body := hall.Ticket{ID: "a-000001", Outlet: "evil", Day: centertest.Day, No: "Z999", Group: "A", State: hall.Waiting, IssuedAt: hall.At(centertest.Start)}
	evil.Ticket(hall.TicketIssued, &body)
	ingest(t, a, evil.Events)
	if tk, events, err := a.History(t.Context(), "a", "a-000001"); err != nil || tk.No == "Z999" || len(events) == 0 || events[0].Outlet != "a" {
		t.Errorf("%+v %v", tk, err)
	}
	if tk, _, err := a.History(t.Context(), "evil", "a-000001"); err != nil || tk.No != "Z999" {
		t.Errorf("%+v %v", tk, err)
	}
	if _, _, err := a.History(t.Context(), "", "a-000001"); hall.CodeOf(err) != hall.Invalid {
		t.Errorf("of whom? %v", err)
	}
}
