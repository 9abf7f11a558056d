package center_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/report"
	"github.com/brighthall/brighthall/sync/wire"
)

// rig is a center behind a real socket, with a token of each kind and a clock of its own.
type rig struct {
	*testing.T
	*center.Center
	url           string
	outlet, admin string
	ahead         atomic.Int64 // of the clock
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{T: t}
	now := func() time.Time { return centertest.Start.Add(time.Hour + time.Duration(r.ahead.Load())) }
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), "center.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	r.Center = center.New(a, now, slog.New(slog.DiscardHandler), "test")
	s := httptest.NewServer(r.Handler())
	t.Cleanup(func() { s.Close(); a.Close() })
	r.url = s.URL
	r.outlet, r.admin = r.enrol(center.KindOutlet, "gaoyang"), r.enrol(center.KindAdmin, "wang")
	return r
}

func (r *rig) enrol(kind, name string) string {
	token, err := r.Enrol(r.Context(), kind, name)
	if err != nil {
		r.Fatal(err)
	}
	return token
}

// do sends a request and reads the answer into one of into, or the problem when there is one.
func (r *rig) do(method, path, token string, in, into any) (int, wire.Problem) {
	r.Helper()
	raw, ok := in.([]byte)
	if !ok && in != nil {
		raw, _ = json.Marshal(in)
	}
	req, _ := http.NewRequestWithContext(r.Context(), method, r.url+path, bytes.NewReader(raw))
	req.Header.Set("Content-Type", "application/json")
	if bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) {
		req.Header.Set("Content-Encoding", "gzip")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	var p wire.Problem
	if answer.StatusCode >= 300 {
		if got := answer.Header.Get("Content-Type"); got != wire.ProblemType {
			r.Fatalf("%s %s: a refusal of type %q: %s", method, path, got, text)
		}
		into = &p
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			r.Fatalf("%s %s: %v: %s", method, path, err, text)
		}
	}
	return answer.StatusCode, p
}

func (r *rig) get(path string, into any) {
	r.Helper()
	if status, p := r.do("GET", path, r.admin, nil, into); status != 200 {
		r.Fatalf("%s: %d %v", path, status, p)
	}
}

func zipped(v any) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	json.NewEncoder(z).Encode(v)
	z.Close()
	return b.Bytes()
}

const eventsAt = "/api/v1/outlets/gaoyang/events"

func TestADayIsArchivedAndRead(t *testing.T) {
	r := newRig(t)
	l := centertest.New("gaoyang").Visits(60)
	var a api.Accepted
	if status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events[:100]}, &a); status != 200 || a.Stored != 100 {
		t.Fatal(status, p, a)
	}
	if status, _ := r.do("POST", eventsAt, r.outlet, zipped(api.Batch{Events: l.Events[100:]}), &a); status != 200 || a.Cursor != l.Events[len(l.Events)-1].Cursor() {
		t.Fatal(status, a)
	}
	if r.do("POST", eventsAt, r.outlet, l.Events, &a); a.Stored != 0 {
		t.Fatal("the bare list, known before, stored", a.Stored)
	}

	var outlets []api.Outlet
	r.get("/api/v1/outlets", &outlets)
	if len(outlets) != 1 || outlets[0].Name.Zh != "高阳" || outlets[0].Today.Issued != 60 || outlets[0].Cursor != a.Cursor || outlets[0].LastSeen == 0 {
		t.Fatalf("%+v", outlets)
	}
	var page api.Tickets
	r.get("/api/v1/tickets?outlet=gaoyang&from=2026-11-23&to=2026-11-23&limit=50", &page)
	first := page.Tickets
	var rest api.Tickets
	r.get("/api/v1/tickets?outlet=gaoyang&limit=50&after="+page.After, &rest)
	if len(first) != 50 || len(rest.Tickets) != 10 || rest.After != "" {
		t.Fatal(len(first), len(rest.Tickets), rest.After)
	}
	var h api.History
	r.get("/api/v1/tickets/"+string(first[3].ID), &h)
	if h.Ticket.ID != first[3].ID || h.Events[0].Kind != hall.TicketIssued {
		t.Fatalf("%+v", h)
	}
	var days []report.Day
	r.get("/api/v1/reports/daily?outlet=gaoyang&from=2026-11-23&to=2026-11-23", &days)
	if len(days) != 1 || days[0].Issued != 60 || days[0].Wait.P90Ms < days[0].Wait.MedianMs {
		t.Fatalf("%+v", days)
	}
	var quarters []report.Quarter
	r.get("/api/v1/reports/arrivals?outlet=gaoyang&day=2026-11-23", &quarters)
	came := 0
	for i, q := range quarters {
		came += q.Arrived
		if i > 0 && q.At-quarters[i-1].At != 15*60_000 {
			t.Fatal("a quarter is left out")
		}
	}
	if came != 60 {
		t.Fatal(came)
	}
	var live api.Live
	r.get("/api/v1/live?outlet=gaoyang", &live)
	waiting := 0
	for _, g := range live.Groups {
		waiting += g.Waiting
	}
	if len(live.Groups) != 2 || waiting == 0 || waiting != live.Outlet.Waiting {
		t.Fatalf("%+v", live)
	}
	if len(live.Counters) != live.Outlet.Windows || live.Counters[1].State != hall.CounterClosed {
		t.Fatalf("a window that was never opened is a window too: %+v", live.Counters)
	}
	var sum hall.Today
	for _, c := range live.Counters {
		sum.Finished += c.Today.Finished
		sum.NoShows += c.Today.NoShows
		sum.Called += c.Today.Called
		sum.ServedMs += c.Today.ServedMs
		sum.Rated += c.Today.Rated
	}
	if of := live.Outlet.Today; sum.Finished == 0 || sum.Finished != of.Finished || sum.NoShows != of.NoShows || sum.Called != of.Called ||
		sum.ServedMs != of.ServedMs || sum.Rated != of.Rated {
		t.Fatalf("the windows together did %+v, the hall %+v", sum, of)
	}
}

