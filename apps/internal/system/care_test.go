package system_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/ui/kiosk/flow"
)

// slip keeps what a kiosk prints.
type slip struct{ printed []hall.Standing }

func (s *slip) Print(_ context.Context, st hall.Standing) (hall.PaperState, string, error) {
	s.printed = append(s.printed, st)
	return hall.PaperPrinted, "", nil
}

// TestTheFiguresFollowTheChoiceOfCare: with 爱心优先 chosen the confirm page tells the place and the wait of a care
// visitor, without it those of an ordinary one, and the slip tells the same as the page did.
func TestTheFiguresFollowTheChoiceOfCare(t *testing.T) {
	for _, care := range []bool{false, true} {
		setup, clock := halltest.Setup(), halltest.NewClock(halltest.Opening)
		q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: halltest.Key, Now: clock.Now, CheckPIN: halltest.CheckPIN, Seed: &setup})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- q.Run(ctx) }()
		t.Cleanup(func() { cancel(); <-done })
		q.UseWaits(byPlace{})
		if _, err := q.Desk(ctx, hall.CounterAction{Key: "open", Counter: "3", Verb: hall.OpenCounter, Teller: halltest.Teller("3"), PIN: halltest.PIN,
			By: hall.Actor{Terminal: "C3"}}); err != nil {
			t.Fatal(err)
		}
		for i := range 5 {
			if _, err := q.Issue(ctx, hall.IssueRequest{ID: hall.TicketID(halltest.UUID(fmt.Sprint("before", i))), Service: "H", Source: hall.FromKiosk,
				By: hall.Actor{Terminal: "K1"}}); err != nil {
				t.Fatal(err)
			}
		}
		out := &slip{}
		f := flow.New(flow.Config{Issuer: q, Printer: out, Now: clock.Now, Terminal: "K1", NewID: func() string { return halltest.UUID("mine") },
			Run: func(job func(context.Context), done func()) { job(ctx); done() }})
		s, err := q.Hall(ctx)
		if err != nil {
			t.Fatal(err)
		}
		f.Push(s)
		f.ChooseGroup("H")
		f.ChooseItem(f.View().Shown[0].Code)
		if care {
			f.SetPriority(hall.Care)
		}
		page := f.View().Place
		f.Take()
		shown := f.View().Standing
		if len(out.printed) != 1 {
			t.Fatalf("care %v: %d slips", care, len(out.printed))
		}
		want := 5
		if care {
			want = 0
		}
		if printed := out.printed[0]; page.Ahead != want || printed.Ahead != page.Ahead || printed.WaitFor != page.WaitFor || shown.Ahead != page.Ahead {
			t.Errorf("care %v: the page told %+v, the ticket page %d %+v, the slip %d %+v", care, page, shown.Ahead, shown.WaitFor, printed.Ahead, printed.WaitFor)
		}
	}
}

// byPlace is a forecast of ten minutes for each one ahead.
type byPlace struct{}

func (byPlace) Wait(_ *hall.Ticket, ahead int) hall.Wait {
	return hall.Wait{LowMin: 10 * ahead, HighMin: 10*ahead + 5, Known: true}
}
