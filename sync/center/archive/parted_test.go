package archive_test

import (
	"reflect"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// parted are two logs of one hall within one epoch: a copy was started beside it. They are one up to the third visit.
func parted() (one, other []hall.Event, at hall.Cursor) {
	a, b := centertest.New("a").Visits(3), centertest.New("a").Visits(3)
	at = a.Events[len(a.Events)-1].Cursor()
	a.Visits(2)
	b.Tell(hall.DayClosed, string(centertest.Day), hall.Body{Day: centertest.Day})
	b.Visits(4)
	return a.Events, b.Events, at
}

// deliver sends a log whole and wants no refusal.
func deliver(t *testing.T, a *archive.Archive, events []hall.Event) {
	t.Helper()
	if _, _, err := a.Ingest(t.Context(), "a", events); err != nil {
		t.Fatal(err)
	}
}

func logged(t *testing.T, a *archive.Archive) []hall.Event {
	t.Helper()
	events, err := a.Events(t.Context(), "a", hall.Cursor{}, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// TestOfTwoLogsWithinAnEpochAPersonSaysWhichGoesOn: a copied directory that ran for seconds delivered first, and
// nothing of the living hall was taken any more; nobody was asked, and there was no way out.
func TestOfTwoLogsWithinAnEpochAPersonSaysWhichGoesOn(t *testing.T) {
	a := opened(t)
	copied, living, at := parted()
	deliver(t, a, copied)
	before := picture(t, a)
	_, _, err := a.Ingest(t.Context(), "a", living)
	first := hall.Cursor{Epoch: at.Epoch, Seq: at.Seq + 1}
	refusedWith(t, "the hall", err, hall.Conflict, first.String(), "center epochs accept")
	if hall.SubjectOf(err) != first.String() {
		t.Errorf("the refusal is about %q, want %s", hall.SubjectOf(err), first)
	}
	list, err := a.Epochs(t.Context(), "a")
	if err != nil || len(list) != 1 || !list[0].Parted || list[0].Previous != at || !list[0].Asks(list[0].Asked.Time()) {
		t.Fatalf("%+v %v", list, err)
	}
	id := list[0].ID

	say(t, a, id, archive.AcceptEpoch)
	if place(t, a) != at {
		t.Fatalf("accepted, the log stands at %s, want %s", place(t, a), at)
	}
	_, _, err = a.Ingest(t.Context(), "a", copied)
	refusedWith(t, "the copy, before the hall sends its own", err, hall.Conflict, "center epochs accept")
	deliver(t, a, living)
	if !reflect.DeepEqual(logged(t, a), living) {
		t.Error("the log is not the hall's")
	}
	_, _, err = a.Ingest(t.Context(), "a", copied)
	refusedWith(t, "the copy again", err, hall.Conflict, "center epochs accept")

	say(t, a, id, archive.UndoEpoch)
	if after := picture(t, a); !reflect.DeepEqual(logged(t, a), copied) || !reflect.DeepEqual(before.Tickets, after.Tickets) {
		t.Error("undone, the log is not what it was")
	}
	_, _, err = a.Ingest(t.Context(), "a", living)
	refusedWith(t, "the hall, undone", err, hall.Conflict, "wang", "center epochs accept "+id)
	say(t, a, id, archive.AcceptEpoch)
	deliver(t, a, living)
	if !reflect.DeepEqual(logged(t, a), living) {
		t.Error("accepted again, the log is not the hall's")
	}
}

// TestTheOtherLogCanBeChosenLater: the first answer was wrong, and the other machine asks by itself.
func TestTheOtherLogCanBeChosenLater(t *testing.T) {
	a := opened(t)
	one, other, _ := parted()
	deliver(t, a, one)
	choose := func(log []hall.Event) {
		t.Helper()
		_, _, err := a.Ingest(t.Context(), "a", log)
		refusedWith(t, "a log that is not here", err, hall.Conflict)
		say(t, a, asked(t, a), archive.AcceptEpoch)
		deliver(t, a, log)
		if !reflect.DeepEqual(logged(t, a), log) {
			t.Fatal("the log is not the one that was chosen")
		}
	}
	choose(other)
	choose(one)
	choose(other)
}

// TestAnEpochBegunBeforeALogWasChosenIsPartOfIt: nobody is asked twice about one log.
func TestAnEpochBegunBeforeALogWasChosenIsPartOfIt(t *testing.T) {
	a := opened(t)
	one, other, _ := parted()
	deliver(t, a, one)
	whole := copied(other) // the hall was started anew since, in an epoch of its own
	_, _, err := a.Ingest(t.Context(), "a", whole)
	refusedWith(t, "the hall", err, hall.Conflict)
	say(t, a, asked(t, a), archive.AcceptEpoch)
	deliver(t, a, whole)
}

// TestAStretchThatBeginsBehindThePartingAsksNobody: the parting lies further back, and the sender is told to begin
// there.
func TestAStretchThatBeginsBehindThePartingAsksNobody(t *testing.T) {
	a := opened(t)
	one, other, at := parted()
	deliver(t, a, one)
	behind := other[int(at.Seq)+1:]
	_, _, err := a.Ingest(t.Context(), "a", behind)
	refusedWith(t, "behind the parting", err, hall.Conflict)
	if hall.SubjectOf(err) != behind[0].Cursor().String() || asked(t, a) != "" {
		t.Errorf("told %q, asked %q", hall.SubjectOf(err), asked(t, a))
	}
}

// TestALogThatOpensAnEpochWhichIsOpenAsks: two machines were restored from one copy.
func TestALogThatOpensAnEpochWhichIsOpenAsks(t *testing.T) {
	a := opened(t)
	living := centertest.New("a").Visits(5)
	one, other := copied(living.Events), copied(living.Events[:20])
	ingest(t, a, one)
	_, _, err := a.Ingest(t.Context(), "a", other)
	refusedWith(t, "the other", err, hall.Conflict)
	if asked(t, a) == "" {
		t.Fatal("nobody is asked")
	}
	say(t, a, openEpoch(t, a), archive.UndoEpoch)
	say(t, a, asked(t, a), archive.AcceptEpoch)
	deliver(t, a, other)
}
