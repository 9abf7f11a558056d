package boot_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
)

// TestAProgramThatDoesNotComeToRestEndsAnyway: after SIGTERM a counter stood for four minutes as a living picture.
func TestAProgramThatDoesNotComeToRestEndsAnyway(t *testing.T) {
	for _, c := range []struct {
		name  string
		rests time.Duration // after it was told to end; 0: never
		code  int           // of the exit; -1: it ended by itself
	}{
		{"never", 0, 1},
		{"after a minute", time.Minute, 1},
		{"in three seconds", 3 * time.Second, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				var said bytes.Buffer
				boot.KeepCrashes(slog.New(slog.DiscardHandler), folder, "counter")
				ended, code, began := make(chan struct{}), -1, time.Now()
				var at time.Duration
				go boot.EndInTime(ctx, slog.New(slog.NewTextHandler(&said, nil)), ended, func(c int) { code, at = c, time.Since(began) })
				time.Sleep(time.Hour) // it works
				synctest.Wait()
				if code != -1 {
					t.Fatal("it ended before it was told to")
				}
				began = time.Now()
				stop()
				if c.rests > 0 {
					time.AfterFunc(c.rests, func() { close(ended) })
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				if code != c.code || at > 10*time.Second {
					t.Errorf("exit %d after %s, want %d", code, at, c.code)
				}
				if told := strings.Contains(said.String(), "without having come to rest"); told != (c.code == 1) {
					t.Errorf("the log says %q", said.String())
				}
			})
			crash, _ := os.ReadFile(filepath.Join(folder, "counter.crash.txt"))
			if told := bytes.Contains(crash, []byte("goroutine")); told != (c.code == 1) {
				t.Errorf("the crash file says where it hangs: %v", told)
			}
		})
	}
}
