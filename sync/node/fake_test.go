package node_test

import (
	"context"
	"sync"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// scripted is an authority that does as it is told and remembers what it was asked. The real one is proved in
// sync/client.
type scripted struct {
	mu     sync.Mutex
	asked  []any
	fail   error
	nobody bool
	place  hall.Cursor
	watch  func(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error
	there  map[hall.TerminalID]int // guarded by mu: programs that attend now
	came   []hall.TerminalID       // guarded by mu
	left   chan hall.TerminalID    // told who leaves; nil: nobody asks
}

func (s *scripted) TrustClock(_ context.Context, key string, by hall.Actor) (hall.Clock, error) {
	return hall.Clock{State: hall.ClockRight}, s.ask(key + " by " + string(by.Terminal))
}

func (s *scripted) ask(q any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, q)
	return s.fail
}

func (s *scripted) last() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.asked) == 0 {
		return nil
	}
	return s.asked[len(s.asked)-1]
}

func (s *scripted) Issue(_ context.Context, r hall.IssueRequest) (hall.Standing, error) {
	return hall.Standing{Ticket: hall.Ticket{ID: r.ID, No: "H001", Group: "H", State: hall.Waiting}}, s.ask(r)
}

func (s *scripted) Next(_ context.Context, r hall.NextRequest) (hall.Pick, error) {
	return hall.Pick{Nobody: s.nobody, Ticket: hall.Ticket{No: "H001"}, Reason: hall.PickReason{Rule: "earliest"}}, s.ask(r)
}

func (s *scripted) Act(_ context.Context, a hall.Action) (hall.Ticket, error) {
	return hall.Ticket{ID: a.Ticket}, s.ask(a)
}

func (s *scripted) Desk(_ context.Context, a hall.CounterAction) (hall.Counter, error) {
	return hall.Counter{ID: a.Counter}, s.ask(a)
}

func (s *scripted) Report(_ context.Context, r hall.Report) error { return s.ask(r) }

func (s *scripted) Ticket(_ context.Context, id hall.TicketID) (hall.Standing, error) {
	return hall.Standing{Ticket: hall.Ticket{ID: id}}, s.ask(id)
}

func (s *scripted) Find(_ context.Context, scanned string) (hall.Standing, error) {
	return hall.Standing{}, s.ask(scanned)
}

func (s *scripted) Line(_ context.Context, _ hall.CounterID, limit int) ([]hall.Pick, error) {
	return nil, s.ask(limit)
}

func (s *scripted) Hall(context.Context) (hall.Snapshot, error) {
	return hall.Snapshot{Cursor: s.place}, s.ask("hall")
}

func (s *scripted) Watch(ctx context.Context, after hall.Cursor, tell func(hall.Event) error) error {
	if err := s.ask(after); err != nil || s.watch == nil {
		return err
	}
	return s.watch(ctx, after, tell)
}

func (s *scripted) Attend(id hall.TerminalID) (leave func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.there == nil {
		s.there = map[hall.TerminalID]int{}
	}
	s.there[id]++
	s.came = append(s.came, id)
	return func() {
		s.mu.Lock()
		s.there[id]--
		s.mu.Unlock()
		if s.left != nil {
			s.left <- id
		}
	}
}

// attending is who attends now, and everybody who ever came.
func (s *scripted) attending(id hall.TerminalID) (now int, ever []hall.TerminalID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.there[id], s.came
}

// tokens knows one terminal of each kind; its token is the kind's name.
type tokens struct{}

func (tokens) Terminal(_ context.Context, token string) (wire.Terminal, error) {
	for _, k := range wire.Kinds {
		if string(k) == token {
			return wire.Terminal{ID: hall.TerminalID("T-" + token), Kind: k}, nil
		}
	}
	return wire.Terminal{}, hall.E("tokens", hall.Unauthenticated)
}
