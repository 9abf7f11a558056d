package archive_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// copied is a copy of a hall's log that was started beside it and has opened an epoch of its own.
func copied(from []hall.Event) []hall.Event {
	l := centertest.New("a")
	l.Events = append([]hall.Event{}, from...)
	last := from[len(from)-1]
	body, _ := json.Marshal(hall.Body{Previous: &hall.Cursor{Epoch: last.Epoch, Seq: last.Seq}})
	opening := hall.Event{Outlet: "a", Epoch: last.Epoch + 1, Seq: 1, Kind: hall.EpochOpened, At: last.At + 1000, Key: "copy", V: 1, Body: body}
	return append(l.Events, opening)
}

func refusedWith(t *testing.T, what string, err error, code hall.Code, words ...string) {
	t.Helper()
	if hall.CodeOf(err) != code {
		t.Errorf("%s: %v, want %s", what, err, code)
		return
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%s: %v does not say %q", what, err, w)
		}
	}
}

// TestACopyStartedBesideTheHallDoesNotEndItsLog: a copy that ran for seconds opened an epoch here, and the hall's own
// log was refused for ever after.
func TestACopyStartedBesideTheHallDoesNotEndItsLog(t *testing.T) {
	a := opened(t)
	living := centertest.New("a").Visits(5)
	ingest(t, a, living.Events)
	_, _, err := a.Ingest(t.Context(), "a", copied(living.Events[:20]))
	refusedWith(t, "the copy", err, hall.Conflict, "center epochs accept")
	living.Visits(3)
	ingest(t, a, living.Events)
	asked, err := a.Epochs(t.Context(), "a")
	if err != nil || len(asked) != 1 || asked[0].State != archive.EpochAsked || asked[0].Epoch != 2 || asked[0].Previous != (hall.Cursor{Epoch: 1, Seq: 20}) {
		t.Fatalf("%+v %v", asked, err)
	}
}

// TestAnAcceptedCopyCanBeSentBack: the person took the copy for the hall.
func TestAnAcceptedCopyCanBeSentBack(t *testing.T) {
	a := opened(t)
	living := centertest.New("a").Visits(20)
	ingest(t, a, living.Events)
	before := picture(t, a)
	wrong := copied(living.Events)
	ingest(t, a, wrong)
	_, _, err := a.Ingest(t.Context(), "a", centertest.New("a").Visits(25).Events)
	refusedWith(t, "the hall itself", err, hall.Conflict, "epoch that is over")

	id := openEpoch(t, a)
	say(t, a, id, archive.UndoEpoch)
	if last := living.Events[len(living.Events)-1].Cursor(); place(t, a) != last {
		t.Fatal(place(t, a), "want", last)
	}
	if after := picture(t, a); !reflect.DeepEqual(before.Days, after.Days) || !reflect.DeepEqual(before.Tickets, after.Tickets) {
		t.Error("what the copy told is not forgotten")
	}
	_, _, err = a.Ingest(t.Context(), "a", wrong)
	refusedWith(t, "the copy again", err, hall.Conflict, "center epochs accept")
	ingest(t, a, centertest.New("a").Visits(25).Events) // the hall goes on
	restored := copied(centertest.New("a").Visits(25).Events)
	ingest(t, a, restored) // and may be restored itself: its epoch is another one of the same number
	list, err := a.Epochs(t.Context(), "a")
	if err != nil || len(list) != 2 || list[0].ID == list[1].ID {
		t.Fatalf("%+v %v", list, err)
	}
}

var keys int

// say answers a question with a new key.
func say(t testing.TB, a *archive.Archive, id string, answer archive.EpochAnswer) {
	t.Helper()
	keys++
	if _, err := a.AnswerEpoch(t.Context(), id, answer, fmt.Sprint(keys), "wang"); err != nil {
		t.Fatal(answer, id, err)
	}
}

// openEpoch is the question of the epoch that was accepted last.
func openEpoch(t *testing.T, a *archive.Archive) (id string) {
	t.Helper()
	list, err := a.Epochs(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.State == archive.EpochAccepted {
			id = e.ID
		}
	}
	return id
}

// asked is the question that waits for an answer.
func asked(t *testing.T, a *archive.Archive) (id string) {
	t.Helper()
	list, err := a.Epochs(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.State == archive.EpochAsked {
			id = e.ID
		}
	}
	return id
}

