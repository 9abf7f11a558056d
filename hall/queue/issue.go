package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/brighthall/brighthall/hall"
)

const (
	lastCommon  = 799  // 800–999 are leased to terminals that may be cut off
	firstWide   = 1000 // the common range goes on with four digits
	lastCodeSeq = 7999 // 8000–9999 are leased; a ticket beyond has no 14-digit code, its page address still works
	maxText     = 64   // bytes of an id, token or key word made elsewhere
)

// Issue implements hall.Authority.
func (q *Queue) Issue(ctx context.Context, r hall.IssueRequest) (hall.Standing, error) {
	const op = "queue.Issue"
	if err := checkIssue(op, r); err != nil {
		return hall.Standing{}, err
	}
	r.Customer = q.opts.Key.Customer(r.Customer) // before it is hashed, written or told anywhere
	c := command{op: op, by: r.By, key: string(r.ID), hash: hashOf("issue", r),
		decide: func(t *turn) (any, error) { return q.issue(t, r) }, read: q.readStanding,
		fresh: func(ctx context.Context) error { return q.unused(ctx, r.ID) }}
	s, err := do[hall.Standing](ctx, q, c)
	if hall.CodeOf(err) == hall.Duplicate {
		return s, cmp.Or(q.came(ctx, r, hall.TicketID(hall.SubjectOf(err))), err)
	}
	return s, err
}

// came notes that a visitor of an earlier day is here: he asked for a number, and has one.
func (q *Queue) came(ctx context.Context, r hall.IssueRequest, id hall.TicketID) error {
	const op = "queue.came"
	_, err := do[hall.Ticket](ctx, q, command{op: op, by: r.By, key: "came " + string(r.ID), hash: hashOf(op, id), decide: func(t *turn) (any, error) {
		old := t.s.tickets[id]
		if old == nil || !t.s.isLeft(old) {
			return hall.Ticket{}, nil
		}
		return *t.emitTicket(hall.TicketMarked, "", old.State, *old, nil, nil), nil
	}})
	return err
}

// unused refuses an id that was another terminal's ticket on an earlier day: ids are for ever.
func (q *Queue) unused(ctx context.Context, id hall.TicketID) error {
	const op = "queue.unused"
	_, taken, err := q.store.Ticket(ctx, id)
	switch {
	case err != nil:
		return &hall.Error{Op: op, Code: hall.Unavailable, Err: err}
	case taken:
		return hall.E(op, hall.KeyReused, "this id was a ticket before")
	}
	return nil
}

func checkIssue(op string, r hall.IssueRequest) error {
	switch {
	case r.ID == "" || len(r.ID) > maxText:
		return hall.E(op, hall.Invalid, "a ticket needs an id, made by the caller")
	case len(r.Customer) > maxText || len(r.Items) > 20:
		return hall.E(op, hall.Invalid, "too long")
	case strings.ContainsRune(string(r.Customer), utf8.RuneError):
		return hall.E(op, hall.Invalid, "the customer's number was spoilt on its way: signs of it are lost, and two persons could be one")
	}
	return cmp.Or(
		hall.Choose(op, "source", r.Source, hall.AskedSources...),
		hall.Choose(op, "priority", r.Priority, hall.Priorities...),
		hall.Choose(op, "market", r.Market, hall.Markets...),
		hall.Choose(op, "language", r.Language, hall.TicketLanguages...))
}

func (q *Queue) readStanding(raw json.RawMessage) (any, error) {
	var s hall.Standing
	err := json.Unmarshal(raw, &s)
	s.URL = q.pageURL(q.Setup(), s.Ticket)
	return s, err
}

func (q *Queue) pageURL(setup *hall.Setup, t hall.Ticket) string {
	base := q.opts.BaseURL
	if setup.Outlet.PublicURL != "" {
		base = setup.Outlet.PublicURL
	}
	return q.opts.Key.PageURL(base, t)
}

// issue decides on a new ticket.
func (q *Queue) issue(t *turn, r hall.IssueRequest) (any, error) {
	ticket, err := t.issue(r)
	if err != nil {
		return nil, err
	}
	s := t.s.standing(ticket, t.now, t.waits)
	s.URL = q.pageURL(t.s.setup, *ticket)
	return s, nil
}

func (t *turn) issue(r hall.IssueRequest) (*hall.Ticket, error) {
	if err := t.attended(); err != nil {
		return nil, err
	}
	g, items, err := t.s.wanted(r)
	if err != nil {
		return nil, err
	}
	if _, taken := t.s.tickets[r.ID]; taken {
		return nil, hall.E("queue.issue", hall.KeyReused, "this id is another terminal's ticket")
	}
	if err := t.admit(g, r); err != nil {
		return nil, err
	}
	ticket, c := t.ticket(g, items, r)
	ticket.Version = 1
	c.Ticket = &ticket
	t.emit(hall.TicketIssued, string(ticket.ID), hall.Body{Ticket: &ticket, Verb: hall.Issue}, c)
	return &ticket, nil
}

