package hallnode_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
)

// TestAHallBesideACenterThatIsBehindSaysThatTheClocksDiffer: it advised to compare the versions, and to hide its good
// events.
func TestAHallBesideACenterThatIsBehindSaysThatTheClocksDiffer(t *testing.T) {
	behind := func() time.Time { return time.Now().Add(-3 * 24 * time.Hour) }
	d, err := centerd.Open(t.Context(), centerd.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Now: behind, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	defer func() { cancel(); <-done }()
	token, err := d.EnrolOutlet(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	var log said
	n, stop := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Log: log.log(), Center: hallnode.Center{URL: d.URL, Token: token}})
	defer stop()
	take(t, n.Authority)
	eventually(t, "the log says it", func() bool { return log.has("the clocks of this hall and its center differ") })
	eventually(t, "so does /healthz", func() bool {
		h := health(t, n.URL)
		return h.Status == "degraded" && strings.Contains(h.Stuck, "clocks differ") && strings.Contains(h.Stuck, "center's first")
	})
	if log.has("compare the versions") {
		t.Error("it advises to compare the versions")
	}
}