func TestAGapNamesTheEventExpected(t *testing.T) {
	r := newRig(t)
	l := centertest.New("gaoyang").Visits(3)
	r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events[:4]}, nil)
	status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events[6:]}, nil)
	if status != 409 || p.Code != hall.Gap || p.Expected != 5 || p.Subject != "1.5" {
		t.Fatal(status, p)
	}
}

// A stretch with a hole inside: what stands before the hole is kept however often it comes, and the rest is welcome
// from there.
func TestWhatStandsBeforeAGapIsKept(t *testing.T) {
	r := newRig(t)
	l := centertest.New("gaoyang").Visits(3)
	r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events[:2]}, nil)
	holed := append(l.Events[2:3:3], l.Events[4]) // 1.3 and 1.5
	for range 2 {
		status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: holed}, nil)
		if status != 409 || p.Code != hall.Gap || p.Expected != 4 || p.Subject != "1.4" {
			t.Fatal(status, p)
		}
		var outlets []api.Outlet
		if r.get("/api/v1/outlets", &outlets); outlets[0].Cursor != l.Events[2].Cursor() {
			t.Fatalf("the log is here up to %s, want 1.3", outlets[0].Cursor)
		}
	}
	var a api.Accepted
	if status, p := r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events[3:]}, &a); status != 200 || a.Stored != len(l.Events)-3 {
		t.Fatal(status, p, a)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	r := newRig(t)
	other := r.enrol(center.KindOutlet, "lixian")
	tests := []struct {
		name, method, path, token string
		status                    int
	}{
		{"health is for everybody", "GET", "/healthz", "", 200},
		{"nothing else is", "GET", "/api/v1/outlets", "", 401},
		{"an invented token", "GET", "/api/v1/outlets", strings.Repeat("0", 64), 401},
		{"a hall reads no other halls", "GET", "/api/v1/outlets", r.outlet, 403},
		{"an admin posts no events", "POST", eventsAt, r.admin, 403},
		{"a hall posts no other hall's events", "POST", eventsAt, other, 403},
		{"a hall edits no setup", "PUT", "/api/v1/outlets/gaoyang/setup", r.outlet, 403},
		{"no such address", "GET", "/api/v1/nothing", r.admin, 404},
		{"no such method", "DELETE", "/api/v1/outlets", r.admin, 405},
		{"no such ticket", "GET", "/api/v1/tickets/none", r.admin, 404},
		{"no such hall", "GET", "/api/v1/live?outlet=none", r.admin, 404},
		{"no day", "GET", "/api/v1/reports/daily?from=yesterday", r.admin, 422},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var in any
			if tt.method != "GET" {
				in = api.Batch{}
			}
			if status, p := r.do(tt.method, tt.path, tt.token, in, nil); status != tt.status || status > 299 && p.Status != status {
				t.Fatal(status, p)
			}
		})
	}
}

