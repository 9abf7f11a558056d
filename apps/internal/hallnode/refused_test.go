package hallnode_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/wire"
)

func health(t *testing.T, url string) (h wire.Healthy) {
	t.Helper()
	r, err := http.Get(url + wire.Health)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(&h); err != nil {
		t.Fatal(err)
	}
	return h
}

// refusing is a running hall that refuses every ticket of one service and takes those of the others, and its clock.
func refusing(t *testing.T) (*hallnode.Node, *halltest.Clock) {
	t.Helper()
	clock := halltest.NewClock(halltest.Opening)
	o := hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Now: clock.Now, Running: clock.Running}
	n, stop := start(t, o)
	take(t, n.Authority)
	take(t, n.Authority)
	stop()
	db, err := sql.Open("sqlite", filepath.Join(o.Data, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE numbers SET last = 1 WHERE prefix = 'H'`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	n, _ = start(t, o)
	return n, clock
}

func issue(t *testing.T, n *hallnode.Node, service string) error {
	_, err := n.Authority.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(uuid.Must(uuid.NewV7()).String()), Service: service,
		Source: hall.FromKiosk})
	return err
}

// refuse asks in vain for a ticket.
func refuse(t *testing.T, n *hallnode.Node) {
	t.Helper()
	eventually(t, "it is refused, and the store is read back", func() bool {
		return issue(t, n, "B05") != nil && !n.Authority.Health().Halted
	})
}

// asked is what /healthz answers a second later: an answer is kept for half of one.
func asked(t *testing.T, n *hallnode.Node, clock *halltest.Clock) wire.Healthy {
	t.Helper()
	clock.Advance(time.Second)
	return health(t, n.URL)
}

// TestACommitThatIsRefusedAgainAndAgainIsAFailure: /healthz said ok as soon as one of another service was stored.
func TestACommitThatIsRefusedAgainAndAgainIsAFailure(t *testing.T) {
	n, clock := refusing(t)
	if h := asked(t, n, clock); h.Status != "ok" {
		t.Errorf("before a command: %+v", h)
	}
	for round := range 3 {
		refuse(t, n)
		refuse(t, n)
		if h := asked(t, n, clock); h.Status != "down" || h.Failure == "" {
			t.Errorf("round %d, when two tickets were refused: %+v", round, h)
		}
		if err := errors.Join(issue(t, n, "A"), issue(t, n, "A")); err != nil {
			t.Fatal(err)
		}
		if h := asked(t, n, clock); h.Status != "down" || h.Failure == "" {
			t.Errorf("round %d, when tickets of another service passed: %+v", round, h)
		}
		clock.Advance(time.Minute)
	}
	clock.Advance(queue.RefusedFor)
	if h := asked(t, n, clock); h.Status != "ok" || h.Failure != "" {
		t.Errorf("when nobody asked for it any more: %+v", h)
	}
}

// TestAQuietNightAfterTwoRefusedTicketsIsNoFailure: it was one until somebody came in the morning.
func TestAQuietNightAfterTwoRefusedTicketsIsNoFailure(t *testing.T) {
	n, clock := refusing(t)
	refuse(t, n)
	refuse(t, n)
	clock.Advance(time.Minute)
	eventually(t, "the store has proved itself", func() bool { return n.Authority.Health().Ago < time.Minute })
	if h := asked(t, n, clock); h.Status != "down" {
		t.Errorf("soon after: %+v", h)
	}
	clock.Advance(queue.RefusedFor)
	if h := asked(t, n, clock); h.Status != "ok" || h.Failure != "" || h.StoredAgo == 0 {
		t.Errorf("later in the night: %+v", h)
	}
}
