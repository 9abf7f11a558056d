package node_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// TestTheDescriptionSaysWhatEachOperationDoesAndWhichWordsThereAre: whoever writes a program for the hall has
// /openapi.json alone. Its words are the hall's own lists.
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
		{"Ticket", "state", texts(hall.States)},
		{"Standing", "previous", texts(hall.States)},
		{"Stretch", "state", texts(hall.States)},
		{"Counter", "state", texts(hall.CounterStates)},
		{"CounterView", "state", texts(hall.CounterStates)},
		{"CounterView", "no_state", texts(hall.States)},
		{"Clock", "state", texts(hall.ClockStates)},
		{"IssueRequest", "source", texts(hall.AskedSources)},
		{"IssueRequest", "priority", texts(hall.Priorities)},
		{"IssueRequest", "market", texts(hall.Markets)},
		{"IssueRequest", "language", texts(hall.TicketLanguages)},
		{"Ticket", "source", texts(hall.Sources)},
		{"Ticket", "priority", texts(hall.Priorities)},
		{"Ticket", "market", texts(hall.Markets)},
		{"Ticket", "language", texts(hall.TicketLanguages)},
		{"Ticket", "paper", texts(hall.PaperStates)},
		{"Ticket", "ended_by", []string{"", hall.EndedByTeller, hall.EndedByVisitor, hall.EndedBySystem, hall.EndedUnprinted}},
		{"Ticket", "outcomes", texts(hall.Outcomes)},
		{"Action", "outcomes", texts(hall.Outcomes)},
		{"Action", "paper", texts(hall.PaperStates)},
		{"Action", "reasons", hall.RatingReasons},
		{"CounterAction", "reason", append([]string{""}, hall.TellerReasons...)},
		{"PickReason", "rule", []string{queue.ByEarliest, queue.ByCredit, queue.ByTurn, queue.ByOwn, queue.ByRest, queue.ByChoice}},
		{"Fault", "severity", hall.Severities},
		{"TestCheck", "result", texts(hall.TestResults)},
		{"Healthy", "status", []string{"ok", "degraded", "down"}},
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
		if !slices.Equal(enum, c.words) {
			t.Errorf("%s.%s lists %q, want %q", c.of, c.property, enum, c.words)
		}
	}
}

func texts[T ~string](words []T) (all []string) {
	for _, word := range words {
		all = append(all, string(word))
	}
	return all
}
