package flowtest

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Office is a small authority: one hall, windows 3 and 5, group H. It obeys the state table and the keys, and can be
// cut off.
type Office struct {
	Now     time.Time
	Tickets map[hall.TicketID]*hall.Ticket
	Windows map[hall.CounterID]*hall.Counter
	Did     []string                 // what was really done, in order
	Badges  map[string]hall.TellerID // who has which badge; one that is not here stays as typed
	Down    bool                     // the node cannot be reached
	Deaf    bool                     // commands do not get there, reads do
	Lose    int                      // so many answers get lost after the deed
	Slow    int                      // so many commands are asked too soon

	Dress func(*hall.Snapshot) // makes the snapshot look like a real hall; may be nil

	order []hall.TicketID
	done  map[string]any // answers by key
}

// Start is when an office opens its eyes.
var Start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))

// New is an office with two closed windows and nobody in it.
func New() *Office {
	o := &Office{Now: Start, Tickets: map[hall.TicketID]*hall.Ticket{}, done: map[string]any{}, Windows: map[hall.CounterID]*hall.Counter{}}
	for _, id := range []hall.CounterID{"3", "5"} {
		o.Windows[id] = &hall.Counter{ID: id, State: hall.CounterClosed, Since: hall.At(Start)}
	}
	return o
}

// Issue gives out tickets in this order.
func (o *Office) Issue(nos ...hall.TicketNo) {
	for _, no := range nos {
		id := hall.TicketID("id-" + no)
		o.Tickets[id] = &hall.Ticket{ID: id, No: no, Group: "H", Items: []hall.ItemCode{"B05"}, State: hall.Waiting, Version: 1,
			Source: hall.FromKiosk, IssuedAt: hall.At(o.Now), Code: CodeOf(no), TokenHash: hall.TokenHash(TokenOf(no))}
		o.order = append(o.order, id)
	}
}

// CodeOf is the barcode of a ticket.
func CodeOf(no hall.TicketNo) string { return "001" + "780" + "0" + string(no[1:]) + "4321" }

// TokenOf is the page token of a ticket.
func TokenOf(no hall.TicketNo) string { return fmt.Sprintf("%032x", string(no)) }

// Get is a ticket as it is now.
func (o *Office) Get(no hall.TicketNo) hall.Ticket { return *o.Tickets["id-"+hall.TicketID(no)] }

var away = hall.E("office", hall.Unavailable)

// once gives the answer of a key again, and loses answers when told to.
func once[T any](o *Office, key string, do func() (T, error)) (T, error) {
	var zero T
	if o.Down || o.Deaf {
		return zero, away
	}
	if o.Slow > 0 {
		o.Slow--
		return zero, hall.E("office", hall.TooMany)
	}
	if a, ok := o.done[key]; ok {
		return a.(T), nil
	}
	a, err := do()
	if err != nil {
		return zero, err
	}
	o.done[key] = a
	if o.Lose > 0 {
		o.Lose--
		return zero, hall.E("office", hall.Unknown)
	}
	return a, nil
}

// Next implements flow.Queue.
func (o *Office) Next(_ context.Context, r hall.NextRequest) (hall.Pick, error) {
	return once(o, r.Key, func() (hall.Pick, error) {
		if o.Windows[r.Counter].Ticket != "" {
			return hall.Pick{}, hall.E("office", hall.Busy)
		}
		for _, id := range o.order {
			if t := o.Tickets[id]; t.State == hall.Waiting {
				o.apply(t, hall.Call, r.Counter)
				return hall.Pick{Ticket: *t, Reason: hall.PickReason{Rule: "earliest", WaitedMs: int64(t.Wait(hall.At(o.Now))), Group: t.Group}}, nil
			}
		}
		return hall.Pick{Nobody: true}, nil
	})
}

