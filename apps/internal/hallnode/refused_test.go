package hallnode_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
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

// TestACommitThatIsRefusedAgainAndAgainIsAFailure: every ticket was answered "it was not stored", and /healthz said ok.
func TestACommitThatIsRefusedAgainAndAgainIsAFailure(t *testing.T) {
	var later atomic.Int64 // seconds: an answer of /healthz is kept for half of one
	o := hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0",
		Now: func() time.Time { return time.Now().Add(time.Duration(later.Load()) * time.Second) }}
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
	issue := func(service string) error {
		_, err := n.Authority.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(uuid.Must(uuid.NewV7()).String()), Service: service,
			Source: hall.FromKiosk})
		return err
	}
	asked := func() wire.Healthy {
		later.Add(1)
		return health(t, n.URL)
	}
	if h := asked(); h.Status != "ok" {
		t.Errorf("before a command: %+v", h)
	}
	for range 3 {
		eventually(t, "it is refused, and the store is read back", func() bool {
			err := issue("B05")
			return err != nil && !n.Authority.Health().Halted
		})
	}
	if h := asked(); h.Status != "down" || h.Failure == "" {
		t.Errorf("when every ticket is refused: %+v", h)
	}
	if err := errors.Join(issue("A"), issue("A")); err != nil {
		t.Fatal(err)
	}
	if h := asked(); h.Status != "ok" || h.Failure != "" {
		t.Errorf("when a commit has passed: %+v", h)
	}
}
