package node_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/wire"
)

// TestEveryRefusalHasASentence, whoever refuses: the mux, the door, the schema or the authority; in the language asked for.
func TestEveryRefusalHasASentence(t *testing.T) {
	n := node.New(&scripted{fail: hall.E("x", hall.Busy)}, node.Options{Terminals: tokens{}, Outlet: "gaoyang",
		Say: func(in hall.Language, c hall.Code) string { return string(in) + " " + string(c) }})
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
	if w := ask(n, call{method: "GET", path: "/healthz"}); w.Code != 200 || !strings.Contains(w.Body.String(), `"stuck":"the center refuses event 1.7"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(newNode(&scripted{}), call{method: "GET", path: "/healthz"}); strings.Contains(w.Body.String(), "stuck") {
		t.Errorf("nothing is stuck: %s", w.Body)
	}
}
