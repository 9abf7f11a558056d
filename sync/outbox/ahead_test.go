package outbox_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/outbox"
)

// TestACenterThatHasMoreIsToldNotTakenForOurPlace: a hall that lost its end goes on to write in places that are taken.
// Its outbox says so, and leaves what it has acknowledged as it is.
func TestACenterThatHasMoreIsToldNotTakenForOurPlace(t *testing.T) {
	whole := centertest.New("a").Visits(4).Events
	for name, events := range map[string][]hall.Event{
		"nothing new yet":         whole[:8],
		"other events since then": append(whole[:8:8], another(whole[8])),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, events)
			if _, _, err := r.archive.Ingest(t.Context(), "a", whole); err != nil {
				t.Fatal(err)
			}
			told := make(chan hall.Cursor, 100)
			r.watchEnd(func(at hall.Cursor) {
				select {
				case told <- at:
				default:
				}
			})
			defer r.run()()
			select {
			case at := <-told:
				if want := whole[len(whole)-1].Cursor(); at != want {
					t.Errorf("told of %s, the center is at %s", at, want)
				}
			case <-time.After(30 * time.Second):
				t.Fatalf("nobody is told: %+v", r.box.State())
			}
			if s := r.box.State(); s.Why == "" || s.Acked != (hall.Cursor{}) {
				t.Errorf("it says %q and has acknowledged %s", s.Why, s.Acked)
			}
		})
	}
}

func another(e hall.Event) hall.Event {
	e.Body = []byte(`{"day":"2026-11-24"}`)
	return e
}

// watchEnd makes the rig's outbox one that knows where its log ends.
func (r *rig) watchEnd(ahead func(at hall.Cursor)) {
	o := r.options
	o.End, o.Ahead = r.source.last, ahead
	r.box = outbox.New(r.source, o)
}
