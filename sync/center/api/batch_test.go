package api_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

func TestReadBatch(t *testing.T) {
	tests := []struct {
		name, text string
		events     int
		code       hall.Code
	}{
		{"an envelope", `{"events":[{"outlet":"a","epoch":1,"seq":1,"kind":"day.opened","at_ms":1,"v":1,"body":{}}]}`, 1, ""},
		{"a bare list", ` [{"outlet":"a","epoch":1,"seq":1,"kind":"day.opened","at_ms":1,"v":1,"body":{}}]`, 1, ""},
		{"nothing in it", `{"events":[]}`, 0, ""},
		{"no JSON", `outlet=a`, 0, hall.Invalid},
		{"cut in the middle", `{"events":[{"outlet":"a","epo`, 0, hall.Invalid},
		{"no place in the log", `[{"outlet":"a","kind":"day.opened"}]`, 0, hall.Invalid},
		{"no outlet", `[{"epoch":1,"seq":1,"kind":"day.opened"}]`, 0, hall.Invalid},
		{"a reset", `[{"outlet":"a","epoch":1,"seq":1,"kind":"reset"}]`, 0, hall.Invalid},
		{"a place no database holds", `[{"outlet":"a","epoch":1,"seq":18446744073709551615,"kind":"day.opened"}]`, 0, hall.Invalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events, err := api.ReadBatch(strings.NewReader(tt.text))
			if hall.CodeOf(err) != tt.code || len(events) != tt.events {
				t.Fatal(len(events), err)
			}
		})
	}
}

// FuzzReadBatch: whatever comes, it is refused as Invalid or every event has its place and survives being written
// again.
func FuzzReadBatch(f *testing.F) {
	whole, _ := json.Marshal(api.Batch{Events: centertest.New("a").Visits(2).Events})
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte(`[{"outlet":"a","epoch":1,"seq":1,"kind":"day.opened","body":null}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		events, err := api.ReadBatch(bytes.NewReader(raw))
		if err != nil {
			if hall.CodeOf(err) != hall.Invalid {
				t.Fatal(err)
			}
			return
		}
		for _, e := range events {
			if e.Epoch == 0 || e.Seq == 0 || e.Outlet == "" {
				t.Fatalf("%+v", e)
			}
		}
		if again, err := json.Marshal(events); err != nil {
			t.Fatal(err)
		} else if back, err := api.ReadBatch(bytes.NewReader(again)); err != nil || len(back) != len(events) {
			t.Fatal(err)
		}
	})
}
