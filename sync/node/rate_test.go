package node_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/wire"
)

// limited is a node with the rates of a hall and a clock that a test moves.
func limited(a *scripted) (*node.Node, *halltest.Clock) {
	clock := halltest.NewClock(halltest.Opening)
	return node.New(a, node.Options{Terminals: tokens{}, Rates: node.HallRates(), RateClock: clock.Now}), clock
}

// repeat asks n times, each time with a key of its own, and counts what was let through.
func repeat(t *testing.T, h http.Handler, n int, c call) (through int) {
	t.Helper()
	for range n {
		c.key = uuid.NewString()
		w := ask(h, c)
		if w.Code < 300 {
			through++
			continue
		}
		if w.Code != http.StatusTooManyRequests {
			continue
		}
		if p := problemIn(t, w); p.Code != hall.TooMany {
			t.Fatalf("%+v", p)
		}
		if after, err := strconv.Atoi(w.Header().Get("Retry-After")); err != nil || after < 1 {
			t.Fatalf("Retry-After: %q", w.Header().Get("Retry-After"))
		}
	}
	return through
}

// TestATerminalThatRunsWildIsSlowedDown: one token took 1,500 tickets in 6 s, cancelled everybody's, and raised 800
// faults.
func TestATerminalThatRunsWildIsSlowedDown(t *testing.T) {
	for _, c := range []struct {
		name        string
		call        call
		atOnce      int
		inTenMin    int
		everySecond bool // an honest terminal's pace, for ten minutes
	}{
		{"a kiosk's tickets", call{"POST", "/api/v1/tickets", "kiosk", "", `{"service":"H","source":"kiosk"}`}, 60, 660, true},
		{"a counter's tickets", call{"POST", "/api/v1/tickets", "counter", "", `{"service":"H","source":"counter"}`}, 60, 660, true},
		{"a kiosk's cancels", call{"POST", "/api/v1/tickets/t1/cancel", "kiosk", "", `{}`}, 20, 120, false},
		{"a kiosk's slips", call{"POST", "/api/v1/tickets/t1/print", "kiosk", "", `{"paper":"printed"}`}, 60, 660, true},
		{"a display's faults", call{"POST", "/api/v1/reports", "display", "", `{"fault":{"device":"x","code":"x"}}`}, 60, 360, false},
		{"a counter's scans", call{"GET", "/api/v1/tickets?code=10178700011765", "counter", "", ""}, 30, 630, true},
		{"a teller's keys", call{"POST", "/api/v1/counters/3/next", "counter", "", ""}, 120, 3120, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, clock := limited(&scripted{})
			if got := repeat(t, h, 2*c.atOnce, c.call); got != c.atOnce {
				t.Errorf("%d at once, want %d", got, c.atOnce)
			}
			got := c.atOnce
			for range 60 {
				clock.Advance(10 * time.Second)
				got += repeat(t, h, 60, c.call)
			}
			if got > c.inTenMin || got < c.inTenMin-60 {
				t.Errorf("%d in ten minutes, want %d", got, c.inTenMin)
			}
			if !c.everySecond {
				return
			}
			h, clock = limited(&scripted{})
			for range 600 {
				if repeat(t, h, 1, c.call) != 1 {
					t.Fatal("an honest pace is refused")
				}
				clock.Advance(time.Second)
			}
		})
	}
}

// TestOneTerminalsRateIsNoOthers: the other kiosk goes on, and reading the hall costs nothing.
func TestOneTerminalsRateIsNoOthers(t *testing.T) {
	h, _ := limited(&scripted{})
	issue := call{method: "POST", path: "/api/v1/tickets", token: "kiosk", body: `{"service":"H","source":"kiosk"}`}
	repeat(t, h, 100, issue)
	issue.token = "counter"
	if repeat(t, h, 1, issue) != 1 || repeat(t, h, 500, call{method: "GET", path: "/api/v1/hall", token: "kiosk"}) != 500 {
		t.Error("somebody else's rate was counted")
	}
}

// TestAMistakenScanIsNoGuess: yesterday's slip, another hall's, a payment code: none of them costs a try.
func TestAMistakenScanIsNoGuess(t *testing.T) {
	for _, code := range []hall.Code{hall.CodeOld, hall.CodeForeign, hall.CodeUnknown, hall.CodeUsed, hall.Unavailable} {
		h, clock := limited(&scripted{fail: hall.E("queue.Find", code)})
		for range 100 {
			if p := problemIn(t, ask(h, call{method: "GET", path: "/api/v1/tickets?code=10178700011765", token: "counter"})); p.Code != code {
				t.Fatalf("%s: %+v", code, p)
			}
			clock.Advance(time.Second)
		}
	}
}

// TestATokenHoldsAFewStreams: 5,000 were accepted. One that ends makes room.
func TestATokenHoldsAFewStreams(t *testing.T) {
	a := &scripted{watch: func(ctx context.Context, _ hall.Cursor, _ func(hall.Event) error) error { <-ctx.Done(); return nil }}
	n, _ := limited(a)
	s := httptest.NewServer(n)
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	open := func(token string) (*http.Response, context.CancelFunc) {
		ctx, stop := context.WithCancel(t.Context())
		r, _ := http.NewRequestWithContext(ctx, "GET", s.URL+wire.Events, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { stop(); res.Body.Close() })
		return res, stop
	}
	most := node.HallRates()[wire.Display].Streams
	var stops []context.CancelFunc
	for n := range most {
		res, stop := open("display")
		if stops = append(stops, stop); res.StatusCode != http.StatusOK {
			t.Fatalf("stream %d: %s", n, res.Status)
		}
	}
	if res, _ := open("display"); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("one more: %s", res.Status)
	}
	if res, _ := open("counter"); res.StatusCode != http.StatusOK {
		t.Errorf("another terminal: %s", res.Status)
	}
	stops[0]()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		res, _ := open("display")
		if res.StatusCode == http.StatusOK {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatal("a stream that ended makes no room")
		case <-time.After(5 * time.Millisecond):
		}
	}
}
