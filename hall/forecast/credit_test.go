package forecast_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/forecast/forecasttest"
)

// credited is a ticket of a group taken now with a credit.
func (d *desk) credited(g hall.GroupCode, credit time.Duration) *hall.Ticket {
	d.n++
	return &hall.Ticket{ID: hall.TicketID(fmt.Sprint(d.n)), Group: g, Number: d.n, State: hall.Waiting, IssuedAt: d.now,
		Effective: d.now.Add(-credit), Credited: true}
}

func (d *desk) join(t *hall.Ticket) { d.tell(hall.TicketIssued, string(t.ID), hall.Body{Ticket: t}) }

func (d *desk) mean(t *hall.Ticket, ahead int) float64 {
	d.Helper()
	m, known := d.Forecast.Expect(t, ahead)
	if !known {
		d.Fatalf("nothing is known of %+v", *t)
	}
	return m
}

// Nobody of his service waits before either of them, but the counter has a line of another one: only the credited
// visitor passes it.
func TestACreditPassesTheOtherServicesOfACounterToo(t *testing.T) {
	d := newDesk(t)
	d.open("6") // serves A and K
	d.issue("A", 8)
	d.now = d.now.Add(10 * time.Minute)
	d.Refresh()
	plain, _ := d.Expect("K", 0)
	for name, credit := range map[string]int{"booked": 15, "care": 20, "transferred": 30, "transferred after a long visit": 90} {
		if m := d.mean(d.credited("K", time.Duration(credit)*time.Minute), 0); m > plain/4 {
			t.Errorf("%s: %.1f min, an ordinary one %.1f", name, m, plain)
		}
	}
	if m := d.mean(d.credited("K", 5*time.Minute), 0); m < plain/4 || m > plain {
		t.Errorf("five minutes, which pass nobody: %.1f min, an ordinary one %.1f", m, plain)
	}
}

// A larger credit is never told a longer wait, from the smallest of the rules to before everybody.
func TestALargerCreditWaitsNoLonger(t *testing.T) {
	d := newDesk(t)
	d.open("3", "4", "5")
	for range 12 {
		d.issue("H", 1)
		d.issue("Q", 1)
		d.now = d.now.Add(3 * time.Minute)
	}
	d.Refresh()
	last := math.Inf(1)
	for credit := 15; credit <= 90; credit++ {
		v := d.credited("H", time.Duration(credit)*time.Minute)
		ahead := max(0, 12-(credit+2)/3)
		m := d.mean(v, ahead)
		if m > last*1.1+1 {
			t.Errorf("%d min of credit and %d ahead: %.1f min, one less %.1f", credit, ahead, m, last)
		}
		last = m
	}
	if last > 12 {
		t.Errorf("before everybody: %.1f min", last)
	}
}

// A coach with care visitors unloads between two rounds: what each is told at the ticket holds a few seconds later.
func TestACoachOfCareVisitorsIsToldAsMuchAsALine(t *testing.T) {
	d := newDesk(t)
	d.open("1", "2", "6")
	d.issue("A", 6)
	d.Refresh()
	var coach []*hall.Ticket
	var told []float64
	for i := range 9 {
		v := d.credited("A", 20*time.Minute)
		told = append(told, d.mean(v, i))
		d.join(v)
		coach = append(coach, v)
	}
	d.Refresh()
	for i, v := range coach {
		later := d.mean(v, i)
		t.Logf("%d ahead: told %.1f min, later %.1f", i, told[i], later)
		if math.Abs(told[i]-later) > 3+.35*later {
			t.Errorf("%d ahead: told %.1f min at issue, %.1f later", i, told[i], later)
		}
	}
}

// One who is kept for a counter is told that counter's wait, also where the others of the service are soon served.
func TestOneKeptForACounterIsToldItsWait(t *testing.T) {
	d := newDesk(t)
	d.open("1", "2", "6")
	busy := d.issue("A", 1)
	busy.State, busy.Counter, busy.StartedAt, busy.ServingSince = hall.Serving, "6", d.now, d.now
	d.tell(hall.TicketStarted, string(busy.ID), hall.Body{Ticket: &busy, Counter: &hall.Counter{ID: "6", State: hall.CounterOpen, Ticket: busy.ID}})
	kept := d.credited("A", 30*time.Minute)
	kept.ForCounter = "6"
	d.tell(hall.TicketTransferred, string(kept.ID), hall.Body{Ticket: kept})
	d.Refresh()
	free := d.mean(d.credited("A", 30*time.Minute), 0)
	if m := d.mean(kept, 0); m < 1 || free > .5 {
		t.Errorf("kept for the busy counter %.1f min, free for the others %.1f", m, free)
	}
}

// What was served before a transfer is no time of the service that comes after it.
func TestATransferTeachesNothingOfTheServiceBefore(t *testing.T) {
	expect := func(before time.Duration) float64 {
		d := newDesk(t)
		d.open("3")
		for range 60 {
			v := d.credited("H", 30*time.Minute)
			v.Group = "Q"
			d.join(v)
			moved := *v
			moved.Group, moved.ServedMs = "H", before.Milliseconds()
			d.tell(hall.TicketTransferred, string(v.ID), hall.Body{Ticket: &moved})
			moved.State, moved.EndedBy, moved.ServedMs = hall.Finished, hall.EndedByTeller, (before + 9*time.Minute).Milliseconds()
			d.tell(hall.TicketFinished, string(v.ID), hall.Body{Ticket: &moved})
		}
		d.now = d.now.Add(time.Hour)
		d.issue("H", 3)
		d.Refresh()
		m, _ := d.Expect("H", 3)
		return m
	}
	if straight, long := expect(0), expect(40*time.Minute); math.Abs(straight-long) > .05*straight {
		t.Errorf("after 40 min elsewhere %.1f min are expected, after none %.1f", long, straight)
	}
}

// A hall whose rules give no credit, and one that gives a single minute, are told of as well.
func TestRulesWithoutCredits(t *testing.T) {
	for _, minutes := range []int{0, 1} {
		d := newDesk(t)
		setup := forecasttest.Setup(6)
		r := &setup.Outlet.Rules
		r.CareMin, r.BookedMin, r.TransferMin, r.PapersMin = minutes, minutes, minutes, minutes
		d.tell(hall.SetupApplied, "sim", hall.Body{Setup: &setup})
		d.open("3")
		d.issue("H", 4)
		d.Refresh()
		plain, _ := d.Expect("H", 4)
		if m := d.mean(d.credited("H", time.Minute), 4); m < 0 || m > 1.5*plain {
			t.Errorf("credits of %d min: %.1f min, an ordinary one %.1f", minutes, m, plain)
		}
	}
}
