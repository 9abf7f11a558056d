package centerd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/wire"
)

// TestACenterSaysThatItsOwnClockIsBehind: three days behind, or in 1970, it refused every event of every hall, its log
// and /healthz said nothing, and the hall was told to compare versions or to hide its events.
func TestACenterSaysThatItsOwnClockIsBehind(t *testing.T) {
	right := centertest.Start.Add(12 * time.Hour)
	for name, c := range map[string]struct {
		shows time.Time
		state center.ClockState
		says  []string // what the hall is told
	}{
		"three days": {right.Add(-3 * 24 * time.Hour), center.ClockApart, []string{"clocks differ", "center's first"}},
		"in 1970":    {time.Unix(0, 0), center.ClockWrong, []string{"Put the center's clock right"}},
	} {
		t.Run(name, func(t *testing.T) {
			var log said
			var off atomic.Int64
			now := func() time.Time { return right.Add(time.Duration(off.Load())) }
			data := t.TempDir()
			d, err := centerd.Open(t.Context(), centerd.Options{Data: data, Listen: "127.0.0.1:0", Now: now, Log: slog.New(slog.NewTextHandler(&log, nil))})
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(context.Background())
			ended := make(chan error, 1)
			go func() { ended <- d.Run(ctx) }()
			defer func() { stop(); <-ended }()
			tokens, logs := map[string]string{}, map[string]*centertest.Log{"a": centertest.New("a").Visits(1), "b": centertest.New("b").Visits(1)}
			for id := range logs {
				if tokens[id], err = d.Enrol(t.Context(), center.KindOutlet, id); err != nil {
					t.Fatal(err)
				}
			}
			send := func(id string) (wire.Problem, int) {
				t.Helper()
				return sendLog(t, d.URL, tokens[id], logs[id])
			}
			off.Store(int64(c.shows.Sub(right)))
			for id := range logs {
				p, status := send(id)
				if status != http.StatusUnprocessableEntity || strings.Contains(p.Reason, "versions") {
					t.Fatalf("%d %s", status, p.Reason)
				}
				for _, word := range c.says {
					if !strings.Contains(p.Reason, word) {
						t.Errorf("the hall is told %q", p.Reason)
					}
				}
				if c.state == center.ClockWrong && strings.Contains(p.Reason, "center keep") {
					t.Errorf("the hall is told to hide its events: %q", p.Reason)
				}
			}
			eventually(t, "it is told in /healthz", func() bool {
				healthy, body := healthOf(t, d.URL)
				return healthy && body["status"] == "degraded" && body["clock"] == string(c.state)
			})
			eventually(t, "the log says so", func() bool { return log.has("level=ERROR") && log.has("this center's clock") && log.has("hall=a") })
			off.Store(0)
			for id := range logs {
				if p, status := send(id); status != http.StatusOK {
					t.Errorf("with its clock put right: %d %s", status, p.Reason)
				}
			}
			eventually(t, "and that it is right again", func() bool {
				_, body := healthOf(t, d.URL)
				return body["status"] == "ok" && body["clock"] == nil && log.has("fits the halls' again")
			})
			logs["a"].Visits(1)
			off.Store(int64(-3 * 24 * time.Hour))
			if _, status := send("a"); status != http.StatusUnprocessableEntity {
				t.Errorf("it takes %d", status)
			}
			if _, body := healthOf(t, d.URL); body["status"] != "ok" { // one hall of two: its own clock may be the wrong one
				t.Errorf("because of one hall it says %v", body)
			}
		})
	}
}

// sendLog sends a hall's whole log.
func sendLog(t *testing.T, url, token string, l *centertest.Log) (p wire.Problem, status int) {
	t.Helper()
	body, err := json.Marshal(l.Events)
	if err != nil {
		t.Fatal(err)
	}
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+api.OutletPath(l.Outlet, "events"), bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil && res.StatusCode != http.StatusOK {
		t.Fatal(err)
	}
	return p, res.StatusCode
}
