package system_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/display/board"
)

// TestTheFiguresAgreeEverywhere: how many wait for a service is the same in the head of every counter, at its tab and
// in its list, on the hall's board, and in what the kiosk shows, whatever was taken, called, transferred and cancelled.
func TestTheFiguresAgreeEverywhere(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := newAgreeing(t, r)
		defer h.stop()
		r.Repeat(map[string]func(*rapid.T){
			"issue":    h.issue,
			"call":     func(r *rapid.T) { h.desk(r).Press("F1") },
			"transfer": h.transfer,
			"no-show":  func(r *rapid.T) { h.desk(r).Press("F3") },
			"pause":    func(r *rapid.T) { d := h.desk(r); d.Press("F6"); d.Choose(0) },
			"cancel":   h.cancel,
			"":         h.agree,
		})
	})
}

type agreeing struct {
	q     *queue.Queue
	clock *halltest.Clock
	stop  func()
	setup hall.Setup
	desks []*flow.Desk
	board *board.Board
	n     int
}

func newAgreeing(t *testing.T, r *rapid.T) *agreeing {
	h := &agreeing{clock: halltest.NewClock(halltest.Opening), setup: halltest.Setup()}
	q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: halltest.Key, Now: h.clock.Now, CheckPIN: halltest.CheckPIN, Seed: &h.setup})
	if err != nil {
		r.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- q.Run(ctx) }()
	h.q, h.stop = q, func() { cancel(); <-done }
	for i, c := range h.setup.Counters {
		if i >= len(h.setup.Tellers) {
			break
		}
		d := flow.New(flow.Config{Queue: q, Now: h.clock.Now, Counter: c.ID, Terminal: hall.TerminalID("C" + c.ID), Tellers: h.setup.Tellers,
			Run: func(work, done func()) { work(); done() }, NewKey: h.key})
		d.Tick()
		d.SignIn("", h.setup.Tellers[i].Badge, halltest.PIN)
		if d.Phase() == flow.Closed {
			r.Fatalf("nobody is signed in at window %s: %+v", c.ID, d.Notice())
		}
		h.desks = append(h.desks, d)
	}
	h.board = board.New(board.Config{Now: h.clock.Now, Run: func(job func(context.Context), done func()) { job(context.Background()); done() }})
	return h
}

func (h *agreeing) key() string { h.n++; return halltest.UUID(fmt.Sprint("agree", h.n)) }

func (h *agreeing) desk(r *rapid.T) *flow.Desk { return rapid.SampledFrom(h.desks).Draw(r, "desk") }

func (h *agreeing) issue(r *rapid.T) {
	item := rapid.SampledFrom(h.setup.Items).Draw(r, "item")
	_, _ = h.q.Issue(context.Background(), hall.IssueRequest{ID: hall.TicketID(h.key()), Service: string(item.Code),
		Source: hall.FromKiosk, By: hall.Actor{Terminal: "K1"}}) // a refusal, such as a quota, changes no figure
}

func (h *agreeing) transfer(r *rapid.T) {
	d := h.desk(r)
	d.Press("F4")
	if all := d.Choices(); len(all) > 0 {
		d.Choose(rapid.IntRange(0, len(all)-1).Draw(r, "to"))
	}
}

func (h *agreeing) cancel(r *rapid.T) {
	s, err := h.q.Hall(context.Background())
	if err != nil || len(s.Waiting) == 0 {
		return
	}
	_, _ = h.q.Act(context.Background(), hall.Action{Key: h.key(), Ticket: rapid.SampledFrom(s.Waiting).Draw(r, "of").ID, Verb: hall.Cancel,
		By: hall.Actor{Terminal: "K1"}})
}

func (h *agreeing) agree(r *rapid.T) {
	for range 6 { // every window reads the hall anew within five seconds
		h.clock.Advance(time.Second)
		for _, d := range h.desks {
			d.Tick()
		}
	}
	s, err := h.q.Hall(context.Background()) // what the kiosk shows
	if err != nil {
		r.Fatal(err)
	}
	h.board.Push(s)
	shown := map[string]int{}
	for _, c := range h.board.View().Counts {
		shown[c.Group.Zh] = c.Waiting
	}
	for _, g := range s.Groups {
		if name := orName(g.Short, g.Name); shown[name.Zh] != g.Waiting {
			r.Fatalf("%s: the board says %d, the kiosk %d", g.Code, shown[name.Zh], g.Waiting)
		}
	}
	for _, d := range h.desks {
		head := 0
		for _, g := range d.Groups() {
			if head += g.Waiting; !g.Own && shown[g.Name.Zh] != g.Waiting {
				r.Fatalf("window %s: the head says %d for %s, the board %d", d.Label(), g.Waiting, g.Name.Zh, shown[g.Name.Zh])
			}
		}
		if rows := d.Rows(); head != len(rows) {
			r.Fatalf("window %s: the head says %d, the list has %d", d.Label(), head, len(rows))
		}
	}
}

func orName(short, long hall.Name) hall.Name {
	if short.Zh == "" {
		return long
	}
	return short
}
