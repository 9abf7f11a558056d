package flow_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
)

// rig is a kiosk on a table: a desk that gives out numbers, a printer, a clock, and work that waits until the test lets
// it run.
type rig struct {
	*flow.Flow
	t       *testing.T
	now     time.Time
	desk    *desk
	paper   *paper
	held    bool     // keep work back
	waiting []func() // work kept back
	ids     int
	guide   int
	changes int
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, now: time.Date(2026, 11, 23, 1, 41, 0, 0, time.UTC), desk: &desk{made: map[hall.TicketID]hall.Standing{}}, paper: &paper{}}
	r.Flow = flow.New(flow.Config{
		Issuer: r.desk, Printer: r.paper, Run: r.run, Terminal: "K01",
		Now:      func() time.Time { return r.now },
		NewID:    func() string { r.ids++; return fmt.Sprintf("id-%d", r.ids) },
		CheckPIN: func(pin string) bool { return pin == "246810" },
		Guide:    func() { r.guide++ },
	})
	r.Changed = func() { r.changes++ }
	r.Push(morning())
	return r
}

func (r *rig) run(job func(context.Context), done func()) {
	work := func() { job(context.Background()); done() }
	if r.held {
		r.waiting = append(r.waiting, work)
		return
	}
	work()
}

func (r *rig) release() {
	r.held = false
	for len(r.waiting) > 0 {
		w := r.waiting[0]
		r.waiting = r.waiting[1:]
		w()
	}
}

// pass lets the clock run second by second.
func (r *rig) pass(d time.Duration) {
	for range int(d / time.Second) {
		r.now = r.now.Add(time.Second)
		r.Tick()
	}
}

func (r *rig) at(want flow.Step) {
	r.t.Helper()
	if got := r.View().Step; got != want {
		r.t.Fatalf("at step %q, want %q", got, want)
	}
}

// confirm walks to the confirm step of a transfer of ownership.
func (r *rig) confirm() *rig {
	r.Begin()
	r.ChooseGroup("H")
	r.ChooseItem("B05")
	r.at(flow.Confirm)
	return r
}

func morning() hall.Snapshot {
	group := func(c hall.GroupCode) hall.GroupView {
		return hall.GroupView{ServiceGroup: hall.ServiceGroup{Code: c, Prefix: string(c)}, Open: true}
	}
	s := hall.Snapshot{Outlet: hall.Outlet{ID: "gaoyang", Zone: "Asia/Shanghai"}, Day: "2026-11-23"}
	s.Groups = []hall.GroupView{group("A"), group("H"), group("Q"), group("K")}
	s.Groups[3].Advice = true
	for i := 1; i <= 12; i++ {
		s.Items = append(s.Items, hall.ServiceType{Code: hall.ItemCode(fmt.Sprintf("B%02d", i)), Group: "H", Popular: i == 5})
	}
	return s
}

// desk is an authority that counts.
type desk struct {
	made     map[hall.TicketID]hall.Standing
	asked    []hall.IssueRequest
	acts     []hall.Action
	fail     []error // of the next attempts to issue; nil lets one through
	lost     bool    // the ticket is made, the answer is lost
	actFails []error
}

func (d *desk) Issue(_ context.Context, r hall.IssueRequest) (hall.Standing, error) {
	d.asked = append(d.asked, r)
	var err error
	if len(d.fail) > 0 {
		err, d.fail = d.fail[0], d.fail[1:]
	}
	if err != nil && !d.lost {
		return hall.Standing{}, err
	}
	s, ok := d.made[r.ID]
	if !ok {
		s = hall.Standing{Ticket: hall.Ticket{ID: r.ID, No: hall.Number("H", 23+len(d.made)), Group: "H", Items: r.Items, State: hall.Waiting}}
		d.made[r.ID] = s
	}
	return s, err
}

func (d *desk) Act(_ context.Context, a hall.Action) (hall.Ticket, error) {
	if len(d.actFails) > 0 {
		err := d.actFails[0]
		d.actFails = d.actFails[1:]
		return hall.Ticket{}, err
	}
	d.acts = append(d.acts, a)
	s := d.made[a.Ticket]
	if a.Verb == hall.Cancel {
		s.State, s.EndedBy = hall.Cancelled, a.EndedBy
		d.made[a.Ticket] = s
	}
	return s.Ticket, nil
}

func (d *desk) Ticket(_ context.Context, id hall.TicketID) (hall.Standing, error) {
	return hall.Standing{Ticket: hall.Ticket{ID: id, No: "H023"}}, nil
}

func (d *desk) cancelled() []hall.TicketID {
	var ids []hall.TicketID
	for _, a := range d.acts {
		if a.Verb == hall.Cancel {
			ids = append(ids, a.Ticket)
		}
	}
	return ids
}

// paper is a printer that does as told.
type paper struct {
	slips  int
	state  hall.PaperState
	reason string
	err    error
}

func (p *paper) Print(context.Context, hall.Standing) (hall.PaperState, string, error) {
	p.slips++
	if p.state == "" && p.err == nil {
		return hall.PaperPrinted, "", nil
	}
	return p.state, p.reason, p.err
}