// Act implements flow.Queue.
func (o *Office) Act(_ context.Context, a hall.Action) (hall.Ticket, error) {
	return once(o, a.Key, func() (hall.Ticket, error) {
		t, ok := o.Tickets[a.Ticket]
		if !ok {
			return hall.Ticket{}, hall.E("office", hall.NotFound)
		}
		if a.Verb == hall.Print {
			t.Paper = a.Paper
			o.Did = append(o.Did, fmt.Sprintf("print %s %s", t.No, a.Paper))
			return *t, nil
		}
		if a.Verb == hall.Evaluate {
			if a.Level == nil {
				return *t, hall.E("office", hall.Invalid)
			}
			if t.Evaluation != nil {
				return *t, hall.E("office", hall.AlreadyRated)
			}
			t.Evaluation = &hall.Evaluation{Level: *a.Level, Reasons: a.Reasons}
			o.Did = append(o.Did, fmt.Sprintf("evaluate %s %d", t.No, *a.Level))
			return *t, nil
		}
		if a.Verb == hall.Reopen && t.Rated() {
			return *t, hall.E("office", hall.Conflict)
		}
		if a.Verb == hall.Recall && t.State == hall.Called && hall.At(o.Now).Sub(t.CalledAt) < 20*time.Second {
			return *t, hall.E("office", hall.TooSoon)
		}
		verb := a.Verb
		if verb == hall.Recall && t.Calls >= 3 {
			verb = hall.NoShow
		}
		if _, err := hall.After(t.State, verb, t.Previous); err != nil {
			return *t, err
		}
		if verb == hall.Finish {
			t.Outcomes = a.Outcomes
		}
		o.apply(t, verb, a.Counter)
		return *t, nil
	})
}

func (o *Office) apply(t *hall.Ticket, v hall.Verb, c hall.CounterID) {
	to, _ := hall.After(t.State, v, t.Previous)
	t.Previous, t.State, t.Counter = t.State, to, c
	t.Version++
	at := hall.At(o.Now)
	switch v {
	case hall.Call, hall.Recall:
		t.CalledAt, t.Calls = at, t.Calls+1
		if v == hall.Call {
			t.RoundAt = at
		}
		if t.FirstCalledAt == 0 {
			t.FirstCalledAt = at
		}
	case hall.Start, hall.Resume, hall.Reopen:
		t.ServingSince = at
		if t.StartedAt == 0 {
			t.StartedAt = at
		}
		if v == hall.Reopen {
			t.Evaluation = nil
		}
	case hall.NoShow:
		t.MissedAt = at
	case hall.Finish:
		t.EndedAt = at
	}
	w := o.Windows[c]
	w.Ticket, w.Since = "", at
	if t.State.Active() {
		w.Ticket = t.ID
	}
	o.Did = append(o.Did, fmt.Sprintf("%s %s", v, t.No))
}

// Issuer is the office as a counter takes numbers from it.
func (o *Office) Issuer() Issuer { return Issuer{o} }

// Issuer implements flow.Issuer.
type Issuer struct{ o *Office }

// Issue takes a number.
func (i Issuer) Issue(_ context.Context, r hall.IssueRequest) (hall.Standing, error) {
	o := i.o
	return once(o, string(r.ID), func() (hall.Standing, error) {
		t := &hall.Ticket{ID: r.ID, No: hall.TicketNo(fmt.Sprintf("%s%03d", r.Service, 900+len(o.order))), Group: hall.GroupCode(r.Service), State: hall.Waiting,
			Version: 1, Day: hall.Outlet{}.Day(o.Now), Source: r.Source, Priority: r.Priority, IssuedAt: hall.At(o.Now)}
		o.Tickets[t.ID] = t
		o.order = append(o.order, t.ID)
		o.Did = append(o.Did, fmt.Sprintf("issue %s", t.No))
		return hall.Standing{Ticket: *t, Ahead: len(o.order) - 1}, nil
	})
}

