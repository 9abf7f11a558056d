package node_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/wire"
)

// rules says who may what, as a hall's manager would say it. Every other pair of kind and route must be denied.
var rules = map[string][]wire.Kind{
	"POST /api/v1/tickets":               {wire.Kiosk, wire.Counter},
	"GET /api/v1/tickets":                {wire.Kiosk, wire.Counter, wire.Admin},
	"GET /api/v1/tickets/{id}":           {wire.Kiosk, wire.Counter, wire.Admin},
	"GET /api/v1/hall":                   wire.Kinds,
	"GET /api/v1/events":                 wire.Kinds,
	"GET /api/v1/counters/{id}/line":     {wire.Counter, wire.Admin},
	"POST /api/v1/tickets/{id}/cancel":   {wire.Kiosk, wire.Counter},
	"POST /api/v1/tickets/{id}/print":    {wire.Kiosk, wire.Counter},
	"POST /api/v1/tickets/{id}/recall":   {wire.Counter},
	"POST /api/v1/tickets/{id}/start":    {wire.Counter},
	"POST /api/v1/tickets/{id}/finish":   {wire.Counter},
	"POST /api/v1/tickets/{id}/no-show":  {wire.Counter},
	"POST /api/v1/tickets/{id}/requeue":  {wire.Counter},
	"POST /api/v1/tickets/{id}/hold":     {wire.Counter},
	"POST /api/v1/tickets/{id}/resume":   {wire.Counter},
	"POST /api/v1/tickets/{id}/transfer": {wire.Counter},
	"POST /api/v1/tickets/{id}/release":  {wire.Counter},
	"POST /api/v1/tickets/{id}/reopen":   {wire.Counter},
	"POST /api/v1/tickets/{id}/evaluate": {wire.Counter},
	"POST /api/v1/tickets/{id}/call":     {wire.Counter},
	"POST /api/v1/counters/{id}/open":    {wire.Counter},
	"POST /api/v1/counters/{id}/close":   {wire.Counter},
	"POST /api/v1/counters/{id}/pause":   {wire.Counter},
	"POST /api/v1/counters/{id}/reopen":  {wire.Counter},
	"POST /api/v1/counters/{id}/next":    {wire.Counter},
	"POST /api/v1/clock":                 {wire.Kiosk},
	"POST /api/v1/reports":               {wire.Kiosk, wire.Counter, wire.Display, wire.Media},
}

func TestWhoMayWhat(t *testing.T) {
	for _, route := range routesOf(t) {
		allowed, ok := rules[route]
		if !ok {
			t.Errorf("no rule says who may %s", route)
		}
		for _, kind := range append(slices.Clone(wire.Kinds), "outlet", "") {
			t.Run(route+" "+string(kind), func(t *testing.T) {
				a := &scripted{}
				w := ask(newNode(a), callTo(route, string(kind)))
				if slices.Contains(allowed, kind) {
					if w.Code >= 300 {
						t.Errorf("refused: %d %s", w.Code, w.Body)
					}
					return
				}
				want := hall.Denied
				if !slices.Contains(wire.Kinds, kind) {
					want = hall.Unauthenticated
				}
				if p := problemIn(t, w); p.Code != want || a.last() != nil {
					t.Errorf("got %+v and asked %v, want %s", p, a.last(), want)
				}
			})
		}
	}
}

func callTo(route, token string) call {
	method, path, _ := strings.Cut(route, " ")
	c := call{method: method, path: strings.Replace(path, "{id}", "1", 1), token: token}
	if method == "POST" {
		c.key = key
	}
	switch route {
	case "POST /api/v1/reports":
		c.body = `{"fault":{"device":"printer","code":"printer.paper-out","severity":"look"}}`
	case "POST /api/v1/tickets":
		c.body = `{"service":"H","source":"kiosk"}`
	case "GET /api/v1/tickets":
		c.path += "?code=07178000235512"
	}
	return c
}

