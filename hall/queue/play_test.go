package queue_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"pgregory.net/rapid"
)

// play is a model and a queue side by side.
type play struct {
	*model
	h     *rig
	outer *testing.T
	fault queuetest.Fault
}

func (p *play) now() hall.Millis { return hall.At(p.h.Clock.Now()) }

func (p *play) issue(t *rapid.T) {
	g := rapid.SampledFrom([]hall.GroupCode{"A", "H", "Q", "K"}).Draw(t, "group")
	care := rapid.IntRange(0, 3).Draw(t, "care") == 0
	r := p.h.Request(string(g))
	x := &modelTicket{id: r.ID, group: g, state: hall.Waiting, issued: p.now(), effective: p.now()}
	prefix := string(g)
	if care {
		r.Priority, prefix = hall.Care, "L"
		x.credited, x.effective = true, x.issued-20*minute
	}
	p.numbers[prefix]++
	x.no = hall.Number(prefix, p.numbers[prefix])
	p.tickets = append(p.tickets, x)
	p.fault = queuetest.Fault(rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2, 4}).Draw(t, "fault"))
	s, err := p.h.q.Issue(p.h.Context(), r)
	for hall.CodeOf(err) == hall.Unavailable {
		s, err = p.h.q.Issue(p.h.Context(), r)
	}
	if err != nil || s.No != x.no {
		t.Fatalf("issued %s, %v; want %s", s.No, err, x.no)
	}
}

func (p *play) callNext(t *rapid.T) {
	at := rapid.SampledFrom(modelCounters).Draw(t, "counter")
	c := p.counters[at]
	got, err := p.h.TryNext(at)
	switch {
	case c.state == hall.CounterClosed, c.state == hall.CounterPaused && c.ticket == nil:
		expect(t, "next", err, hall.NotOpen)
	case c.ticket != nil:
		expect(t, "next", err, hall.Busy)
	default:
		expect(t, "next", err)
		want := p.next(at, p.now())
		if want == nil && !got.Nobody || want != nil && got.Ticket.ID != want.id {
			t.Fatalf("counter %s calls %q by %q, the model %+v", at, got.Ticket.No, got.Reason.Rule, want)
		}
		if want != nil {
			p.take(at, want, p.now())
		}
	}
}

func (p *play) doVerb(t *rapid.T) {
	if len(p.tickets) == 0 {
		t.Skip("nobody is there")
	}
	x := rapid.SampledFrom(p.tickets).Draw(t, "ticket")
	v := rapid.SampledFrom(hall.Verbs).Draw(t, "verb")
	if rapid.IntRange(0, 3).Draw(t, "sensible") > 0 { // mostly a verb of the table, or nothing far would be reached
		v = rapid.SampledFrom(possible(x.state)).Draw(t, "possible verb")
	}
	at := rapid.SampledFrom(modelCounters).Draw(t, "counter")
	if x.counter != "" && rapid.IntRange(0, 3).Draw(t, "own") > 0 {
		at = x.counter
	}
	to := target{group: rapid.SampledFrom([]hall.GroupCode{"A", "H", "Q", "K"}).Draw(t, "to"),
		counter: rapid.SampledFrom(append([]hall.CounterID{"", ""}, modelCounters...)).Draw(t, "to counter"), anyone: rapid.Bool().Draw(t, "for anyone")}
	why := p.refusals(at, x, v, to, p.now())
	got, err := p.h.TryAct(at, x.id, v, func(a *hall.Action) {
		a.ToGroup, a.ToCounter, a.ForAnyone, a.HoldMin = to.group, to.counter, to.anyone, 10
	})
	expect(t, fmt.Sprintf("%s %s (%s) at %s", v, x.no, x.state, at), err, why...)
	if err != nil {
		return
	}
	p.act(at, x, v, to, p.now())
	if got.State != x.state || got.Calls != x.calls || got.NoShows != x.noShows || got.Effective != x.effective || got.Credited != x.credited {
		t.Fatalf("%s %s gives %s, %d calls, %d no-shows, effective %d, credited %v; the model %+v", v, x.no, got.State, got.Calls, got.NoShows,
			got.Effective, got.Credited, x)
	}
}

func (p *play) evaluate(t *rapid.T) {
	if len(p.tickets) == 0 {
		t.Skip("nobody is there")
	}
	x := rapid.SampledFrom(p.tickets).Draw(t, "ticket")
	if ended := slices.DeleteFunc(slices.Clone(p.tickets), func(t *modelTicket) bool { return t.state != hall.Finished }); len(ended) > 0 {
		x = rapid.SampledFrom(ended).Draw(t, "ended ticket")
	}
	at := rapid.SampledFrom(append([]hall.CounterID{x.counter, x.counter, ""}, modelCounters...)).Draw(t, "counter")
	level := rapid.SampledFrom([]*int{nil, new(0), new(1), new(2), new(3), new(5), new(6)}).Draw(t, "level")
	var why []hall.Code
	if level == nil || *level > 5 {
		why = append(why, hall.Invalid)
	}
	if x.state != hall.Finished {
		why = append(why, hall.Conflict)
	}
	if x.rated != nil {
		why = append(why, hall.AlreadyRated)
	}
	if at != x.counter || at == "" { // a kiosk has no visitor's word
		why = append(why, hall.Denied)
	}
	_, err := p.h.TryAct(at, x.id, hall.Evaluate, func(a *hall.Action) { a.Level = level })
	expect(t, fmt.Sprintf("evaluate %s (%s) at %q", x.no, x.state, at), err, why...)
	if err == nil {
		x.rated = level
	}
}

