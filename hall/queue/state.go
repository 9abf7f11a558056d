package queue

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// state is a hall at one moment. A queue has two: the head, which decides, and the durable one, which is told. Both go
// from moment to moment by the same apply, so they cannot differ. Tickets and counters in it are never changed, only
// replaced.
type state struct {
	setup    *hall.Setup
	zone     *time.Location // of the outlet; LoadLocation is too slow for every ticket
	cursor   hall.Cursor
	at       hall.Millis
	day      DayState
	numbers  map[string]int         // prefix → last number of the day
	later    map[hall.Day]Given     // what was given on later days, before the clock was corrected
	jumps    []jump                 // of the clock, the latest last
	met      map[hall.TicketID]bool // whose visitors were here since the turn of the day, by what was done for them
	trace    *trace                 // of its clock
	came     *arrival               // how the clock led to the day; nil: by going on
	counters map[hall.CounterID]*hall.Counter
	recent   []hall.CallView // newest first

	tickets map[hall.TicketID]*hall.Ticket // of the day, and open ones of others
	found   bool                           // tickets are found by code and token: in the durable state only
	byCode  map[string]hall.TicketID
	byToken map[string]hall.TicketID
	all     line                    // everybody who waits
	lines   map[hall.GroupCode]line // … by group
	held    map[hall.TicketID]*hall.Ticket
	missed  map[hall.TicketID]*hall.Ticket

	today     hall.Today
	atCounter map[hall.CounterID]*hall.Today
	issued    map[hall.GroupCode]int // today's tickets, for the daily quota
	slots     map[slot]int           // today's walk-in tickets per time slot
	visitors  map[visitor]hall.TicketID
	papers    map[visitor]hall.Millis           // sent away for missing papers at
	overnight map[hall.TicketNo]bool            // live numbers of earlier days
	slips     map[hall.TicketID]hall.TerminalID // where staff want them printed
	notes     map[hall.TicketID]string          // colleagues' words; tickets and events do not hold them
}

// slot is one walk-in slot of a group: its start in minutes since 1970, outlet time.
type slot struct {
	group hall.GroupCode
	start int64
}

// visitor is one customer in one group's line.
type visitor struct {
	customer hall.CustomerID
	group    hall.GroupCode
}

func newState(setup *hall.Setup) *state {
	s := &state{counters: map[hall.CounterID]*hall.Counter{}, tickets: map[hall.TicketID]*hall.Ticket{}, later: map[hall.Day]Given{},
		met: map[hall.TicketID]bool{}, trace: traceOf(nil)}
	s.use(setup)
	s.forget()
	return s
}

// rebuild makes the state that a store tells of.
func rebuild(st Stored, found bool) *state {
	s := newState(st.Setup)
	s.found = found
	s.cursor, s.at, s.day = st.Last, st.LastAt, st.Day
	s.jumps, s.trace = jumpsIn(st.Events), traceOf(st.Events)
	maps.Copy(s.numbers, st.Numbers)
	maps.Copy(s.notes, st.Notes)
	s.takeLater(st.Later)
	for _, t := range byIssue(st.Tickets) {
		s.put(t)
	}
	for i := range st.Counters {
		s.counters[st.Counters[i].ID] = &st.Counters[i]
	}
	for _, e := range st.Events {
		s.meet(e)
		if c, ok := correctionOf(e); ok {
			s.redate(c)
		}
		if newDay(e) {
			s.recent = nil
		}
		if e.Kind == hall.TicketCalled || e.Kind == hall.TicketRecalled {
			if b, err := e.Tell(); err == nil && b.Ticket != nil {
				s.remember(e, b.Ticket)
			}
		}
	}
	return s
}

// byIssue points at tickets in the order they were issued. The slice itself is shared by two states and stays as it is.
func byIssue(tickets []hall.Ticket) []*hall.Ticket {
	in := make([]*hall.Ticket, len(tickets))
	for i := range tickets {
		in[i] = &tickets[i]
	}
	slices.SortStableFunc(in, func(a, b *hall.Ticket) int { return cmp.Compare(a.IssuedAt, b.IssuedAt) })
	return in
}

func (s *state) use(setup *hall.Setup) { s.setup, s.zone = setup, setup.Outlet.Location() }

