package halltest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Hall is an authority under test, opened on Setup and Clock, with nothing in it.
type Hall struct {
	// As is the authority as one terminal reaches it: the near queue gives itself, a node gives a client enrolled under
	// that name. Kinds are "kiosk", "counter", "display".
	As func(kind string, id hall.TerminalID) hall.Authority
	// Clock is the authority's clock.
	Clock *Clock
	// Tick lets the authority do what is due by the clock.
	Tick func(ctx context.Context) error
	// Restart stops the authority and starts it again on what it stored. As and Tick reach the new one afterwards.
	Restart func()

	t testing.TB
}

// keys counts all keys of the process: two halls on one store never share one.
var keys atomic.Int64

// Open opens an empty authority for one test.
type Open func(t testing.TB, setup hall.Setup) *Hall

// With binds the hall to a test; its steps fail that test.
func (h *Hall) With(t testing.TB) *Hall { h.t = t; return h }

// Key is a new idempotency key.
func (h *Hall) Key() string { return UUID(fmt.Sprintf("%s|%d", h.t.Name(), keys.Add(1))) }

// Kiosk is the authority as the first kiosk reaches it.
func (h *Hall) Kiosk() hall.Authority { return h.As("kiosk", "K1") }

// Desk is the authority as a counter's program reaches it.
func (h *Hall) Desk(c hall.CounterID) hall.Authority { return h.As("counter", Program(c)) }

// Board is the authority as a display reaches it.
func (h *Hall) Board() hall.Authority { return h.As("display", "D1") }

// Context ends with the test.
func (h *Hall) Context() context.Context { return h.t.Context() }

// Request is a kiosk's request for a ticket.
func (h *Hall) Request(service string) hall.IssueRequest { return h.request(service, h.Key()) }

func (h *Hall) by(c hall.CounterID) hall.Actor {
	return hall.Actor{Terminal: Program(c), Teller: Teller(c), Staff: true}
}

func (h *Hall) must(what string, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("%s: %v", what, err)
	}
}

func (h *Hall) request(service, id string) hall.IssueRequest {
	return hall.IssueRequest{ID: hall.TicketID(id), Service: service, Source: hall.FromKiosk, By: hall.Actor{Terminal: "K1"}}
}

// Issue takes a ticket at the kiosk, changed by how, and moves the clock on by a second.
func (h *Hall) Issue(service string, how ...func(*hall.IssueRequest)) hall.Standing {
	h.t.Helper()
	s, err := h.TryIssue(service, how...)
	h.must("issue "+service, err)
	h.Clock.Advance(time.Second)
	return s
}

// TryIssue is Issue that may be refused.
func (h *Hall) TryIssue(service string, how ...func(*hall.IssueRequest)) (hall.Standing, error) {
	r := h.Request(service)
	for _, f := range how {
		f(&r)
	}
	return h.Kiosk().Issue(h.Context(), r)
}

// CarePriority asks for care priority.
func CarePriority(r *hall.IssueRequest) { r.Priority = hall.Care }

// BookedPriority asks for the place of one who booked and is on time.
func BookedPriority(r *hall.IssueRequest) { r.Priority = hall.Booked }

// Of names the customer.
func Of(c hall.CustomerID) func(*hall.IssueRequest) {
	return func(r *hall.IssueRequest) { r.Customer = c }
}

// Open seats the tellers of the test outlet at these counters.
func (h *Hall) Open(ids ...hall.CounterID) {
	h.t.Helper()
	for _, id := range ids {
		_, err := h.TryDesk(id, hall.OpenCounter)
		h.must("open counter "+string(id), err)
	}
}

// TryDesk does a verb on a counter, which may be refused.
func (h *Hall) TryDesk(id hall.CounterID, v hall.CounterVerb) (hall.Counter, error) {
	a := hall.CounterAction{Key: h.Key(), Counter: id, Verb: v, By: h.by(id)}
	if v == hall.OpenCounter {
		a.Teller, a.PIN = Teller(id), PIN
	}
	return h.Desk(id).Desk(h.Context(), a)
}

// DeskDo does a verb on a counter.
func (h *Hall) DeskDo(id hall.CounterID, v hall.CounterVerb) hall.Counter {
	h.t.Helper()
	c, err := h.TryDesk(id, v)
	h.must(string(v)+" counter "+string(id), err)
	return c
}

// Next calls the next visitor of a counter.
func (h *Hall) Next(id hall.CounterID) hall.Pick {
	h.t.Helper()
	p, err := h.TryNext(id)
	h.must("next at "+string(id), err)
	return p
}

// TryNext is Next that may be refused.
func (h *Hall) TryNext(id hall.CounterID) (hall.Pick, error) {
	return h.Desk(id).Next(h.Context(), hall.NextRequest{Key: h.Key(), Counter: id, By: h.by(id)})
}

// Act does a verb on a ticket at a counter, changed by how.
func (h *Hall) Act(at hall.CounterID, id hall.TicketID, v hall.Verb, how ...func(*hall.Action)) hall.Ticket {
	h.t.Helper()
	t, err := h.TryAct(at, id, v, how...)
	h.must(string(v)+" at "+string(at), err)
	return t
}

// TryAct is Act that may be refused. Without a counter it is the visitor's act, at the kiosk.
func (h *Hall) TryAct(at hall.CounterID, id hall.TicketID, v hall.Verb, how ...func(*hall.Action)) (hall.Ticket, error) {
	a := hall.Action{Key: h.Key(), Ticket: id, Verb: v, Counter: at, By: h.by(at)}
	auth := h.Desk(at)
	if at == "" {
		a.By, auth = hall.Actor{Terminal: "K1"}, h.Kiosk()
	}
	for _, f := range how {
		f(&a)
	}
	return auth.Act(h.Context(), a)
}

// To sends a transfer to a group.
func To(g hall.GroupCode) func(*hall.Action) { return func(a *hall.Action) { a.ToGroup = g } }

// ToCounter sends a transfer to a counter.
func ToCounter(c hall.CounterID) func(*hall.Action) { return func(a *hall.Action) { a.ToCounter = c } }

// ForAnyone holds for any counter.
func ForAnyone(a *hall.Action) { a.ForAnyone = true }

// HoldMin holds for some minutes.
func HoldMin(n int) func(*hall.Action) { return func(a *hall.Action) { a.HoldMin = n } }

// Level rates.
func Level(n int) func(*hall.Action) { return func(a *hall.Action) { a.Level = &n } }

// Ticket reads a ticket.
func (h *Hall) Ticket(id hall.TicketID) hall.Standing {
	h.t.Helper()
	s, err := h.Kiosk().Ticket(h.Context(), id)
	h.must("read a ticket", err)
	return s
}

// Snapshot reads the hall.
func (h *Hall) Snapshot() hall.Snapshot {
	h.t.Helper()
	s, err := h.Board().Hall(h.Context())
	h.must("read the hall", err)
	return s
}

// Refused fails the test unless err has the code.
func (h *Hall) Refused(what string, err error, want hall.Code) {
	h.t.Helper()
	if got := hall.CodeOf(err); got != want {
		h.t.Errorf("%s: got %q (%v), want %q", what, got, err, want)
	}
}

// Pass moves the clock on and ticks.
func (h *Hall) Pass(d time.Duration) {
	h.t.Helper()
	h.Clock.Advance(d)
	h.must("tick", h.Tick(h.Context()))
}
