package forecast_test

import (
	"context"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/forecast"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// A real queue, and the forecast it is given afterwards: opening a counter makes the wait known, closing it takes it
// back.
func TestItFollowsAQueue(t *testing.T) {
	setup, clock := halltest.Setup(), halltest.NewClock(halltest.Opening)
	q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: halltest.Key, Now: clock.Now, CheckPIN: halltest.CheckPIN, Seed: &setup})
	if err != nil {
		t.Fatal(err)
	}
	f := forecast.New(setup, clock.Now)
	q.UseWaits(f)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() { ended <- q.Run(ctx) }()
	defer func() {
		cancel()
		for range 2 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}()
	h := (&halltest.Hall{Clock: clock, Tick: q.Tick, As: func(string, hall.TerminalID) hall.Authority { return q }}).With(t)
	for range 3 {
		h.Issue("H")
	}
	h.Open("1") // serves A alone
	go func() { ended <- f.Run(ctx, q) }()
	await(t, func() bool { return ordinary(f, "A", 0).Known })
	if w := ordinary(f, "H", 3); w.Known {
		t.Fatalf("nobody serves H: %+v", w)
	}
	h.Open("3")
	await(t, func() bool { return ordinary(f, "H", 3).Known })
	s := h.Issue("H")
	if s.Ahead != 3 || !s.WaitFor.Known || s.WaitFor.LowMin < 5 || s.WaitFor.HighMin < 20 {
		t.Fatalf("%d ahead: %+v", s.Ahead, s.WaitFor)
	}
	h.DeskDo("3", hall.CloseCounter)
	await(t, func() bool { return !ordinary(f, "H", 3).Known })
}

func await(t *testing.T, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for patience := time.After(time.Minute); !holds(); {
		select {
		case <-tick.C:
		case <-patience:
			t.Fatal("it did not come true")
		}
	}
}
