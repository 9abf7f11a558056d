package mirror_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/mirror"
)

// fakeHall notes what it is told.
type fakeHall struct {
	mu     sync.Mutex
	setup  hall.Setup
	refuse hall.Code
	tried  chan struct{} // one per setup offered
	setups chan hall.Setup
	orders chan hall.Order
}

func (h *fakeHall) Setup() *hall.Setup {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.setup
	return &s
}

func (h *fakeHall) Apply(_ context.Context, s hall.Setup) error {
	h.tried <- struct{}{}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refuse != "" {
		return hall.E("fake.Apply", h.refuse, "not while it rains")
	}
	h.setup = s
	h.setups <- s
	return nil
}

func (h *fakeHall) Order(_ context.Context, o hall.Order) (hall.OrderResult, error) {
	h.orders <- o
	return hall.OrderResult{ID: o.ID}, nil
}

type rig struct {
	*testing.T
	hall    *fakeHall
	archive *archive.Archive
	url     string
	admin   string
	cut     atomic.Bool
	asked   chan struct{} // one per question of the mirror
}

func newRig(t *testing.T) *rig {
	r := &rig{T: t, asked: make(chan struct{}, 100_000), hall: &fakeHall{tried: make(chan struct{}, 1000), setups: make(chan hall.Setup, 9), orders: make(chan hall.Order, 9)}}
	r.hall.setup = *centertest.Setup("a")
	r.hall.setup.Tellers[0].PIN = "$argon2id$of-the-seed"
	var err error
	if r.archive, err = archive.Open(t.Context(), filepath.Join(t.TempDir(), "center.db"), time.Now); err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	c := center.New(r.archive, time.Now, quiet, "test")
	token, err1 := c.Enrol(t.Context(), center.KindOutlet, "a")
	admin, err2 := c.Enrol(t.Context(), center.KindAdmin, "wang")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	r.admin = admin
	handler := c.Handler()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/api/v1/mirror" {
			r.asked <- struct{}{}
			if r.cut.Load() {
				panic(http.ErrAbortHandler)
			}
		}
		handler.ServeHTTP(w, q)
	}))
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	r.url = s.URL
	m := mirror.New(r.hall, mirror.Options{Center: s.URL, Token: token, Wait: 20 * time.Second, Least: time.Millisecond,
		Longest: 4 * time.Millisecond, Log: quiet})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- m.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		s.Close()
		r.archive.Close()
	})
	return r
}

func (r *rig) send(method, path string, v any) {
	r.Helper()
	raw, _ := json.Marshal(v)
	req, _ := http.NewRequestWithContext(r.Context(), method, r.url+path, bytes.NewReader(raw))
	req.Header.Set("Authorization", "Bearer "+r.admin)
	req.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(req)
	if err != nil || answer.StatusCode != 200 {
		r.Fatal(answer, err)
	}
	answer.Body.Close()
}

func receive[T any](t *testing.T, from chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came")
	}
	return v
}

func TestASetupReachesTheHallAndKeepsItsPINs(t *testing.T) {
	r := newRig(t)
	s := centertest.Setup("a") // as an editor has it: no PIN in it
	s.Outlet.Hotline = "95598"
	r.send("PUT", "/api/v1/outlets/a/setup", s)
	got := receive(t, r.hall.setups)
	if got.Version != 1 || got.Outlet.Hotline != "95598" || got.Tellers[0].PIN != "$argon2id$of-the-seed" {
		t.Fatalf("%+v", got)
	}
}

func TestAnOrderIsCarriedOutOnceThoughTheLineIsCut(t *testing.T) {
	r := newRig(t)
	r.cut.Store(true)
	r.send("POST", "/api/v1/outlets/a/orders", hall.Order{ID: "o1", Kind: "close_day"})
	for range 3 {
		receive(t, r.asked)
	}
	r.cut.Store(false)
	if o := receive(t, r.hall.orders); o.ID != "o1" || o.Kind != "close_day" {
		t.Fatalf("%+v", o)
	}
	for len(r.asked) > 0 {
		<-r.asked
	}
	for range 5 { // the result is not back yet: the center sends it again
		receive(t, r.asked)
	}
	select {
	case o := <-r.hall.orders:
		t.Fatalf("twice: %+v", o)
	default:
	}
}

func TestASetupTheHallRefusesIsNotTriedForEver(t *testing.T) {
	r := newRig(t)
	r.hall.mu.Lock()
	r.hall.refuse = hall.Invalid
	r.hall.mu.Unlock()
	r.send("PUT", "/api/v1/outlets/a/setup", centertest.Setup("a"))
	receive(t, r.hall.tried)
	r.send("POST", "/api/v1/outlets/a/orders", hall.Order{ID: "o1", Kind: "close_day"})
	receive(t, r.hall.orders)
	if len(r.hall.tried) != 0 {
		t.Fatal("tried again")
	}
}

// TestTheCenterKnowsWhatTheHallRefuses: it showed the setup as in force.
func TestTheCenterKnowsWhatTheHallRefuses(t *testing.T) {
	for _, code := range []hall.Code{hall.Invalid, hall.Conflict} {
		r := newRig(t)
		r.hall.mu.Lock()
		r.hall.refuse = code
		r.hall.mu.Unlock()
		r.send("PUT", "/api/v1/outlets/a/setup", centertest.Setup("a"))
		receive(t, r.hall.tried)
		shown := func(done func(archive.Outlet) bool) {
			t.Helper()
			for patience := time.After(time.Minute); ; {
				o, err := r.archive.Outlet(t.Context(), "a")
				if err != nil {
					t.Fatal(err)
				}
				if done(o) {
					return
				}
				select {
				case <-patience:
					t.Fatalf("%s: version %d, refused %d for %q", code, o.Version, o.Refused, o.Why)
				case <-time.After(time.Millisecond):
				}
			}
		}
		shown(func(o archive.Outlet) bool { return o.Version == 1 && o.Refused == 1 && o.Why == "not while it rains" })
		r.hall.mu.Lock()
		r.hall.refuse = ""
		r.hall.mu.Unlock()
		if code == hall.Invalid { // another one; what only conflicts is tried again by itself
			s := centertest.Setup("a")
			s.Version = 1
			r.send("PUT", "/api/v1/outlets/a/setup", s)
		}
		receive(t, r.hall.setups)
		shown(func(o archive.Outlet) bool { return o.Refused == 0 && o.Why == "" })
	}
}
