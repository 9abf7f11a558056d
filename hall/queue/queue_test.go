package queue_test

import (
	"context"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// rig is a queue on a memory store, running.
type rig struct {
	*halltest.Hall
	q     *queue.Queue
	store *queuetest.Memory
	stop  func()
}

// start runs a queue on a store for one test.
func start(t testing.TB, store *queuetest.Memory, setup hall.Setup, clock *halltest.Clock, change ...func(*queue.Options)) *rig {
	t.Helper()
	o := queue.Options{Key: halltest.Key, Now: clock.Now, BaseURL: "http://hall.test", CheckPIN: halltest.CheckPIN, Seed: &setup, Retry: 1}
	for _, f := range change {
		f(&o)
	}
	q, err := queue.New(t.Context(), store, o)
	if err != nil {
		t.Fatalf("new queue: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = q.Run(ctx) }()
	stop := func() { cancel(); <-ended }
	t.Cleanup(stop)
	h := &halltest.Hall{Clock: clock, Tick: q.Tick, As: func(string, hall.TerminalID) hall.Authority { return q }}
	last := stop
	h.Restart = func() {
		last()
		again := start(t, store, setup, clock, change...)
		h.As, h.Tick, last = again.As, again.Tick, again.stop
	}
	return &rig{Hall: h.With(t), q: q, store: store, stop: stop}
}

// open starts a queue on the test outlet, changed by how.
func open(t testing.TB, how ...func(*hall.Setup)) *rig {
	setup := halltest.Setup()
	for _, f := range how {
		f(&setup)
	}
	return start(t, &queuetest.Memory{}, setup, halltest.NewClock(halltest.Opening))
}

// restart stops the queue and opens another on the same store, as after a crash.
func (r *rig) restart(t testing.TB) *rig {
	r.stop()
	return start(t, r.store, halltest.Setup(), r.Clock)
}

// seen is one sign of life of the program at a counter.
func (r *rig) seen(c hall.CounterID) { r.q.Attend(halltest.Program(c))() }
