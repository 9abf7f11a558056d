package forecast_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/forecast"
	"github.com/brighthall/brighthall/hall/forecast/forecasttest"
)

// stream lets one visitor of H come every so often for so long, and window 2 end one every three minutes, after the
// nine that the plan says. It gives those who wait and those who were served.
func (d *desk) stream(every, long time.Duration) (waiting, served []hall.Ticket) {
	end := d.now.Add(long)
	for next := d.now.Add(3 * time.Minute); d.now < end; d.now = d.now.Add(every) {
		waiting = append(waiting, d.issue("H", 1))
		if d.now >= next {
			t := waiting[0]
			t.State, t.EndedAt, t.ServedMs = hall.Finished, d.now, (9 * time.Minute).Milliseconds()
			d.tell(hall.TicketFinished, string(t.ID), hall.Body{Ticket: &t})
			waiting, served = waiting[1:], append(served, t)
			next = next.Add(3 * time.Minute)
		}
	}
	return waiting, served
}

// TestARestartTellsTheSameWait: in the middle of a stream the node is started again. One who comes for the other
// service of the only window, behind whom the stream goes on to pass, is told the wait of a moment ago, whether the
// stream began with the day or before.
func TestARestartTellsTheSameWait(t *testing.T) {
	for _, long := range []time.Duration{12 * time.Minute, 28 * time.Minute, 50 * time.Minute} {
		t.Run(fmt.Sprint(long), func(t *testing.T) {
			d := newDesk(t)
			d.open("2") // H, and A a level later
			waiting, served := d.stream(75*time.Second, long)
			d.Refresh()
			before, _ := d.Expect("A", 0)

			b := newBoard("2")
			b.snapshot.Waiting = waiting
			again := forecast.New(forecasttest.Setup(6), func() time.Time { return d.now.Time() })
			for _, v := range served {
				again.Learn(v)
			}
			if err := again.Begin(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			after, known := again.Expect(&hall.Ticket{Group: "A"}, 0)
			t.Logf("%.1f min before the restart, %.1f after", before, after)
			if !known || math.Abs(after-before) > .1*before+1 {
				t.Errorf("%.1f min are told before a restart, %.1f after", before, after)
			}
		})
	}
}

// TestARushIsAStreamSoon: ten minutes after the doors have opened the same is told as when people had come like that
// for half an hour.
func TestARushIsAStreamSoon(t *testing.T) {
	d := newDesk(t)
	d.open("2")
	d.issue("H", 1) // of another day
	d.now = d.now.Add(15 * time.Hour)
	waiting, _ := d.stream(time.Minute, 10*time.Minute)
	d.Refresh()
	soon, _ := d.Expect("A", 0)

	long := newDesk(t)
	long.open("2")
	passed, _ := long.stream(time.Minute, 40*time.Minute)
	for _, gone := range passed[:len(passed)-len(waiting)-1] {
		gone.State = hall.Cancelled
		long.tell(hall.TicketCancelled, string(gone.ID), hall.Body{Ticket: &gone})
	}
	long.Refresh()
	later, _ := long.Expect("A", 0)
	t.Logf("%.1f min after ten minutes, %.1f after forty", soon, later)
	if math.Abs(soon-later) > .15*later+1 {
		t.Errorf("ten minutes into a rush %.1f min are told, after forty with the same line %.1f", soon, later)
	}
}

// TestACoachAmongAStreamIsOneCoach: people come as ever, and a coach at once. Those of the coach are counted where they
// stand; that another one comes every half hour is not.
func TestACoachAmongAStreamIsOneCoach(t *testing.T) {
	told := func(coach time.Duration) float64 {
		d := newDesk(t)
		d.open("2")
		if coach > 0 {
			d.leave(d.issueAll("H", 24))
			d.now = d.now.Add(coach)
		}
		d.stream(4*time.Minute, 24*time.Minute)
		d.Refresh()
		m, _ := d.Expect("A", 0)
		return m
	}
	without, with := told(0), told(time.Minute)
	t.Logf("%.1f min without a coach, %.1f after one that has gone", without, with)
	if with > 2*without+1 {
		t.Errorf("%.1f min are told after a coach that has gone, %.1f without", with, without)
	}
}

func (d *desk) issueAll(g hall.GroupCode, n int) (all []hall.Ticket) {
	for range n {
		all = append(all, d.issue(g, 1))
	}
	return all
}

func (d *desk) leave(all []hall.Ticket) {
	for _, t := range slices.Clone(all) {
		t.State = hall.Cancelled
		d.tell(hall.TicketCancelled, string(t.ID), hall.Body{Ticket: &t})
	}
}
