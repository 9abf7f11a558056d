package node_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// TestABodyThatSaysNothingIsNone: null and white space are as good as {} and no body, for a verb; a ticket still wants
// words.
func TestABodyThatSaysNothingIsNone(t *testing.T) {
	for _, body := range []string{"", " ", "\r\n\t ", "null", " null\n", "{}"} {
		for _, path := range []string{"/api/v1/tickets/x/recall", "/api/v1/counters/3/pause", "/api/v1/counters/3/next"} {
			if w := ask(newNode(&scripted{}), call{method: "POST", path: path, token: "counter", key: key, body: body}); w.Code != 200 {
				t.Errorf("%s with %q: %d %s", path, body, w.Code, w.Body)
			}
		}
		if w := ask(newNode(&scripted{}), call{method: "POST", path: "/api/v1/tickets", token: "kiosk", key: key, body: body}); w.Code/100 != 4 {
			t.Errorf("a ticket for %q: %d %s", body, w.Code, w.Body)
		}
	}
}

// TestABodyThatSaysSomethingIsReadWhole, however it begins and however long it is.
func TestABodyThatSaysSomethingIsReadWhole(t *testing.T) {
	for body, want := range map[string]string{
		`{"note":"x"}`: "x", strings.Repeat(" ", 200) + `{"note":"x"}`: "x", `{"note":"` + strings.Repeat("y", 400) + `"}`: strings.Repeat("y", 400),
	} {
		a := &scripted{}
		w := ask(newNode(a), call{method: "POST", path: "/api/v1/tickets/x/hold", token: "counter", key: key, body: body})
		if got, ok := a.last().(hall.Action); w.Code != 200 || !ok || got.Note != want {
			t.Errorf("%.30q…: %d, read as %+v", body, w.Code, a.last())
		}
	}
	for _, body := range []string{"nul", "null null", "nothing", "[]", `{"note":"` + strings.Repeat("z", 70<<10) + `"}`} {
		if w := ask(newNode(&scripted{}), call{method: "POST", path: "/api/v1/tickets/x/hold", token: "counter", key: key, body: body}); w.Code/100 != 4 {
			t.Errorf("%.30q: %d", body, w.Code)
		}
	}
}
