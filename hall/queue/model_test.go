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

// The model is the rule book once more, in the plainest words: a list of tickets and a few counters, nothing indexed, nothing saved.
// TestModel plays random commands on it and on a queue, and they must say the same.

type modelTicket struct {
	id                          hall.TicketID
	no                          hall.TicketNo
	group                       hall.GroupCode
	state, previous             hall.State
	counter, forCounter, holdBy hall.CounterID
	calls, noShows              int
	issued, effective, rest     hall.Millis
	missed, ended, until        hall.Millis
	firstCalled                 hall.Millis
	credited, bySystem          bool
}

type modelCounter struct {
	state  hall.CounterState
	ticket *modelTicket
	inRow  int
}

type model struct {
	setup    hall.Setup
	tickets  []*modelTicket
	counters map[hall.CounterID]*modelCounter
	numbers  map[string]int
}

var modelCounters = []hall.CounterID{"1", "2", "4", "7"}

func newModel() *model {
	m := &model{setup: halltest.Setup(), counters: map[hall.CounterID]*modelCounter{}, numbers: map[string]int{}}
	for _, id := range modelCounters {
		m.counters[id] = &modelCounter{state: hall.CounterClosed}
	}
	return m
}

func (m *model) level(id hall.CounterID, g hall.GroupCode) (hall.Millis, bool) {
	for _, c := range m.setup.Counters {
		if n, ok := c.Level(g); ok && c.ID == id {
			return hall.Millis(n) * 10 * minute, true
		}
	}
	return 0, false
}

func (m *model) serves(id hall.CounterID, g hall.GroupCode) bool { _, ok := m.level(id, g); return ok }

func (m *model) openFor(g hall.GroupCode) bool {
	return slices.ContainsFunc(modelCounters, func(id hall.CounterID) bool {
		return m.counters[id].state == hall.CounterOpen && m.serves(id, g)
	})
}

// waiting is everybody who waits and passes the filter, by place at the counter ("" for the plain line).
func (m *model) waiting(at hall.CounterID, ok func(*modelTicket) bool) []*modelTicket {
	place := func(t *modelTicket) hall.Millis {
		if at == "" || t.forCounter != "" {
			return t.effective
		}
		l, _ := m.level(at, t.group)
		return t.effective + l
	}
	var line []*modelTicket
	for _, t := range m.tickets {
		if t.state == hall.Waiting && ok(t) {
			line = append(line, t)
		}
	}
	slices.SortStableFunc(line, func(a, b *modelTicket) int { return int(place(a) - place(b)) })
	return line
}

func (m *model) inGroup(g hall.GroupCode) []*modelTicket {
	return m.waiting("", func(t *modelTicket) bool { return t.group == g })
}

// next is who a counter calls, or nil.
func (m *model) next(at hall.CounterID, now hall.Millis) *modelTicket {
	mine := func(t *modelTicket) bool { return t.forCounter == at || t.forCounter == "" && m.serves(at, t.group) }
	line := m.waiting(at, func(t *modelTicket) bool { return mine(t) && t.rest <= now })
	if len(line) == 0 {
		line = m.waiting(at, mine)
	}
	if len(line) == 0 {
		return nil
	}
	if i := slices.IndexFunc(line, func(t *modelTicket) bool { return !t.credited }); i > 0 && m.counters[at].inRow >= 2 {
		return line[i]
	}
	return line[0]
}

func (m *model) take(at hall.CounterID, t *modelTicket, now hall.Millis) {
	c := m.counters[at]
	if t.firstCalled == 0 {
		t.firstCalled = now
	}
	c.ticket, c.inRow = t, queue.InRow(c.inRow, &hall.Ticket{Credited: t.credited})
	t.state, t.counter, t.calls, t.rest = hall.Called, at, 1, 0
}

func (m *model) leave(t *modelTicket) {
	if t.state.Active() {
		m.counters[t.counter].ticket = nil
	}
}

