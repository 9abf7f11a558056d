package flow_test

import (
	"context"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// office is a small authority: one hall, windows 3 and 5, group H. It obeys the state table and the keys, and can be cut off.
type office struct {
	now     time.Time
	tickets map[hall.TicketID]*hall.Ticket
	order   []hall.TicketID
	windows map[hall.CounterID]*hall.Counter
	done    map[string]any // answers by key
	did     []string       // what was really done, in order

	down bool // the node cannot be reached
	lose int  // so many answers get lost after the deed
}

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))

func newOffice() *office {
	o := &office{now: start, tickets: map[hall.TicketID]*hall.Ticket{}, done: map[string]any{}, windows: map[hall.CounterID]*hall.Counter{}}
	for _, id := range []hall.CounterID{"3", "5"} {
		o.windows[id] = &hall.Counter{ID: id, State: hall.CounterClosed, Since: hall.At(start)}
	}
	return o
}

func (o *office) issue(nos ...hall.TicketNo) {
	for _, no := range nos {
		id := hall.TicketID("id-" + no)
		o.tickets[id] = &hall.Ticket{ID: id, No: no, Group: "H", Items: []hall.ItemCode{"B05"}, State: hall.Waiting, Version: 1,
			Source: hall.FromKiosk, IssuedAt: hall.At(o.now), Code: codeOf(no), TokenHash: hall.TokenHash(tokenOf(no))}
		o.order = append(o.order, id)
	}
}

func codeOf(no hall.TicketNo) string  { return "001" + "780" + "0" + string(no[1:]) + "4321" }
func tokenOf(no hall.TicketNo) string { return fmt.Sprintf("%032x", string(no)) }

func (o *office) ticket(no hall.TicketNo) hall.Ticket { return *o.tickets["id-"+hall.TicketID(no)] }

var away = hall.E("office", hall.Unavailable)

// once gives the answer of a key again, and loses answers when told to.
func once[T any](o *office, key string, do func() (T, error)) (T, error) {
	var zero T
	if o.down {
		return zero, away
	}
	if a, ok := o.done[key]; ok {
		return a.(T), nil
	}
	a, err := do()
	if err != nil {
		return zero, err
	}
	o.done[key] = a
	if o.lose > 0 {
		o.lose--
		return zero, hall.E("office", hall.Unknown)
	}
	return a, nil
}

func (o *office) Next(_ context.Context, r hall.NextRequest) (hall.Pick, error) {
	return once(o, r.Key, func() (hall.Pick, error) {
		if o.windows[r.Counter].Ticket != "" {
			return hall.Pick{}, hall.E("office", hall.Busy)
		}
		for _, id := range o.order {
			if t := o.tickets[id]; t.State == hall.Waiting {
				o.apply(t, hall.Call, r.Counter)
				return hall.Pick{Ticket: *t, Reason: hall.PickReason{Rule: "earliest", Group: "H"}}, nil
			}
		}
		return hall.Pick{Nobody: true}, nil
	})
}