// wanted is the group of a request and the items of it, the one asked for first.
func (s *state) wanted(r hall.IssueRequest) (hall.ServiceGroup, []hall.ItemCode, error) {
	const op = "queue.wanted"
	g, first, ok := s.setup.Resolve(r.Service)
	if !ok {
		return g, nil, hall.E(op, hall.NotFound, "no such service")
	}
	var items []hall.ItemCode
	for _, i := range append([]hall.ItemCode{first}, r.Items...) {
		if i == "" || slices.Contains(items, i) {
			continue
		}
		if item, ok := s.setup.Item(i); !ok || item.Group != g.Code {
			return g, nil, hall.E(op, hall.Invalid, "item "+string(i)+" does not belong to service "+string(g.Code))
		}
		items = append(items, i)
	}
	return g, items, nil
}

// admit refuses a visitor who has a ticket, and everybody when the group takes none.
func (t *turn) admit(g hall.ServiceGroup, r hall.IssueRequest) error {
	const op = "queue.admit"
	if have := t.s.has(r.Customer, g.Code, t.now); have != nil {
		return &hall.Error{Op: op, Code: hall.Duplicate, Subject: string(have.ID)}
	}
	if code := t.s.refusal(g, r.Source, t.now); code != "" {
		return hall.E(op, code)
	}
	return nil
}

// has is the ticket that a visitor has in a group, or nil: a visitor has one there.
func (s *state) has(c hall.CustomerID, g hall.GroupCode, now hall.Millis) *hall.Ticket {
	t := s.tickets[s.visitors[visitor{c, g}]]
	if c == "" || t == nil || !s.returnable(t, now) {
		return nil
	}
	return t
}

// returnable reports whether an open ticket can still be served: a missed one only for a while.
func (s *state) returnable(t *hall.Ticket, now hall.Millis) bool {
	return t.State != hall.Missed || now <= t.MissedAt.Add(minutes(s.setup.Outlet.Rules.MissedReturnMin))
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// ticket forms the next ticket of a group, and the counters it uses up.
func (t *turn) ticket(g hall.ServiceGroup, items []hall.ItemCode, r hall.IssueRequest) (hall.Ticket, Change) {
	prefix, s := prefixOf(g, r.Priority), t.s
	number := s.nextNumber(prefix)
	day := s.day
	day.Seq++
	credit := s.credit(g.Code, r)
	ticket := hall.Ticket{ID: r.ID, Outlet: s.setup.Outlet.ID, Day: day.Day, No: hall.Number(prefix, number), Prefix: prefix, Number: number,
		TokenHash: hall.TokenHash(t.key.Token(r.ID)), Group: g.Code, Items: items, Source: r.Source, Terminal: r.By.Terminal,
		Priority: r.Priority, Market: r.Market, Language: r.Language, Customer: r.Customer, State: hall.Waiting,
		IssuedAt: t.now, Effective: t.now.Add(-credit), Credited: credit > 0}
	if day.Seq <= lastCodeSeq {
		ticket.Code = t.key.Code(s.setup.Outlet.Code, day.Day, day.Seq)
	}
	return ticket, Change{Number: &Number{Day: day.Day, Prefix: prefix, Last: number}, Day: &day}
}

func prefixOf(g hall.ServiceGroup, p hall.Priority) string {
	switch p {
	case hall.Care:
		return hall.CarePrefix
	case hall.Booked:
		return hall.BookedPrefix
	}
	return g.Prefix
}

// nextNumber is the next number of a prefix: 001–799, then 1000 and up, and never one that still lives from an earlier
// day.
func (s *state) nextNumber(prefix string) int {
	n := s.numbers[prefix]
	for {
		n++
		if n > lastCommon && n < firstWide {
			n = firstWide
		}
		if !s.overnight[hall.Number(prefix, n)] {
			return n
		}
	}
}

// credit is what a new ticket starts with. Credits do not add up: the largest holds.
func (s *state) credit(g hall.GroupCode, r hall.IssueRequest) time.Duration {
	rules, n := s.setup.Outlet.Rules, 0
	switch r.Priority {
	case hall.Care:
		n = rules.CareMin
	case hall.Booked:
		n = rules.BookedMin
	}
	if _, back := s.papers[visitor{r.Customer, g}]; back && r.Customer != "" {
		n = max(n, rules.PapersMin)
	}
	return minutes(n)
}