// refusals are all the reasons against a verb; the queue may name any of them.
func (m *model) refusals(at hall.CounterID, t *modelTicket, v hall.Verb, to hall.GroupCode, now hall.Millis) (why []hall.Code) {
	add := func(when bool, c hall.Code) {
		if when {
			why = append(why, c)
		}
	}
	c := m.counters[at]
	_, inTable := after[t.state][v]
	late := t.state == hall.Missed && now > t.missed+30*minute
	add(!inTable, hall.Conflict)
	add(c.state == hall.CounterClosed, hall.NotOpen)
	add(t.state.Active() && t.counter != at, hall.Denied)
	add(t.state == hall.Held && t.holdBy != at && (t.holdBy != "" && m.counters[t.holdBy].state != hall.CounterClosed || !m.serves(at, t.group)), hall.Denied)
	switch v {
	case hall.Call:
		add(late, hall.TooLate)
		add(t.forCounter != "" && t.forCounter != at || t.forCounter == "" && !m.serves(at, t.group), hall.Denied)
		fallthrough
	case hall.Resume:
		add(c.ticket != nil, hall.Busy)
		add(c.state == hall.CounterPaused, hall.NotOpen)
	case hall.Requeue:
		add(late, hall.TooLate)
	case hall.Transfer:
		add(to == t.group, hall.Invalid)
		add(!m.openFor(to), hall.NobodyServes)
	case hall.Reopen:
		add(t.bySystem, hall.Conflict)
		add(t.counter != "" && t.counter != at, hall.Denied)
		add(now > t.ended+minute, hall.TooLate)
		add(t.previous.Active() && c.ticket != nil, hall.Busy)
	}
	return why
}

// act does a verb that nothing speaks against.
func (m *model) act(at hall.CounterID, t *modelTicket, v hall.Verb, to hall.GroupCode, now hall.Millis) {
	before := t.state
	if v != hall.Recall && v != hall.Start {
		m.leave(t)
	}
	t.state = after[t.state][v]
	switch v {
	case hall.Call:
		t.state = hall.Waiting
		m.take(at, t, now)
	case hall.Recall:
		t.calls++
		if t.calls > 3 {
			t.calls, t.state, t.missed, t.noShows = 3, hall.Missed, now, t.noShows+1
			m.counters[at].ticket = nil
		}
	case hall.NoShow:
		t.missed, t.noShows = now, t.noShows+1
	case hall.Requeue:
		t.state = hall.Missed // not in line yet
		if l := m.inGroup(t.group); len(l) > 0 {
			t.effective = max(t.effective, l[min(3, len(l))-1].effective+1)
		}
		t.state, t.calls, t.forCounter, t.rest = hall.Waiting, 0, "", t.missed+5*minute
		t.credited = t.credited && t.effective < t.issued
	case hall.Hold:
		t.holdBy, t.until = at, now+10*minute
	case hall.Resume:
		t.counter, t.holdBy, t.until = at, "", 0
		m.counters[at].ticket = t
	case hall.Transfer:
		t.group, t.effective, t.credited = to, min(t.effective, t.issued-30*minute), true
		t.forCounter, t.holdBy, t.until, t.calls, t.rest = "", "", 0, 0, 0
	case hall.Release:
		m.toHead(t)
		t.forCounter = ""
	case hall.Return:
		m.comeBack(t)
	case hall.Finish, hall.Cancel:
		t.previous, t.ended = before, now
	case hall.Reopen:
		t.state = t.previous
		if t.state.Active() {
			m.counters[at].ticket, t.counter = t, at
		}
	}
}

func (m *model) toHead(t *modelTicket) {
	t.state = hall.Held // not in line yet
	if l := m.inGroup(t.group); len(l) > 0 {
		t.effective = min(t.effective, l[0].effective-1)
	}
	t.state, t.credited, t.calls, t.rest = hall.Waiting, false, 0, 0
}

func (m *model) comeBack(t *modelTicket) {
	m.toHead(t)
	t.forCounter, t.holdBy, t.until = t.holdBy, "", 0
	if t.forCounter != "" && m.counters[t.forCounter].state == hall.CounterClosed {
		t.forCounter = ""
	}
}

// tick ends holds, in the order of their places.
func (m *model) tick(now hall.Millis) {
	var due []*modelTicket
	for _, t := range m.tickets {
		if t.state == hall.Held && t.until > 0 && t.until <= now {
			due = append(due, t)
		}
	}
	slices.SortStableFunc(due, func(a, b *modelTicket) int { return int(a.effective - b.effective) })
	for _, t := range due {
		m.comeBack(t)
	}
}

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
	to := rapid.SampledFrom([]hall.GroupCode{"A", "H", "Q", "K"}).Draw(t, "to")
	why := p.refusals(at, x, v, to, p.now())
	got, err := p.h.TryAct(at, x.id, v, halltest.To(to), halltest.HoldMin(10))
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
		p.h.q.Seen(id) // after a restart a queue waits for the programs of its counters
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
			"act once more": p.doVerb, "desk": p.doDesk, "pass": p.pass, "restart": p.restart, "": p.check,
		})
	})
}
