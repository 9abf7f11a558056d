// Package queuetest has a store of queues that lives in memory and fails when told to. It keeps what it is given as
// JSON, like a store on disk does, so nothing is shared with the queue by accident.
package queuetest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// ErrDisk is the fault a Memory reports.
var ErrDisk = errors.New("queuetest: disk i/o error")

// Fault is what goes wrong with a commit.
type Fault int

// The faults.
const (
	None         Fault = 0
	FailBefore   Fault = 1 // nothing is written, and the error says so to nobody
	FailAfter    Fault = 2 // everything is written, and yet it errs
	FailForGood  Fault = 3 // nothing is written, now and from now on
	LoadFailOnce Fault = 4 // like FailBefore, and the next Load errs too
	NoRoom       Fault = 5 // nothing is written: the disk is full
	LoadFails    Fault = 6 // like FailBefore, and no Load answers until Heal
)

// Memory is a queue.Store. The zero value is empty and ready.
type Memory struct {
	// OnCommit, when set, is called before each commit and says what goes wrong with it.
	OnCommit func(changes []queue.Change) Fault
	// Light keeps no receipts and only the last event: for benchmarks of the queue alone.
	Light bool

	mu        sync.Mutex
	setup     []byte
	day       queue.DayState
	given     map[hall.Day]queue.Given
	tickets   map[hall.TicketID][]byte
	order     []hall.TicketID
	counters  map[hall.CounterID][]byte
	events    []hall.Event
	receipts  map[[2]string]queue.Receipt
	notes     map[hall.TicketID]string
	overnight map[hall.TicketID]bool
	ran       queue.Ran
	commits   int
	broken    bool
	badLoads  int
}

// Commits is how many transactions were committed.
func (m *Memory) Commits() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.commits
}

// Heal ends a FailForGood.
func (m *Memory) Heal() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken, m.badLoads = false, 0
}

// Commit implements queue.Store.
func (m *Memory) Commit(_ context.Context, changes []queue.Change) error {
	fault := None
	if m.OnCommit != nil {
		fault = m.OnCommit(changes)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken = m.broken || fault == FailForGood
	switch fault {
	case LoadFailOnce:
		m.badLoads = 1
	case LoadFails:
		m.badLoads = 1 << 30
	case NoRoom:
		return hall.E("queuetest.Commit", hall.DiskFull)
	}
	if m.broken || fault == FailBefore || m.badLoads > 0 {
		return ErrDisk
	}
	if err := m.checkKeys(changes); err != nil {
		return err
	}
	for _, c := range changes {
		m.write(c)
	}
	if n := len(changes); n > 0 {
		m.ran = queue.Ran{}
		if last := changes[n-1].Ran; last != nil {
			m.ran = *last
		}
	}
	m.commits++
	if fault == FailAfter {
		return ErrDisk
	}
	return nil
}

// KeepRan implements queue.Store.
func (m *Memory) KeepRan(_ context.Context, ran queue.Ran) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ran = ran
	return nil
}

// checkKeys refuses what a database's unique keys would refuse.
func (m *Memory) checkKeys(changes []queue.Change) error {
	seq := hall.Seq(0)
	if n := len(m.events); n > 0 {
		seq = m.events[n-1].Seq
	}
	for _, c := range changes {
		if c.Event.Kind != hall.EpochOpened && !m.Light && c.Event.Seq != seq+1 {
			return errors.New("queuetest: an event is out of order")
		}
		seq = c.Event.Seq
		if c.Receipt == nil {
			continue
		}
		if _, double := m.receipts[[2]string{string(c.Receipt.Scope), c.Receipt.Key}]; double {
			return errors.New("queuetest: a second receipt for one key")
		}
	}
	return nil
}

func (m *Memory) write(c queue.Change) {
	if m.tickets == nil {
		m.tickets, m.counters = map[hall.TicketID][]byte{}, map[hall.CounterID][]byte{}
		m.receipts, m.given = map[[2]string]queue.Receipt{}, map[hall.Day]queue.Given{}
	}
	if m.Light {
		m.events = nil
	}
	m.events = append(m.events, c.Event)
	if c.Setup != nil {
		m.setup = encode(c.Setup)
	}
	if c.Day != nil {
		m.turn(*c.Day)
		m.give(c.Day.Day, func(g *queue.Given) { g.Seq = c.Day.Seq })
	}
	if c.Number != nil {
		m.give(c.Number.Day, func(g *queue.Given) {
			if c.Number.Prefix == "" {
				g.Seq = c.Number.Last
			} else {
				g.Last[c.Number.Prefix] = c.Number.Last
			}
		})
	}
	if c.Ticket != nil {
		if _, have := m.tickets[c.Ticket.ID]; !have {
			m.order = append(m.order, c.Ticket.ID)
		}
		m.tickets[c.Ticket.ID] = encode(c.Ticket)
	}
	if c.Counter != nil {
		m.counters[c.Counter.ID] = encode(c.Counter)
	}
	if c.Note != nil && c.Note.Text == "" {
		delete(m.notes, c.Note.Ticket)
	} else if c.Note != nil {
		if m.notes == nil {
			m.notes = map[hall.TicketID]string{}
		}
		m.notes[c.Note.Ticket] = c.Note.Text
	}
	if c.Receipt != nil && !m.Light {
		m.receipts[[2]string{string(c.Receipt.Scope), c.Receipt.Key}] = *c.Receipt
	}
}

