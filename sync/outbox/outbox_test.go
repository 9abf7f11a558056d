package outbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/outbox"
)

// source is a hall's log in memory.
type source struct {
	mu     sync.Mutex
	events []hall.Event
	acked  hall.Cursor
	acks   chan hall.Cursor
}

func newSource(events []hall.Event) *source {
	return &source{events: events, acks: make(chan hall.Cursor, 10_000)}
}

func (s *source) Events(_ context.Context, after hall.Cursor, limit int) ([]hall.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []hall.Event{}
	for _, e := range s.events {
		if c := e.Cursor(); len(list) < limit && (c.Epoch > after.Epoch || c.Epoch == after.Epoch && c.Seq > after.Seq) {
			list = append(list, e)
		}
	}
	return list, nil
}

func (s *source) Acked(context.Context) (hall.Cursor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.acked, nil
}

func (s *source) Ack(_ context.Context, at hall.Cursor) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acked = at
	s.acks <- at
	return nil
}

func (s *source) add(events ...hall.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, events...)
}

func (s *source) last() hall.Cursor { return s.events[len(s.events)-1].Cursor() }

// rig is an outbox before a real center, with a bad line between.
type rig struct {
	testing.TB
	source  *source
	archive *archive.Archive
	options outbox.Options
	box     *outbox.Outbox
	wake    chan struct{}
	line    func(w http.ResponseWriter, r *http.Request, center http.Handler)
}

func newRig(t testing.TB, events []hall.Event) *rig {
	r := &rig{TB: t, source: newSource(events), wake: make(chan struct{}, 1)}
	var err error
	r.archive, err = archive.Open(t.Context(), filepath.Join(t.TempDir(), "center.db"), later)
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	c := center.New(r.archive, later, quiet, "test")
	token, err := c.Enrol(t.Context(), center.KindOutlet, "a")
	if err != nil {
		t.Fatal(err)
	}
	handler := c.Handler()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if r.line == nil {
			handler.ServeHTTP(w, q)
			return
		}
		r.line(w, q, handler)
	}))
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	t.Cleanup(func() { s.Close(); r.archive.Close() })
	r.options = outbox.Options{Center: s.URL, Token: token, Outlet: "a", Wake: r.wake, Log: quiet,
		Poll: time.Hour, First: time.Millisecond, Longest: 4 * time.Millisecond}
	r.box = outbox.New(r.source, r.options)
	return r
}

// later is the center's clock, when the log has long been written.
func later() time.Time { return centertest.Start.AddDate(0, 6, 0) }

// accept waits until somebody at the center is asked about a new epoch, and says yes.
func (r *rig) accept() {
	r.Helper()
	for patience := time.After(time.Minute); ; {
		list, err := r.archive.Epochs(r.Context(), "a")
		if err != nil {
			r.Fatal(err)
		}
		if len(list) > 0 {
			if _, err := r.archive.AnswerEpoch(r.Context(), list[0].ID, archive.AcceptEpoch, "key", "wang"); err != nil {
				r.Fatal(err)
			}
			return
		}
		select {
		case <-patience:
			r.Fatalf("nobody is asked: %+v", r.box.State())
		case <-time.After(time.Millisecond):
		}
	}
}

// run starts the outbox and gives a function that ends it and waits for it.
func (r *rig) run() (stop func()) {
	ctx, cancel := context.WithCancel(r.Context())
	ended := make(chan error)
	go func() { ended <- r.box.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			r.Fatal(err)
		}
	}
}

func (r *rig) await(at hall.Cursor) {
	r.Helper()
	for patience := time.After(time.Minute); ; {
		select {
		case got := <-r.source.acks:
			if got == at {
				return
			}
		case <-patience:
			r.Fatalf("not there: %+v", r.box.State())
		}
	}
}

// same proves that the center's log is the hall's.
func (r *rig) same() {
	r.Helper()
	got, err := r.archive.Events(r.Context(), "a", hall.Cursor{}, 1_000_000)
	if err != nil || len(got) != len(r.source.events) {
		r.Fatalf("%d events of %d: %v", len(got), len(r.source.events), err)
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], r.source.events[i]) {
			r.Fatalf("event %d differs:\n%+v\n%+v", i, got[i], r.source.events[i])
		}
	}
}

func TestTheLogArrivesAndGoesOn(t *testing.T) {
	l := centertest.New("a").Visits(500)
	r := newRig(t, l.Events)
	defer r.run()()
	r.await(l.Events[len(l.Events)-1].Cursor())
	before := len(l.Events)
	l.Epoch()
	l.Visits(3)
	r.source.add(l.Events[before:]...)
	r.wake <- struct{}{}
	r.accept() // the hall was restored from a copy, and somebody at the center knows of it
	r.await(r.source.last())
	r.same()
	if s := r.box.State(); !s.Online || s.Stuck != nil || s.Acked != r.source.last() {
		t.Fatalf("%+v", s)
	}
}

