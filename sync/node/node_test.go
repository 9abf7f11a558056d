package node_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/wire"
)

const key = "0199b0a1-0000-7000-8000-000000000001"

func newNode(a *scripted) *node.Node { return nodeOf(a) }

func nodeOf(a hall.Authority) *node.Node {
	return node.New(a, node.Options{Terminals: tokens{}, Outlet: "gaoyang", Version: "test"})
}

type call struct{ method, path, token, key, body string }

func ask(h http.Handler, c call) *httptest.ResponseRecorder {
	r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.key != "" {
		r.Header.Set(wire.HeaderKey, c.key)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func problemIn(t *testing.T, w *httptest.ResponseRecorder) wire.Problem {
	t.Helper()
	var p wire.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v in %q", err, w.Body)
	}
	if ct := w.Header().Get("Content-Type"); ct != wire.ProblemType {
		t.Errorf("content type %q", ct)
	}
	if p.Status != w.Code {
		t.Errorf("status %d in the body, %d in the line", p.Status, w.Code)
	}
	return p
}

func TestCommandsReachTheAuthority(t *testing.T) {
	counter := hall.Actor{Terminal: "T-counter", Staff: true}
	for _, c := range []struct {
		name   string
		call   call
		status int
		want   any
	}{
		{"issue: the key is the ticket's id", call{"POST", "/api/v1/tickets", "kiosk", key, `{"service":"B05","source":"kiosk"}`}, 201,
			hall.IssueRequest{ID: key, Service: "B05", Source: hall.FromKiosk, By: hall.Actor{Terminal: "T-kiosk"}}},
		{"a verb with a body", call{"POST", "/api/v1/tickets/t1/hold", "counter", key, `{"counter":"3","for_anyone":true,"hold_min":5}`}, 200,
			hall.Action{Key: key, Ticket: "t1", Verb: hall.Hold, Counter: "3", ForAnyone: true, HoldMin: 5, By: counter}},
		{"a verb without a body", call{"POST", "/api/v1/tickets/t1/recall", "counter", key, ``}, 200,
			hall.Action{Key: key, Ticket: "t1", Verb: hall.Recall, By: counter}},
		{"open a counter", call{"POST", "/api/v1/counters/3/open", "counter", key, `{"teller":"t03","pin":"246810"}`}, 200,
			hall.CounterAction{Key: key, Counter: "3", Verb: hall.OpenCounter, Teller: "t03", PIN: "246810", By: counter}},
		{"call the next", call{"POST", "/api/v1/counters/3/next", "counter", key, ``}, 200,
			hall.NextRequest{Key: key, Counter: "3", By: counter}},
		{"read a ticket", call{"GET", "/api/v1/tickets/t1", "kiosk", "", ""}, 200, hall.TicketID("t1")},
		{"find a scanned address", call{"GET", "/api/v1/tickets?code=http%3A%2F%2Fx%2Ft%2Fab%3Fn%3D1", "counter", "", ""}, 200, "http://x/t/ab?n=1"},
		{"a line has a limit of its own", call{"GET", "/api/v1/counters/3/line", "counter", "", ""}, 200, 50},
		{"a line with a limit", call{"GET", "/api/v1/counters/3/line?limit=7", "counter", "", ""}, 200, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &scripted{}
			w := ask(newNode(a), c.call)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if got, want := text(a.last()), text(c.want); got != want {
				t.Errorf("asked %s, want %s", got, want)
			}
			if w.Header().Get(wire.HeaderProtocol) != wire.Protocol {
				t.Error("the answer does not name the protocol")
			}
		})
	}
}

// text shows all fields, also those that do not travel.
func text(v any) string { return fmt.Sprintf("%+v", v) }

