package storetest

import (
	"encoding/json"
	"fmt"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// Day writes the changes of a business day as a queue would, with an answer kept for each. The zero value is not ready;
// see NewDay.
type Day struct {
	Outlet hall.OutletID
	Epoch  hall.Epoch
	Seq    hall.Seq    // of the last event
	At     hall.Millis // of the last event
	State  queue.DayState
	Last   map[string]int // numbers by prefix
}

// NewDay is the first day of outlet "test", before its first event.
func NewDay() *Day {
	return &Day{Outlet: "test", Epoch: 1, At: 1_795_300_000_000, State: queue.DayState{Day: "2026-11-23"}, Last: map[string]int{}}
}

// Begin is the first change of an epoch and the setup and day that follow it.
func (d *Day) Begin() []queue.Change {
	setup := &hall.Setup{Version: 0, Outlet: hall.Outlet{ID: d.Outlet, Code: 7, Zone: "Asia/Shanghai", Rules: hall.DefaultRules()},
		Groups:  []hall.ServiceGroup{{Code: "A", Prefix: "A", Name: hall.Name{Zh: "综合业务"}}},
		Tellers: []hall.Teller{{ID: "t01", Badge: "1001", PIN: "$argon2id$not-a-real-one"}}}
	day, told := d.State, *setup
	told.Tellers = []hall.Teller{{ID: "t01", Badge: "1001"}}
	return []queue.Change{
		d.change(hall.EpochOpened, string(d.Outlet), hall.Body{Previous: &hall.Cursor{}}),
		with(d.change(hall.SetupApplied, string(d.Outlet), hall.Body{Setup: &told}), queue.Change{Setup: setup}),
		with(d.change(hall.DayOpened, string(day.Day), hall.Body{Day: day.Day}), queue.Change{Day: &day}),
	}
}

// Issue is the change of a new ticket of prefix A with id.
func (d *Day) Issue(id hall.TicketID) queue.Change {
	d.State.Seq++
	d.Last["A"]++
	n := d.Last["A"]
	day := d.State
	t := &hall.Ticket{ID: id, Outlet: d.Outlet, Day: day.Day, No: hall.Number("A", n), Prefix: "A", Number: n,
		Code: fmt.Sprintf("007%03d%04d0000", day.Day.Number(), day.Seq), TokenHash: hall.TokenHash(string(id)), Group: "A",
		Source: hall.FromKiosk, Terminal: "K01", State: hall.Waiting, Version: 1, IssuedAt: d.At + 1, Effective: d.At + 1}
	c := d.asked(string(id), d.change(hall.TicketIssued, string(id), hall.Body{Ticket: t, Verb: hall.Issue}))
	return with(c, queue.Change{Ticket: t, Number: &queue.Number{Day: day.Day, Prefix: "A", Last: n}, Day: &day,
		Receipt: d.receipt(string(id), t)})
}

// Act is the change of a verb on a ticket at counter 1. The verb must be possible.
func (d *Day) Act(t hall.Ticket, verb hall.Verb) queue.Change {
	from := t.State
	to, err := hall.After(from, verb, t.Previous)
	if err != nil {
		panic(err)
	}
	t.State, t.Version, t.Counter, t.Teller = to, t.Version+1, "1", "t01"
	if verb == hall.Call && t.FirstCalledAt == 0 {
		t.FirstCalledAt = d.At + 1
	}
	if !to.Open() {
		t.Previous, t.EndedAt = from, d.At+1
	}
	counter := &hall.Counter{ID: "1", State: hall.CounterOpen, Teller: "t01", Since: d.At}
	if to.Active() {
		counter.Ticket = t.ID
	}
	key := fmt.Sprint(t.ID, "-", t.Version)
	c := d.asked(key, d.change(hall.KindOf[verb], string(t.ID), hall.Body{Ticket: &t, Counter: counter, From: from, Verb: verb}))
	return with(c, queue.Change{Ticket: &t, Counter: counter, Receipt: d.receipt(key, t)})
}

// Turn opens the next business day.
func (d *Day) Turn(next hall.Day) queue.Change {
	d.State, d.Last = queue.DayState{Day: next}, map[string]int{}
	day := d.State
	return with(d.change(hall.DayOpened, string(next), hall.Body{Day: next}), queue.Change{Day: &day})
}

func (d *Day) change(kind hall.EventKind, subject string, b hall.Body) queue.Change {
	d.Seq++
	d.At++
	return queue.Change{Event: hall.Event{Outlet: d.Outlet, Epoch: d.Epoch, Seq: d.Seq, Kind: kind, Subject: subject,
		At: d.At, V: 1, Body: encode(b)}}
}

// asked makes the change of a command out of one by the system itself.
func (d *Day) asked(key string, c queue.Change) queue.Change {
	c.Event.Key, c.Event.Actor = key, hall.Actor{Terminal: "K01", Teller: "t01"}
	return c
}

func (d *Day) receipt(key string, answer any) *queue.Receipt {
	return &queue.Receipt{Scope: "K01", Key: key, BodyHash: hall.TokenHash(key), At: d.At, Answer: encode(answer)}
}

// with puts the event of c into the rows r.
func with(c, r queue.Change) queue.Change {
	r.Event = c.Event
	return r
}

func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}
