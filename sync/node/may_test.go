package node_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
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
	var routes []string
	for path, methods := range doc.Paths {
		for m := range methods {
			routes = append(routes, strings.ToUpper(m)+" "+path)
		}
	}
	if len(routes) != len(rules) {
		t.Errorf("%d routes, %d rules", len(routes), len(rules))
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
