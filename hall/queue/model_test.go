package queue_test

import (
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
)

// The model is the rule book once more, in the plainest words: a list of tickets and a few counters, nothing indexed,
// nothing saved. TestModel plays random commands on it and on a queue, and they must say the same.

type modelTicket struct {
	id                          hall.TicketID
	no                          hall.TicketNo
	group                       hall.GroupCode
	state, previous             hall.State
	counter, forCounter, holdBy hall.CounterID
	calls, noShows              int
	issued, effective, rest     hall.Millis
	missed, ended, until        hall.Millis
	firstCalled, called         hall.Millis
	credited, bySystem          bool
	rated                       *int // what the visitor said
}

// target is where a transfer goes, and for whom a hold is.
type target struct {
	group   hall.GroupCode
	counter hall.CounterID // of a transfer; empty: any
	anyone  bool           // of a hold
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

// taken reports whether the target of a transfer serves it now.
func (m *model) taken(to target) bool {
	if to.counter == "" {
		return m.openFor(to.group)
	}
	return m.serves(to.counter, to.group) && m.counters[to.counter].state == hall.CounterOpen
}

// stays reports whether a transfer would change nothing.
func stays(at hall.CounterID, t *modelTicket, to target) bool {
	switch {
	case to.group != t.group:
		return false
	case to.counter == "":
		return true
	case t.state.Active():
		return to.counter == at
	}
	return t.state == hall.Waiting && to.counter == t.forCounter
}

// stranded are the groups where somebody waits whom no open counter may call.
func (m *model) stranded() (groups []hall.GroupCode) {
	for _, g := range []hall.GroupCode{"A", "H", "K", "Q"} {
		if slices.ContainsFunc(m.inGroup(g), func(t *modelTicket) bool {
			return t.forCounter != "" && m.counters[t.forCounter].state != hall.CounterOpen || t.forCounter == "" && !m.openFor(g)
		}) {
			groups = append(groups, g)
		}
	}
	return groups
}

// today counts the tickets, all but the time served.
func (m *model) today() (d hall.Today) {
	for _, t := range m.tickets {
		d.Issued++
		d.NoShows += t.noShows
		if t.firstCalled > 0 {
			d.Called, d.WaitMs = d.Called+1, d.WaitMs+int64(t.firstCalled-t.issued)
		}
		if t.state == hall.Finished {
			d.Finished++
		}
		if t.rated != nil && *t.rated > 0 {
			d.Rated++
		}
		if t.rated != nil && *t.rated >= 3 {
			d.Satisfied++
		}
	}
	return d
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
	t.state, t.counter, t.calls, t.called, t.rest = hall.Called, at, 1, now, 0
}

func (m *model) leave(t *modelTicket) {
	if t.state.Active() {
		m.counters[t.counter].ticket = nil
	}
}

// refusals are all the reasons against a verb; the queue may name any of them.
func (m *model) refusals(at hall.CounterID, t *modelTicket, v hall.Verb, to target, now hall.Millis) (why []hall.Code) {
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
	case hall.Recall:
		add(t.state == hall.Called && now < t.called+minute/3, hall.TooSoon)
	case hall.Requeue:
		add(late, hall.TooLate)
	case hall.Transfer:
		add(stays(at, t, to), hall.Invalid)
		add(!m.taken(to), hall.NobodyServes)
	case hall.Reopen:
		add(t.bySystem || t.rated != nil && *t.rated > 0, hall.Conflict)
		add(t.counter != "" && t.counter != at, hall.Denied)
		add(now > t.ended+minute, hall.TooLate)
		add(t.previous.Active() && c.ticket != nil, hall.Busy)
	}
	return why
}

// act does a verb that nothing speaks against.
func (m *model) act(at hall.CounterID, t *modelTicket, v hall.Verb, to target, now hall.Millis) {
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
		t.called = now
		t.calls++
		if t.calls > 3 {
			t.calls, t.state, t.missed, t.noShows = 3, hall.Missed, now, t.noShows+1
			m.counters[at].ticket = nil
		}
	case hall.NoShow:
		t.missed, t.noShows = now, t.noShows+1
	case hall.Requeue:
		t.state = hall.Missed // not in line yet
		l := m.inGroup(t.group)
		if len(l) > 0 {
			t.effective = max(t.effective, l[min(3, len(l))-1].effective+1)
		}
		if t.rest = 0; len(l) < 3 {
			t.rest = t.missed + 5*minute
		}
		t.state, t.calls, t.forCounter = hall.Waiting, 0, ""
		t.credited = t.credited && t.effective < t.issued
	case hall.Hold:
		t.holdBy, t.until = at, now+10*minute
		if to.anyone {
			t.holdBy = ""
		}
	case hall.Resume:
		t.counter, t.holdBy, t.until = at, "", 0
		m.counters[at].ticket = t
	case hall.Transfer:
		if to.group != t.group {
			t.group, t.effective, t.credited = to.group, min(t.effective, t.issued-30*minute), true
		}
		t.forCounter, t.holdBy, t.until, t.calls, t.rest = to.counter, "", 0, 0, 0
	case hall.Release:
		m.toHead(t)
		t.forCounter = ""
	case hall.Return:
		m.comeBack(t)
	case hall.Finish, hall.Cancel:
		t.previous, t.ended = before, now
	case hall.Reopen:
		t.state, t.rated = t.previous, nil
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
