package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/sync/client"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/store/sqlite"
	"github.com/brighthall/brighthall/sync/synctest"
	"github.com/brighthall/brighthall/sync/wire"
)

// rig is a whole hall: a real queue behind a real node on a real socket.
type rig struct {
	near   *queue.Queue
	server *httptest.Server
}

func newRig(t *testing.T) *rig { return newRigOn(t, &queuetest.Memory{}) }

func newRigOn(t testing.TB, store queue.Store) *rig {
	t.Helper()
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	setup.Counters = eight(setup.Counters)
	q, err := queue.New(t.Context(), store, queue.Options{Key: make(hall.Key, 32), Seed: &setup,
		CheckPIN: func(_, pin string) bool { return pin == "246810" }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- q.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	return &rig{near: q, server: serve(t, node.New(q, node.Options{Terminals: byName{}, Outlet: setup.Outlet.ID}))}
}

// eight makes a hall of eight counters that all serve everything the first does, and H.
func eight(have []hall.CounterSetup) []hall.CounterSetup {
	var all []hall.CounterSetup
	for n := 1; n <= 8; n++ {
		c := hall.CounterSetup{ID: hall.CounterID(fmt.Sprint(n)), Label: fmt.Sprint(n), Serves: []hall.Skill{{Group: "H"}}}
		for _, s := range have[0].Serves {
			if s.Group != "H" {
				c.Serves = append(c.Serves, s)
			}
		}
		all = append(all, c)
	}
	return all
}

// byName takes "kiosk-7" as the token of kiosk 7.
type byName struct{}

func (byName) Terminal(_ context.Context, token string) (wire.Terminal, error) {
	for _, k := range wire.Kinds {
		if len(token) > len(k) && token[:len(k)] == string(k) {
			return wire.Terminal{ID: hall.TerminalID(token), Kind: k}, nil
		}
	}
	return wire.Terminal{}, hall.E("byName", hall.Unauthenticated)
}

func (r *rig) far(token string) *client.Client { return client.New(r.server.URL, token, quick) }

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func issueH(id string) hall.IssueRequest {
	return hall.IssueRequest{ID: hall.TicketID(id), Service: "H", Source: hall.FromKiosk}
}

// open opens counter n with teller n from a program of its own.
func (r *rig) open(t *testing.T, n int) (*client.Client, hall.CounterID) {
	t.Helper()
	c, id := r.far(fmt.Sprintf("counter-%d", n)), hall.CounterID(fmt.Sprint(n))
	_, err := c.Desk(t.Context(), hall.CounterAction{Key: newID(), Counter: id, Verb: hall.OpenCounter,
		Teller: hall.TellerID(fmt.Sprintf("t%02d", n)), PIN: "246810"})
	if err != nil {
		t.Fatal(err)
	}
	return c, id
}

func TestTwentyKiosksTakeFiveHundredDifferentNumbers(t *testing.T) {
	twentyKiosks(t, newRig(t))
}

func TestTwentyKiosksTakeThemFromADisk(t *testing.T) {
	twentyKiosks(t, onDisk(t))
}

func onDisk(t testing.TB) *rig {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	r := newRigOn(t, store)
	run(t, store.Run)
	return r
}

// BenchmarkTwentyKiosksDoNotWait: with every ticket on the disk before it is answered, 95 of 100 visitors have theirs
// in 200 ms though all kiosks are touched at once. What makes it so is tested in hall/queue, TestGroupCommit.
func BenchmarkTwentyKiosksDoNotWait(b *testing.B) {
	const limit = 200 * time.Millisecond
	var worst time.Duration
	for b.Loop() {
		b.StopTimer()
		r := onDisk(b)
		b.StartTimer()
		took := twentyKiosks(b, r)
		slices.Sort(took)
		worst = max(worst, took[len(took)*95/100])
	}
	b.ReportMetric(float64(worst.Milliseconds()), "p95-ms")
	if worst >= limit {
		b.Errorf("the 95th of 100 waits %v for a ticket, want less than %v", worst, limit)
	}
}

// twentyKiosks take 25 tickets each at once, all different, and tell how long each took.
func twentyKiosks(t testing.TB, r *rig) (took []time.Duration) {
	t.Helper()
	var mu sync.Mutex
	numbers := map[hall.TicketNo]int{}
	var kiosks sync.WaitGroup
	for k := range 20 {
		kiosks.Go(func() {
			c := r.far(fmt.Sprintf("kiosk-%d", k))
			for range 25 {
				began := time.Now()
				s, err := c.Issue(t.Context(), issueH(newID()))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				numbers[s.No]++
				took = append(took, time.Since(began))
				mu.Unlock()
			}
		})
	}
	kiosks.Wait()
	if len(numbers) != 500 {
		t.Fatalf("%d different numbers, want 500", len(numbers))
	}
	s, err := r.far("display-1").Hall(t.Context())
	if err != nil || len(s.Waiting) != 500 || s.Today.Issued != 500 {
		t.Errorf("the hall has %d waiting, %d issued, %v", len(s.Waiting), s.Today.Issued, err)
	}
	return took
}

func TestEightCountersPressNextTogether(t *testing.T) {
	r := newRig(t)
	kiosk := r.far("kiosk-1")
	serving := map[hall.CounterID]*client.Client{}
	for n := 1; n <= 8; n++ {
		c, id := r.open(t, n)
		serving[id] = c
	}
	for range 5 {
		if _, err := kiosk.Issue(t.Context(), issueH(newID())); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	called, nobody := map[hall.TicketNo]int{}, 0
	var press sync.WaitGroup
	for id, c := range serving {
		press.Go(func() {
			p, err := c.Next(t.Context(), hall.NextRequest{Key: newID(), Counter: id})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				t.Error(err)
			case p.Nobody:
				nobody++
			default:
				called[p.Ticket.No]++
			}
		})
	}
	press.Wait()
	if len(called) != 5 || nobody != 3 {
		t.Errorf("called %v and %d times nobody, want 5 different and 3", slices.Collect(maps.Keys(called)), nobody)
	}
}

// The node commits, the answer is lost on the way: asking again gives the same ticket and makes no second one.
func TestAnAnswerLostAfterTheCommit(t *testing.T) {
	r := newRig(t)
	p := synctest.NewProxy(t, r.server.Listener.Addr().String())
	c := client.New("http://"+p.Addr(), "kiosk-1", quick)
	for n := 1; n <= 5; n++ {
		id := newID()
		p.LoseAnswers(2)
		s, err := c.Issue(t.Context(), issueH(id))
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.Issue(t.Context(), issueH(id))
		if err != nil || again.No != s.No || s.ID != hall.TicketID(id) {
			t.Fatalf("first %s, again %s, %v", s.No, again.No, err)
		}
		if h, _ := r.near.Hall(t.Context()); h.Today.Issued != n {
			t.Fatalf("%d tickets after %d visits", h.Today.Issued, n)
		}
	}
}

func TestANodeThatCannotBeReached(t *testing.T) {
	r := newRig(t)
	p := synctest.NewProxy(t, r.server.Listener.Addr().String())
	short := quick
	short.Patience, short.Attempt = 150*time.Millisecond, 50*time.Millisecond
	c := client.New("http://"+p.Addr(), "kiosk-1", short)
	for _, k := range []struct {
		name   string
		damage func()
		do     func() error
		want   hall.Code
	}{
		{"a command that never left is unavailable", func() { p.Down(true) }, func() error { _, err := c.Issue(t.Context(), issueH(newID())); return err }, hall.Unavailable},
		{"a read is unavailable", func() { p.Hole(true) }, func() error { _, err := c.Hall(t.Context()); return err }, hall.Unavailable},
		{"a command that may have arrived is unknown", func() { p.LoseAnswers(1000) }, func() error { _, err := c.Issue(t.Context(), issueH(newID())); return err }, hall.Unknown},
		{"a command on a half-open line is unknown", func() { p.Hole(true) }, func() error { _, err := c.Issue(t.Context(), issueH(newID())); return err }, hall.Unknown},
	} {
		t.Run(k.name, func(t *testing.T) {
			defer func() { p.Down(true); p.Hole(false); p.LoseAnswers(0); p.Down(false) }()
			k.damage()
			if err := k.do(); hall.CodeOf(err) != k.want {
				t.Errorf("got %v, want %s", err, k.want)
			}
		})
	}
	t.Run("and afterwards all is well", func(t *testing.T) {
		if _, err := c.Issue(t.Context(), issueH(newID())); err != nil {
			t.Error(err)
		}
	})
}

// What the button leaves in the log, a call through the API leaves as well, and the other way round.
func TestACallThroughTheAPIIsTheButtonsCall(t *testing.T) {
	r := newRig(t)
	kiosk := r.far("kiosk-1")
	display := startWatch(t, r.far("display-1"), r.near.Cursor())
	c, id := r.open(t, 1)
	for range 2 {
		if _, err := kiosk.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(newID()), Service: string(firstServed(r, id)), Source: hall.FromKiosk}); err != nil {
			t.Fatal(err)
		}
	}
	through := map[string]hall.Authority{"button": r.near, "api": c}
	for _, way := range []string{"button", "api"} {
		p, err := through[way].Next(t.Context(), hall.NextRequest{Key: newID(), Counter: id, By: hall.Actor{Terminal: "counter-1"}})
		if err != nil || p.Nobody {
			t.Fatal(way, p, err)
		}
		_, err = through[way].Act(t.Context(), hall.Action{Key: newID(), Ticket: p.Ticket.ID, Verb: hall.NoShow, Counter: id, By: hall.Actor{Terminal: "counter-1"}})
		if err != nil {
			t.Fatal(way, err)
		}
	}
	events := display.await(t, 7) // opened, 2 issued, 2 × (called, missed)
	for i := 3; i < 5; i++ {
		if a, b := shapeOf(t, events[i]), shapeOf(t, events[i+2]); a != b {
			t.Errorf("the button left\n%s\nthe API left\n%s", a, b)
		}
	}
}

