package flow_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// The figures of the head add up to the tab of those who wait, and the list has them all, each once; with the node away
// too.
func TestTheFiguresOfACounterAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newOffice()
		n := rapid.IntRange(0, 60).Draw(t, "waiting")
		for i := range n {
			o.Issue(hall.TicketNo(fmt.Sprintf("H%03d", i+1)))
		}
		for _, x := range o.Tickets {
			x.Group = rapid.SampledFrom([]hall.GroupCode{"H", "Q"}).Draw(t, "group")
			x.ForCounter = rapid.SampledFrom([]hall.CounterID{"", "", "", "3", "5"}).Draw(t, "for")
		}
		o.Dress = func(s *hall.Snapshot) {
			for i := range s.Groups {
				s.Groups[i].Waiting = 0
				for _, x := range s.Waiting {
					if x.Group == s.Groups[i].Code {
						s.Groups[i].Waiting++
					}
				}
			}
		}
		d := newDesk(o)
		signIn(o, d)
		later(o, d, 6)
		if rapid.Bool().Draw(t, "away") {
			cut(o, d)
		}
		head := 0
		for _, g := range d.Groups() {
			head += g.Waiting
		}
		rows, seen := d.Rows(), map[hall.TicketID]bool{}
		for _, r := range rows {
			seen[r.Ticket.ID] = true
			if r.Why.Nothing() {
				t.Errorf("%s stands there without a reason", r.Ticket.No)
			}
		}
		if head != len(rows) || len(seen) != len(rows) {
			t.Fatalf("the head says %d, the list has %d, %d of them different", head, len(rows), len(seen))
		}
	})
}

func TestANumberIsFoundWhereverItStands(t *testing.T) {
	o := newOffice()
	for i := range 45 {
		o.Issue(hall.TicketNo(fmt.Sprintf("H%03d", i+1)))
	}
	o.Tickets["id-H007"].State = hall.Missed
	o.Tickets["id-H008"].State = hall.Held
	d := newDesk(o)
	signIn(o, d)
	later(o, d, 6)
	for _, row := range []struct {
		typed string
		want  []hall.TicketNo
	}{
		{"H045", []hall.TicketNo{"H045"}}, {"45", []hall.TicketNo{"H045"}}, {" h044 ", []hall.TicketNo{"H044"}}, {"Ｈ０４３", []hall.TicketNo{"H043"}},
		{"007", []hall.TicketNo{"H007"}}, {"h008", []hall.TicketNo{"H008"}}, {"Q", nil}, {"", nil},
		{"H04", []hall.TicketNo{"H040", "H041", "H042", "H043", "H044", "H045"}},
	} {
		var got []hall.TicketNo
		for _, r := range d.FindRows(row.typed) {
			got = append(got, r.Ticket.No)
		}
		if fmt.Sprint(got) != fmt.Sprint(row.want) {
			t.Errorf("%q finds %v, want %v", row.typed, got, row.want)
		}
	}
}

// TestNobodyIsToldZeroMinutes: a ticket that was taken just now, and a service that has just come to its norm, are told
// in words.
func TestNobodyIsToldZeroMinutes(t *testing.T) {
	o := newOffice()
	d := newDesk(o)
	signIn(o, d)
	o.Issue("H023", "H024")
	later(o, d, 6)
	if rows := d.Rows(); rows[0].Why.Key != "counter.picked.fresh" || rows[1].Why.Key != "counter.picked.in_turn" {
		t.Errorf("after 6 s: %+v, then %+v", rows[0].Why, rows[1].Why)
	}
	later(o, d, 60)
	if why := d.Rows()[0].Why; why.Key != "counter.picked.earliest" || why.Args["waited"] != 1 {
		t.Errorf("after a minute: %+v", why)
	}
	d.Press("F1")
	d.Press("F8")
	for _, c := range []struct {
		at  time.Duration
		key string
	}{{20*time.Minute + 10*time.Second, "counter.clock.reached"}, {21*time.Minute + 10*time.Second, "counter.clock.over"}} {
		for x, _ := d.Case(); x.Clock.Elapsed < c.at; x, _ = d.Case() {
			later(o, d, 1)
		}
		if x, _ := d.Case(); x.Clock.Say.Key != c.key {
			t.Errorf("after %s: %+v", c.at, x.Clock.Say)
		}
	}
}

// TestFiguresThatAreFoldedAddUpToAll: the busiest keep their own, in their order.
func TestFiguresThatAreFoldedAddUpToAll(t *testing.T) {
	all := []flow.GroupFigure{{Waiting: 3, Longest: 9}, {Waiting: 0}, {Waiting: 7, Longest: 2}, {Waiting: 7, Longest: 4}, {Own: true, Waiting: 1, Longest: 30}}
	for n := range len(all) + 2 {
		sum, longest := 0, 0
		folded := flow.Fold(all, n)
		for _, g := range folded {
			sum, longest = sum+g.Waiting, max(longest, g.Longest)
		}
		if sum != 18 || longest != 30 || len(folded) != min(n+1, len(all)) {
			t.Errorf("%d of %d: %+v", n, len(all), folded)
		}
		if n == 2 && (folded[0] != all[2] || folded[1] != all[3] || !folded[2].Rest) {
			t.Errorf("the busiest two: %+v", folded)
		}
	}
}
