package main

import (
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// TestClockTellsBothClocksAndWhatToDo, by the clock on the outlet's wall.
func TestClockTellsBothClocksAndWhatToDo(t *testing.T) {
	outlet := hall.Outlet{Zone: "Asia/Shanghai"}
	here := hall.At(time.Date(2026, 11, 30, 1, 12, 0, 0, time.UTC))
	hour := hall.Millis(time.Hour.Milliseconds())
	for _, c := range []struct {
		name string
		hall.Clock
		want []string
	}{
		{"right", hall.Clock{Hall: here, Wall: here, State: hall.ClockRight}, []string{"2026-11-30 09:12:00 +0800", "nothing is to be done"}},
		{"put forward today", hall.Clock{Hall: here, Wall: here, State: hall.ClockRight, Move: &hall.ClockMove{By: 2 * hour, To: here - hour}},
			[]string{"put 2h0m0s forward, to 08:12:00", "If that was wrong"}},
		{"put back today", hall.Clock{Hall: here, Wall: here, State: hall.ClockRight, Move: &hall.ClockMove{By: -3 * hour, To: here - hour}},
			[]string{"put 3h0m0s back, to 08:12:00", "If that was wrong"}},
		{"a jump", hall.Clock{Hall: here, Wall: here.Add(24 * 365 * 4 * time.Hour), State: hall.ClockApart},
			[]string{"this machine's    2030-11-29", "1460 days ahead of the hall's", "clock --right --data /srv/hall"}},
		{"a start", hall.Clock{Hall: here, Wall: here.Add(-10 * time.Hour), Center: here, State: hall.ClockUnsure},
			[]string{"the center's      2026-11-30 09:12", "10h0m0s behind the hall's", "no day begins or ends", "clock --right --data /srv/hall"}},
		{"agreed, against the center", hall.Clock{Hall: here, Wall: here, Center: here.Add(-24 * time.Hour), State: hall.ClockRight},
			[]string{"But the center's clock says that this machine's is 24h0m0s ahead of it", "--right --against-center"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var said strings.Builder
			tell(&said, c.Clock, outlet, "2026-11-30", "/srv/hall")
			for _, want := range c.want {
				if !strings.Contains(said.String(), want) {
					t.Errorf("no word of %q in:\n%s", want, said.String())
				}
			}
		})
	}
}

// TestAPersonsWordAgainstTheCentersWantsASecondOne: an hour and less is no contradiction, nor is a center that was not
// heard of late.
func TestAPersonsWordAgainstTheCentersWantsASecondOne(t *testing.T) {
	wall := hall.At(time.Date(2026, 12, 2, 1, 0, 0, 0, time.UTC))
	for center, refused := range map[hall.Millis]bool{0: false, wall: false, wall.Add(-time.Hour): false, wall.Add(-24 * time.Hour): true, wall.Add(2 * time.Hour): true} {
		if err := contradicted(hall.Clock{Wall: wall, Center: center}); (err != nil) != refused {
			t.Errorf("the center says %s: %v", center.Time(), err)
		}
	}
}
