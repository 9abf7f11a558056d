package system

import (
	"context"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// A slip that is printed at a counter names the hall, the service and the windows, as one of the kiosk does.
func TestASlipPrintedAtACounterIsWhole(t *testing.T) {
	clock, setup := halltest.NewClock(halltest.Opening), halltest.Setup()
	q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: halltest.Key, Now: clock.Now, CheckPIN: halltest.CheckPIN, Seed: &setup})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- q.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	st, err := q.Issue(ctx, hall.IssueRequest{ID: hall.TicketID(halltest.UUID("slip")), Service: "B05", Source: hall.FromCounter, By: hall.Actor{Terminal: "C03"}})
	if err != nil {
		t.Fatal(err)
	}
	got := again{slips{&Terminal{ID: "C03", Authority: q}}}.gather(ctx, st, true)
	if got.Outlet.Name != setup.Outlet.Name || got.Group.Code != st.Group || len(got.Items) != 1 || len(got.Labels) != len(setup.Counters) || !got.Again {
		t.Errorf("the slip tells %+v", got)
	}
}
