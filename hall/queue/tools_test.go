package queue_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

var errEnough = errors.New("enough")

// listen collects n events after a cursor.
func (r *rig) listen(t testing.TB, after hall.Cursor, n int) []hall.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var events []hall.Event
	err := r.q.Watch(ctx, after, func(e hall.Event) error {
		if events = append(events, e); len(events) == n {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		t.Fatalf("watch after %s: %v, after %d of %d events", after, err, len(events), n)
	}
	return events
}

// same compares two snapshots.
func same(t testing.TB, a, b hall.Snapshot) {
	t.Helper()
	if x, y := text(a), text(b); x != y {
		t.Errorf("two snapshots differ:\n%s\n%s", x, y)
	}
}

func text(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func contains(t testing.TB, what string, raw []byte, secrets []string) {
	t.Helper()
	for _, s := range secrets {
		if bytes.Contains(raw, []byte(s)) {
			t.Errorf("%s holds %q", what, s)
		}
	}
}
