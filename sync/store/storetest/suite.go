package storetest

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// Place is where a store is.
type Place struct {
	// Open opens the store; called again, it closes the one before and opens the same facts.
	Open func() queue.Store
	// Strict says that the store refuses by itself what a queue never does: a number given twice on a day, an epoch out
	// of order.
	Strict bool
}

// Run runs the suite. Each test asks for a new, empty place.
func Run(t *testing.T, place func(t *testing.T) Place) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Place)
	}{
		{"an empty store gives nothing", emptyGivesNothing},
		{"what was committed is read, also after it is opened again", whatWasCommittedIsRead},
		{"a turn of the day leaves ended tickets behind and takes open ones along", dayTurns},
		{"a commit is all or nothing", allOrNothing},
		{"a gap in the log is refused", gapsAreRefused},
		{"a commit of nothing leaves everything as it is", nothingChanges},
		{"a key has one receipt", oneReceipt},
		{"events are read from a cursor", eventsFromCursor},
		{"a code that came again finds the newest ticket", newestCode},
		{"how long the machine has run is what was told last", ranIsTheLast},
		{"a note is read until it is taken away or the day takes it", notesGo},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, place(t)) })
	}
	t.Run("strict", func(t *testing.T) {
		if p := place(t); !p.Strict {
			t.Skip("this store leaves it to the queue")
		}
		for _, c := range refusals {
			t.Run(c.name, func(t *testing.T) { c.test(t, place(t)) })
		}
	})
}

var refusals = []struct {
	name string
	test func(*testing.T, Place)
}{
	{"a number is given once a day", numberOnce},
	{"an id is one ticket's for ever", idOnce},
	{"an older epoch, or a new one that does not begin at 1, is refused", epochsRise},
}

func emptyGivesNothing(t *testing.T, p Place) {
	if st := load(t, p.Open()); !reflect.DeepEqual(zeroed(st), queue.Stored{}) {
		t.Errorf("an empty store told of %+v", st)
	}
}

func whatWasCommittedIsRead(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	begin := d.Begin()
	commit(t, s, begin...)
	a, b := d.Issue("a"), d.Issue("b")
	commit(t, s, a, b)
	call := d.Act(*a.Ticket, hall.Call)
	commit(t, s, call)
	want := queue.Stored{Setup: begin[1].Setup, Last: d.cursor(), LastAt: d.At, Day: d.State, Numbers: map[string]int{"A": 2},
		Tickets: []hall.Ticket{*call.Ticket, *b.Ticket}, Counters: []hall.Counter{*call.Counter},
		Events: []hall.Event{begin[0].Event, begin[1].Event, begin[2].Event, a.Event, b.Event, call.Event}}
	same(t, load(t, s), want)
	s = p.Open()
	same(t, load(t, s), want)
	commit(t, s, d.Turn("2026-11-24")) // codes and tokens are the queue's own on the day itself
	found(t, s, "a", a.Ticket.Code, a.Ticket.TokenHash, *call.Ticket)
	if r, ok, err := s.Receipt(t.Context(), "K01", "b"); err != nil || !ok || !reflect.DeepEqual(r, *b.Receipt) {
		t.Errorf("the receipt of b is %+v %v %v", r, ok, err)
	}
}

func dayTurns(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	done, left := d.Issue("done"), d.Issue("left")
	commit(t, s, done, left)
	commit(t, s, d.Act(*done.Ticket, hall.Cancel))
	commit(t, s, d.Turn("2026-11-24"))
	fresh := d.Issue("fresh")
	commit(t, s, fresh)
	st := load(t, s)
	if st.Day.Day != "2026-11-24" || !reflect.DeepEqual(st.Numbers, map[string]int{"A": 1}) {
		t.Errorf("the day is %+v with numbers %v", st.Day, st.Numbers)
	}
	sameTickets(t, st.Tickets, []hall.Ticket{*fresh.Ticket, *left.Ticket})
	if old, ok, err := s.Ticket(t.Context(), "done"); err != nil || !ok || old.State != hall.Cancelled {
		t.Errorf("yesterday's ticket is %+v %v %v", old, ok, err)
	}
}

func allOrNothing(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	a := d.Issue("a")
	commit(t, s, a)
	before := load(t, s)
	good, bad := d.Issue("b"), d.Issue("c")
	bad.Receipt = a.Receipt // its key is taken
	if err := s.Commit(t.Context(), []queue.Change{good, bad}); err == nil {
		t.Fatal("a second receipt of a key was taken")
	}
	same(t, load(t, s), before)
	same(t, load(t, p.Open()), before)
	if _, ok, err := s.Ticket(t.Context(), "b"); ok {
		t.Errorf("half of a commit is there, %v", err)
	}
}

