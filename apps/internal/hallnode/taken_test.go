//go:build unix

package hallnode_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// TestAHallWhoseDataIsTakenAwayGivesNoMoreNumbers: its files were deleted, moved or written over while it worked, and
// it went on saying yes to everybody until the next start knew of nothing. It refuses, says so in /healthz and the log,
// and goes on where they are put back.
func TestAHallWhoseDataIsTakenAwayGivesNoMoreNumbers(t *testing.T) {
	file := func(dir string) string { return filepath.Join(dir, sqlite.File) }
	for name, c := range map[string]struct {
		take, back func(t *testing.T, dir, old string) error
	}{
		"deleted": {take: func(t *testing.T, dir, _ string) error {
			lose(t, dir, []string{"", "-wal", "-shm"}, os.Remove)
			return nil
		}},
		"its log deleted": {take: func(_ *testing.T, dir, _ string) error { return os.Remove(file(dir) + "-wal") }},
		"an older copy moved over": {take: func(t *testing.T, dir, old string) error {
			return os.Rename(file(old), file(dir))
		}},
		"an older copy written over": {take: func(t *testing.T, dir, old string) error {
			copyFiles(t, old, dir, sqlite.File)
			return nil
		}},
		"the directory deleted": {take: func(_ *testing.T, dir, _ string) error { return os.RemoveAll(dir) }},
		"the directory renamed": {
			take: func(_ *testing.T, dir, _ string) error { return os.Rename(dir, dir+".away") },
			back: func(_ *testing.T, dir, _ string) error { return os.Rename(dir+".away", dir) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, old := filepath.Join(t.TempDir(), "hall"), t.TempDir()
			n, stop := start(t, hallnode.Options{Data: dir})
			take(t, n.Authority)
			stop()
			copyFiles(t, dir, old)
			marked := func() time.Time {
				at, err := os.Stat(filepath.Join(dir, sqlite.MarkFile))
				if err != nil {
					t.Fatal(err)
				}
				return at.ModTime()
			}
			before := marked()

			var log said
			n, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir, Listen: "127.0.0.1:0", Log: log.log()})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(context.Background())
			done := make(chan error, 1)
			go func() { done <- n.Run(ctx) }()
			defer func() { cancel(); <-done }()
			for range 3 {
				take(t, n.Authority)
			}
			eventually(t, "all its parts are at work", func() bool {
				var told hall.Clock
				return marked().After(before) && control.Ask(t.Context(), dir, control.Clock, nil, &told) == nil
			})
			if err := c.take(t, dir, old); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it is told in /healthz", func() bool {
				h := health(t, n.URL)
				return h.Status == "down" && h.Halted && h.Failure == hall.DataGone
			})
			for range 3 {
				if err := tryTake(t, n.Authority); hall.CodeOf(err) != hall.DataGone {
					t.Fatalf("a number: %v", err)
				}
			}
			eventually(t, "the log says what to do", func() bool { return log.has("hallctl restore") && log.has(sqlite.File) })
			if c.back == nil {
				return
			}
			if err := c.back(t, dir, old); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it goes on", func() bool { return tryTake(t, n.Authority) == nil })
			eventually(t, "and says so", func() bool { h := health(t, n.URL); return h.Status != "down" && !h.Halted })
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
			done <- nil
			n, _ = start(t, hallnode.Options{Data: dir})
			if s := take(t, n.Authority); s.No != "H006" || n.Authority.Cursor().Epoch != 1 {
				t.Errorf("the next start gives %s at %s", s.No, n.Authority.Cursor())
			}
		})
	}
}

func tryTake(t *testing.T, a hall.Authority) error {
	t.Helper()
	_, err := a.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(uuid.Must(uuid.NewV7()).String()), Service: "B05", Source: hall.FromKiosk})
	return err
}
