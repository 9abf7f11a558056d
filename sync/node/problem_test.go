package node_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/wire"
)

// TestEveryRefusalHasASentence, whoever refuses: the mux, the door, the schema or the authority; in the language asked
// for.
func TestEveryRefusalHasASentence(t *testing.T) {
	n := node.New(&scripted{fail: hall.E("x", hall.Busy)}, node.Options{Terminals: tokens{}, Outlet: "gaoyang",
		Say: func(in hall.Language, c hall.Code, _ *hall.Choice) string { return string(in) + " " + string(c) }})
	for _, c := range []struct{ name, method, path, token, accept, want string }{
		{"no such path", "GET", "/api/v1/x", "kiosk", "en", "en not_found"},
		{"no such method", "PUT", "/api/v1/hall", "kiosk", "", "zh-CN invalid"},
		{"no token", "GET", "/api/v1/hall", "", "en-GB, zh;q=0.5", "en unauthenticated"},
		{"not this kind", "POST", "/api/v1/tickets", "display", "zh", "zh-CN denied"},
		{"a parameter that does not fit", "GET", "/api/v1/counters/3/line?limit=x", "counter", "en", "en invalid"},
		{"the authority", "POST", "/api/v1/counters/3/next", "counter", "en", "en busy"},
		{"the authority, in Chinese", "POST", "/api/v1/counters/3/next", "counter", "fr", "zh-CN busy"},
	} {
		r := httptest.NewRequest(c.method, c.path, strings.NewReader(""))
		r.Header.Set("Authorization", "Bearer "+c.token)
		r.Header.Set("Accept-Language", c.accept)
		r.Header.Set(wire.HeaderKey, key)
		w := httptest.NewRecorder()
		n.ServeHTTP(w, r)
		if p := problemIn(t, w); p.Detail != c.want || p.Reason == "" {
			t.Errorf("%s: detail %q, want %q; reason %q", c.name, p.Detail, c.want, p.Reason)
		}
	}
}

func TestHealthSaysWhatWaitsForAPerson(t *testing.T) {
	n := node.New(&scripted{}, node.Options{Terminals: tokens{}, Stuck: func() string { return "the center refuses event 1.7" }})
	if w := ask(n, call{method: "GET", path: "/healthz"}); w.Code != 200 || !strings.Contains(w.Body.String(), `"stuck":"the center refuses event 1.7"`) ||
		!strings.Contains(w.Body.String(), `"status":"degraded"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(newNode(&scripted{}), call{method: "GET", path: "/healthz"}); strings.Contains(w.Body.String(), "stuck") {
		t.Errorf("nothing is stuck: %s", w.Body)
	}
}

// TestAWordThatIsNoneIsToldWhichAre: in the description and in the refusal, whoever refuses.
func TestAWordThatIsNoneIsToldWhichAre(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	n := node.New(&scripted{}, node.Options{Terminals: tokens{}, Outlet: "gaoyang", Say: book.Refusal})
	for _, c := range []struct{ path, body, want, near string }{
		{"/api/v1/tickets", `{"service":"A","source":"guide"}`, "source: kiosk counter web booking foreign", ""},
		{"/api/v1/tickets", `{"service":"A","source":"kisok"}`, "source: kiosk counter web booking foreign", "kiosk"},
		{"/api/v1/tickets", `{"service":"A","source":"kiosk","priority":"elderly"}`, "priority: care booked", ""},
		{"/api/v1/tickets", `{"service":"A","source":"kiosk","language":"zh"}`, "language: zh-CN en", "zh-CN"},
		{"/api/v1/tickets", `{"service":"A","source":"kiosk","market":"home"}`, "market: residential commercial municipal", ""},
		{"/api/v1/tickets/x/cancel", `{"ended_by":"tellers"}`, "ended_by: teller visitor unprinted", "teller"},
		{"/api/v1/tickets/x/print", `{"paper":"print"}`, "paper: printed not_printed uncertain", "printed"},
	} {
		p := problemIn(t, ask(n, call{method: "POST", path: c.path, token: "counter", key: key, body: c.body}))
		field, words, _ := strings.Cut(c.want, ": ")
		for _, want := range append(strings.Fields(words), "“"+field+"”") {
			if !strings.Contains(p.Detail, want) || p.Code != hall.Invalid || p.Status != 422 {
				t.Errorf("%s: %d %s, detail %q does not name %s", c.body, p.Status, p.Code, p.Detail, want)
			}
		}
		if meant := "“" + c.near + "”"; strings.Contains(p.Detail, "您要的") != (c.near != "") || !strings.Contains(p.Detail, meant) && c.near != "" {
			t.Errorf("%s: detail %q, the nearest is %q", c.body, p.Detail, c.near)
		}
	}
	p := problemIn(t, ask(node.New(&scripted{fail: hall.Choose("x", "kind", "a", "b")}, node.Options{Terminals: tokens{}, Say: book.Refusal}),
		call{method: "GET", path: "/api/v1/hall", token: "kiosk"}))
	if !strings.Contains(p.Detail, "“kind”") {
		t.Errorf("the authority refuses a word, detail %q", p.Detail)
	}
	for _, left := range []string{`{"service":"A","source":"kiosk"}`, `{"service":"A","source":"kiosk","priority":"","language":"","market":""}`} {
		if w := ask(n, call{method: "POST", path: "/api/v1/tickets", token: "counter", key: key, body: left}); w.Code != 201 {
			t.Errorf("%s: %d %s", left, w.Code, w.Body)
		}
	}
}

// TestTheDescriptionNamesTheWords of every field that takes few.
func TestTheDescriptionNamesTheWords(t *testing.T) {
	var d struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Enum []string }
			}
		}
	}
	if err := json.Unmarshal(ask(newNode(&scripted{}), call{method: "GET", path: "/openapi.json"}).Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{"IssueRequest.source": "kiosk counter web booking foreign", "IssueRequest.priority": " care booked",
		"IssueRequest.language": " zh-CN en", "IssueRequest.market": " residential commercial municipal",
		"Action.ended_by": " teller visitor unprinted", "Action.paper": " printed not_printed uncertain"} {
		schema, field, _ := strings.Cut(at, ".")
		if got := strings.Join(d.Components.Schemas[schema].Properties[field].Enum, " "); got != want {
			t.Errorf("%s takes %q, want %q", at, got, want)
		}
	}
}
