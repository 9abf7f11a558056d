package queue_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// TestANewEpochGoesOnAboveWhatMayHaveBeenGiven: the epoch and the numbers left out are one commit, so there is no
// moment at which a restored hall could give a number again.
func TestANewEpochGoesOnAboveWhatMayHaveBeenGiven(t *testing.T) {
	for _, c := range []struct {
		name  string
		given queue.Given
		after hall.Epoch
		epoch hall.Epoch
		next  hall.TicketNo
		day   hall.Day
		later time.Duration
	}{
		{"nothing is known", queue.Given{}, 0, 2, "A003", "2026-11-23", 0},
		{"more numbers of the day", queue.Given{Day: "2026-11-23", Last: map[string]int{"A": 40}, Seq: 70}, 0, 2, "A041", "2026-11-23", 0},
		{"fewer numbers of the day", queue.Given{Day: "2026-11-23", Last: map[string]int{"A": 1}, Seq: 1}, 0, 2, "A003", "2026-11-23", 0},
		{"numbers of its own day", queue.Given{Last: map[string]int{"A": 9}}, 0, 2, "A010", "2026-11-23", 0},
		{"a day that had begun", queue.Given{Day: "2026-11-24", Last: map[string]int{"A": 7}, Seq: 7}, 0, 2, "A008", "2026-11-24", day},
		{"a day that is not yet", queue.Given{Day: "2031-05-01", Last: map[string]int{"A": 7}, Seq: 7}, 0, 2, "A003", "2026-11-23", 0},
		{"a day that was over", queue.Given{Day: "2026-11-20", Last: map[string]int{"A": 90}, Seq: 90}, 0, 2, "A003", "2026-11-23", 0},
		{"an epoch that others have seen", queue.Given{}, 6, 7, "A003", "2026-11-23", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			store, setup, clock := &queuetest.Memory{}, halltest.Setup(), halltest.NewClock(halltest.Opening)
			h := start(t, store, setup, clock)
			h.Issue("A")
			h.Issue("A")
			before := store.Commits()
			clock.Advance(c.later)
			h = start(t, store, setup, clock, func(o *queue.Options) { o.NewEpoch, o.After, o.Given = true, c.after, c.given })
			if n := store.Commits() - before; n != 1 {
				t.Errorf("%d commits, want one", n)
			}
			next := h.Issue("A")
			if at := h.q.Cursor(); next.No != c.next || at.Epoch != c.epoch || next.Day != c.day {
				t.Errorf("goes on at %s with %s of %s, want epoch %d, %s of %s", at, next.No, next.Day, c.epoch, c.next, c.day)
			}
		})
	}
}

func TestBeyondLeavesOutAtLeastTheMargin(t *testing.T) {
	setup := halltest.Setup()
	for _, c := range []struct{ last, margin, want int }{{0, 100, 100}, {3, 100, 200}, {100, 100, 200}, {101, 100, 300}, {45, 10, 60}, {40, 10, 50}, {7, 0, 7}} {
		g := queue.Given{Day: "2026-11-23", Last: map[string]int{"A": c.last}, Seq: c.last}.Beyond(&setup, c.margin)
		if g.Last["A"] != c.want || g.Seq != c.want || g.Day != "2026-11-23" {
			t.Errorf("%d and %d more go on above %d and %d, want %d", c.last, c.margin, g.Last["A"], g.Seq, c.want)
		}
		if all := len(g.Last); c.margin > 0 && all < len(setup.Groups)+2 {
			t.Errorf("only %d prefixes", all)
		}
	}
}
