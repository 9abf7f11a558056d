package client_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/sync/client"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/wire"
)

// TestAnHonestProgramIsSlowedAndLosesNothing: after a cut it has much to tell, and the node asks it to wait between.
// Where the wait is longer than anybody's patience it is told at once.
func TestAnHonestProgramIsSlowedAndLosesNothing(t *testing.T) {
	slowed := func(every time.Duration) *client.Client {
		setup, clock := halltest.Setup(), halltest.NewClock(halltest.Opening)
		q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: halltest.Key, Now: clock.Now, Seed: &setup})
		if err != nil {
			t.Fatal(err)
		}
		run(t, q.Run)
		rates := map[wire.Kind]node.Rates{wire.Kiosk: {Issue: node.Rate{Burst: 1, Every: every}}}
		s := serve(t, node.New(q, node.Options{Terminals: byKind{}, Outlet: setup.Outlet.ID, Rates: rates}))
		patient := quick
		patient.Patience = time.Minute
		return client.New(s.URL, "kiosk/K1", patient)
	}
	c := slowed(300 * time.Millisecond)
	for n := range 3 {
		s, err := c.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(newID()), Service: "A", Source: hall.FromKiosk})
		if err != nil || s.Number != n+1 {
			t.Fatalf("ticket %d is %s, %v", n+1, s.No, err)
		}
	}
	c = slowed(time.Hour)
	for n, want := range []hall.Code{"", hall.TooMany} {
		_, err := c.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(newID()), Service: "A", Source: hall.FromKiosk})
		if hall.CodeOf(err) != want {
			t.Errorf("ticket %d: %v, want %q", n+1, err, want)
		}
	}
}