// possible are the verbs that the table knows for a state, in its order.
func possible(s hall.State) []hall.Verb {
	return slices.DeleteFunc(slices.Clone(hall.Verbs), func(v hall.Verb) bool { _, ok := after[s][v]; return !ok })
}

// expect wants one of the codes, or no error when there are none.
func expect(t *rapid.T, what string, err error, codes ...hall.Code) {
	if len(codes) == 0 && err != nil || len(codes) > 0 && !slices.Contains(codes, hall.CodeOf(err)) {
		t.Fatalf("%s: %v, the model says %v", what, err, codes)
	}
}

func (p *play) doDesk(t *rapid.T) {
	at := rapid.SampledFrom(modelCounters).Draw(t, "counter")
	c := p.counters[at]
	v := rapid.SampledFrom([]hall.CounterVerb{hall.OpenCounter, hall.OpenCounter, hall.CloseCounter, hall.PauseCounter, hall.ReopenCounter}).Draw(t, "verb")
	var why []hall.Code
	next := c.state
	switch v {
	case hall.OpenCounter:
		next = hall.CounterOpen
	case hall.CloseCounter:
		next = hall.CounterClosed
		if c.ticket != nil {
			why = append(why, hall.Busy)
		}
	case hall.PauseCounter:
		next = hall.CounterPaused
		if c.state == hall.CounterPaused {
			why = append(why, hall.Conflict)
		}
	case hall.ReopenCounter:
		next = hall.CounterOpen
		if c.state == hall.CounterOpen {
			why = append(why, hall.Conflict)
		}
	}
	if c.state == hall.CounterClosed && v != hall.OpenCounter {
		why = append(why, hall.NotOpen)
	}
	_, err := p.h.TryDesk(at, v)
	expect(t, string(v)+" "+string(at), err, why...)
	if err != nil {
		return
	}
	if c.state == hall.CounterClosed || next == hall.CounterClosed {
		c.inRow = 0
	}
	c.state = next
	for _, x := range p.tickets {
		if next == hall.CounterClosed && x.state == hall.Waiting && x.forCounter == at {
			x.forCounter = ""
		}
	}
}

func (p *play) pass(t *rapid.T) {
	if p.h.Clock.Now().After(halltest.Opening.Add(14 * time.Hour)) {
		t.Skip("the model knows one day")
	}
	p.h.Clock.Advance(time.Duration(rapid.IntRange(1, 900).Draw(t, "seconds")) * time.Second)
	for _, id := range modelCounters {
		p.h.seen(id) // after a restart a queue waits for the programs of its counters
	}
	if err := p.h.Tick(p.h.Context()); err != nil {
		t.Fatal(err)
	}
	p.tick(p.now())
}

// restart: what is on the disk is what was said.
func (p *play) restart(t *rapid.T) {
	before, err := p.h.q.Hall(p.h.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.h = p.h.restart(p.outer)
	again, err := p.h.q.Hall(p.h.Context())
	if err != nil || text(before) != text(again) {
		t.Fatalf("after a restart (%v)\n%s\nbefore\n%s", err, text(again), text(before))
	}
}

func (p *play) check(t *rapid.T) {
	p.h.Clock.Advance(time.Second) // no two commands at one moment
	s, err := p.h.q.Hall(p.h.Context())
	if err != nil {
		t.Fatal(err)
	}
	var line, want []hall.TicketNo
	for _, x := range s.Waiting {
		line = append(line, x.No)
	}
	for _, x := range p.waiting("", func(*modelTicket) bool { return true }) {
		want = append(want, x.no)
	}
	if !slices.Equal(line, want) {
		t.Fatalf("waiting %v, the model %v", line, want)
	}
	s.Today.ServedMs = 0
	if got, want := text(s.Stranded)+text(s.Today), text(p.stranded())+text(p.today()); got != want {
		t.Fatalf("stranded and today %s, the model %s", got, want)
	}
	for _, c := range s.Counters {
		if m := p.counters[c.ID]; m != nil {
			has := hall.TicketID("")
			if m.ticket != nil {
				has = m.ticket.id
			}
			if c.State != m.state || c.Ticket != has || c.InRow != m.inRow {
				t.Fatalf("counter %s is %+v, the model %+v", c.ID, c.Counter, m)
			}
		}
	}
	for _, x := range p.tickets {
		got, err := p.h.q.Ticket(p.h.Context(), x.id)
		if err != nil || got.State != x.state || got.Group != x.group || got.ForCounter != x.forCounter || got.No != x.no ||
			got.FirstCalledAt != x.firstCalled {
			t.Fatalf("%s is %s in %s for %q, first called at %d (%v), the model %+v", x.no, got.State, got.Group, got.ForCounter, got.FirstCalledAt, err, x)
		}
	}
}

func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &play{model: newModel(), outer: t}
		store := &queuetest.Memory{}
		store.OnCommit = func([]queue.Change) queuetest.Fault {
			f := p.fault
			p.fault = queuetest.None
			return f
		}
		p.h = start(t, store, halltest.Setup(), halltest.NewClock(halltest.Opening))
		defer func() { p.h.stop() }()
		rt.Repeat(map[string]func(*rapid.T){
			"issue": p.issue, "issue another": p.issue, "next": p.callNext, "next again": p.callNext, "act": p.doVerb, "act again": p.doVerb,
			"act once more": p.doVerb, "desk": p.doDesk, "evaluate": p.evaluate, "pass": p.pass, "restart": p.restart, "": p.check,
		})
	})
}