func ranIsTheLast(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	told := func(want queue.Ran) {
		t.Helper()
		for range 2 {
			if got := load(t, s).Ran; got != want {
				t.Errorf("the machine had run %+v, want %+v", got, want)
			}
			s = p.Open()
		}
	}
	start, one, two := queue.Ran{Boot: "b", For: 1, At: d.At}, queue.Ran{Boot: "b", For: 2, At: d.At + 1}, queue.Ran{Boot: "b", For: 1<<40 + 7, At: d.At + 2}
	commit(t, s, d.Begin()...)
	if err := s.KeepRan(t.Context(), start); err != nil {
		t.Fatal(err)
	}
	told(start)
	a, b := d.Issue("a"), d.Issue("b")
	a.Ran, b.Ran = &one, &two
	commit(t, s, a, b)
	told(two)
	commit(t, s, d.Issue("c")) // it does not tell, and its clock may be another
	told(queue.Ran{})
}

func nothingChanges(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	a := d.Issue("a")
	a.Ran = &queue.Ran{Boot: "b", For: 2, At: d.At + 1}
	commit(t, s, a)
	before := load(t, s)
	if err := s.Commit(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	same(t, load(t, s), before)
	same(t, load(t, p.Open()), before)
}

func gapsAreRefused(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	before := load(t, s)
	d.Seq++
	if err := s.Commit(t.Context(), []queue.Change{d.Issue("late")}); err == nil {
		t.Error("an event beyond a gap was taken")
	}
	d.Seq -= 3
	if err := s.Commit(t.Context(), []queue.Change{d.Issue("again")}); err == nil {
		t.Error("a place in the log was taken twice")
	}
	same(t, load(t, s), before)
	commit(t, s, d.Issue("next"))
}

func oneReceipt(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	commit(t, s, d.Issue("a"))
	if _, ok, err := s.Receipt(t.Context(), "K02", "a"); ok || err != nil {
		t.Errorf("another terminal's key was found: %v", err)
	}
	if _, ok, err := s.Receipt(t.Context(), "K01", "b"); ok || err != nil {
		t.Errorf("a key that never came was found: %v", err)
	}
}

func eventsFromCursor(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	for i := range 7 {
		commit(t, s, d.Issue(hall.TicketID(fmt.Sprint("t", i))))
	}
	for _, c := range []struct {
		after hall.Cursor
		limit int
		want  []hall.Seq
	}{
		{hall.Cursor{Epoch: 1}, 3, []hall.Seq{1, 2, 3}},
		{hall.Cursor{Epoch: 1, Seq: 8}, 100, []hall.Seq{9, 10}},
		{hall.Cursor{Epoch: 1, Seq: 10}, 100, nil},
		{hall.Cursor{Epoch: 2}, 100, nil},
	} {
		got, err := s.Events(t.Context(), c.after, c.limit)
		if err != nil || !reflect.DeepEqual(seqs(got), c.want) {
			t.Errorf("after %s, at most %d: %v %v", c.after, c.limit, seqs(got), err)
		}
	}
}

func newestCode(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	old := d.Issue("old")
	commit(t, s, old)
	commit(t, s, d.Turn("2029-08-19")) // 1000 days on
	again := d.Issue("again")
	commit(t, s, again, d.Turn("2029-08-20"))
	if old.Ticket.Code != again.Ticket.Code {
		t.Fatalf("codes %s and %s", old.Ticket.Code, again.Ticket.Code)
	}
	if got, ok, err := s.TicketByCode(t.Context(), old.Ticket.Code); err != nil || !ok || got.ID != "again" {
		t.Errorf("found %s %v %v", got.ID, ok, err)
	}
	if _, ok, err := s.TicketByCode(t.Context(), "99999999999999"); ok || err != nil {
		t.Errorf("an unknown code was found: %v", err)
	}
	if _, ok, err := s.TicketByTokenHash(t.Context(), "nobody"); ok || err != nil {
		t.Errorf("an unknown token was found: %v", err)
	}
}

func numberOnce(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	commit(t, s, d.Issue("a"))
	d.Last["A"]--
	if err := s.Commit(t.Context(), []queue.Change{d.Issue("b")}); err == nil {
		t.Error("two tickets of one day have one number")
	}
}

func idOnce(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	commit(t, s, d.Begin()...)
	commit(t, s, d.Issue("a"))
	again := d.Issue("a")
	again.Receipt = nil
	if err := s.Commit(t.Context(), []queue.Change{again}); err == nil {
		t.Error("a second ticket took the place of the first")
	}
}

func epochsRise(t *testing.T, p Place) {
	s, d := p.Open(), NewDay()
	d.Epoch = 3
	commit(t, s, d.Begin()...)
	for _, c := range []struct{ epoch, seq int }{{2, 0}, {2, 3}, {4, 1}, {4, 3}} {
		d.Epoch, d.Seq = hall.Epoch(c.epoch), hall.Seq(c.seq)
		if err := s.Commit(t.Context(), []queue.Change{d.Issue("x")}); hall.CodeOf(err) != hall.Gap {
			t.Errorf("event %s after 3.3 gave %v", d.cursor(), err)
		}
	}
	d.Epoch, d.Seq = 4, 0
	commit(t, s, d.Issue("y"))
	if st := load(t, s); len(st.Events) != 1 || st.Last != (hall.Cursor{Epoch: 4, Seq: 1}) {
		t.Errorf("a new epoch told of %d events, the last %s", len(st.Events), st.Last)
	}
}