func (o *office) Act(_ context.Context, a hall.Action) (hall.Ticket, error) {
	return once(o, a.Key, func() (hall.Ticket, error) {
		t, ok := o.tickets[a.Ticket]
		if !ok {
			return hall.Ticket{}, hall.E("office", hall.NotFound)
		}
		if a.Verb == hall.Evaluate {
			if t.Evaluation != nil {
				return *t, hall.E("office", hall.AlreadyRated)
			}
			t.Evaluation = &hall.Evaluation{Level: a.Level, Reasons: a.Reasons}
			o.did = append(o.did, fmt.Sprintf("evaluate %s %d", t.No, a.Level))
			return *t, nil
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

func (o *office) apply(t *hall.Ticket, v hall.Verb, c hall.CounterID) {
	to, _ := hall.After(t.State, v, t.Previous)
	t.Previous, t.State, t.Counter = t.State, to, c
	t.Version++
	at := hall.At(o.now)
	switch v {
	case hall.Call, hall.Recall:
		t.CalledAt, t.Calls = at, t.Calls+1
		if t.FirstCalledAt == 0 {
			t.FirstCalledAt = at
		}
	case hall.Start, hall.Resume, hall.Reopen:
		t.ServingSince = at
	case hall.NoShow:
		t.MissedAt = at
	case hall.Finish:
		t.EndedAt = at
	}
	w := o.windows[c]
	w.Ticket, w.Since = "", at
	if t.State.Active() {
		w.Ticket = t.ID
	}
	o.did = append(o.did, fmt.Sprintf("%s %s", v, t.No))
}

func (o *office) Desk(_ context.Context, a hall.CounterAction) (hall.Counter, error) {
	return once(o, a.Key, func() (hall.Counter, error) {
		w := o.windows[a.Counter]
		switch a.Verb {
		case hall.OpenCounter:
			if a.PIN != "246810" {
				return *w, hall.E("office", hall.WrongPIN)
			}
			if w.State != hall.CounterClosed && w.Teller != a.Teller {
				return *w, hall.E("office", hall.CounterTaken)
			}
			w.State, w.Teller, w.Terminal = hall.CounterOpen, a.Teller, a.By.Terminal
		case hall.CloseCounter:
			*w = hall.Counter{ID: w.ID, State: hall.CounterClosed}
		case hall.PauseCounter:
			w.State, w.Reason = hall.CounterPaused, a.Reason
		case hall.ReopenCounter:
			w.State, w.Reason = hall.CounterOpen, ""
		}
		w.Since = hall.At(o.now)
		o.did = append(o.did, fmt.Sprintf("%s window %s", a.Verb, a.Counter))
		return *w, nil
	})
}

func (o *office) Ticket(_ context.Context, id hall.TicketID) (hall.Standing, error) {
	if o.down {
		return hall.Standing{}, away
	}
	return hall.Standing{Ticket: *o.tickets[id]}, nil
}

func (o *office) Find(_ context.Context, text string) (hall.Standing, error) {
	if o.down {
		return hall.Standing{}, away
	}
	refusals := map[string]hall.Code{"00200000000000": hall.CodeForeign, "00178000010000": hall.CodeForged, "00177900011111": hall.CodeOld}
	if c, ok := refusals[text]; ok {
		return hall.Standing{}, hall.E("office", c)
	}
	for _, t := range o.tickets {
		if t.Code == text {
			if !t.State.Open() {
				return hall.Standing{}, hall.E("office", hall.CodeUsed)
			}
			return hall.Standing{Ticket: *t}, nil
		}
	}
	return hall.Standing{}, hall.E("office", hall.CodeUnknown)
}

func (o *office) Line(_ context.Context, _ hall.CounterID, limit int) (line []hall.Pick, err error) {
	if o.down {
		return nil, away
	}
	for _, id := range o.order {
		if t := o.tickets[id]; t.State == hall.Waiting && len(line) < limit {
			line = append(line, hall.Pick{Ticket: *t, Reason: hall.PickReason{Rule: "earliest", Group: "H"}})
		}
	}
	return line, nil
}

func (o *office) Hall(context.Context) (hall.Snapshot, error) {
	if o.down {
		return hall.Snapshot{}, away
	}
	s := hall.Snapshot{At: hall.At(o.now), Cursor: hall.Cursor{Epoch: 1, Seq: hall.Seq(len(o.did))},
		Outlet: hall.Outlet{Rules: hall.DefaultRules(), Name: hall.Name{Zh: "高阳"}},
		Items:  []hall.ServiceType{{Code: "B05", Group: "H", Name: hall.Name{Zh: "居民过户"}}},
		Groups: []hall.GroupView{{ServiceGroup: hall.ServiceGroup{Code: "H", Name: hall.Name{Zh: "居民业务"}, NormMin: 20}},
			{ServiceGroup: hall.ServiceGroup{Code: "Q", Name: hall.Name{Zh: "企业业务"}}}}}
	for _, id := range []hall.CounterID{"3", "5"} {
		w := *o.windows[id]
		v := hall.CounterView{Counter: w, Label: string(id), Serves: []hall.Skill{{Group: "H"}}}
		if t, ok := o.tickets[w.Ticket]; ok {
			v.No, v.NoState = t.No, t.State
		}
		s.Counters = append(s.Counters, v)
	}
	for _, id := range o.order {
		switch t := *o.tickets[id]; t.State {
		case hall.Waiting:
			s.Waiting = append(s.Waiting, t)
		case hall.Missed:
			s.Missed = append(s.Missed, t)
		case hall.Held:
			s.Held = append(s.Held, t)
		}
	}
	return s, nil
}

// desk is a desk at window 3 over an office, with its own clock, synchronous.
func newDesk(o *office, mend ...func(*flow.Config)) *flow.Desk {
	n := 0
	c := flow.Config{Queue: o, Now: func() time.Time { return o.now }, Counter: "3", Terminal: "C03",
		Run:     func(work, done func()) { work(); done() },
		NewKey:  func() string { n++; return fmt.Sprintf("key-%d", n) },
		Tellers: []hall.Teller{{ID: "t01", Badge: "0312"}}}
	for _, m := range mend {
		m(&c)
	}
	d := flow.New(c)
	d.Tick()
	return d
}

// later lets seconds pass, one tick each.
func later(o *office, d *flow.Desk, seconds int) {
	for range seconds {
		o.now = o.now.Add(time.Second)
		d.Tick()
	}
}
