package flow_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hall"
)

// The figures of the head add up to the tab of those who wait, and the list has them all, each once; with the node away too.
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