func TestRefusals(t *testing.T) {
	long := `{"service":"` + strings.Repeat("x", 70_000) + `"}`
	for _, c := range []struct {
		name   string
		call   call
		status int
		code   hall.Code
	}{
		{"no token", call{"GET", "/api/v1/hall", "", "", ""}, 401, hall.Unauthenticated},
		{"an unknown token", call{"GET", "/api/v1/hall", "guess", "", ""}, 401, hall.Unauthenticated},
		{"the token is asked for before the key", call{"POST", "/api/v1/tickets", "", "", "{}"}, 401, hall.Unauthenticated},
		{"a command without a key", call{"POST", "/api/v1/tickets", "kiosk", "", `{"service":"H","source":"kiosk"}`}, 400, hall.Invalid},
		{"a key that is no UUID", call{"POST", "/api/v1/counters/3/next", "counter", "again", ""}, 400, hall.Invalid},
		{"a body that is no JSON", call{"POST", "/api/v1/tickets", "kiosk", key, `{"service"`}, 400, hall.Invalid},
		{"a body with an unknown field", call{"POST", "/api/v1/tickets", "kiosk", key, `{"servce":"H","service":"H","source":"kiosk"}`}, 422, hall.Invalid},
		{"a body without a service", call{"POST", "/api/v1/tickets", "kiosk", key, `{"source":"kiosk"}`}, 422, hall.Invalid},
		{"a body beyond 64 KiB", call{"POST", "/api/v1/tickets", "kiosk", key, long}, 413, hall.Invalid},
		{"a terminal cannot be named in the body", call{"POST", "/api/v1/tickets/t1/start", "counter", key, `{"By":{"terminal":"T-other"}}`}, 422, hall.Invalid},
		{"a place that is none", call{"GET", "/api/v1/tickets?code=", "counter", "", ""}, 422, hall.Invalid},
		{"a line without bounds", call{"GET", "/api/v1/counters/3/line?limit=100000", "counter", "", ""}, 422, hall.Invalid},
		{"no such path", call{"GET", "/api/v1/visitors", "admin", "", ""}, 404, hall.NotFound},
		{"the clock's verb has no route", call{"POST", "/api/v1/tickets/t1/return", "counter", key, ""}, 404, hall.NotFound},
		{"no such method", call{"DELETE", "/api/v1/tickets/t1", "admin", "", ""}, 405, hall.Invalid},
		{"no visitor's page configured", call{"GET", "/t/ab", "", "", ""}, 404, hall.NotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &scripted{}
			w := ask(newNode(a), c.call)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if p := problemIn(t, w); p.Code != c.code {
				t.Errorf("code %q, want %q", p.Code, c.code)
			}
			if a.last() != nil {
				t.Errorf("the authority was asked %v", a.last())
			}
		})
	}
}

func TestMethodsThatAreThereAreNamed(t *testing.T) {
	w := ask(newNode(&scripted{}), call{method: "DELETE", path: "/api/v1/tickets", token: "admin"})
	if allow := w.Header().Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "POST") {
		t.Errorf("Allow: %q", allow)
	}
}

func TestTheAuthoritysRefusalsAreProblems(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
	}{
		{&hall.Error{Op: "queue.Next", Code: hall.Busy, Reason: "H023 is called", Subject: "t1"}, 409},
		{hall.E("queue.Issue", hall.KeyReused), 422},
		{hall.E("queue.Desk", hall.Locked), 429},
		{hall.E("queue.Act", hall.Unknown), 503},
		{errors.New("disk on fire"), 500},
	} {
		w := ask(newNode(&scripted{fail: c.err}), call{"POST", "/api/v1/counters/3/next", "counter", key, ""})
		p := problemIn(t, w)
		if w.Code != c.status || p.Code != hall.CodeOf(c.err) || p.Subject != hall.SubjectOf(c.err) {
			t.Errorf("%v became %d %+v", c.err, w.Code, p)
		}
		if strings.Contains(w.Body.String(), "fire") {
			t.Error("an inner failure was told to the outside")
		}
	}
}

func TestNextWithNobodyWaiting(t *testing.T) {
	w := ask(newNode(&scripted{nobody: true}), call{"POST", "/api/v1/counters/3/next", "counter", key, ""})
	if w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Errorf("got %d %q, want 204 and nothing", w.Code, w.Body)
	}
}

func TestHealthNeedsNoCredentials(t *testing.T) {
	a := &scripted{place: hall.Cursor{Epoch: 2, Seq: 9}}
	n := newNode(a)
	for range 5 {
		w := ask(n, call{method: "GET", path: "/healthz"})
		var h wire.Healthy
		if err := json.Unmarshal(w.Body.Bytes(), &h); err != nil || w.Code != 200 {
			t.Fatalf("%d %v", w.Code, err)
		}
		if want := (wire.Healthy{Status: "ok", Outlet: "gaoyang", Epoch: 2, Seq: 9, Version: "test"}); h != want {
			t.Errorf("got %+v", h)
		}
	}
	if len(a.asked) != 1 {
		t.Errorf("the authority was asked %d times for 5 answers", len(a.asked))
	}
}

func TestHealthOfAHallThatCannotBeRead(t *testing.T) {
	w := ask(newNode(&scripted{fail: hall.E("x", hall.Unavailable)}), call{method: "GET", path: "/healthz"})
	if w.Code != 503 || !strings.Contains(w.Body.String(), `"down"`) {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func TestAnotherProtocolIsRefused(t *testing.T) {
	r := httptest.NewRequest("GET", "/api/v1/hall", nil)
	r.Header.Set("Authorization", "Bearer kiosk")
	r.Header.Set(wire.HeaderProtocol, "2")
	w := httptest.NewRecorder()
	newNode(&scripted{}).ServeHTTP(w, r)
	if p := problemIn(t, w); p.Code != hall.Invalid || !strings.Contains(p.Reason, "protocol") {
		t.Errorf("got %+v", p)
	}
}

func TestAnyUUIDIsAKey(t *testing.T) {
	for range 3 {
		if w := ask(newNode(&scripted{}), call{"POST", "/api/v1/tickets", "kiosk", uuid.NewString(), `{"service":"H","source":"kiosk"}`}); w.Code != 201 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}
