package queue

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// standing is a ticket and where it stands, without its address.
func (s *state) standing(t *hall.Ticket, now hall.Millis, w Waits) hall.Standing {
	st := hall.Standing{Ticket: *t, Windows: s.staffed(t.Group), PrintAt: s.slips[t.ID]}
	if t.ForCounter != "" {
		st.Windows = []hall.CounterID{t.ForCounter}
	}
	if t.State == hall.Waiting {
		st.Ahead = s.lines[t.Group].place(t)
		st.WaitFor = s.wait(t, st.Ahead, now, w)
	}
	return st
}

// Ticket implements hall.Authority. It finds tickets of earlier days too.
func (q *Queue) Ticket(ctx context.Context, id hall.TicketID) (hall.Standing, error) {
	const op = "queue.Ticket"
	w := q.waiter()
	if st, ok := q.stand(id, w); ok {
		return st, nil
	}
	t, found, err := q.store.Ticket(ctx, id)
	if err != nil {
		return hall.Standing{}, &hall.Error{Op: op, Code: hall.Unavailable, Err: err}
	}
	if !found {
		return hall.Standing{}, hall.E(op, hall.NotFound)
	}
	return q.past(t), nil
}

func (q *Queue) waiter() Waits {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.waits
}

func (q *Queue) stand(id hall.TicketID, w Waits) (hall.Standing, bool) {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	t := q.durable.tickets[id]
	if t == nil {
		return hall.Standing{}, false
	}
	st := q.durable.standing(t, q.now(q.durable), w)
	st.Ticket = q.durable.noted(st.Ticket)
	st.URL = q.pageURL(q.durable.setup, *t)
	return st, true
}

// past is the standing of a ticket of an earlier day.
func (q *Queue) past(t hall.Ticket) hall.Standing {
	return hall.Standing{Ticket: t, URL: q.pageURL(q.Setup(), t)}
}

// Seated reports whether a counter is open or paused from a terminal.
func (q *Queue) Seated(terminal hall.TerminalID) bool {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	for _, c := range q.durable.counters {
		if c.Terminal == terminal && c.State != hall.CounterClosed {
			return true
		}
	}
	return false
}

// Find implements hall.Authority. The codes say what is wrong with a scanned text: not ours, another outlet's, forged,
// of another day, used, or lost: a restore left the hall without it, and the slip is genuine. A ticket of yesterday
// that is still open (a hall that keeps its queue overnight) is found like one of today.
func (q *Queue) Find(ctx context.Context, scanned string) (hall.Standing, error) {
	const op = "queue.Find"
	s, err := hall.ParseScan(scanned)
	if err != nil {
		return hall.Standing{}, hall.Wrap(op, err)
	}
	verdict := q.verify(s)
	if c := hall.CodeOf(verdict); verdict != nil && c != hall.CodeOld {
		return hall.Standing{}, hall.Wrap(op, verdict)
	}
	st, found, err := q.lookUp(ctx, s)
	if s.Code != "" {
		st.URL = "" // 14 digits are not enough of a secret to hand the page's out
	}
	switch {
	case err != nil:
		return st, &hall.Error{Op: op, Code: hall.Unavailable, Err: err}
	case !found && verdict != nil:
		return st, hall.Wrap(op, verdict)
	case !found:
		return st, hall.Wrap(op, q.missing(scanned, s))
	case !st.State.Open() && st.Day != q.today():
		return hall.Standing{}, &hall.Error{Op: op, Code: hall.CodeOld, Subject: string(st.ID)}
	case !st.State.Open():
		return hall.Standing{}, &hall.Error{Op: op, Code: hall.CodeUsed, Subject: string(st.ID)}
	}
	return st, nil
}

// verify checks a 14-digit code; a page token proves itself by being found.
func (q *Queue) verify(s hall.Scanned) error {
	if s.Code == "" {
		return nil
	}
	return q.opts.Key.Verify(s.Code, q.Setup().Outlet.Code, q.today())
}

// missing says what is wrong with a text that no ticket fits: its check or its signature tells whether this hall
// printed it.
func (q *Queue) missing(scanned string, s hall.Scanned) error {
	const op = "queue.missing"
	day, ours := q.today(), s.Code != "" // which verify has checked
	if s.Token != "" {
		day, ours = q.opts.Key.PageDay(scanned)
	}
	switch {
	case !ours:
		return hall.E(op, hall.CodeUnknown)
	case day != q.today():
		return hall.E(op, hall.CodeOld)
	}
	return hall.E(op, hall.CodeLost)
}

func (q *Queue) today() hall.Day {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	return q.durable.day.Day
}

func (q *Queue) lookUp(ctx context.Context, s hall.Scanned) (hall.Standing, bool, error) {
	w := q.waiter()
	q.rmu.RLock()
	id, ok := q.durable.byCode[s.Code]
	if s.Token != "" {
		id, ok = q.durable.byToken[hall.TokenHash(s.Token)]
	}
	q.rmu.RUnlock()
	if ok {
		if st, ok := q.stand(id, w); ok {
			return st, true, nil
		}
	}
	t, found, err := q.lookUpPast(ctx, s)
	return q.past(t), found, err
}

func (q *Queue) lookUpPast(ctx context.Context, s hall.Scanned) (hall.Ticket, bool, error) {
	if s.Token != "" {
		return q.store.TicketByTokenHash(ctx, hall.TokenHash(s.Token))
	}
	return q.store.TicketByCode(ctx, s.Code)
}

// View is what a forecast reads: one durable moment. The tickets and the setup are shared and not to be changed.
type View struct {
	At       hall.Millis // the hall's clock now
	Cursor   hall.Cursor
	Setup    *hall.Setup
	Counters []hall.Counter // all of the setup, in its order
	Waiting  []*hall.Ticket // by effective time
	Held     []*hall.Ticket
	Active   []*hall.Ticket // called or serving
}

// State reads the durable state.
func (q *Queue) State() View {
	q.rmu.RLock()
	defer q.rmu.RUnlock()
	s := q.durable
	v := View{At: q.now(s), Cursor: s.cursor, Setup: s.setup, Waiting: append(line(nil), s.all...), Held: sorted(s.held)}
	for _, c := range s.setup.Counters {
		now := s.counter(c.ID)
		v.Counters = append(v.Counters, now)
		if t := s.tickets[now.Ticket]; t != nil {
			v.Active = append(v.Active, t)
		}
	}
	return v
}
