package forecast_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/forecast"
	"github.com/brighthall/brighthall/hall/forecast/forecasttest"
)

// desk is a forecast with a clock, told of a hall by hand.
type desk struct {
	testing.TB
	*forecast.Forecast
	now hall.Millis
	seq hall.Seq
	n   int
}

func newDesk(t testing.TB) *desk {
	d := &desk{TB: t, now: hall.At(time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC))}
	d.Forecast = forecast.New(forecasttest.Setup(6), func() time.Time { return d.now.Time() })
	return d
}

func (d *desk) tell(kind hall.EventKind, subject string, b hall.Body) {
	d.Helper()
	d.seq++
	body, _ := json.Marshal(b)
	if err := d.See(hall.Event{Outlet: "sim", Epoch: 1, Seq: d.seq, Kind: kind, Subject: subject, At: d.now, V: 1, Body: body}); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) counter(id hall.CounterID, kind hall.EventKind, state hall.CounterState) {
	d.tell(kind, string(id), hall.Body{Counter: &hall.Counter{ID: id, State: state, Since: d.now}})
}

func (d *desk) open(ids ...hall.CounterID) {
	for _, id := range ids {
		d.counter(id, hall.CounterOpened, hall.CounterOpen)
	}
}

// Wait is that of an ordinary visitor.
func (d *desk) Wait(g hall.GroupCode, ahead int) hall.Wait { return ordinary(d.Forecast, g, ahead) }

func (d *desk) Expect(g hall.GroupCode, ahead int) (float64, bool) {
	return d.Forecast.Expect(&hall.Ticket{Group: g}, ahead)
}

func ordinary(f *forecast.Forecast, g hall.GroupCode, ahead int) hall.Wait {
	return f.Wait(&hall.Ticket{Group: g}, ahead)
}

// issue lets n visitors of a group take tickets.
func (d *desk) issue(g hall.GroupCode, n int) (last hall.Ticket) {
	for range n {
		d.n++
		last = hall.Ticket{ID: hall.TicketID(fmt.Sprint(d.n)), Group: g, Number: d.n, State: hall.Waiting, IssuedAt: d.now, Effective: d.now}
		d.tell(hall.TicketIssued, string(last.ID), hall.Body{Ticket: &last})
	}
	return last
}

func TestWhatCanBeSaid(t *testing.T) {
	tests := []struct {
		name  string
		given func(d *desk)
		ahead int
		check func(w hall.Wait) bool
	}{
		{"nothing while no counter is open", func(d *desk) { d.issue("H", 2) }, 2, func(w hall.Wait) bool { return !w.Known }},
		{"nothing while those that are open do not serve it", func(d *desk) { d.open("1", "6") }, 0, func(w hall.Wait) bool { return !w.Known }},
		{"nothing of a group that is not", func(d *desk) { d.open("1") }, 0, func(w hall.Wait) bool { return w.Known }}, // see below
		{"at once when a counter is free", func(d *desk) { d.open("3") }, 0, func(w hall.Wait) bool { return w == hall.Wait{HighMin: 1, Known: true} }},
		{"some minutes behind one other", func(d *desk) { d.open("3"); d.issue("H", 1) }, 1,
			func(w hall.Wait) bool { return w.Known && w.LowMin < 9 && w.HighMin > 9 }},
		{"longer behind five", func(d *desk) { d.open("3"); d.issue("H", 5) }, 5, func(w hall.Wait) bool { return w.LowMin >= 20 && w.HighMin <= 90 }},
		{"shorter with two counters", func(d *desk) { d.open("3", "2"); d.issue("H", 5) }, 5, func(w hall.Wait) bool { return w.HighMin <= 45 }},
		{"more than a curve has: one after the other", func(d *desk) { d.open("3") }, 4, func(w hall.Wait) bool { return w.HighMin > 20 }},
		{"a counter on a break is expected back", func(d *desk) { d.open("3"); d.counter("3", hall.CounterPausedEv, hall.CounterPaused) }, 0,
			func(w hall.Wait) bool { return w.Known && w.HighMin > 5 }},
		{"a counter that closed is not", func(d *desk) { d.open("3"); d.counter("3", hall.CounterClosedEv, hall.CounterClosed) }, 0,
			func(w hall.Wait) bool { return !w.Known }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			tt.given(d)
			d.Refresh()
			if group := hall.GroupCode("H"); tt.name == "nothing of a group that is not" {
				if w := d.Wait("Z", 0); w.Known {
					t.Fatalf("%+v", w)
				}
			} else if w := d.Wait(group, tt.ahead); !tt.check(w) {
				t.Fatalf("%+v", w)
			}
		})
	}
}

func TestBeforeTheFirstPlayNothingIsClaimed(t *testing.T) {
	if w := newDesk(t).Wait("H", 0); w != (hall.Wait{}) {
		t.Fatalf("%+v", w)
	}
}

// A visitor near the end of his service is soon done: what is under way is counted by what is left of it.
func TestWhatIsUnderWayIsCountedByWhatIsLeft(t *testing.T) {
	d := newDesk(t)
	d.open("3")
	v := d.issue("H", 1)
	v.State, v.Counter, v.CalledAt, v.StartedAt, v.ServingSince = hall.Serving, "3", d.now, d.now, d.now
	d.tell(hall.TicketStarted, string(v.ID), hall.Body{Ticket: &v, Counter: &hall.Counter{ID: "3", State: hall.CounterOpen, Ticket: v.ID}})
	d.Refresh()
	early, _ := d.Expect("H", 0)
	d.now = d.now.Add(8 * time.Minute)
	d.Refresh()
	late, _ := d.Expect("H", 0)
	if early < 6 || early > 13 || late >= early || late < 1 {
		t.Fatalf("after 0 min %.1f, after 8 min %.1f", early, late)
	}
}

// Services that take twice the plan are believed after a while, and a few odd ones are not.
func TestItBendsToWhatItSees(t *testing.T) {
	expect := func(visits int, served time.Duration) float64 {
		d := newDesk(t)
		for range visits {
			d.Learn(hall.Ticket{Group: "H", State: hall.Finished, EndedBy: hall.EndedByTeller, ServedMs: served.Milliseconds()})
		}
		d.open("3")
		d.issue("H", 3)
		d.Refresh()
		m, _ := d.Expect("H", 3)
		return m
	}
	plan, few, many, night := expect(0, 0), expect(2, 40*time.Minute), expect(200, 18*time.Minute), expect(200, 100*time.Millisecond)
	if few > 1.75*plan {
		t.Errorf("two odd visits moved %.1f to %.1f min", plan, few)
	}
	if many < 1.4*plan {
		t.Errorf("two hundred visits of 18 min: %.1f, plan %.1f", many, plan)
	}
	if night != plan {
		t.Errorf("visits of a tenth of a second taught something: %.2f, plan %.2f", night, plan)
	}
}

func BenchmarkWait(b *testing.B) {
	d := newDesk(b)
	d.open("3")
	d.Refresh()
	for b.Loop() {
		d.Wait("H", 0)
	}
}

func BenchmarkRefresh(b *testing.B) {
	for _, waiting := range []int{4, 40, 200} {
		b.Run(fmt.Sprint(waiting), func(b *testing.B) {
			d := newDesk(b)
			d.open("1", "2", "3", "4", "5", "6")
			for i := range waiting {
				d.issue([]hall.GroupCode{"A", "H", "Q", "K"}[i%4], 1)
			}
			for b.Loop() {
				d.Refresh()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(waiting+4), "µs/point")
		})
	}
}