// routesOf reads all routes under /api from the node's own description, so that a new one cannot be forgotten here.
func routesOf(t *testing.T) []string {
	t.Helper()
	w := httptest.NewRecorder()
	newNode(&scripted{}).ServeHTTP(w, httptest.NewRequest("GET", "/openapi.json", nil))
	var doc struct {
		OpenAPI string                                `json:"openapi"`
		Paths   map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || doc.OpenAPI != "3.1.0" {
		t.Fatalf("%d %v openapi %q", w.Code, err, doc.OpenAPI)
	}
	var routes, opened []string
	for path, methods := range doc.Paths {
		for m, operation := range methods {
			if !bytes.Contains(operation, []byte(`"terminal"`)) { // open to everybody, and said to be
				opened = append(opened, strings.ToUpper(m)+" "+path)
				continue
			}
			routes = append(routes, strings.ToUpper(m)+" "+path)
		}
	}
	if len(routes) != len(rules) {
		t.Errorf("%d routes, %d rules", len(routes), len(rules))
	}
	if slices.Sort(opened); !slices.Equal(opened, []string{"GET /healthz", "GET /t/{token}"}) {
		t.Errorf("without credentials: %v", opened)
	}
	slices.Sort(routes)
	return routes
}

func TestTheDescriptionHasOurProblems(t *testing.T) {
	w := httptest.NewRecorder()
	newNode(&scripted{}).ServeHTTP(w, httptest.NewRequest("GET", "/openapi.json", nil))
	for _, word := range []string{"#/components/schemas/Problem", "Idempotency-Key", "application/problem+json", "bearer", "text/event-stream", `"204"`} {
		if !strings.Contains(w.Body.String(), word) {
			t.Errorf("/openapi.json says nothing of %s", word)
		}
	}
	if strings.Contains(w.Body.String(), "$schema") || strings.Contains(w.Body.String(), "ErrorModel") {
		t.Error("/openapi.json shows the framework's own forms")
	}
}

func TestOneSpellingOfAKey(t *testing.T) {
	const small = "0192f3a4-0000-7000-8000-00000000abcd"
	for key, want := range map[string]string{small: small, strings.ToUpper(small): small, "urn:uuid:" + small: "", "{" + small + "}": "", strings.ReplaceAll(small, "-", ""): ""} {
		a := &scripted{}
		w := ask(newNode(a), call{method: "POST", path: "/api/v1/tickets", token: "kiosk", key: key, body: `{"service":"H","source":"kiosk"}`})
		if want == "" {
			if w.Code != 400 || a.last() != nil {
				t.Errorf("%s: %d", key, w.Code)
			}
			continue
		}
		if r, ok := a.last().(hall.IssueRequest); !ok || string(r.ID) != want {
			t.Errorf("%s: %d, asked %v", key, w.Code, a.last())
		}
	}
}

func TestPublicScreensSeeNothingOfAPerson(t *testing.T) {
	ticket, _ := json.Marshal(hall.Body{Ticket: &hall.Ticket{ID: "1", No: "H001", Customer: "330102199001011234", TokenHash: "abc"}})
	setup, _ := json.Marshal(hall.Body{Setup: &hall.Setup{Tellers: []hall.Teller{{ID: "t01", Name: hall.Name{Zh: "Wang Wu"}}}}})
	for kind, sees := range map[string]bool{"counter": true, "display": false, "media": false} {
		a := &scripted{watch: func(_ context.Context, _ hall.Cursor, tell func(hall.Event) error) error {
			tell(hall.Event{Epoch: 1, Seq: 2, Kind: hall.TicketIssued, Body: ticket})
			return tell(hall.Event{Epoch: 1, Seq: 3, Kind: hall.SetupApplied, Body: setup})
		}}
		text := ask(newNode(a), call{method: "GET", path: "/api/v1/events", token: kind}).Body.String()
		for _, secret := range []string{"330102199001011234", "abc", "Wang Wu"} {
			if strings.Contains(text, secret) != sees || !strings.Contains(text, "H001") {
				t.Errorf("a %s reads %q: %v", kind, secret, !sees)
			}
		}
	}
}

func TestWhatIsNotOnTheVisitorsPageIsRefusedInOurForm(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
	}{{"GET", "/t/", 404}, {"POST", "/t/x/y", 404}, {"DELETE", "/t/abc", 405}} {
		n := node.New(&scripted{}, node.Options{Terminals: tokens{}, Page: http.NotFoundHandler()})
		w := ask(n, call{method: c.method, path: c.path})
		if p := problemIn(t, w); p.Status != c.status {
			t.Errorf("%s %s: %+v", c.method, c.path, p)
		}
	}
}