func firstServed(r *rig, id hall.CounterID) hall.GroupCode {
	for _, c := range r.near.Setup().Counters {
		if c.ID == id {
			return c.Serves[0].Group
		}
	}
	return ""
}

// shapeOf is an event without what differs from one call to the next: ids, numbers and times.
func shapeOf(t *testing.T, e hall.Event) string {
	t.Helper()
	b, err := e.Tell()
	if err != nil {
		t.Fatal(err)
	}
	reason := ""
	if b.Reason != nil {
		reason = b.Reason.Rule
	}
	text, _ := json.Marshal([]any{e.Kind, e.Actor, e.V, b.From, b.Verb, b.Ticket.State, b.Ticket.Group, b.Ticket.Counter, b.Ticket.Teller, b.Counter != nil, reason})
	return string(text)
}

func TestOneProgramPerCounter(t *testing.T) {
	r := newRig(t)
	_, id := r.open(t, 1)
	other := r.far("counter-2")
	_, err := other.Next(t.Context(), hall.NextRequest{Key: newID(), Counter: id})
	if hall.CodeOf(err) != hall.Denied {
		t.Errorf("another program called at counter %s: %v", id, err)
	}
	_, err = other.Desk(t.Context(), hall.CounterAction{Key: newID(), Counter: id, Verb: hall.OpenCounter, Teller: "t02", PIN: "246810"})
	if hall.CodeOf(err) != hall.CounterTaken {
		t.Errorf("another program opened counter %s: %v", id, err)
	}
}