// turn begins another day: the notes of tickets that ended before are gone, and who is open then is known while it
// lasts.
func (m *Memory) turn(d queue.DayState) {
	if d.Day != m.day.Day {
		m.overnight = map[hall.TicketID]bool{}
		for id := range m.tickets {
			m.overnight[id] = decode[hall.Ticket](m.tickets[id]).State.Open()
		}
		maps.DeleteFunc(m.notes, func(id hall.TicketID, _ string) bool { return !decode[hall.Ticket](m.tickets[id]).State.Open() })
	}
	m.day = d
}

func (m *Memory) give(day hall.Day, note func(*queue.Given)) {
	g := m.given[day]
	if g.Last == nil {
		g.Last = map[string]int{}
	}
	note(&g)
	m.given[day] = g
}

// Load implements queue.Store.
func (m *Memory) Load(context.Context) (queue.Stored, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	st := queue.Stored{Day: m.day, Notes: maps.Clone(m.notes), Ran: m.ran}
	if m.badLoads > 0 {
		m.badLoads--
		return st, ErrDisk
	}
	if m.setup == nil {
		return st, nil
	}
	st.Setup = decode[*hall.Setup](m.setup)
	st.Numbers, st.Later = maps.Clone(m.given[m.day.Day].Last), m.later(m.day.Day)
	for _, id := range m.order {
		if t := decode[hall.Ticket](m.tickets[id]); t.Day == m.day.Day || t.State.Open() || m.overnight[id] {
			st.Tickets = append(st.Tickets, t)
		}
	}
	for _, c := range m.counters {
		st.Counters = append(st.Counters, decode[hall.Counter](c))
	}
	slices.SortFunc(st.Counters, func(a, b hall.Counter) int { return cmp.Compare(a.ID, b.ID) })
	m.loadEvents(&st)
	return st, nil
}

func (m *Memory) loadEvents(st *queue.Stored) {
	n := len(m.events)
	if n == 0 {
		return
	}
	last := m.events[n-1]
	st.Last, st.LastAt = last.Cursor(), last.At
	for _, e := range m.events[max(0, n-queue.Ring):] {
		if e.Epoch == last.Epoch {
			st.Events = append(st.Events, e)
		}
	}
}

// Receipt implements queue.Store.
func (m *Memory) Receipt(_ context.Context, scope hall.TerminalID, key string) (queue.Receipt, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.receipts[[2]string{string(scope), key}]
	return r, ok, nil
}

// Events implements queue.Store.
func (m *Memory) Events(_ context.Context, after hall.Cursor, limit int) ([]hall.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var events []hall.Event
	for _, e := range m.events {
		if e.Epoch == after.Epoch && e.Seq > after.Seq && len(events) < limit {
			events = append(events, e)
		}
	}
	return events, nil
}

// later is what was given on the days after one.
func (m *Memory) later(than hall.Day) (later map[hall.Day]queue.Given) {
	for day, given := range m.given {
		if day > than && later == nil {
			later = map[hall.Day]queue.Given{}
		}
		if day > than {
			later[day] = queue.Given{Last: maps.Clone(given.Last), Seq: given.Seq}
		}
	}
	return later
}

// Back implements queue.Store.
func (m *Memory) Back(_ context.Context, day hall.Day) (queue.Back, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b := queue.Back{Given: queue.Given{Last: maps.Clone(m.given[day].Last), Seq: m.given[day].Seq}, Later: m.later(day)}
	for _, id := range m.order {
		if t := decode[hall.Ticket](m.tickets[id]); t.Day == day {
			b.Tickets = append(b.Tickets, t)
		}
	}
	return b, nil
}

// Ticket implements queue.Store.
func (m *Memory) Ticket(_ context.Context, id hall.TicketID) (hall.Ticket, bool, error) {
	return m.find(func(t hall.Ticket) bool { return t.ID == id }, id)
}

// TicketByCode implements queue.Store.
func (m *Memory) TicketByCode(_ context.Context, code string) (hall.Ticket, bool, error) {
	return m.find(func(t hall.Ticket) bool { return t.Code == code }, "")
}

// TicketByTokenHash implements queue.Store.
func (m *Memory) TicketByTokenHash(_ context.Context, hash string) (hall.Ticket, bool, error) {
	return m.find(func(t hall.Ticket) bool { return t.TokenHash == hash }, "")
}

// find looks from the newest to the oldest, or at one id alone.
func (m *Memory) find(match func(hall.Ticket) bool, only hall.TicketID) (hall.Ticket, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if only != "" {
		raw, ok := m.tickets[only]
		if !ok {
			return hall.Ticket{}, false, nil
		}
		return decode[hall.Ticket](raw), true, nil
	}
	for _, id := range slices.Backward(m.order) {
		if t := decode[hall.Ticket](m.tickets[id]); match(t) {
			return t, true, nil
		}
	}
	return hall.Ticket{}, false, nil
}

func encode(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

func decode[T any](raw []byte) T {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(err)
	}
	return v
}
