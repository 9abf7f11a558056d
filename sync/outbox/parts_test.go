package outbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/outbox"
)

// partedLogs are two logs of one hall within one epoch, one up to a place.
func partedLogs() (one, other []hall.Event, at hall.Cursor) {
	a, b := centertest.New("a").Visits(3), centertest.New("a").Visits(3)
	at = a.Events[len(a.Events)-1].Cursor()
	a.Visits(2)
	b.Tell(hall.DayClosed, string(centertest.Day), hall.Body{Day: centertest.Day})
	b.Visits(9)
	return a.Events, b.Events, at
}

// TestALogThatPartsFromTheCentersAsksAndGoesOnWhenAPersonSaysSo: wherever this hall believes that the center has its
// log.
func TestALogThatPartsFromTheCentersAsksAndGoesOnWhenAPersonSaysSo(t *testing.T) {
	copied, living, at := partedLogs()
	for name, acked := range map[string]hall.Cursor{
		"nothing was acknowledged":      {},
		"up to the parting":             at,
		"beyond it":                     {Epoch: 1, Seq: at.Seq + 3},
		"beyond what the center has":    {Epoch: 1, Seq: copied[len(copied)-1].Seq + 2},
		"all of it, and nothing is new": living[len(living)-1].Cursor(),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, living)
			r.source.acked = acked
			if _, _, err := r.archive.Ingest(t.Context(), "a", copied); err != nil {
				t.Fatal(err)
			}
			told := make(chan hall.Cursor, 1000)
			o := r.options
			o.End, o.Parts = r.source.last, func(at hall.Cursor) {
				select {
				case told <- at:
				default:
				}
			}
			r.box = outbox.New(r.source, o)
			defer r.run()()
			select {
			case got := <-told:
				if want := (hall.Cursor{Epoch: 1, Seq: at.Seq + 1}); got != want {
					t.Errorf("told of %s, the logs part at %s", got, want)
				}
			case <-time.After(30 * time.Second):
				t.Fatalf("nobody is told: %+v", r.box.State())
			}
			if s := r.box.State(); s.Stuck == nil || !strings.Contains(s.Why, "center epochs accept") {
				t.Errorf("it says %q", s.Why)
			}
			if log, err := r.archive.Events(t.Context(), "a", hall.Cursor{}, 1000); err != nil || len(log) != len(copied) {
				t.Fatalf("%d events of two logs are mixed, %v", len(log), err)
			}
			r.accept()
			r.await(r.source.last())
			r.same()
		})
	}
}

// TestALogThatTheCenterGaveUpAsksAgain: a person chose the other one, while this hall was at rest.
func TestALogThatTheCenterGaveUpAsksAgain(t *testing.T) {
	copied, living, _ := partedLogs()
	r := newRig(t, living)
	defer r.run()()
	r.await(r.source.last())
	if _, _, err := r.archive.Ingest(t.Context(), "a", copied); hall.CodeOf(err) != hall.Conflict {
		t.Fatal(err)
	}
	r.accept()
	if _, _, err := r.archive.Ingest(t.Context(), "a", copied); err != nil {
		t.Fatal(err)
	}
	more := centertest.New("a").Visits(3)
	more.Tell(hall.DayClosed, string(centertest.Day), hall.Body{Day: centertest.Day})
	more.Visits(10)
	r.source.add(more.Events[len(living):]...)
	r.wake <- struct{}{}
	r.awaitStuck()
	list, err := r.archive.Epochs(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.State == archive.EpochAsked {
			if _, err := r.archive.AnswerEpoch(t.Context(), e.ID, archive.AcceptEpoch, "other", "wang"); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.await(r.source.last())
	r.same()
}
