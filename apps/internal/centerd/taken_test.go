//go:build unix

package centerd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/desk"
)

// said is what a center logs.
type said struct {
	mu  sync.Mutex
	all bytes.Buffer // guarded by mu
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(p)
}

func (s *said) has(word string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.all.String(), word)
}

func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for !done() {
		select {
		case <-ctx.Done():
			t.Fatal("never: " + what)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// TestACenterWhoseDataIsTakenAwayTakesNothing: it took the halls' events into a file that nobody finds again, and said
// ok.
func TestACenterWhoseDataIsTakenAwayTakesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		take, back func(data, old string) error
	}{
		"deleted": {take: func(data, _ string) error { return os.Remove(filepath.Join(data, "center.db")) }},
		"an older copy moved over": {take: func(data, old string) error {
			return os.Rename(old, filepath.Join(data, "center.db"))
		}},
		"an older copy written over": {take: func(data, old string) error {
			raw, err := os.ReadFile(old)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(data, "center.db"), raw, 0o600)
		}},
		"the directory deleted": {take: func(data, _ string) error { return os.RemoveAll(data) }},
		"the directory renamed": {
			take: func(data, _ string) error { return os.Rename(data, data+".away") },
			back: func(data, _ string) error { return os.Rename(data+".away", data) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, old := filepath.Join(t.TempDir(), "center"), filepath.Join(t.TempDir(), "old.db")
			var log said
			d, err := centerd.Open(t.Context(), centerd.Options{Data: data, Listen: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(&log, nil))})
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(context.Background())
			ended := make(chan error, 1)
			go func() { ended <- d.Run(ctx) }()
			defer func() { stop(); <-ended }()
			if err := d.Center.AddPerson(t.Context(), "li", "ein-langes-wort"); err != nil {
				t.Fatal(err)
			}
			for i := range 40 { // more than a page of the log, by the center and by a command beside it
				o := d
				if i%8 == 0 {
					if o, err = centerd.Open(t.Context(), centerd.Options{Data: data}); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := o.Enrol(t.Context(), center.KindOutlet, "gaoyang"); err != nil {
					t.Fatal(err)
				}
				if o != d {
					o.Close()
				}
			}
			eventually(t, "it copies its log", func() bool { return holdsMore(data, "center.db", 8<<10) })
			if err := (&centerd.Snapshot{Place: centerd.Place{Data: data}, File: old}).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			c0 := desk.New(d.URL, d.Pin)
			if _, err := c0.SignIn(t.Context(), "li", "ein-langes-wort"); err != nil {
				t.Fatal(err)
			}
			if healthy, _ := healthOf(t, d.URL); !healthy {
				t.Error("while all is well /healthz says it is not")
			}
			if err := c.take(data, old); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it is told in /healthz", func() bool {
				healthy, body := healthOf(t, d.URL)
				return !healthy && body["halted"] == true && body["failure"] == string(hall.DataGone) && body["status"] == "down"
			})
			if _, err := c0.Outlets(t.Context()); hall.CodeOf(err) != hall.Unavailable {
				t.Errorf("it answers: %v", err)
			}
			eventually(t, "the log says what to do", func() bool { return log.has("snapshot") && log.has("center.db") })
			if c.back == nil {
				return
			}
			if err := c.back(data, old); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it goes on", func() bool { healthy, _ := healthOf(t, d.URL); return healthy })
			if _, err := c0.Outlets(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func holdsMore(data, name string, bytes int64) bool {
	info, err := os.Stat(filepath.Join(data, name))
	return err == nil && info.Size() > bytes
}

func healthOf(t *testing.T, url string) (healthy bool, body map[string]any) {
	t.Helper()
	res, err := http.Get(url + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode == http.StatusOK, body
}
