// Package replay walks a hall's event log from its first line and tells what does not follow from what came before. It
// is the second opinion on a store: it knows the state table of package hall and the form of events, and nothing of how
// a queue decides or how rows are kept.
//
//	r := replay.New()
//	for each event in order { r.Add(e) }
//	r.Problems()            // in the log itself
//	r.Match(t), r.Day …     // what the rows must say
package replay

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// Limit is how many problems are told; more are counted.
const Limit = 200

// Replay is a hall as its log tells it.
type Replay struct {
	Last     hall.Cursor
	Events   int
	Day      queue.DayState
	Ended    map[hall.TicketID]bool // tickets that ended since it was opened
	Numbers  map[queue.Number]bool  // day, prefix, last; of the days before Day also how many codes, under prefix ""
	Counters map[hall.CounterID]hall.Counter
	Setup    *hall.Setup // without PIN hashes; nil none

	at       hall.Millis
	seqs     map[hall.Day]int       // last code of the days that were left
	outlet   hall.OutletID          // of the first event
	tellers  map[hall.TellerID]bool // of all setups
	last     map[dayPrefix]int
	tickets  map[hall.TicketID]*ticket
	numbers  map[dayNo]hall.TicketID
	codes    map[string]hall.TicketID // of the day
	problems []string
	count    int
}

type dayPrefix struct {
	day    hall.Day
	prefix string
}

type dayNo struct {
	day hall.Day
	no  hall.TicketNo
}

// ticket is what is remembered of one: enough to check the next event and to compare a row, small enough for millions.
type ticket struct {
	state, previous hall.State
	version         int
	day             hall.Day
	no              hall.TicketNo
	sum             [sha256.Size]byte
}

// New is a replay before the first event.
func New() *Replay {
	return &Replay{Numbers: map[queue.Number]bool{}, Counters: map[hall.CounterID]hall.Counter{}, last: map[dayPrefix]int{},
		tickets: map[hall.TicketID]*ticket{}, numbers: map[dayNo]hall.TicketID{}, codes: map[string]hall.TicketID{},
		tellers: map[hall.TellerID]bool{}, seqs: map[hall.Day]int{}, Ended: map[hall.TicketID]bool{}}
}

// Problems are the first things that were wrong, at most Limit, and how many there were in all.
func (r *Replay) Problems() ([]string, int) { return r.problems, r.count }

// At is the moment of the latest event.
func (r *Replay) At() hall.Millis { return r.at }

// Tickets is how many tickets were issued.
func (r *Replay) Tickets() int { return len(r.tickets) }

func (r *Replay) wrong(e hall.Event, format string, args ...any) {
	r.Wrong("event "+e.Cursor().String()+" "+string(e.Kind)+" "+e.Subject, format, args...)
}

// Wrong notes a problem of a place in the store.
func (r *Replay) Wrong(where, format string, args ...any) {
	if r.count++; r.count <= Limit {
		r.problems = append(r.problems, where+": "+fmt.Sprintf(format, args...))
	}
}

// Add goes on by one event.
func (r *Replay) Add(e hall.Event) {
	r.Events++
	r.follow(e)
	b, err := e.Tell()
	if err != nil {
		r.wrong(e, "the body is not readable: %v", err)
		return
	}
	if e.Kind == hall.EpochOpened && b.Previous != nil && *b.Previous != r.Last {
		r.wrong(e, "says it follows %s, but the log before ends at %s", *b.Previous, r.Last)
	}
	r.Last = e.Cursor()
	r.form(e, b)
	r.clock(e, b)
	r.day(e, b)
	if b.Skip != nil {
		r.skip(e, *b.Skip)
	}
	if b.Ticket != nil {
		r.ticket(e, b)
	}
	if b.Counter != nil {
		r.Counters[b.Counter.ID] = *b.Counter
	}
	if b.Setup != nil {
		r.Setup = b.Setup
	}
}

// follow checks the place and the time of an event.
func (r *Replay) follow(e hall.Event) {
	switch {
	case e.Epoch == r.Last.Epoch && e.Seq == r.Last.Seq+1:
	case e.Epoch > r.Last.Epoch && e.Seq == 1:
		if e.Kind != hall.EpochOpened {
			r.wrong(e, "an epoch begins with %s", hall.EpochOpened)
		}
	default:
		r.wrong(e, "does not follow %s", r.Last)
	}
	if e.At < r.at && e.Kind != hall.ClockCorrected {
		r.wrong(e, "is %d ms before the event before it", r.at-e.At)
	}
	r.at = e.At
}