// The line is cut before the request is through, after the center has committed, or in the middle of the answer;
// portals answer 200, proxies 502, and every request may arrive five times.
func TestNoCutLosesOrDoublesAnything(t *testing.T) {
	l := centertest.New("a").Visits(800)
	r := newRig(t, l.Events)
	chance := rand.New(rand.NewPCG(1, 1))
	r.line = func(w http.ResponseWriter, q *http.Request, center http.Handler) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			return
		}
		again := func() *httptest.ResponseRecorder {
			q.Body = io.NopCloser(bytes.NewReader(body))
			answer := httptest.NewRecorder()
			center.ServeHTTP(answer, q)
			return answer
		}
		switch chance.IntN(7) {
		case 0: // cut before the commit
			panic(http.ErrAbortHandler)
		case 1: // cut after it
			again()
			panic(http.ErrAbortHandler)
		case 2: // half the body arrives
			body = body[:len(body)/2]
			again().Result().Write(io.Discard)
			panic(http.ErrAbortHandler)
		case 3: // half the answer comes back
			w.Header().Set("Content-Length", "500")
			w.Write(again().Body.Bytes()[:10])
			panic(http.ErrAbortHandler)
		case 4: // a captive portal
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte("<h1>welcome</h1>"))
			return
		case 5: // a proxy
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		var answer *httptest.ResponseRecorder
		for range 5 {
			answer = again()
		}
		for k, v := range answer.Header() {
			w.Header()[k] = v
		}
		w.WriteHeader(answer.Code)
		w.Write(answer.Body.Bytes())
	}
	stop := r.run()
	for range 2 { // the program is restarted on the way
		<-r.source.acks
		stop()
		stop = r.run()
	}
	r.await(r.source.last())
	stop()
	r.same()
}

func TestAfterAGapItGoesBack(t *testing.T) {
	l := centertest.New("a").Visits(30)
	r := newRig(t, l.Events)
	r.source.acked = l.Events[70].Cursor() // the center was restored and knows less
	defer r.run()()
	r.await(r.source.last())
	r.same()
}

func TestALogWithAHoleIsToldNotHidden(t *testing.T) {
	l := centertest.New("a").Visits(30)
	holed := append(append([]hall.Event{}, l.Events[:20]...), l.Events[25:]...)
	r := newRig(t, holed)
	defer r.run()()
	r.await(l.Events[19].Cursor())
	stuck := r.awaitStuck()
	if stuck.Cursor() != l.Events[25].Cursor() {
		t.Fatal(stuck.Cursor())
	}
}

func TestAnEventTheCenterRefusesIsNamedAndTheRestBeforeItArrives(t *testing.T) {
	l := centertest.New("a").Visits(40)
	r := newRig(t, l.Events)
	r.line = func(w http.ResponseWriter, q *http.Request, center http.Handler) {
		packed, _ := io.ReadAll(q.Body)
		if bytes.Contains(unzip(t, packed), []byte(l.Events[50].Key+`"`)) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(422)
			json.NewEncoder(w).Encode(map[string]any{"status": 422, "code": "invalid"})
			return
		}
		q.Body = io.NopCloser(bytes.NewReader(packed))
		center.ServeHTTP(w, q)
	}
	defer r.run()()
	r.await(l.Events[49].Cursor())
	if stuck := r.awaitStuck(); stuck.Cursor() != l.Events[50].Cursor() {
		t.Fatal(stuck.Cursor())
	}
}

// TestALongLogGoesInFullBatches: a morning without a line is a few requests and not one for each event.
func TestALongLogGoesInFullBatches(t *testing.T) {
	l := centertest.New("a").Visits(700)
	r := newRig(t, l.Events)
	var requests atomic.Int32
	r.line = func(w http.ResponseWriter, q *http.Request, center http.Handler) {
		if q.Method == http.MethodPost {
			requests.Add(1)
		}
		center.ServeHTTP(w, q)
	}
	defer r.run()()
	r.await(r.source.last())
	if got, want := int(requests.Load()), len(l.Events)/outbox.MaxEvents+2; got > want {
		t.Errorf("%d requests for %d events, want at most %d", got, len(l.Events), want)
	}
}

// BenchmarkTheOutboxEmptiesFast: a center far away has a whole day in seconds.
func BenchmarkTheOutboxEmptiesFast(b *testing.B) {
	l := centertest.New("a").Visits(2500)
	sent := 0
	for b.Loop() {
		b.StopTimer()
		r := newRig(b, l.Events)
		b.StartTimer()
		stop := r.run()
		r.await(r.source.last())
		stop()
		sent += len(l.Events)
	}
	rate := float64(sent) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "events/s")
	if rate < 1000 {
		b.Errorf("%.0f events/s, want 1000", rate)
	}
}

// TestTheHallSaysWhyTheCenterRefuses: what is refused for good is told with the event and the center's reason, and once
// a person at the center lets it pass, the log goes on.
func TestTheHallSaysWhyTheCenterRefuses(t *testing.T) {
	l := centertest.New("a").Visits(2)
	l.Tell(hall.DayOpened, "9999-12-31", hall.Body{Day: "9999-12-31"})
	place := l.Events[len(l.Events)-1].Cursor().String()
	l.Visits(1)
	r := newRig(t, l.Events)
	defer r.run()()
	for patience := time.After(time.Minute); ; {
		s := r.box.State()
		if s.Stuck != nil && s.Stuck.Cursor().String() == place && strings.Contains(s.Why, place) && strings.Contains(s.Why, "9999-12-31") {
			break
		}
		select {
		case <-patience:
			t.Fatalf("it says %q", s.Why)
		case <-time.After(time.Millisecond):
		}
	}
	if err := r.archive.KeepUnshown(t.Context(), "a", true); err != nil {
		t.Fatal(err)
	}
	r.await(r.source.last())
	if s := r.box.State(); s.Why != "" || s.Stuck != nil {
		t.Errorf("afterwards: %+v", s)
	}
}
