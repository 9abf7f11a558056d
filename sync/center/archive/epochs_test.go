package archive_test

import (
	"encoding/json"
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

// TestACopyStartedBesideTheHallDoesNotEndItsLog: a copy that ran for seconds opened an epoch here, and the hall's own log was refused for
// ever after.
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

	at, err := a.UndoEpoch(t.Context(), "a", "wang")
	if last := living.Events[len(living.Events)-1].Cursor(); err != nil || at != last {
		t.Fatal(at, err)
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
	if _, err := opened(t).UndoEpoch(t.Context(), "a", "wang"); hall.CodeOf(err) != hall.Conflict {
		t.Errorf("nothing to undo: %v", err)
	}
	refusedWith(t, "no such question", a.AcceptEpoch(t.Context(), "00000000", "wang"), hall.NotFound)
}
