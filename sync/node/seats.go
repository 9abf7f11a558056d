package node

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// seats are the counters that a terminal's program sits at. While its stream is open, the program is alive.
//
// A nil *seats is that of a terminal nobody watches.
type seats struct {
	terminal hall.TerminalID
	mu       sync.Mutex
	at       map[hall.CounterID]bool // guarded by mu
}

// seatsOf reads where the terminal sits now; the stream's own events keep it up to date. nil: it is no counter, or nobody asks.
func (n *Node) seatsOf(ctx context.Context) *seats {
	t := terminalOf(ctx)
	if n.watcher == nil || t.Kind != wire.Counter {
		return nil
	}
	s := &seats{terminal: t.ID, at: map[hall.CounterID]bool{}}
	h, err := n.authority.Hall(ctx)
	if err != nil {
		return s // the events to come tell it
	}
	for _, c := range h.Counters {
		s.set(c.Counter)
	}
	return s
}

// note follows the events of counters.
func (s *seats) note(e hall.Event) {
	if s == nil || (e.Kind != hall.CounterOpened && e.Kind != hall.CounterClosedEv) {
		return
	}
	if b, err := e.Tell(); err == nil && b.Counter != nil {
		s.set(*b.Counter)
	}
}

func (s *seats) set(c hall.Counter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Terminal == s.terminal && c.State != hall.CounterClosed {
		s.at[c.ID] = true
		return
	}
	delete(s.at, c.ID)
}

func (s *seats) all() []hall.CounterID {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]hall.CounterID, 0, len(s.at))
	for id := range s.at {
		ids = append(ids, id)
	}
	return ids
}

// pulse tells the authority that the program is alive, as long as its stream is open.
func (n *Node) pulse(ctx context.Context, s *seats) {
	if s == nil {
		return
	}
	tick := time.NewTicker(n.opts.Pulse)
	defer tick.Stop()
	for {
		for _, id := range s.all() {
			n.watcher.Seen(id)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
