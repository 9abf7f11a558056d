package counter_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/counter/flow/flowtest"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// pair is a counter in two test windows over a small office that looks like the demo outlet.
type pair struct {
	*flowtest.Office
	*counter.Counter
	teller, visitor *uitest.Rig
	printer         *printer
}

// printer is a slip printer that does what it is told.
type printer struct {
	paper hall.PaperState
	slips []string // what came out; "+" marks a second one
}

// Print implements flow.Printer.
func (p *printer) Print(_ context.Context, s hall.Standing, again bool) (hall.PaperState, string, error) {
	if p.paper == hall.PaperPrinted {
		mark := ""
		if again {
			mark = "+"
		}
		p.slips = append(p.slips, string(s.No)+mark)
	}
	return p.paper, "", nil
}

func newPair(t testing.TB, mend ...func(*counter.Deps)) *pair {
	t.Helper()
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{Office: flowtest.New(), printer: &printer{paper: hall.PaperPrinted}, teller: uitest.New(t, skin.Counter), visitor: uitest.New(t, skin.Customer)}
	p.Now = uitest.Start
	p.Dress = dress(p.Office, setup)
	n := 0
	d := counter.Deps{Queue: p.Office, Issuer: p.Issuer(), Printer: p.printer, Terminal: "C03", Counter: "3", Tellers: setup.Tellers,
		NewKey: func() string { n++; return fmt.Sprintf("key-%d", n) }}
	for _, m := range mend {
		m(&d)
	}
	p.Counter = counter.New(p.teller.Stage, p.visitor.Stage, d)
	p.SetDevices([]counter.Device{{Name: "screen", State: counter.DeviceGood}, {Name: "scanner", State: counter.DeviceGood},
		{Name: "voice", State: counter.DeviceGood}, {Name: "printer", State: counter.DeviceWatch, Detail: "paper_low"}})
	p.teller.Tick()
	return p
}

// dress gives the office's snapshot the demo outlet's words and windows.
func dress(o *flowtest.Office, setup hall.Setup) func(*hall.Snapshot) {
	return func(s *hall.Snapshot) {
		s.Outlet, s.Items = setup.Outlet, setup.Items
		s.Groups = nil
		for _, g := range setup.Groups {
			v := hall.GroupView{ServiceGroup: g, Open: true}
			for _, t := range s.Waiting {
				if t.Group == g.Code {
					v.Waiting++
					v.LongestMs = max(v.LongestMs, int64(t.Wait(hall.At(o.Now))))
				}
			}
			s.Groups = append(s.Groups, v)
		}
		ours := map[hall.CounterID]hall.CounterView{}
		for _, c := range s.Counters {
			ours[c.ID] = c
		}
		s.Counters = nil
		for _, c := range setup.Counters {
			v := hall.CounterView{Counter: hall.Counter{ID: c.ID, State: hall.CounterOpen, Teller: "t05", Since: 1}, Badge: "0315"}
			if own, ok := ours[c.ID]; ok {
				v = own
			}
			if c.ID == "6" {
				v.State, v.Badge = hall.CounterClosed, ""
			}
			v.Label, v.Serves = c.Label, c.Serves
			v.Today = hall.Today{Finished: 27, ServedMs: 27 * 8 * 60000, Rated: 16, Satisfied: 16}
			s.Counters = append(s.Counters, v)
		}
	}
}

// crowd lets people take tickets, minutes ago.
func (p *pair) crowd() {
	for _, c := range []struct {
		no    hall.TicketNo
		group hall.GroupCode
		items []hall.ItemCode
		ago   int
		mend  func(*hall.Ticket)
	}{
		{"H023", "H", []hall.ItemCode{"B05", "B10"}, 17, nil},
		{"H024", "H", []hall.ItemCode{"B01"}, 14, nil},
		{"Y003", "H", []hall.ItemCode{"B10"}, 3, func(t *hall.Ticket) { t.Priority = hall.Booked }},
		{"H025", "H", []hall.ItemCode{"B06"}, 11, nil},
		{"L002", "H", []hall.ItemCode{"B05"}, 6, func(t *hall.Ticket) { t.Priority = hall.Care }},
		{"H026", "H", nil, 8, func(t *hall.Ticket) { t.NoShows = 1 }},
		{"Q012", "Q", []hall.ItemCode{"B02"}, 9, nil},
	} {
		p.Issue(c.no)
		t := p.Tickets["id-"+hall.TicketID(c.no)]
		t.Group, t.Items, t.IssuedAt = c.group, c.items, hall.At(p.Now.Add(-time.Duration(c.ago)*time.Minute))
		if c.mend != nil {
			c.mend(t)
		}
	}
}

func (p *pair) signIn() {
	p.desk().SignIn("", "0312", "246810")
	p.wait(1)
}

// wait lets seconds pass for the office and both windows.
func (p *pair) wait(seconds int) {
	if seconds > 30 { // the node's clock counts; the window needs only the last few ticks
		p.Now = p.Now.Add(time.Duration(seconds-6) * time.Second)
		seconds = 6
	}
	for range seconds {
		p.Now = p.Now.Add(time.Second)
		p.visitor.Advance(time.Second)
		p.teller.Advance(time.Second)
	}
}

// press does what the teller's key does.
func (p *pair) press(keys ...string) {
	for _, k := range keys {
		p.desk().Press(k)
	}
}

func (p *pair) desk() *flow.Desk { return p.Counter.Desk() }
