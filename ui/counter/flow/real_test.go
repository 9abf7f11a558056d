package flow_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// real is a desk over the real queue, by a line that can be cut.
type real struct {
	*queue.Queue
	t     *testing.T
	clock *halltest.Clock
	d     *flow.Desk
	cut   bool
}

func newReal(t *testing.T) *real {
	setup := halltest.Setup()
	r := &real{t: t, clock: halltest.NewClock(halltest.Opening)}
	q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: halltest.Key, Now: r.clock.Now, CheckPIN: halltest.CheckPIN, Seed: &setup,
		BaseURL: "http://10.0.0.5:7300"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- q.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	r.Queue = q
	n := 0
	r.d = flow.New(flow.Config{Queue: r, Now: r.clock.Now, Counter: "3", Terminal: "C3", Tellers: setup.Tellers,
		Run:    func(work, done func()) { work(); done() },
		NewKey: func() string { n++; return halltest.UUID(fmt.Sprint("key", n)) }})
	return r
}

func (r *real) issue(name string) hall.Standing {
	st, err := r.Queue.Issue(r.t.Context(), hall.IssueRequest{ID: hall.TicketID(halltest.UUID(name)), Service: "B05", Source: hall.FromKiosk, By: hall.Actor{Terminal: "K1"}})
	if err != nil {
		r.t.Fatal(err)
	}
	return st
}

func (r *real) pass(seconds int) {
	for range seconds {
		r.clock.Advance(time.Second)
		r.d.Tick()
	}
}

// Find and Hall are what a desk asks while nobody is called.

func (r *real) Find(ctx context.Context, text string) (hall.Standing, error) {
	if r.cut {
		return hall.Standing{}, hall.E("real.Find", hall.Unavailable)
	}
	return r.Queue.Find(ctx, text)
}

func (r *real) Hall(ctx context.Context) (hall.Snapshot, error) {
	if r.cut {
		return hall.Snapshot{}, hall.E("real.Hall", hall.Unavailable)
	}
	return r.Queue.Hall(ctx)
}

// TestASlipIsFoundWhileTheNodeIsAway: by its barcode and by the phone's page; a counter has both in its copy of the
// hall.
func TestASlipIsFoundWhileTheNodeIsAway(t *testing.T) {
	r := newReal(t)
	r.issue("a")
	second := r.issue("b")
	r.pass(1)
	r.d.SignIn("", "1003", halltest.PIN)
	r.pass(6)
	r.cut = true
	for _, read := range []string{second.Code, second.URL} {
		r.d.Scanned(read)
		if o, ok := r.d.Offer(); !ok || o.Ticket.ID != second.ID {
			t.Errorf("%s: the desk shows %v, %+v", read, o.Ticket.No, r.d.Notice())
		}
		r.d.Show(r.issue("c").Ticket) // somebody else's is open before the next is scanned
	}
}

// TestOverTheRealQueue plays a morning at window 3 against the hall's own queue: what the desk believes is what the
// queue does.
func TestOverTheRealQueue(t *testing.T) {
	r := newReal(t)
	q, d, pass := r.Queue, r.d, r.pass
	first, second, third := r.issue("a"), r.issue("b"), r.issue("c")
	expect := func(step string, p flow.Phase, no hall.TicketNo) {
		t.Helper()
		c, _ := d.Case()
		if d.Phase() != p || c.Ticket.No != no {
			t.Fatalf("%s: %s with %q, want %s with %q; notice %+v", step, d.Phase(), c.Ticket.No, p, no, d.Notice())
		}
	}
	pass(1)
	d.SignIn("", "1003", halltest.PIN)
	pass(6)
	expect("sign-in", flow.Idle, "")
	if rows := d.Rows(); len(rows) != 3 || rows[0].Ticket.No != first.No {
		t.Fatalf("rows %+v", rows)
	}
	d.Press("F1")
	expect("call", flow.Called, first.No)
	pass(6)
	for range 2 {
		pass(20)
		d.Press("F2")
	}
	expect("recalls", flow.Called, first.No)
	pass(20)
	d.Press("F2")
	pass(6)
	expect("a recall beyond the limit", flow.Idle, "")
	if _, missed := d.Aside(); len(missed) != 1 {
		t.Errorf("missed %+v", missed)
	}
	d.Press("F1")
	d.Scanned(second.Code)
	expect("scan of the called ticket", flow.Serving, second.No)
	pass(6)
	expect("the hall agrees", flow.Serving, second.No)
	finish(d)
	expect("end", flow.Rating, "")
	pass(21)
	d.Undo()
	expect("taken back after the ring ran out", flow.Serving, second.No)
	finish(d)
	d.Rate(5)
	if _, _, ok := d.CanUndo(); ok {
		t.Error("a rated end can be taken back")
	}
	pass(25)
	if st, err := q.Ticket(t.Context(), second.ID); err != nil || st.Evaluation == nil || st.Evaluation.Level != 5 {
		t.Errorf("the visitor said 5, the hall has %+v (%v)", st.Evaluation, err)
	}
	d.Scanned(third.URL)
	d.Take()
	expect("call this one by its QR", flow.Called, third.No)
	d.Press("F8")
	d.Hold(false, 0, "")
	expect("hold", flow.Idle, "")
	d.Press("F6")
	d.PauseFor("rest")
	expect("pause", flow.Paused, "")
	pass(6)
	d.Press("F6")
	expect("reopen", flow.Idle, "")
	pass(1)
	held, missed := d.Aside()
	if len(held) != 1 || len(missed) != 1 {
		t.Fatalf("held %d, missed %d", len(held), len(missed))
	}
	d.Show(held[0].Ticket)
	d.Take()
	expect("go on with the held one", flow.Serving, third.No)
	d.TransferTo(flow.Target{Group: "A"}, "")
	if d.Notice().Code != hall.NobodyServes {
		t.Errorf("transfer to a service nobody serves: %+v", d.Notice())
	}
	finish(d)
	pass(25)
	d.Show(missed[0].Ticket)
	d.Take()
	expect("a missed one comes back", flow.Called, first.No)
	d.Press("F8")
	finish(d)
	pass(25)
	for _, c := range []struct{ text, notice string }{{first.Code, "scan.used"}, {"10178000009999", "scan.forged"}, {"999" + first.Code[3:], "scan.foreign"}} {
		if d.Scanned(c.text); d.Notice().Say.Key != "counter."+c.notice {
			t.Errorf("scan %s: %+v", c.text, d.Notice())
		}
	}
	d.SignOut()
	pass(6)
	expect("sign-out", flow.Closed, "")
	if f := d.Today(); f.Finished != 3 || f.Rated != 1 || f.Satisfied != 100 {
		t.Errorf("figures of the morning: %+v", f)
	}
}