// Desk implements flow.Queue.
func (o *Office) Desk(_ context.Context, a hall.CounterAction) (hall.Counter, error) {
	return once(o, a.Key, func() (hall.Counter, error) {
		w := o.Windows[a.Counter]
		switch a.Verb {
		case hall.OpenCounter:
			if a.PIN != "246810" {
				return *w, hall.E("office", hall.WrongPIN)
			}
			if w.State != hall.CounterClosed && w.Teller != a.Teller {
				return *w, hall.E("office", hall.CounterTaken)
			}
			w.State, w.Teller, w.Terminal = hall.CounterOpen, cmp.Or(o.Badges[string(a.Teller)], a.Teller), a.By.Terminal
		case hall.CloseCounter:
			*w = hall.Counter{ID: w.ID, State: hall.CounterClosed}
		case hall.PauseCounter:
			w.State, w.Reason = hall.CounterPaused, a.Reason
		case hall.ReopenCounter:
			w.State, w.Reason = hall.CounterOpen, ""
		}
		w.Since = hall.At(o.Now)
		o.Did = append(o.Did, fmt.Sprintf("%s window %s", a.Verb, a.Counter))
		return *w, nil
	})
}

// Ticket implements flow.Queue.
func (o *Office) Ticket(_ context.Context, id hall.TicketID) (hall.Standing, error) {
	if o.Down {
		return hall.Standing{}, away
	}
	return hall.Standing{Ticket: *o.Tickets[id]}, nil
}

// Find implements flow.Queue.
func (o *Office) Find(_ context.Context, text string) (hall.Standing, error) {
	if o.Down {
		return hall.Standing{}, away
	}
	refusals := map[string]hall.Code{"00200000000000": hall.CodeForeign, "00178000010000": hall.CodeForged, "00177900011111": hall.CodeOld,
		"00178000022222": hall.CodeLost}
	if c, ok := refusals[text]; ok {
		return hall.Standing{}, hall.E("office", c)
	}
	for _, t := range o.Tickets {
		if t.Code == text {
			if !t.State.Open() {
				return hall.Standing{}, hall.E("office", hall.CodeUsed)
			}
			return hall.Standing{Ticket: *t}, nil
		}
	}
	return hall.Standing{}, hall.E("office", hall.CodeUnknown)
}

// Line implements flow.Queue.
func (o *Office) Line(_ context.Context, _ hall.CounterID, limit int) (line []hall.Pick, err error) {
	if o.Down {
		return nil, away
	}
	for _, id := range o.order {
		if t := o.Tickets[id]; t.State == hall.Waiting && len(line) < limit {
			line = append(line, hall.Pick{Ticket: *t, Reason: hall.PickReason{Rule: "earliest", WaitedMs: int64(t.Wait(hall.At(o.Now))), Group: t.Group}})
		}
	}
	return line, nil
}

// Hall implements flow.Queue.
func (o *Office) Hall(context.Context) (hall.Snapshot, error) {
	if o.Down {
		return hall.Snapshot{}, away
	}
	s := hall.Snapshot{At: hall.At(o.Now), Cursor: hall.Cursor{Epoch: 1, Seq: hall.Seq(len(o.Did))},
		Outlet: hall.Outlet{Rules: hall.DefaultRules(), Name: hall.Name{Zh: "高阳"}},
		Items:  []hall.ServiceType{{Code: "B05", Group: "H", Name: hall.Name{Zh: "居民过户"}}},
		Groups: []hall.GroupView{{ServiceGroup: hall.ServiceGroup{Code: "H", Name: hall.Name{Zh: "居民业务"}, NormMin: 20}},
			{ServiceGroup: hall.ServiceGroup{Code: "Q", Name: hall.Name{Zh: "企业业务"}}}}}
	for _, id := range []hall.CounterID{"3", "5"} {
		w := *o.Windows[id]
		v := hall.CounterView{Counter: w, Label: string(id), Serves: []hall.Skill{{Group: "H"}}}
		if t, ok := o.Tickets[w.Ticket]; ok {
			v.No, v.NoState = t.No, t.State
		}
		s.Counters = append(s.Counters, v)
	}
	for _, id := range o.order {
		switch t := *o.Tickets[id]; t.State {
		case hall.Waiting:
			s.Waiting = append(s.Waiting, t)
		case hall.Missed:
			s.Missed = append(s.Missed, t)
		case hall.Held:
			s.Held = append(s.Held, t)
		}
	}
	if o.Dress != nil {
		o.Dress(&s)
	}
	return s, nil
}

// Watch tells nothing: tests push events themselves.
func (o *Office) Watch(ctx context.Context, _ hall.Cursor, _ func(hall.Event) error) error {
	<-ctx.Done()
	return nil
}