// forget empties what belongs to one business day.
func (s *state) forget() {
	s.numbers = map[string]int{}
	s.byCode, s.byToken = map[string]hall.TicketID{}, map[string]hall.TicketID{}
	s.all, s.lines = nil, map[hall.GroupCode]line{}
	s.held, s.missed = map[hall.TicketID]*hall.Ticket{}, map[hall.TicketID]*hall.Ticket{}
	s.today, s.atCounter = hall.Today{}, map[hall.CounterID]*hall.Today{}
	s.issued, s.slots = map[hall.GroupCode]int{}, map[slot]int{}
	s.visitors, s.papers = map[visitor]hall.TicketID{}, map[visitor]hall.Millis{}
	s.overnight = map[hall.TicketNo]bool{}
	s.came = nil
	s.slips = map[hall.TicketID]hall.TerminalID{}
	s.notes = map[hall.TicketID]string{}
}

// apply goes on by one change.
func (s *state) apply(c Change) {
	s.cursor, s.at = c.Event.Cursor(), c.Event.At
	s.trace.follow(c.Event)
	if c.Setup != nil {
		s.use(c.Setup)
		s.recount()
	}
	if clock, ok := correctionOf(c.Event); ok {
		s.redate(clock)
		s.jumps = append(s.jumps, jumpOf(clock)...)
	}
	if c.Day != nil {
		s.enter(*c.Day, c.Back)
		if newDay(c.Event) {
			s.recent = nil
		}
	}
	if c.Number != nil {
		s.give(*c.Number)
	}
	if c.Ticket != nil {
		s.put(c.Ticket)
	}
	if c.Counter != nil {
		s.counters[c.Counter.ID] = c.Counter
	}
	if c.Slip != nil {
		s.slips[c.Slip.Ticket] = c.Slip.Terminal
	}
	if c.Note != nil {
		s.note(*c.Note)
	}
	if c.Event.Kind == hall.TicketCalled || c.Event.Kind == hall.TicketRecalled {
		s.remember(c.Event, c.Ticket)
	}
	s.meet(c.Event)
}

// enter takes over the day; at a new one yesterday's ended tickets and counts are gone. A day before the last one comes
// back with its tickets, and what was given on the one that is left is kept until that comes again.
func (s *state) enter(d DayState, back *Back) {
	left := s.day
	s.day = d
	if d.Day == left.Day {
		return
	}
	if back == nil {
		back = &Back{}
	}
	notes := s.notes
	s.takeLater(back.Later)
	if left.Day > d.Day {
		s.later[left.Day] = Given{Last: s.numbers, Seq: left.Seq}
	}
	delete(s.later, d.Day)
	s.forget()
	kept := s.tickets
	s.tickets = map[hall.TicketID]*hall.Ticket{}
	for i, t := range back.Tickets {
		if kept[t.ID] == nil {
			kept[t.ID] = &back.Tickets[i]
		}
	}
	for _, t := range kept {
		if t.State.Open() || t.Day == d.Day {
			s.put(t)
		}
		if t.State.Open() {
			s.note(Note{Ticket: t.ID, Text: notes[t.ID]})
		}
	}
}

// takeLater takes in what was given on later days.
func (s *state) takeLater(later map[hall.Day]Given) {
	for day, given := range later {
		s.later[day] = Given{Last: maps.Clone(given.Last), Seq: given.Seq}
	}
}

// give notes the last number of a prefix, on the day or on one that was left by a correction.
func (s *state) give(n Number) {
	switch {
	case n.Day == s.day.Day:
		s.numbers[n.Prefix] = n.Last
	case n.Day > s.day.Day:
		given := s.later[n.Day]
		if given.Last == nil {
			given.Last = map[string]int{}
		}
		if n.Prefix == "" {
			given.Seq = n.Last
		} else {
			given.Last[n.Prefix] = n.Last
		}
		s.later[n.Day] = given
	}
}

// redate moves the last calls with the clock.
func (s *state) redate(c hall.Correction) {
	s.recent = slices.Clone(s.recent) // a snapshot may hold it
	for i := range s.recent {
		s.recent[i].At = c.Moved(s.recent[i].At)
	}
}

// newDay reports whether an event begins a day, as against giving another name to the one it was.
func newDay(e hall.Event) bool {
	if e.Kind != hall.DayOpened {
		return false
	}
	b, err := e.Tell()
	return err == nil && b.Clock == nil
}

