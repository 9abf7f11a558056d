package node_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/wire"
)

// openStream asks for events over a real connection; the answer's reader ends with the test.
func openStream(t *testing.T, a *scripted, token, last string, o node.Options) (*http.Response, *bufio.Reader) {
	t.Helper()
	o.Terminals = tokens{}
	s := httptest.NewServer(node.New(a, o))
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	r, _ := http.NewRequestWithContext(t.Context(), "GET", s.URL+wire.Events, nil)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set(wire.HeaderLast, last)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res, bufio.NewReader(res.Body)
}

func lines(t *testing.T, r *bufio.Reader, n int) []string {
	t.Helper()
	var all []string
	for range n {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("after %q: %v", all, err)
		}
		all = append(all, line)
	}
	return all
}

func TestStreamOnTheWire(t *testing.T) {
	e := hall.Event{Outlet: "o", Epoch: 2, Seq: 10, Kind: hall.TicketCalled, V: 1, Body: json.RawMessage(`{}`)}
	a := &scripted{place: hall.Cursor{Epoch: 2, Seq: 9}, watch: func(ctx context.Context, _ hall.Cursor, tell func(hall.Event) error) error {
		if err := tell(e); err != nil {
			return err
		}
		<-ctx.Done()
		return nil
	}}
	res, body := openStream(t, a, "display", "", node.Options{Beat: 20 * time.Millisecond})
	if ct := res.Header.Get("Content-Type"); ct != "text/event-stream; charset=utf-8" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", res.Header)
	}
	data, _ := json.Marshal(e)
	want := []string{"retry: 2000\n", "id: 2.9\n", "\n", "id: 2.10\n", "event: ticket.called\n", "data: " + string(data) + "\n", "\n", ": beat\n"}
	for i, line := range lines(t, body, len(want)) {
		if line != want[i] {
			t.Errorf("line %d is %q, want %q", i, line, want[i])
		}
	}
	if a.last() != (hall.Cursor{Epoch: 2, Seq: 9}) {
		t.Errorf("watched from %v, want from now", a.last())
	}
}

// TestStreamResumesAtThePlaceNamed: who names his place is not told it again, or a reader by lines would count a
// repeat. What comes first is the first event.
func TestStreamResumesAtThePlaceNamed(t *testing.T) {
	for _, e := range []hall.Event{{Epoch: 3, Seq: 78, Kind: hall.TicketCalled, V: 1}, {Epoch: 4, Seq: 5, Kind: hall.Reset, V: 1}} {
		e.Body = json.RawMessage(`{}`)
		a := &scripted{watch: func(ctx context.Context, _ hall.Cursor, tell func(hall.Event) error) error {
			if err := tell(e); err != nil {
				return err
			}
			<-ctx.Done()
			return nil
		}}
		_, body := openStream(t, a, "display", "3.77", node.Options{})
		got, want := lines(t, body, 3), []string{"retry: 2000\n", "\n", "id: " + e.Cursor().String() + "\n"}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the stream begins %q, want %q", e.Kind, got, want)
		}
		if a.last() != (hall.Cursor{Epoch: 3, Seq: 77}) {
			t.Errorf("watched from %v", a.last())
		}
	}
}

func TestStreamRefusesAPlaceThatIsNone(t *testing.T) {
	res, _ := openStream(t, &scripted{}, "display", "yesterday", node.Options{})
	if res.StatusCode != 422 || res.Header.Get("Content-Type") != wire.ProblemType {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
}
