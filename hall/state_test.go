package hall_test

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// TestAfterIsTheTable: the table of the design, row by row; "" is refused. Columns as in hall.Verbs.
func TestAfterIsTheTable(t *testing.T) {
	const w, c, s, h, m, f, x = hall.Waiting, hall.Called, hall.Serving, hall.Held, hall.Missed, hall.Finished, hall.Cancelled
	const no = hall.State("")
	for from, row := range map[hall.State][]hall.State{
		//  call recall start no-show requeue hold resume transfer release return finish cancel reopen
		w: {c, no, no, no, no, no, no, w, no, no, no, x, no},
		c: {no, c, s, m, no, no, no, w, w, no, no, x, no},
		s: {no, no, no, no, no, h, no, w, w, no, f, x, no},
		h: {no, no, no, no, no, no, s, w, no, w, f, x, no},
		m: {c, no, no, no, w, no, no, no, no, no, no, x, no},
		f: {no, no, no, no, no, no, no, no, no, no, no, no, h},
		x: {no, no, no, no, no, no, no, no, no, no, no, no, h},
	} {
		for i, verb := range hall.Verbs {
			got, err := hall.After(from, verb, hall.Held)
			if row[i] == no {
				if hall.CodeOf(err) != hall.Conflict || got != from {
					t.Errorf("%s %s: %s, %v; want a conflict", from, verb, got, err)
				}
			} else if err != nil || got != row[i] {
				t.Errorf("%s %s: %s, %v; want %s", from, verb, got, err, row[i])
			}
		}
		if got, err := hall.After(from, hall.Close, ""); from.Open() != (err == nil) || from.Open() && got != x {
			t.Errorf("%s at day close: %s, %v", from, got, err)
		}
	}
	for from, want := range map[hall.State]hall.State{w: s, m: s, x: s, c: no, s: no, h: no, f: no} {
		if got, err := hall.After(from, hall.Reclaim, hall.Held); (err == nil) != (want != no) || err == nil && got != want {
			t.Errorf("%s taken back: %s, %v; want %q", from, got, err, want)
		}
	}
	if _, err := hall.After(f, hall.Reopen, ""); hall.CodeOf(err) != hall.Conflict {
		t.Errorf("reopen without a state before: %v", err)
	}
}

// TestEveryVerbLeavesItsEvent: no verb without an event, no event for two verbs but the two ends.
func TestEveryVerbLeavesItsEvent(t *testing.T) {
	of := map[hall.EventKind]hall.Verb{}
	for _, v := range append([]hall.Verb{hall.Issue, hall.Evaluate, hall.Print, hall.Close, hall.Reclaim}, hall.Verbs...) {
		k := hall.KindOf[v]
		if other, double := of[k]; k == "" || double && k != hall.TicketCancelled {
			t.Errorf("%s leaves %q, which %s leaves too", v, k, other)
		}
		of[k] = v
	}
}