func TestOneCounterPerProgram(t *testing.T) {
	r := newRig(t)
	c, first := r.open(t, 1)
	second := hall.CounterAction{Key: newID(), Counter: "2", Verb: hall.OpenCounter, Teller: "t02", PIN: "246810"}
	if _, err := c.Desk(t.Context(), second); hall.CodeOf(err) != hall.TellerElsewhere || hall.SubjectOf(err) != string(first) {
		t.Errorf("a second counter for one program: %v", err)
	}
	if _, err := c.Desk(t.Context(), hall.CounterAction{Key: newID(), Counter: first, Verb: hall.CloseCounter}); err != nil {
		t.Fatal(err)
	}
	second.Key = newID()
	if _, err := c.Desk(t.Context(), second); err != nil {
		t.Errorf("after closing the first: %v", err)
	}
}

// A body that says nothing must not be kept for good as the visitor's word.
func TestARatingOnTheWireSaysItsLevel(t *testing.T) {
	r := newRig(t)
	c, id := r.open(t, 1)
	s, err := r.far("kiosk-1").Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(newID()), Service: string(firstServed(r, id)), Source: hall.FromKiosk})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []hall.Verb{hall.Call, hall.Start, hall.Finish} {
		if _, err := c.Act(t.Context(), hall.Action{Key: newID(), Ticket: s.ID, Verb: v, Counter: id}); err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range []struct {
		body   string
		status int
	}{{"", 422}, {"{}", 422}, {`{"reasons":["wait"]}`, 422}, {`{"level":null}`, 422}, {`{"level":6}`, 422}, {`{"level":-1}`, 422}, {`{"level":0}`, 200}, {`{"level":5}`, 409}} {
		if got := post(t, r.server.URL+wire.TicketPath(s.ID, hall.Evaluate), "counter-1", k.body); got != k.status {
			t.Errorf("evaluate %q: %d, want %d", k.body, got, k.status)
		}
	}
}

// post sends a body as it is and gives the status.
func post(t *testing.T, url, token, body string) int {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bearer "+token)
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set(wire.HeaderKey, newID())
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	return a.StatusCode
}

func TestTheSameKeyWithAnotherBody(t *testing.T) {
	r := newRig(t)
	c, id := r.far("kiosk-1"), newID()
	if _, err := c.Issue(t.Context(), issueH(id)); err != nil {
		t.Fatal(err)
	}
	changed := issueH(id)
	changed.Service = "A"
	if _, err := c.Issue(t.Context(), changed); hall.CodeOf(err) != hall.KeyReused {
		t.Errorf("got %v", err)
	}
}
