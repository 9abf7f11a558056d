package hallnode_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
)

// eventually waits for something that happens by itself.
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

func TestAPublicAddressSetLaterIsOnTheTickets(t *testing.T) {
	dir := t.TempDir()
	_, stop := start(t, hallnode.Options{Data: dir, Listen: "127.0.0.1:0"})
	stop()
	n, _ := start(t, hallnode.Options{Data: dir, Listen: "127.0.0.1:0", PublicURL: "https://hall.example.cn"})
	eventually(t, "the address is the outlet's", func() bool { return n.Outlet().PublicURL == "https://hall.example.cn" })
	if s := take(t, n.Authority); !strings.HasPrefix(s.URL, "https://hall.example.cn/t/") {
		t.Errorf("the slip says %s", s.URL)
	}
}

// TestARestartedNodeStillKnowsItsServiceTimes: visits that take half a second by the clock of the test would not be
// believed, so the clock is the test's: 2 minutes where the plan says 9.
func TestARestartedNodeStillKnowsItsServiceTimes(t *testing.T) {
	dir := t.TempDir()
	clock := halltest.NewClock(time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC))
	n, stop := start(t, hallnode.Options{Data: dir, Now: clock.Now})
	open(t, n)
	for range 40 {
		take(t, n.Authority)
		serve(t, n, clock)
	}
	stop()
	n, _ = start(t, hallnode.Options{Data: dir, Now: clock.Now})
	for range 6 {
		take(t, n.Authority)
	}
	// The first window after a start may still be the plan's, by which six visits of 9 minutes take 54.
	eventually(t, "the wait of six ahead is that of visits of 2 minutes", func() bool {
		h, err := n.Authority.Hall(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range h.Groups {
			if g.Code == "H" {
				return g.WaitFor.Known && g.WaitFor.HighMin <= 40
			}
		}
		return false
	})
}

func key() string { return uuid.NewString() }

func open(t *testing.T, n *hallnode.Node) {
	t.Helper()
	if _, err := n.Authority.Desk(t.Context(), hall.CounterAction{Key: key(), Counter: "3", Verb: hall.OpenCounter, Teller: "t03", PIN: "246810"}); err != nil {
		t.Fatal(err)
	}
}

func serve(t *testing.T, n *hallnode.Node, c *halltest.Clock) {
	t.Helper()
	p, err := n.Authority.Next(t.Context(), hall.NextRequest{Key: key(), Counter: "3"})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []hall.Verb{hall.Start, hall.Finish} {
		if _, err := n.Authority.Act(t.Context(), hall.Action{Key: key(), Ticket: p.Ticket.ID, Verb: v, Counter: "3"}); err != nil {
			t.Fatal(err)
		}
		c.Advance(2 * time.Minute)
	}
}

// TestTheOutletFileIsInForceAtEachStart: a hall without a center changes its windows and tellers there, and nowhere
// else.
func TestTheOutletFileIsInForceAtEachStart(t *testing.T) {
	file, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	n, stop := start(t, hallnode.Options{Data: dir, Seed: &file})
	pin := n.Authority.Setup().Tellers[0].PIN
	changed := *n.Authority.Setup()
	changed.Tellers = slices.Clone(changed.Tellers)
	changed.Tellers[0].PIN = "another hash" // as hallctl pin does
	if err := n.Authority.Apply(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	take(t, n.Authority)
	stop()
	file.Counters = slices.Clone(file.Counters)
	file.Counters[0].Label, file.Version = "VIP室", 7
	file.Tellers = append(slices.Clone(file.Tellers), hall.Teller{ID: "t99", Badge: "9999", Name: hall.Name{Zh: "新"}})
	n, stop = start(t, hallnode.Options{Data: dir, Seed: &file})
	eventually(t, "the file is in force", func() bool { return n.Authority.Setup().Counters[0].Label == "VIP室" })
	now := n.Authority.Setup()
	if _, known := now.Teller("9999"); !known || now.Tellers[0].PIN != "another hash" || pin == "another hash" || now.Version != 0 {
		t.Errorf("tellers %+v of version %d", now.Tellers, now.Version)
	}
	given := *now
	given.Version, given.Counters = 3, slices.Clone(now.Counters)
	given.Counters[0].Label = "1"
	if err := n.Authority.Apply(t.Context(), given); err != nil { // the center's
		t.Fatal(err)
	}
	stop()
	n, stop = start(t, hallnode.Options{Data: dir, Seed: &file})
	take(t, n.Authority)
	if now := n.Authority.Setup(); now.Counters[0].Label != "1" || now.Version != 3 {
		t.Errorf("the file took back what the center gave: %+v", now.Counters[0])
	}
	stop()
	file.Outlet.ID, file.Outlet.Code = "county", 77
	if _, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir, Seed: &file}); err == nil || !strings.Contains(hall.Told(err), "hall county (code 77)") {
		t.Errorf("another hall's file was taken: %v", err)
	}
}
