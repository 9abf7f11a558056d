package forecast_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/forecast/forecasttest"
)

// TestNobodyIsToldMoreThanOneWhoIsCalledAfterHim: in random halls, one who comes now for a service is never told more
// than another one who comes now, or waits already, and whom every counter that may call him would call later.
func TestNobodyIsToldMoreThanOneWhoIsCalledAfterHim(t *testing.T) {
	compared := 0
	for seed := range uint64(60) {
		chance := rand.New(rand.NewPCG(seed, 3))
		d := newDesk(t)
		setup := forecasttest.Setup(6)
		for i := range setup.Counters {
			setup.Counters[i].Serves = nil
			for _, g := range setup.Groups {
				if chance.IntN(2) == 0 {
					setup.Counters[i].Serves = append(setup.Counters[i].Serves, hall.Skill{Group: g.Code, Level: chance.IntN(3)})
				}
			}
		}
		d.tell(hall.SetupApplied, "sim", hall.Body{Setup: &setup})
		var open []hall.CounterSetup
		for _, c := range setup.Counters[:1+chance.IntN(3)] {
			d.open(c.ID)
			open = append(open, c)
		}
		var waiting []hall.Ticket
		for range chance.IntN(25) {
			waiting = append(waiting, d.issue(setup.Groups[chance.IntN(len(setup.Groups))].Code, 1))
			d.now = d.now.Add(time.Duration(chance.IntN(90)) * time.Second)
		}
		d.Refresh()
		for _, mine := range setup.Groups {
			at := d.lineOf(waiting, mine.Code)
			me, known := d.Expect(mine.Code, at)
			if !known {
				continue
			}
			for _, other := range waiting {
				if after(open, setup.Outlet.Rules, mine.Code, d.now, other) {
					compared++
					if m := d.mean(&other, d.before(waiting, other)); me > m+.01 {
						t.Errorf("seed %d: a new one for %s is told %.1f min, number %d for %s, called after him, %.1f", seed, mine.Code, me, other.Number, other.Group, m)
					}
				}
			}
			for _, g := range setup.Groups {
				fresh := hall.Ticket{Group: g.Code, Effective: d.now}
				if g.Code != mine.Code && after(open, setup.Outlet.Rules, mine.Code, d.now, fresh) {
					compared++
					if m := d.mean(&fresh, d.lineOf(waiting, g.Code)); me > m+.01 {
						t.Errorf("seed %d: a new one for %s is told %.1f min, one for %s, called after him, %.1f", seed, mine.Code, me, g.Code, m)
					}
				}
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d were compared", compared)
	}
}

// after reports whether every open counter that may call other would call one who comes now for a group before him.
func after(open []hall.CounterSetup, rules hall.Rules, mine hall.GroupCode, now hall.Millis, other hall.Ticket) bool {
	served := false
	for _, c := range open {
		his, serves := c.Level(other.Group)
		if !serves {
			continue
		}
		served = true
		my, mineToo := c.Level(mine)
		if !mineToo || now.Add(time.Duration(my*rules.LevelMin)*time.Minute) > other.Effective.Add(time.Duration(his*rules.LevelMin)*time.Minute) {
			return false
		}
	}
	return served
}

func (d *desk) lineOf(waiting []hall.Ticket, g hall.GroupCode) (n int) {
	for _, t := range waiting {
		if t.Group == g {
			n++
		}
	}
	return n
}

func (d *desk) before(waiting []hall.Ticket, of hall.Ticket) (n int) {
	for _, t := range waiting {
		if t.Group == of.Group && t.Number < of.Number {
			n++
		}
	}
	return n
}

// TestACoachIsNoStream: eleven people take a number at once, and then nobody. One who comes for another service of
// their only counter is called after them, and after as many as may come in ten minutes, but not after another coach
// every ten minutes: he was told twice the wait of the last of them.
func TestACoachIsNoStream(t *testing.T) {
	for _, n := range []int{6, 11, 20} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			d := newDesk(t)
			d.open("2") // H, and A a level later
			d.issue("H", n)
			d.now = d.now.Add(20 * time.Second)
			d.Refresh()
			last, _ := d.Expect("H", n-1)
			next, _ := d.Expect("H", n)
			pay, _ := d.Expect("A", 0)
			t.Logf("last of the coach %.1f min, one more of his service %.1f, one for the other service %.1f", last, next, pay)
			if pay < next {
				t.Errorf("%.1f min are told, less than the %.1f of one who is called before him", pay, next)
			}
			if pay > 1.5*next {
				t.Errorf("%.1f min are told, and the one who is called before him %.1f", pay, next)
			}
		})
	}
}
