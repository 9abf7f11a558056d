package archive_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/report"
)

// waiting are the open tickets of an outlet, by their ids.
func waiting(t *testing.T, a *archive.Archive) []hall.TicketID {
	t.Helper()
	page, _, err := a.Tickets(t.Context(), archive.Filter{Outlet: "a", Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	ids := []hall.TicketID{}
	for _, one := range page {
		if one.State.Open() {
			ids = append(ids, one.ID)
		}
	}
	return ids
}

// issuedOn is how many tickets the report of a day counts.
func issuedOn(t *testing.T, a *archive.Archive) (n int) {
	t.Helper()
	days, err := report.Daily(t.Context(), a.Read(), report.Filter{Outlet: "a"})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range days {
		n += d.Issued
	}
	return n
}

// sameAfterReplay proves that what the center shows is what its log and what was set aside tell.
func sameAfterReplay(t *testing.T, a *archive.Archive) {
	t.Helper()
	before := picture(t, a)
	if err := a.Reproject(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if after := picture(t, a); !reflect.DeepEqual(before, after) {
		t.Errorf("a replay shows something else:\n%+v\n%+v", before.Tickets, after.Tickets)
	}
}

// refusedNow sends a log that asks, and gives its question.
func refusedNow(t *testing.T, a *archive.Archive, events []hall.Event) (id string) {
	t.Helper()
	_, _, err := a.Ingest(t.Context(), "a", events)
	refusedWith(t, "the log", err, hall.Conflict, "center epochs accept")
	return asked(t, a)
}

// TestAnEpochThatIsTakenAlreadyIsAcceptedAndTheDaysStay: a copy was restored on a new disk, which knew nothing of the
// epochs since, and opened one that the center has. Accepting it was refused, and undoing the one here dropped days of
// visits.
func TestAnEpochThatIsTakenAlreadyIsAcceptedAndTheDaysStay(t *testing.T) {
	for name, skip := range map[string]bool{"the center has the very epoch": false, "the center has a later one, and not this one": true} {
		t.Run(name, func(t *testing.T) {
			a := opened(t)
			snapshot := centertest.New("a").Visits(5)
			first := snapshot.Restored("first-")
			if skip {
				first = first.Restored("lost-")
				first.Events = append(slices.Clone(snapshot.Events), reopened(first.Events, snapshot.Events)...)
			}
			first.Visits(40)
			ingest(t, a, first.Events)
			before, days := picture(t, a), issuedOn(t, a)
			again := snapshot.Restored("second-").Visits(2)
			again = again.Restored("more-").Visits(3) // its node was started anew, in an epoch above what the center said
			id := refusedNow(t, a, again.Events)
			if !strings.HasPrefix(id, "a-2-") {
				t.Fatalf("asked %q", id)
			}
			say(t, a, id, archive.AcceptEpoch)
			if issuedOn(t, a) != days {
				t.Errorf("accepted, the days hold %d tickets, and held %d", issuedOn(t, a), days)
			}
			deliver(t, a, again.Events)
			if got := issuedOn(t, a); got != days+5 {
				t.Errorf("the days hold %d tickets, want %d", got, days+5)
			}
			if !reflect.DeepEqual(logged(t, a), again.Events) {
				t.Error("the log is not the hall's")
			}
			sameAfterReplay(t, a)

			last := openEpoch(t, a)
			say(t, a, last, archive.UndoEpoch)
			if last != id {
				say(t, a, id, archive.UndoEpoch)
			}
			after := picture(t, a)
			if !reflect.DeepEqual(before.Tickets, after.Tickets) || !reflect.DeepEqual(logged(t, a), first.Events) {
				t.Error("undone, the center does not have what it had")
			}
			sameAfterReplay(t, a)
		})
	}
}

// reopened are the events of a log after those of its copy, when the epoch between the two was left out.
func reopened(events, copied []hall.Event) (rest []hall.Event) {
	for _, e := range events[len(copied):] {
		if e.Epoch != copied[0].Epoch+1 {
			e.Body = []byte(fmt.Sprintf(`{"previous":{"epoch":%d,"seq":%d}}`, copied[0].Epoch, len(copied)))
			rest = append(rest, e)
		}
	}
	return rest
}

// TestTicketsThatARestoreLostDoNotWaitForEver: the new log does not know them, so nothing in it would ever end them.
func TestTicketsThatARestoreLostDoNotWaitForEver(t *testing.T) {
	for name, taken := range map[string]bool{"in an epoch above the center's": false, "in an epoch that is taken": true} {
		t.Run(name, func(t *testing.T) {
			a := opened(t)
			l := centertest.New("a")
			kept := l.Issue()
			snapshot := l.Restored("r-")
			living := l
			if taken {
				living = l.Restored("living-")
			}
			lost := living.Issue()
			ingest(t, a, living.Events)
			again := snapshot
			if taken {
				again = l.Restored("again-later-")
			}
			new := again.Issue()
			ingest(t, a, again.Events)
			if got := waiting(t, a); !reflect.DeepEqual(got, []hall.TicketID{kept, new}) {
				t.Errorf("%v wait, want %s and %s", got, kept, new)
			}
			one, told, err := a.History(t.Context(), "a", lost)
			ended := one.EndedBy == hall.EndedBySystem && one.EndedAt > 0 && one.Previous == hall.Waiting
			if err != nil || len(told) != 1 || !ended {
				t.Errorf("the lost one: %+v %v", one, err)
			}
			sameAfterReplay(t, a)
			say(t, a, openEpoch(t, a), archive.UndoEpoch)
			if got := waiting(t, a); !reflect.DeepEqual(got, []hall.TicketID{kept, lost}) {
				t.Errorf("undone, %v wait", got)
			}
		})
	}
}

// TestOlderFilesThatAreAcceptedKeepTheDays: the hall goes on within its epoch, and the center's visits since then were
// there all the same.
func TestOlderFilesThatAreAcceptedKeepTheDays(t *testing.T) {
	a := opened(t)
	_, other, _ := parted()
	ingest(t, a, centertest.New("a").Visits(30).Events)
	days := issuedOn(t, a)
	id := refusedNow(t, a, other)
	say(t, a, id, archive.AcceptEpoch)
	deliver(t, a, other)
	if got := issuedOn(t, a); got < days {
		t.Errorf("the days hold %d tickets, and held %d", got, days)
	}
	sameAfterReplay(t, a)
}

// TestAQuestionThatALaterAnswerOvertookIsClosed: that of a directory which nobody uses any more stood first for a
// quarter of an hour.
func TestAQuestionThatALaterAnswerOvertookIsClosed(t *testing.T) {
	a := opened(t)
	snapshot := centertest.New("a").Visits(3)
	ingest(t, a, snapshot.Events)
	dead, right := snapshot.Restored("dead-").Visits(1), snapshot.Restored("right--").Visits(1)
	first := refusedNow(t, a, dead.Events)
	_, _, err := a.Ingest(t.Context(), "a", right.Events)
	refusedWith(t, "the hall", err, hall.Conflict)
	now := list(t, a)[0].Asked.Time()
	if asking := archive.Asking(list(t, a), now); len(asking) != 2 {
		t.Errorf("%+v ask", asking)
	}
	for _, e := range list(t, a) {
		if e.ID != first {
			say(t, a, e.ID, archive.AcceptEpoch)
		}
	}
	deliver(t, a, right.Events)
	if asking := archive.Asking(list(t, a), now); len(asking) != 0 {
		t.Errorf("%+v still ask", asking)
	}
	if got := refusedNow(t, a, dead.Events); got != first {
		t.Errorf("one that goes on to ask is %q, want %q", got, first)
	}
	say(t, a, first, archive.AcceptEpoch) // and it may be the right one
	deliver(t, a, dead.Events)
}

func list(t *testing.T, a *archive.Archive) []archive.Epoch {
	t.Helper()
	all, err := a.Epochs(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestARefusedLogIsToldAsStopped: the center's own people saw nothing when a log went no further because of what one of
// them had said.
func TestARefusedLogIsToldAsStopped(t *testing.T) {
	a := opened(t)
	snapshot := centertest.New("a").Visits(3)
	ingest(t, a, snapshot.Events)
	again := snapshot.Restored("again-").Visits(1)
	stopped := func(what string, words ...string) {
		t.Helper()
		_, _, _ = a.Ingest(t.Context(), "a", again.Events)
		_, _, _ = a.Ingest(t.Context(), "a", nil) // the hall asks where its log stands
		o, err := a.Outlet(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if len(words) == 0 && o.Stopped != "" {
			t.Errorf("%s: %q", what, o.Stopped)
		}
		for _, w := range words {
			if !strings.Contains(o.Stopped, w) {
				t.Errorf("%s: %q does not say %q", what, o.Stopped, w)
			}
		}
	}
	id := refusedNow(t, a, again.Events)
	say(t, a, id, archive.RefuseEpoch)
	stopped("refused", "wang", "center epochs accept "+id)
	say(t, a, id, archive.AcceptEpoch)
	stopped("accepted")
	say(t, a, id, archive.UndoEpoch)
	stopped("undone", "wang", "center epochs accept "+id)
}
