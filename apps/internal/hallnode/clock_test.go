package hallnode_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/sync/wire"
)

// stands waits until a running node's clock is in a state.
func stands(t *testing.T, n *hallnode.Node, want hall.ClockState) {
	t.Helper()
	eventually(t, "the clock is "+string(want), func() bool { return n.Authority.Clock().State == want })
}

// TestANodeWhoseClockShows2031StaysInToday: all of a node is there, its disk and its wire, and its machine's clock
// jumps for a while.
func TestANodeWhoseClockShows2031StaysInToday(t *testing.T) {
	clock := halltest.NewClock(halltest.Opening)
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Now: clock.Now, Running: clock.Running})
	kiosk := enrol(t, n, "kiosk")
	one := take(t, kiosk)
	clock.Jump(5 * 365 * 24 * time.Hour)
	stands(t, n, hall.ClockApart)
	two := take(t, kiosk)
	if s, err := kiosk.Hall(t.Context()); err != nil || s.Clock == nil || s.Clock.State != hall.ClockApart || s.Day != one.Day {
		t.Errorf("the kiosk is told %+v of %s, %v", s.Clock, s.Day, err)
	}
	clock.Jump(-5 * 365 * 24 * time.Hour)
	stands(t, n, hall.ClockRight)
	if two.Day != one.Day || two.No != "H002" || take(t, kiosk).No != "H003" {
		t.Errorf("%s of %s after %s of %s", two.No, two.Day, one.No, one.Day)
	}
}

// TestAPersonPutsTheClockRight: after a long rest the node does not believe its machine. Somebody looks, at the kiosk's
// staff page or with hallctl, and whoever took a number is of the true day: how long the hall was closed nobody knows,
// so nobody is sent away.
func TestAPersonPutsTheClockRight(t *testing.T) {
	for _, by := range []string{"kiosk", "hallctl"} {
		t.Run(by, func(t *testing.T) {
			clock, dir := halltest.NewClock(halltest.Opening), t.TempDir()
			o := hallnode.Options{Data: dir, Listen: "127.0.0.1:0", Now: clock.Now, Running: clock.Running}
			n, stop := start(t, o)
			old := take(t, n.Authority)
			stop()
			clock.Advance(60 * 24 * time.Hour)
			n, _ = start(t, o)
			kiosk := enrol(t, n, "kiosk")
			one := take(t, kiosk)
			stands(t, n, hall.ClockUnsure)
			var told hall.Clock
			var err error
			if by == "kiosk" {
				told, err = kiosk.TrustClock(t.Context(), key(), hall.Actor{})
			} else {
				eventually(t, "the node can be asked", func() bool {
					err = control.Ask(t.Context(), dir, control.TrustClock, nil, &told)
					return !control.Away(err)
				})
			}
			if err != nil || told.State != hall.ClockRight {
				t.Fatalf("%+v %v", told, err)
			}
			day := n.Outlet().Day(clock.Now())
			now, err := kiosk.Ticket(t.Context(), one.ID)
			if err != nil || now.Day != day || now.State != hall.Waiting {
				t.Errorf("the new ticket is %s of %s, %v", now.State, now.Day, err)
			}
			if was, err := kiosk.Ticket(t.Context(), old.ID); err != nil || was.State != hall.Waiting || was.Day != day {
				t.Errorf("the old one is %s of %s, %v", was.State, was.Day, err)
			}
		})
	}
}

// heard keeps what a node's log says.
type heard struct {
	mu   sync.Mutex
	said bytes.Buffer // guarded by mu
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.said.Write(p)
}

// says waits until a line of the log has all of these words.
func (h *heard) says(t *testing.T, words ...string) {
	t.Helper()
	eventually(t, "the log says "+strings.Join(words, " … "), func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		for line := range strings.Lines(h.said.String()) {
			all := true
			for _, w := range words {
				all = all && strings.Contains(line, w)
			}
			if all {
				return true
			}
		}
		return false
	})
}

// healthz is what the node says to whoever asks how it is.
func healthz(t *testing.T, n *hallnode.Node) (h wire.Healthy, status int) {
	t.Helper()
	r, err := http.Get(n.URL + wire.Health)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(&h); err != nil {
		t.Fatal(err)
	}
	return h, r.StatusCode
}

// TestAJumpIsToldInTheLog: the clock of a running node's machine is put three hours back, or two forward. The hall
// follows, and says so.
func TestAJumpIsToldInTheLog(t *testing.T) {
	for by, told := range map[time.Duration]string{-3 * time.Hour: "by=-3h0m0s", 2 * time.Hour: "by=2h0m0s"} {
		clock, log := halltest.NewClock(halltest.Opening), &heard{}
		start(t, hallnode.Options{Data: t.TempDir(), Now: clock.Now, Running: clock.Running,
			Log: slog.New(slog.NewTextHandler(log, nil))})
		clock.Jump(by)
		log.says(t, "level=WARN", "the hall's clock was moved", told, "put this machine's clock right")
	}
}

// TestAHallThatLivesInThePastSaysSo: it was closed for longer than any holiday and its machine's clock is right.
// Whoever looks after it learns that from the log and from /healthz, and what to do.
func TestAHallThatLivesInThePastSaysSo(t *testing.T) {
	clock, dir, log := halltest.NewClock(halltest.Opening), t.TempDir(), &heard{}
	o := hallnode.Options{Data: dir, Listen: "127.0.0.1:0", Now: clock.Now, Running: clock.Running, Log: slog.New(slog.NewTextHandler(log, nil))}
	n, stop := start(t, o)
	if h, status := healthz(t, n); h.Status != "ok" || h.Clock != "" || status != http.StatusOK {
		t.Errorf("before it is %+v with %d", h, status)
	}
	stop()
	clock.Advance(16 * 24 * time.Hour)
	n, _ = start(t, o)
	log.says(t, "level=WARN", "nobody vouches for the time", "hallctl clock --right")
	if h, status := healthz(t, n); h.Status != "degraded" || h.Clock != hall.ClockUnsure || status != http.StatusOK {
		t.Errorf("/healthz says %+v with %d", h, status)
	}
}

// TestARestartWithAnotherClockKeepsEverybody: all of a node is there, its disk and its wire. It is started again with a
// clock that is two days ahead, and again with the right one; its machine has run on.
func TestARestartWithAnotherClockKeepsEverybody(t *testing.T) {
	clock, dir := halltest.NewClock(halltest.Opening), t.TempDir()
	o := hallnode.Options{Data: dir, Now: clock.Now, Running: clock.Running, Boot: "one"}
	n, stop := start(t, o)
	one := take(t, n.Authority)
	for i, by := range []time.Duration{48 * time.Hour, -48 * time.Hour} {
		stop()
		clock.Jump(by)
		n, stop = start(t, o)
		if next := take(t, n.Authority); next.Number != 2+i || next.Ahead != 1+i {
			t.Errorf("then %s behind %d", next.No, next.Ahead)
		}
	}
	eventually(t, "the first waits in the right day", func() bool { // its clock is corrected at its next look
		s, err := n.Authority.Ticket(t.Context(), one.ID)
		if err != nil || s.State != hall.Waiting {
			t.Fatalf("the first is %s, %v", s.State, err)
		}
		return s.Day == one.Day
	})
	if r, err := n.Store().Verify(t.Context()); err != nil || r.Count > 0 {
		t.Errorf("verify: %v %v", r.Problems, err)
	}
}
