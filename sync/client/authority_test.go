package client_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/sync/client"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/synctest"
	"github.com/brighthall/brighthall/sync/wire"
)

// TestAuthority: the far authority keeps the same contract as the near one.
func TestAuthority(t *testing.T) {
	halltest.TestAuthority(t, func(t testing.TB, setup hall.Setup) *halltest.Hall {
		h, _ := farHall(t, setup)
		return h
	})
}

// TestAuthorityOverABadLine: and it keeps it while the line is cut again and again.
func TestAuthorityOverABadLine(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute of cut lines")
	}
	halltest.TestAuthority(t, func(t testing.TB, setup hall.Setup) *halltest.Hall {
		h, p := farHall(t, setup)
		cutAgainAndAgain(t, p)
		return h
	})
}

// farHall is a hall reached through a node and a proxy. A terminal's token is "kind/id".
func farHall(t testing.TB, setup hall.Setup) (*halltest.Hall, *synctest.Proxy) {
	h := &halltest.Hall{Clock: halltest.NewClock(halltest.Opening)}
	store := &queuetest.Memory{}
	var at atomic.Pointer[node.Node]
	begin := func() (stop func()) {
		q, err := queue.New(t.Context(), store, queue.Options{Key: halltest.Key, Now: h.Clock.Now, Seed: &setup, CheckPIN: halltest.CheckPIN})
		if err != nil {
			t.Fatal(err)
		}
		h.Tick = q.Tick
		at.Store(node.New(q, node.Options{Terminals: byKind{}, Outlet: setup.Outlet.ID, Beat: 50 * time.Millisecond}))
		return run(t, q.Run)
	}
	stop := begin()
	s := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { at.Load().ServeHTTP(w, r) }))
	h.Restart = func() {
		s.CloseClientConnections()
		stop()
		stop = begin()
	}
	p := synctest.NewProxy(t, s.Listener.Addr().String())
	h.As = func(kind string, id hall.TerminalID) hall.Authority {
		patient := quick
		patient.Patience, patient.Silence = time.Minute, 5*time.Second
		return client.New("http://"+p.Addr(), kind+"/"+string(id), patient)
	}
	return h, p
}

// run runs a part until the test ends or it is stopped.
func run(t testing.TB, part func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = part(ctx) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

// cutAgainAndAgain cuts now soon, now later, so that on a slow machine something gets through as well.
func cutAgainAndAgain(t testing.TB, p *synctest.Proxy) {
	run(t, func(ctx context.Context) error {
		for n := 0; ; n++ {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(10 * time.Millisecond << (n % 6)):
				p.Cut()
			}
		}
	})
}

type byKind struct{}

func (byKind) Terminal(_ context.Context, token string) (wire.Terminal, error) {
	kind, id, ok := strings.Cut(token, "/")
	if !ok {
		return wire.Terminal{}, hall.E("byKind", hall.Unauthenticated)
	}
	return wire.Terminal{ID: hall.TerminalID(id), Kind: wire.Kind(kind)}, nil
}