// clock follows a doubt, and a correction of the hall's clock: the one thing that may go back.
func (r *Replay) clock(e hall.Event, b hall.Body) {
	switch {
	case e.Kind == hall.ClockDoubted && b.Clock != nil:
		r.Day.Unsure, r.Day.Wall = b.Clock.From, b.Clock.To
	case e.Kind == hall.ClockCorrected && b.Clock != nil:
		r.Day.Unsure, r.Day.Wall = 0, 0
		if b.Clock.Notable() {
			r.Day.Moved, r.Day.MovedAt = b.Clock.To-b.Clock.From, b.Clock.To
		}
		if b.Clock.To != e.At {
			r.wrong(e, "leads to %d and is at %d", b.Clock.To, e.At)
		}
	case e.Kind == hall.ClockDoubted || e.Kind == hall.ClockCorrected:
		r.wrong(e, "does not say how the clocks stand")
	}
}

func (r *Replay) day(e hall.Event, b hall.Body) {
	switch e.Kind {
	case hall.DayOpened:
		if b.Day == r.Day.Day || b.Day < r.Day.Day && b.Clock == nil {
			r.wrong(e, "day %s opens after %s", b.Day, r.Day.Day)
		}
		if r.Day.Day != "" {
			r.Numbers[queue.Number{Day: r.Day.Day, Last: r.Day.Seq}], r.seqs[r.Day.Day] = true, r.Day.Seq
		}
		delete(r.Numbers, queue.Number{Day: b.Day, Last: r.seqs[b.Day]})
		next := queue.DayState{Day: b.Day}
		if b.Clock != nil { // another name for the day that it was
			next.Moved, next.MovedAt = r.Day.Moved, r.Day.MovedAt
		}
		r.Day, r.Ended = next, map[hall.TicketID]bool{}
		r.codes = map[string]hall.TicketID{}
	case hall.DayClosed:
		r.Day.Closed = true
	}
}

// ticket checks an event of a ticket against the one before.
func (r *Replay) ticket(e hall.Event, b hall.Body) {
	t := *b.Ticket
	if e.Subject != string(t.ID) {
		r.wrong(e, "is about ticket %s", t.ID)
	}
	old := r.tickets[t.ID]
	switch {
	case e.Kind == hall.TicketIssued && old != nil:
		r.wrong(e, "was issued before")
	case e.Kind == hall.TicketIssued:
		r.issued(e, t)
	case old == nil:
		r.wrong(e, "was never issued")
	default:
		r.acted(e, b, old)
	}
	if !t.State.Open() && old != nil && old.state.Open() {
		r.Ended[t.ID] = true
	}
	r.tickets[t.ID] = &ticket{t.State, t.Previous, t.Version, t.Day, t.No, Sum(t)}
}

func (r *Replay) issued(e hall.Event, t hall.Ticket) {
	if t.State != hall.Waiting || t.Version != 1 {
		r.wrong(e, "begins as %s at version %d", t.State, t.Version)
	}
	if t.Day != r.Day.Day {
		r.wrong(e, "is of day %s, on day %s", t.Day, r.Day.Day)
	}
	if t.No != hall.Number(t.Prefix, t.Number) {
		r.wrong(e, "%s is not number %d of %s", t.No, t.Number, t.Prefix)
	}
	key := dayNo{t.Day, t.No}
	if other, taken := r.numbers[key]; taken {
		r.wrong(e, "number %s was given to %s", t.No, other)
	}
	r.numbers[key] = t.ID
	if other, taken := r.codes[t.Code]; taken && t.Code != "" {
		r.wrong(e, "code %s was given to %s", t.Code, other)
	}
	r.codes[t.Code] = t.ID
	r.Day.Seq++
	r.given(e, t)
}