// put replaces a ticket everywhere.
func (s *state) put(t *hall.Ticket) {
	if old := s.tickets[t.ID]; old != nil {
		s.unlist(old)
		s.count(old, -1)
	}
	s.tickets[t.ID] = t
	s.list(t)
	s.count(t, 1)
}

func (s *state) list(t *hall.Ticket) {
	if t.Code != "" && s.found {
		s.byCode[t.Code] = t.ID
	}
	if s.found {
		s.byToken[t.TokenHash] = t.ID
	}
	switch t.State {
	case hall.Waiting:
		s.all, s.lines[t.Group] = s.all.with(t), s.lines[t.Group].with(t)
	case hall.Held:
		s.held[t.ID] = t
	case hall.Missed:
		s.missed[t.ID] = t
	}
	if t.Day != s.day.Day && t.State.Open() {
		s.overnight[t.No] = true
	}
	s.listVisitor(t)
}

func (s *state) listVisitor(t *hall.Ticket) {
	v := visitor{t.Customer, t.Group}
	switch {
	case t.Customer == "":
	case t.State.Open():
		s.visitors[v] = t.ID
		if back, ok := s.papers[v]; ok && t.IssuedAt >= back {
			delete(s.papers, v)
		}
	case t.State == hall.Finished && wantsPapers(t):
		s.papers[v] = t.EndedAt
	}
}

func (s *state) unlist(t *hall.Ticket) {
	switch t.State {
	case hall.Waiting:
		s.all, s.lines[t.Group] = s.all.without(t), s.lines[t.Group].without(t)
	case hall.Held:
		delete(s.held, t.ID)
	case hall.Missed:
		delete(s.missed, t.ID)
	}
	delete(s.overnight, t.No)
	if v := (visitor{t.Customer, t.Group}); s.visitors[v] == t.ID {
		delete(s.visitors, v)
	}
}

// wantsPapers reports whether a visitor was sent away for missing papers.
func wantsPapers(t *hall.Ticket) bool {
	for _, o := range t.Outcomes {
		if o == hall.Papers {
			return true
		}
	}
	return false
}

// remember keeps the last calls for screens; a ticket is in it once, at its last call.
func (s *state) remember(e hall.Event, t *hall.Ticket) {
	call := hall.CallView{Ticket: t.ID, No: t.No, Counter: t.Counter, Label: s.label(t.Counter), Group: t.Group,
		Language: t.Language, Recall: e.Kind == hall.TicketRecalled, At: e.At, Seq: e.Seq}
	recent := append(make([]hall.CallView, 0, 12), call)
	for _, c := range s.recent {
		if c.Ticket != t.ID && len(recent) < 12 {
			recent = append(recent, c)
		}
	}
	s.recent = recent
}

// counterSetup finds what a counter can do.
func (s *state) counterSetup(id hall.CounterID) (hall.CounterSetup, bool) {
	for _, c := range s.setup.Counters {
		if c.ID == id {
			return c, true
		}
	}
	return hall.CounterSetup{ID: id, Label: string(id)}, false
}

func (s *state) label(id hall.CounterID) string {
	c, _ := s.counterSetup(id)
	return c.Label
}

// counter is a counter's state today, closed when it was never opened.
func (s *state) counter(id hall.CounterID) hall.Counter {
	if c := s.counters[id]; c != nil {
		return *c
	}
	return hall.Counter{ID: id, State: hall.CounterClosed}
}

// windows are the counters that serve a group, open or not.
func (s *state) windows(g hall.GroupCode) []hall.CounterID {
	var ids []hall.CounterID
	for _, c := range s.setup.Counters {
		if _, ok := c.Level(g); ok {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// staffed are the counters of a group with a teller: those that call for it now, and those on a break, which will.
func (s *state) staffed(g hall.GroupCode) (ids []hall.CounterID) {
	for _, id := range s.windows(g) {
		if s.counter(id).State != hall.CounterClosed {
			ids = append(ids, id)
		}
	}
	return ids
}

// servedBy counts the open counters that serve a group.
func (s *state) servedBy(g hall.GroupCode) (n int) {
	for _, id := range s.windows(g) {
		if s.counter(id).State == hall.CounterOpen {
			n++
		}
	}
	return n
}
