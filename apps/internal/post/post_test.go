package post_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/post"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/sims"
)

// scripted is a hall whose events a test decides.
type scripted struct{ events chan hall.Event }

func (scripted) Hall(context.Context) (hall.Snapshot, error) {
	return hall.Snapshot{Cursor: hall.Cursor{Epoch: 1, Seq: 1}, Counters: []hall.CounterView{aCounter()}}, nil
}

// aCounter has a label that is not its id.
func aCounter() (c hall.CounterView) {
	c.ID, c.Label = "C3", "3"
	return c
}

func (s scripted) Watch(ctx context.Context, _ hall.Cursor, tell func(hall.Event) error) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-s.events:
			tell(e)
		}
	}
}

// counter is a post with simulated devices on real lines.
type counter struct {
	scripted
	said  chan string // by the devices
	rated chan string
	act   map[string]sims.Device
}

func stand(t *testing.T) *counter {
	t.Helper()
	c := &counter{scripted: scripted{make(chan hall.Event)}, said: make(chan string, 100), rated: make(chan string, 10), act: map[string]sims.Device{}}
	ctx, cancel := context.WithCancel(context.Background())
	urls, ready := map[string]string{}, make(chan rack.Device, 100)
	done := make(chan struct{}, 8)
	for name, protocol := range map[string]string{"led": "onbon", "evaluator": "keys"} {
		sim, _ := sims.Find(protocol)
		line, err := porttest.NewLine(t.TempDir(), "tty", 0)
		if err != nil {
			t.Fatal(err)
		}
		d := sim.Make(func(words string) { c.said <- name + ": " + words })
		c.act[name] = d
		go func() { d.Serve(ctx, hardwaretest.Cable(ctx, line)); done <- struct{}{} }()
		t.Cleanup(func() { line.Close() })
		urls[name] = fmt.Sprintf(sim.Example, line.URL())
	}
	r, err := rack.New(all.Registry(all.Resources{}), urls, rack.Options{OnStatus: func(d rack.Device) { ready <- d }})
	if err != nil {
		t.Fatal(err)
	}
	p := &post.Post{From: c, Counter: "C3", Screen: r.LED("led"), Evaluator: r.Evaluator("evaluator"), Words: func(no hall.TicketNo, window string) string { return string(no) + " -> " + window },
		Rated: func(id hall.TicketID, level int) { c.rated <- fmt.Sprint(id, " ", level) }, Trouble: func(err error) { t.Log(err) }}
	go func() { r.Run(ctx); done <- struct{}{} }()
	for up := map[string]bool{}; len(up) < 2; {
		if d := wait(t, ready); d.Status.Usable() {
			up[d.Name] = true
		}
	}
	go func() { p.Run(ctx); done <- struct{}{} }()
	t.Cleanup(func() {
		cancel()
		for range 4 {
			<-done
		}
	})
	return c
}

func (c *counter) happens(t *testing.T, kind hall.EventKind, ticket hall.Ticket) {
	t.Helper()
	body, err := json.Marshal(hall.Body{Ticket: &ticket})
	if err != nil {
		t.Fatal(err)
	}
	c.events <- hall.Event{Kind: kind, Epoch: 1, Seq: 2, At: ticket.EndedAt + 1000, Body: body}
}

// says waits until the devices have said all of it, in any order.
func (c *counter) says(t *testing.T, want ...string) {
	t.Helper()
	for len(want) > 0 {
		said := wait(t, c.said)
		want = slices.DeleteFunc(want, func(w string) bool { return w == said })
	}
}

// presses presses as an impatient visitor does, until it counts: a key that comes together with the light does not.
func (c *counter) presses(t *testing.T, key string) string {
	t.Helper()
	again := time.NewTicker(300 * time.Millisecond)
	defer again.Stop()
	for range 30 {
		c.act["evaluator"].Act(key)
		select {
		case got := <-c.rated:
			return got
		case <-again.C:
		}
	}
	t.Fatal("no key counts")
	return ""
}

func wait[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(10 * time.Second):
		t.Fatal("it did not happen")
		panic("unreachable")
	}
}

// TestAnEndToldAfterACutAsksNobody: the visitor is gone since.
func TestAnEndToldAfterACutAsksNobody(t *testing.T) {
	c := stand(t)
	gone := hall.Ticket{ID: "t1", No: "H023", Counter: "C3", State: hall.Finished, EndedAt: 1_800_000_000_000}
	body, err := json.Marshal(hall.Body{Ticket: &gone})
	if err != nil {
		t.Fatal(err)
	}
	c.events <- hall.Event{Kind: hall.TicketFinished, Epoch: 1, Seq: 2, At: gone.EndedAt.Add(time.Hour), Body: body}
	c.happens(t, hall.TicketFinished, hall.Ticket{ID: "t2", No: "H024", Counter: "C3", State: hall.Finished, EndedAt: gone.EndedAt})
	c.says(t, "evaluator: light")
	if got := c.presses(t, "press 5"); got != "t2 5" {
		t.Errorf("rated is %q, want the one who is there", got)
	}
}

func TestACallStandsOnTheDisplayAndTheFinishedTicketIsAskedAbout(t *testing.T) {
	c := stand(t)
	ticket := hall.Ticket{ID: "t1", No: "H023", Counter: "C3", State: hall.Called}
	other := hall.Ticket{ID: "t2", No: "A001", Counter: "C4", State: hall.Called}
	c.happens(t, hall.TicketCalled, other) // at the next counter
	c.happens(t, hall.TicketCalled, ticket)
	c.says(t, "led: 1: H023 -> 3")
	ticket.State = hall.Finished
	c.happens(t, hall.TicketFinished, ticket)
	c.says(t, "led: 1: dark", "evaluator: light")
	if got := c.presses(t, "press 4"); got != "t1 4" {
		t.Errorf("rated %s", got)
	}
}

func TestATicketThatLeavesTheCounterLeavesTheDisplay(t *testing.T) {
	c := stand(t)
	ticket := hall.Ticket{ID: "t1", No: "H023", Counter: "C3", State: hall.Called}
	c.happens(t, hall.TicketCalled, ticket)
	c.says(t, "led: 1: H023 -> 3")
	ticket.State, ticket.Counter = hall.Waiting, ""
	c.happens(t, hall.TicketRequeued, ticket)
	c.says(t, "led: 1: dark")
}
