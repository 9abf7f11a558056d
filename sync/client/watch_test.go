package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/client"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/synctest"
	"github.com/brighthall/brighthall/sync/wire"
)

// tape is an authority with nothing but a log of events, to cut lines on.
type tape struct {
	hall.Authority
	mu     sync.Mutex
	more   chan struct{}
	events []hall.Event
}

func newTape() *tape { return &tape{more: make(chan struct{})} }

func (l *tape) write(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for range n {
		l.events = append(l.events, hall.Event{Outlet: "o", Epoch: 1, Seq: hall.Seq(len(l.events) + 1), Kind: hall.TicketIssued, V: 1, Body: json.RawMessage(`{}`)})
	}
	close(l.more)
	l.more = make(chan struct{})
}

func (l *tape) after(seq hall.Seq) ([]hall.Event, chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.events[seq:], l.more
}

func (l *tape) Hall(context.Context) (hall.Snapshot, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return hall.Snapshot{Cursor: hall.Cursor{Epoch: 1, Seq: hall.Seq(len(l.events))}}, nil
}

func (l *tape) Watch(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error {
	if after.Epoch != 1 {
		place, _ := l.Hall(ctx)
		after = place.Cursor
		if err := tell(hall.Event{Epoch: after.Epoch, Seq: after.Seq, Kind: hall.Reset, Body: json.RawMessage(`{}`)}); err != nil {
			return err
		}
	}
	for {
		events, more := l.after(after.Seq)
		for _, e := range events {
			if err := tell(e); err != nil {
				return err
			}
			after = e.Cursor()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-more:
		}
	}
}

// anybody lets every token in as a display.
type anybody struct{}

func (anybody) Terminal(_ context.Context, token string) (wire.Terminal, error) {
	if token == "stolen" {
		return wire.Terminal{}, hall.E("anybody", hall.Unauthenticated)
	}
	return wire.Terminal{ID: hall.TerminalID(token), Kind: wire.Display}, nil
}

func serve(t testing.TB, h http.Handler) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s
}

func tapeNode(t *testing.T, l *tape, beat time.Duration) *httptest.Server {
	t.Helper()
	return serve(t, node.New(l, node.Options{Terminals: anybody{}, Beat: beat}))
}

var quick = client.Options{Pause: time.Millisecond, MaxPause: 10 * time.Millisecond, Silence: 300 * time.Millisecond, Patience: 5 * time.Second}

// watched collects events and lets a test await their number.
type watched struct {
	mu     sync.Mutex
	events []hall.Event
	more   chan struct{}
	done   chan error
	stop   context.CancelFunc
}

func startWatch(t *testing.T, c *client.Client, after hall.Cursor) *watched {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	w := &watched{more: make(chan struct{}, 1), done: make(chan error, 1), stop: stop}
	go func() { w.done <- c.Watch(ctx, after, w.tell) }()
	t.Cleanup(func() { stop(); <-w.done })
	return w
}

func (w *watched) tell(e hall.Event) error {
	w.mu.Lock()
	w.events = append(w.events, e)
	w.mu.Unlock()
	select {
	case w.more <- struct{}{}:
	default:
	}
	return nil
}

func (w *watched) await(t *testing.T, n int) []hall.Event {
	t.Helper()
	limit := time.After(20 * time.Second)
	for {
		w.mu.Lock()
		got := append([]hall.Event(nil), w.events...)
		w.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-w.more:
		case <-limit:
			t.Fatalf("%d events after 20 s, want %d", len(got), n)
		}
	}
}

func inOrder(t *testing.T, events []hall.Event, first, last hall.Seq) {
	t.Helper()
	if len(events) != int(last-first)+1 {
		t.Fatalf("%d events, want %d to %d", len(events), first, last)
	}
	for i, e := range events {
		if e.Seq != first+hall.Seq(i) {
			t.Fatalf("event %d has seq %d, want %d: a gap or a repeat", i, e.Seq, first+hall.Seq(i))
		}
	}
}

func TestWatchResumesWithoutGapOrRepeat(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(p *synctest.Proxy, l *tape)
	}{
		{"the line is cut", func(p *synctest.Proxy, _ *tape) { p.Cut() }},
		{"the node is away and comes back", func(p *synctest.Proxy, l *tape) { p.Down(true); l.write(7); p.Down(false) }},
		{"the line is half open", func(p *synctest.Proxy, l *tape) {
			before := p.Accepted()
			p.Hole(true)
			l.write(5)
			for p.Accepted() == before {
				<-time.After(5 * time.Millisecond)
			}
			p.Hole(false)
		}},
		{"the line is slow", func(p *synctest.Proxy, _ *tape) { p.Delay(3 * time.Millisecond) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newTape()
			p := synctest.NewProxy(t, tapeNode(t, l, 50*time.Millisecond).Listener.Addr().String())
			l.write(10)
			w := startWatch(t, client.New("http://"+p.Addr(), "d", quick), hall.Cursor{Epoch: 1, Seq: 3})
			w.await(t, 7)
			for range 5 {
				l.write(20)
				c.damage(p, l)
			}
			l.write(1)
			last, _ := l.Hall(t.Context())
			inOrder(t, w.await(t, int(last.Cursor.Seq)-3), 4, last.Cursor.Seq)
		})
	}
}

func TestWatchFromNowKeepsItsPlaceBeforeTheFirstEvent(t *testing.T) {
	l := newTape()
	l.write(10)
	p := synctest.NewProxy(t, tapeNode(t, l, 20*time.Millisecond).Listener.Addr().String())
	w := startWatch(t, client.New("http://"+p.Addr(), "d", quick), hall.Cursor{})
	for p.Accepted() == 0 {
		<-time.After(time.Millisecond)
	}
	<-time.After(500 * time.Millisecond) // some beats pass, no event
	p.Down(true)
	l.write(3) // while nobody listens
	p.Down(false)
	inOrder(t, w.await(t, 3), 11, 13)
}

func TestWatchOfAnUnknownEpochIsResetOnce(t *testing.T) {
	l := newTape()
	l.write(5)
	p := synctest.NewProxy(t, tapeNode(t, l, time.Second).Listener.Addr().String())
	w := startWatch(t, client.New("http://"+p.Addr(), "d", quick), hall.Cursor{Epoch: 9, Seq: 900})
	if e := w.await(t, 1)[0]; e.Kind != hall.Reset || e.Seq != 5 {
		t.Fatalf("got %+v, want a reset at 5", e)
	}
	p.Cut()
	l.write(2)
	inOrder(t, w.await(t, 3)[1:], 6, 7)
}

func TestWatchEnds(t *testing.T) {
	l := newTape()
	l.write(3)
	url := tapeNode(t, l, time.Second).URL
	enough := errors.New("enough")
	for _, c := range []struct {
		name  string
		token string
		tell  func(hall.Event) error
		want  func(error) bool
	}{
		{"when tell has had enough", "d", func(hall.Event) error { return enough }, func(err error) bool { return errors.Is(err, enough) }},
		{"when the terminal is refused", "stolen", func(hall.Event) error { return nil }, func(err error) bool { return hall.CodeOf(err) == hall.Unauthenticated }},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := client.New(url, c.token, quick).Watch(t.Context(), hall.Cursor{Epoch: 1}, c.tell)
			if !c.want(err) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("without an error when ctx ends", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		if err := client.New(url, "d", quick).Watch(ctx, hall.Cursor{Epoch: 1}, func(hall.Event) error { stop(); return nil }); err != nil {
			t.Errorf("got %v", err)
		}
	})
}