func place(t *testing.T, a *archive.Archive) hall.Cursor {
	t.Helper()
	o, err := a.Outlet(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	return o.Cursor
}

// TestNoToACopyLeavesTheRestoredHall: the only way to say no was to undo, which set aside the log that was accepted
// last, the living hall's.
func TestNoToACopyLeavesTheRestoredHall(t *testing.T) {
	a := opened(t)
	ingest(t, a, centertest.New("a").Visits(5).Events)
	restored := copied(centertest.New("a").Visits(5).Events)
	ingest(t, a, restored) // epoch 2, the living hall
	hallAt, before := place(t, a), picture(t, a)
	if hallAt.Epoch != 2 {
		t.Fatal(hallAt)
	}
	living := openEpoch(t, a)

	copyOf := copied(restored) // epoch 3, somebody's copy of it
	_, _, err := a.Ingest(t.Context(), "a", copyOf)
	refusedWith(t, "the copy", err, hall.Conflict)
	id := asked(t, a)
	if !strings.HasPrefix(id, "a-3-") {
		t.Errorf("the question %q does not name its hall and epoch", id)
	}
	answers := func(what string, id string, answer archive.EpochAnswer, code hall.Code) {
		t.Helper()
		keys++
		if _, err := a.AnswerEpoch(t.Context(), id, answer, fmt.Sprint(keys), "wang"); hall.CodeOf(err) != code {
			t.Errorf("%s: %v, want %q", what, err, code)
		}
		if place(t, a) != hallAt {
			t.Fatalf("%s moved the hall's log to %v", what, place(t, a))
		}
	}
	answers("undo of a question that nobody accepted", id, archive.UndoEpoch, hall.Conflict)
	answers("refuse", id, archive.RefuseEpoch, "")
	answers("refuse again", id, archive.RefuseEpoch, "")
	answers("undo of what was refused", id, archive.UndoEpoch, hall.Conflict)
	answers("refuse of the log that is here", living, archive.RefuseEpoch, hall.Conflict)
	_, _, err = a.Ingest(t.Context(), "a", copyOf)
	refusedWith(t, "the copy that was refused", err, hall.Conflict, "wang", "center epochs accept "+id)
	if list, err := a.Epochs(t.Context(), "a"); err != nil || list[1].State != archive.EpochRefused || list[1].Asks(list[1].Asked.Time()) {
		t.Errorf("asked again: %+v %v", list, err)
	}
	if after := picture(t, a); !reflect.DeepEqual(before.Tickets, after.Tickets) {
		t.Error("the hall's visits changed")
	}

	answers("accept after all", id, archive.AcceptEpoch, "")
	ingest(t, a, copyOf)
	hallAt = place(t, a)
	answers("undo below the newest", living, archive.UndoEpoch, hall.Conflict)
	answers("accept twice", id, archive.AcceptEpoch, "")
	say(t, a, id, archive.UndoEpoch)
	if got := place(t, a); got.Epoch != 2 {
		t.Errorf("undone, the log stands at %v", got)
	}
}

// TestAnAnswerThatIsRepeatedHasItsEffectOnce: a lost answer was asked for again, and the second undo took the log
// before, too.
func TestAnAnswerThatIsRepeatedHasItsEffectOnce(t *testing.T) {
	a := opened(t)
	ingest(t, a, centertest.New("a").Visits(5).Events)
	second := copied(centertest.New("a").Visits(5).Events)
	ingest(t, a, second)
	third := copied(second)
	ingest(t, a, third)
	id := openEpoch(t, a)
	answer := func(answer archive.EpochAnswer, key string) (archive.Epoch, error) {
		return a.AnswerEpoch(t.Context(), id, answer, key, "wang")
	}
	first, err := answer(archive.UndoEpoch, "undo")
	if err != nil || first.State != archive.EpochUndone || place(t, a).Epoch != 2 {
		t.Fatal(first, err, place(t, a))
	}
	if _, err := answer(archive.AcceptEpoch, "accept"); err != nil {
		t.Fatal(err)
	}
	ingest(t, a, third)
	if again, err := answer(archive.UndoEpoch, "undo"); err != nil || again != first {
		t.Errorf("repeated: %+v %v, want %+v", again, err, first)
	}
	if got := place(t, a); got.Epoch != 3 {
		t.Errorf("an old undo that was repeated sent the log back to %v", got)
	}
	if _, err := answer(archive.UndoEpoch, "another"); err != nil || place(t, a).Epoch != 2 {
		t.Error("a new undo:", err, place(t, a))
	}
	if _, err := answer(archive.UndoEpoch, "and another"); err != nil || place(t, a).Epoch != 2 {
		t.Error("undone already:", err, place(t, a))
	}
	_, err = answer(archive.RefuseEpoch, "undo")
	refusedWith(t, "the key with another answer", err, hall.KeyReused)
	_, err = a.AnswerEpoch(t.Context(), "a-9-00000000", archive.AcceptEpoch, "new", "wang")
	refusedWith(t, "no such question", err, hall.NotFound)
	_, err = answer("perhaps", "new")
	refusedWith(t, "no such answer", err, hall.Invalid)
}

// TestOfTwoCopiesOnlyTheAnsweredOneIsSentBack: both open the same epoch, and one of them is the log here.
func TestOfTwoCopiesOnlyTheAnsweredOneIsSentBack(t *testing.T) {
	a := opened(t)
	living := centertest.New("a").Visits(5)
	ingest(t, a, living.Events)
	one, other := copied(living.Events), copied(living.Events[:20])
	_, _, err := a.Ingest(t.Context(), "a", one)
	refusedWith(t, "one", err, hall.Conflict)
	first := asked(t, a)
	_, _, err = a.Ingest(t.Context(), "a", other)
	refusedWith(t, "the other", err, hall.Conflict)
	list, err := a.Epochs(t.Context(), "a")
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	second := list[0].ID
	if second == first {
		second = list[1].ID
	}
	say(t, a, first, archive.AcceptEpoch)
	say(t, a, second, archive.AcceptEpoch)
	ingest(t, a, one)
	say(t, a, second, archive.UndoEpoch)
	if got := place(t, a); got.Epoch != 2 {
		t.Errorf("the log that is here was sent back: %v", got)
	}
	say(t, a, second, archive.AcceptEpoch) // after all: the log here makes room
	deliver(t, a, other)
	if all := logged(t, a); !reflect.DeepEqual(all[len(all)-1], other[len(other)-1]) {
		t.Error("the log is not the one that was accepted")
	}
}
