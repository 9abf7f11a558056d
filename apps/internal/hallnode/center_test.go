package hallnode_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/desk"
)

// living is a center that runs, and what a hall of it says who it is.
func living(t *testing.T) (up *centerd.Daemon, token string) {
	t.Helper()
	up, err := centerd.Open(t.Context(), centerd.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- up.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	if token, err = up.EnrolOutlet(t.Context(), "demo"); err != nil {
		t.Fatal(err)
	}
	return up, token
}

// An order of the center is carried out in the hall, and its result is told to the center.
func TestAnOrderReachesTheHall(t *testing.T) {
	up, token := living(t)
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

// TestTheCenterIsAskedForTheClockBeforeADayBegins: after a power cut the machine comes up two days ahead, and the
// center is there. The hall's clock is the center's, whoever waits is there still, and nothing is dated ahead, which
// the center would refuse.
func TestTheCenterIsAskedForTheClockBeforeADayBegins(t *testing.T) {
	up, token := living(t)
	clock := halltest.NewClock(time.Now())
	o := hallnode.Options{Data: t.TempDir(), Now: clock.Now, Running: clock.Running, Boot: "one", Center: hallnode.Center{URL: up.URL, Token: token}}
	n, stop := start(t, o)
	one := take(t, n.Authority)
	stop()
	clock.Jump(48 * time.Hour)
	o.Boot = "two"
	n, _ = start(t, o)
	two := take(t, n.Authority)
	if c := n.Authority.Clock(); c.State != hall.ClockApart || c.Hall.Time().Sub(time.Now()).Abs() > 5*time.Minute {
		t.Errorf("the clock is %+v at %v", c, time.Now())
	}
	for _, taken := range []hall.Standing{one, two} {
		now, err := n.Authority.Ticket(t.Context(), taken.ID)
		if err != nil || now.State != hall.Waiting || now.Day != one.Day {
			t.Errorf("%s is %s of %s, %v", now.No, now.State, now.Day, err)
		}
	}
}

// TestANewTokenInItsFileIsTaken: a token was revoked at the center, and the hall said so without the next step, called
// the center away, and took the new token at a restart alone.
func TestANewTokenInItsFileIsTaken(t *testing.T) {
	data := t.TempDir()
	up, _ := aCenter(t, data, "127.0.0.1:0")
	manager := aManager(t, up)
	token, err := up.EnrolOutlet(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "token")
	write := func(token string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(token)
	var log said
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Log: log.log(),
		Center: hallnode.Center{URL: up.URL, Token: token, TokenFile: file}})
	take(t, n.Authority)
	delivered(t, n)
	revoke := centerd.Revoke{Place: centerd.Place{Data: data}, ID: hall.TokenHash(token)[:12]}
	if err := revoke.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	take(t, n.Authority)
	step := "center enrol --kind outlet --name demo"
	eventually(t, "the hall names the next step", func() bool {
		h := health(t, n.URL)
		return h.Status == "degraded" && strings.Contains(h.Stuck, step) && log.has(step)
	})
	if log.has("center away") {
		t.Error("the log says that the center is away")
	}
	fresh, err := up.EnrolOutlet(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	write(fresh)
	within, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	until(t, within, func() bool {
		list, err := manager.Outlets(within)
		return err == nil && list[0].Cursor == n.Authority.Cursor() && health(t, n.URL).Stuck == ""
	})
}
