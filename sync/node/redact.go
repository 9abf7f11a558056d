package node

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// sight is what a kind of terminal is told beside the bare queue. What no entry gives is told to nobody: every answer
// of this package that holds a ticket passes through it.
type sight struct {
	person   bool // what was written of and by the visitor: a colleague's word, his reasons; and the token that stands for him
	slip     bool // a ticket's code and the address of its page: whoever has them has the ticket
	rating   bool // how the visitor found the service
	staff    bool // names of tellers
	history  bool // what happened before the stream began
	ownSlips bool // the code and the address of the tickets that it issued itself
}

// sights is the whole table; a kind that is not in it sees the bare queue.
var sights = map[wire.Kind]sight{
	wire.Counter: {person: true, slip: true, rating: true, staff: true, history: true},
	wire.Admin:   {slip: true, rating: true, staff: true},
	wire.Kiosk:   {ownSlips: true, rating: true},
}

// sightOf is what a terminal sees now. What is written of visitors a counter's program sees while a teller is signed in
// at it.
func (n *Node) sightOf(t wire.Terminal) sight {
	s := sights[t.Kind]
	if t.Kind == wire.Counter && n.seats != nil && !n.seats.Seated(t.ID) {
		s.person = false
	}
	return s
}

// ticket is a ticket as terminal t sees it.
func (s sight) ticket(t wire.Terminal, ticket hall.Ticket) hall.Ticket {
	if !s.person {
		ticket.Note, ticket.Customer, ticket.TokenHash = "", "", ""
	}
	if !s.slipOf(t, ticket) {
		ticket.Code = ""
	}
	ticket.Evaluation = s.evaluation(ticket.Evaluation)
	if !s.staff {
		ticket.Broken = nil
	}
	return ticket
}

func (s sight) evaluation(e *hall.Evaluation) *hall.Evaluation {
	if e == nil || !s.rating {
		return nil
	}
	shown := *e
	if !s.person {
		shown.Reasons = nil
	}
	return &shown
}

func (s sight) slipOf(t wire.Terminal, ticket hall.Ticket) bool {
	return s.slip || s.ownSlips && ticket.Terminal != "" && ticket.Terminal == t.ID
}

// standing shows a standing as the asking terminal sees it.
func (n *Node) standing(ctx context.Context) func(hall.Standing, error) (hall.Standing, error) {
	t := terminalOf(ctx)
	s := n.sightOf(t)
	return func(st hall.Standing, err error) (hall.Standing, error) {
		code, asked := st.Code, s.ownSlips && st.PrintAt != "" && st.PrintAt == t.ID
		if !asked && !s.slipOf(t, st.Ticket) {
			st.URL = ""
		}
		if st.Ticket = s.ticket(t, st.Ticket); asked {
			st.Code = code
		}
		return st, err
	}
}

// picks are a line as the asking terminal sees it.
func (n *Node) picks(ctx context.Context, line []hall.Pick) []hall.Pick {
	t := terminalOf(ctx)
	s, shown := n.sightOf(t), make([]hall.Pick, len(line))
	for i, p := range line {
		p.Ticket = s.ticket(t, p.Ticket)
		shown[i] = p
	}
	return shown
}

// snapshot is a hall as the asking terminal sees it.
func (n *Node) snapshot(ctx context.Context, h hall.Snapshot) hall.Snapshot {
	t := terminalOf(ctx)
	s := n.sightOf(t)
	for _, list := range []*[]hall.Ticket{&h.Waiting, &h.Held, &h.Missed} {
		shown := make([]hall.Ticket, len(*list))
		for i, ticket := range *list {
			shown[i] = s.ticket(t, ticket)
		}
		*list = shown
	}
	if s.person {
		return h
	}
	counters := make([]hall.CounterView, len(h.Counters))
	for i, c := range h.Counters {
		c.Reason = keyAlone(c.Reason)
		counters[i] = c
	}
	h.Counters = counters
	return h
}

// keyAlone is a reason that is a key of the catalogues: what a teller wrote himself stays with the staff, however it is
// spelt.
func keyAlone(reason string) string {
	if slices.Contains(hall.PauseReasons, reason) {
		return reason
	}
	return ""
}

// framesFor are the frames that a kind of terminal may see.
func (n *Node) framesFor(k wire.Kind) *frames {
	if f, ok := n.frames[sights[k]]; ok {
		return f
	}
	return n.frames[sight{}]
}

// newFrames has one set of frames for each sight.
func newFrames() map[sight]*frames {
	all := map[sight]*frames{{}: {shown: sight{}.event}}
	for _, s := range sights {
		all[s] = &frames{shown: s.event}
	}
	return all
}

// event is an event as the stream tells it.
func (s sight) event(e hall.Event) (hall.Event, error) {
	if s.history {
		return e, nil // a counter: the log as it is
	}
	b, err := e.Tell()
	if err != nil || b.Ticket == nil && b.Setup == nil && b.Counter == nil {
		return e, err
	}
	if b.Ticket != nil {
		t := s.ticket(wire.Terminal{}, *b.Ticket)
		b.Ticket = &t
	}
	if b.Setup != nil && !s.staff {
		setup := *b.Setup
		setup.Tellers = nil
		b.Setup = &setup
	}
	if b.Counter != nil && !s.person {
		c := *b.Counter
		c.Reason = keyAlone(c.Reason)
		b.Counter = &c
	}
	e.Body, err = json.Marshal(b)
	return e, err
}