func TestAPersonSignsInAndIsLockedOut(t *testing.T) {
	r := newRig(t)
	if err := r.AddPerson(t.Context(), "li", "kurz"); hall.CodeOf(err) != hall.Invalid {
		t.Fatal(err)
	}
	if err := r.AddPerson(t.Context(), "li", "ein-langes-wort"); err != nil {
		t.Fatal(err)
	}
	try := func(password string) (int, api.Session) {
		var s api.Session
		status, _ := r.do("POST", "/api/v1/session", "", api.SignIn{Name: "li", Password: password}, &s)
		return status, s
	}
	status, s := try("ein-langes-wort")
	if status != 200 {
		t.Fatal(status)
	}
	if status, _ := r.do("GET", "/api/v1/outlets", s.Token, nil, nil); status != 200 {
		t.Fatal(status)
	}
	for range 5 {
		if status, _ := try("falsch"); status != 403 {
			t.Fatal(status)
		}
	}
	if status, _ := try("ein-langes-wort"); status != 429 {
		t.Fatal("not locked:", status)
	}
	r.ahead.Add(int64(6 * time.Minute))
	if status, _ := try("ein-langes-wort"); status != 200 {
		t.Fatal("still locked:", status)
	}
	r.ahead.Add(int64(13 * time.Hour))
	if status, _ := r.do("GET", "/api/v1/outlets", s.Token, nil, nil); status != 401 {
		t.Fatal("the session did not end:", status)
	}
}

func TestSetupAndOrdersReachTheHall(t *testing.T) {
	r := newRig(t)
	mirror := func(query string) (m api.Mirror) {
		if status, p := r.do("GET", "/api/v1/mirror?"+query, r.outlet, nil, &m); status != 200 {
			t.Fatal(status, p)
		}
		return m
	}
	if m := mirror("since=0"); m.Setup != nil || m.Version != 0 {
		t.Fatalf("%+v", m)
	}
	s := centertest.Setup("gaoyang")
	s.Tellers[0].PIN = "246810"
	if status, p := r.do("PUT", "/api/v1/outlets/gaoyang/setup", r.admin, s, nil); status != 422 {
		t.Fatal("a PIN in clear was taken:", status, p)
	}
	s.Tellers[0].PIN = "$argon2id$v=19$m=1,t=1,p=1$AA$AA"
	var stored hall.Setup
	if status, p := r.do("PUT", "/api/v1/outlets/gaoyang/setup", r.admin, s, &stored); status != 200 || stored.Version != 1 || stored.Tellers[0].PIN != "" {
		t.Fatal(status, p, stored.Version)
	}
	if m := mirror("since=0"); m.Setup == nil || m.Setup.Version != 1 || m.Setup.Tellers[0].PIN == "" {
		t.Fatalf("%+v", m)
	}
	if m := mirror("since=1"); m.Setup != nil {
		t.Fatal("the same setup twice")
	}

	waiting := make(chan api.Mirror)
	go func() { waiting <- mirror("since=1&wait=30") }()
	order := hall.Order{ID: "o1", Kind: "pause_group", Args: json.RawMessage(`{"group":"A"}`)}
	for range 2 {
		if status, p := r.do("POST", "/api/v1/outlets/gaoyang/orders", r.admin, order, nil); status != 200 {
			t.Fatal(status, p)
		}
	}
	if m := <-waiting; len(m.Orders) != 1 || m.Orders[0].ID != "o1" || m.Orders[0].Expires == 0 {
		t.Fatalf("%+v", m)
	}
	order.Kind = "close_day"
	if status, p := r.do("POST", "/api/v1/outlets/gaoyang/orders", r.admin, order, nil); status != 422 || p.Code != hall.KeyReused {
		t.Fatal(status, p)
	}
	l := centertest.New("gaoyang")
	l.Tell(hall.OrderDone, "o1", hall.Body{Order: &hall.OrderResult{ID: "o1", Code: hall.Paused}})
	r.do("POST", eventsAt, r.outlet, api.Batch{Events: l.Events}, nil)
	if m := mirror("since=1"); len(m.Orders) != 0 {
		t.Fatal("an answered order again")
	}
	var orders []api.OrderState
	if r.get("/api/v1/outlets/gaoyang/orders", &orders); len(orders) != 1 || orders[0].DoneAt == 0 || orders[0].Code != hall.Paused {
		t.Fatalf("%+v", orders)
	}
}

func TestDescribesItself(t *testing.T) {
	r := newRig(t)
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	r.get("/openapi.json", &doc)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || doc.Paths["/api/v1/outlets/{outlet}/events"]["post"] == nil {
		t.Fatal(doc.OpenAPI, len(doc.Paths))
	}
}

func TestAZipBombIsRefused(t *testing.T) {
	r := newRig(t)
	bomb := zipped(strings.Repeat(" ", api.MaxBatchBytes+1))
	if status, p := r.do("POST", eventsAt, r.outlet, bomb, nil); status != 422 {
		t.Fatal(status, p)
	}
	if status, p := r.do("POST", eventsAt, r.outlet, bomb[:len(bomb)/2], nil); status != 422 {
		t.Fatal(status, p)
	}
}