// skip goes on above numbers that may have been given before a restore.
func (r *Replay) skip(e hall.Event, s hall.Skip) {
	if s.Day != "" { // of a day that was left
		if s.Prefix == "" {
			delete(r.Numbers, queue.Number{Day: s.Day, Last: r.seqs[s.Day]})
			r.seqs[s.Day] = s.Last
		}
		r.setLast(dayPrefix{s.Day, s.Prefix}, s.Last)
		return
	}
	if s.Seq < r.Day.Seq {
		r.wrong(e, "goes back from code %d to %d", r.Day.Seq, s.Seq)
	}
	r.Day.Seq = s.Seq
	if s.Prefix != "" {
		if key := (dayPrefix{r.Day.Day, s.Prefix}); s.Last >= r.last[key] { // the same when a day comes back
			r.setLast(key, s.Last)
			return
		}
		r.wrong(e, "goes back from %d to %d", r.last[dayPrefix{r.Day.Day, s.Prefix}], s.Last)
	}
}

// given checks that the numbers of a prefix rise, in the common range; 800–999 are leased to terminals and come when
// they come.
func (r *Replay) given(e hall.Event, t hall.Ticket) {
	if t.Number >= 800 && t.Number <= 999 {
		return
	}
	r.upTo(e, t.Day, t.Prefix, t.Number)
}

func (r *Replay) upTo(e hall.Event, day hall.Day, prefix string, n int) {
	key := dayPrefix{day, prefix}
	if last := r.last[key]; n <= last {
		r.wrong(e, "number %s comes after %d", hall.Number(prefix, n), last)
	}
	r.setLast(key, n)
}

func (r *Replay) setLast(key dayPrefix, n int) {
	delete(r.Numbers, queue.Number{Day: key.day, Prefix: key.prefix, Last: r.last[key]})
	r.last[key] = n
	r.Numbers[queue.Number{Day: key.day, Prefix: key.prefix, Last: n}] = true
}

// acted checks a verb against the state table.
func (r *Replay) acted(e hall.Event, b hall.Body, old *ticket) {
	t := b.Ticket
	if t.Version != old.version+1 {
		r.wrong(e, "version %d follows %d", t.Version, old.version)
	}
	if b.From != old.state {
		r.wrong(e, "says it was %s, it was %s", b.From, old.state)
	}
	if t.No != old.no || t.Day != old.day && e.Kind != hall.TicketRedated {
		r.wrong(e, "became %s of %s, it was %s of %s", t.No, t.Day, old.no, old.day)
	}
	if t.Day != old.day {
		r.redated(e, *t, old.day)
	}
	want, err := old.state, error(nil)
	switch b.Verb {
	case "", hall.Evaluate, hall.Print: // these leave the state alone
	default:
		want, err = hall.After(old.state, b.Verb, old.previous)
		if kind := hall.KindOf[b.Verb]; kind != e.Kind {
			r.wrong(e, "verb %s leaves %s", b.Verb, kind)
		}
	}
	if err != nil || t.State != want {
		r.wrong(e, "verb %q led from %s to %s", b.Verb, old.state, t.State)
	}
}

// redated moves a ticket's number to another day, where nobody may have it.
func (r *Replay) redated(e hall.Event, t hall.Ticket, from hall.Day) {
	key := dayNo{t.Day, t.No}
	if other, taken := r.numbers[key]; taken {
		r.wrong(e, "number %s of %s is %s's", t.No, t.Day, other)
	}
	delete(r.numbers, dayNo{from, t.No})
	r.numbers[key] = t.ID
}

// Sum is a fingerprint of a ticket: equal tickets have equal ones, whichever program wrote them.
func Sum(t hall.Ticket) [sha256.Size]byte {
	raw, err := json.Marshal(t)
	if err != nil {
		panic(err) // only plain words and numbers are in it
	}
	return sha256.Sum256(raw)
}

// Match reports whether the log knows a ticket as it is in t, once: what is asked is forgotten, and the rest is
// Missing.
func (r *Replay) Match(t hall.Ticket) (known, same bool) {
	told := r.tickets[t.ID]
	if told == nil {
		return false, false
	}
	delete(r.tickets, t.ID)
	return true, told.sum == Sum(t)
}

// Missing are the tickets of the log that were not matched, at most n of them.
func (r *Replay) Missing(n int) (ids []hall.TicketID) {
	for id := range r.tickets {
		if len(ids) < n {
			ids = append(ids, id)
		}
	}
	return ids
}
