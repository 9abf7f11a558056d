package node_test

import (
	"context"
	"slices"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/node"
)

// TestEveryRequestOfACounterIsASignOfLife, a refused one too; those of other terminals are none.
func TestEveryRequestOfACounterIsASignOfLife(t *testing.T) {
	for _, c := range []struct {
		name  string
		what  call
		alive bool
	}{
		{"next", call{method: "POST", path: "/api/v1/counters/3/next", token: "counter", key: key}, true},
		{"reading the hall", call{method: "GET", path: "/api/v1/hall", token: "counter"}, true},
		{"a command without a key", call{method: "POST", path: "/api/v1/counters/3/next", token: "counter"}, true},
		{"a kiosk", call{method: "GET", path: "/api/v1/hall", token: "kiosk"}, false},
		{"nobody", call{method: "GET", path: "/api/v1/hall", token: "forged"}, false},
		{"the health of the node", call{method: "GET", path: "/healthz", token: "counter"}, false},
	} {
		a := &scripted{}
		ask(newNode(a), c.what)
		now, ever := a.attending("T-counter")
		if slices.Contains(ever, hall.TerminalID("T-counter")) != c.alive || len(ever) > 1 {
			t.Errorf("%s: %v attended", c.name, ever)
		}
		if now != 0 {
			t.Errorf("%s: the request is over and its program still attends", c.name)
		}
	}
}

// TestACounterAttendsWhileItsStreamIsOpen, from before it has a counter until the line is cut.
func TestACounterAttendsWhileItsStreamIsOpen(t *testing.T) {
	a := &scripted{left: make(chan hall.TerminalID, 1), watch: func(ctx context.Context, _ hall.Cursor, _ func(hall.Event) error) error {
		<-ctx.Done()
		return nil
	}}
	res, body := openStream(t, a, "counter", "", node.Options{})
	lines(t, body, 2)
	if now, _ := a.attending("T-counter"); now != 1 {
		t.Fatalf("%d programs attend while the stream is open", now)
	}
	res.Body.Close()
	if id := <-a.left; id != "T-counter" {
		t.Errorf("%s left", id)
	}
}
