package node_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"testing"
)

// TestTheDescriptionSaysWhatEachOperationDoesAndWhichWordsThereAre: whoever writes a program for the hall has /openapi.json alone.
func TestTheDescriptionSaysWhatEachOperationDoesAndWhichWordsThereAre(t *testing.T) {
	w := httptest.NewRecorder()
	newNode(&scripted{}).ServeHTTP(w, httptest.NewRequest("GET", "/openapi.json", nil))
	type schema struct {
		Enum       []string `json:"enum"`
		Items      *schema  `json:"items"`
		Additional *schema  `json:"additionalProperties"`
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Summary string `json:"summary"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]struct {
				Properties map[string]json.RawMessage `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for path, methods := range doc.Paths {
		for method, o := range methods {
			if route := method + " " + path; o.Summary == "" || seen[o.Summary] != "" {
				t.Errorf("%s has the summary %q, as %q has", route, o.Summary, seen[o.Summary])
			} else {
				seen[o.Summary] = route
			}
		}
	}
	for _, c := range []struct {
		of, property string
		words        []string
	}{
		{"Ticket", "state", []string{"waiting", "called", "serving", "held", "missed", "finished", "cancelled"}},
		{"Standing", "previous", []string{"waiting", "cancelled"}},
		{"Stretch", "state", []string{"called", "serving"}},
		{"Counter", "state", []string{"closed", "open", "paused"}},
		{"CounterView", "state", []string{"closed", "open", "paused"}},
		{"CounterView", "no_state", []string{"called"}},
		{"Clock", "state", []string{"right", "apart", "unsure"}},
		{"Ticket", "source", []string{"kiosk", "counter", "web", "booking", "foreign"}},
		{"Ticket", "priority", []string{"", "care", "booked"}},
		{"Ticket", "market", []string{"residential", "commercial", "municipal"}},
		{"Ticket", "language", []string{"zh-CN", "en"}},
		{"Ticket", "paper", []string{"printed", "not_printed", "uncertain"}},
		{"Ticket", "ended_by", []string{"teller", "visitor", "system", "unprinted"}},
		{"Ticket", "outcomes", []string{"accepted", "done", "papers", "forwarded", "not_done"}},
		{"Action", "outcomes", []string{"accepted", "done", "papers", "forwarded", "not_done"}},
		{"Action", "reasons", []string{"wait", "manner", "unclear", "steps", "not_done", "other"}},
		{"CounterAction", "reason", []string{"rest", "papers", "training", "device", "other"}},
		{"PickReason", "rule", []string{"earliest", "credit", "turn", "own", "rested", "chosen"}},
		{"Fault", "severity", []string{"notice", "look", "act", "engineer"}},
		{"TestCheck", "result", []string{"good", "watch", "bad", "skipped"}},
		{"Healthy", "status", []string{"ok", "down"}},
	} {
		var got schema
		if err := json.Unmarshal(doc.Components.Schemas[c.of].Properties[c.property], &got); err != nil {
			t.Errorf("%s has no %s: %v", c.of, c.property, err)
			continue
		}
		enum := got.Enum
		if got.Items != nil {
			enum = got.Items.Enum
		}
		if got.Additional != nil {
			enum = got.Additional.Enum
		}
		for _, word := range c.words {
			if !slices.Contains(enum, word) {
				t.Errorf("%s.%s lists %q, and not %q", c.of, c.property, enum, word)
			}
		}
	}
}
