package hallnode_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/desk"
)

// An order of the center is carried out in the hall, and its result is told to the center.
func TestAnOrderReachesTheHall(t *testing.T) {
	up, err := centerd.Open(t.Context(), centerd.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- up.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	token, err := up.EnrolOutlet(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	admin, err := up.Enrol(t.Context(), center.KindAdmin, "manager")
	if err != nil {
		t.Fatal(err)
	}
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Center: hallnode.Center{URL: up.URL, Token: token}})
	manager := desk.New(up.URL, up.Pin)
	manager.UseToken(admin)

	within, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	until(t, within, func() bool { l, err := manager.Outlets(within); return err == nil && len(l) == 1 })
	order := hall.Order{ID: "order-1", Kind: "pause_group", Args: json.RawMessage(`{"service":"Q"}`), Expires: hall.At(time.Now().Add(time.Hour))}
	if _, err := manager.Order(within, "demo", order); err != nil {
		t.Fatal(err)
	}
	until(t, within, func() bool {
		snap, err := n.Authority.Hall(within)
		return err == nil && paused(snap, "Q")
	})
	until(t, within, func() bool {
		list, err := manager.Orders(within, "demo")
		return err == nil && len(list) == 1 && list[0].DoneAt > 0 && list[0].Code == ""
	})
}

func paused(s hall.Snapshot, code hall.GroupCode) bool {
	for _, g := range s.Groups {
		if g.Code == code {
			return g.Refusal == hall.Paused
		}
	}
	return false
}

func until(t *testing.T, ctx context.Context, satisfied func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !satisfied() {
		select {
		case <-ctx.Done():
			t.Fatal("it did not happen in time")
		case <-tick.C:
		}
	}
}
