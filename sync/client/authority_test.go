package client_test

import (
	"context"
	"strings"
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
	clock := halltest.NewClock(halltest.Opening)
	q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: halltest.Key, Now: clock.Now, Seed: &setup, CheckPIN: halltest.CheckPIN})
	if err != nil {
		t.Fatal(err)
	}
	run(t, q.Run)
	s := serve(t, node.New(q, node.Options{Terminals: byKind{}, Outlet: setup.Outlet.ID, Beat: 50 * time.Millisecond}))
	p := synctest.NewProxy(t, s.Listener.Addr().String())
	as := func(kind string, id hall.TerminalID) hall.Authority {
		patient := quick
		patient.Patience, patient.Silence = time.Minute, 5*time.Second
		return client.New("http://"+p.Addr(), kind+"/"+string(id), patient)
	}
	return &halltest.Hall{As: as, Clock: clock, Tick: q.Tick}, p
}

func run(t testing.TB, part func(context.Context) error) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- part(ctx) }()
	t.Cleanup(func() { stop(); <-done })
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
