package queue_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// TestAHallSetsTheLeastTimeBetweenCalls: none is a rule as well.
func TestAHallSetsTheLeastTimeBetweenCalls(t *testing.T) {
	for _, sec := range []int{0, 5, 20, 40} {
		t.Run(fmt.Sprint(sec), func(t *testing.T) {
			setup := halltest.Setup()
			setup.Outlet.Rules.RecallSec = sec
			h := start(t, &queuetest.Memory{}, setup, halltest.NewClock(halltest.Opening))
			h.Open("1")
			h.Issue("A")
			called := h.Next("1").Ticket
			least := time.Duration(sec) * time.Second
			if sec > 0 {
				h.Pass(least - time.Second)
				_, err := h.TryAct("1", called.ID, hall.Recall)
				h.Refused("a second too early", err, hall.TooSoon)
				h.Pass(time.Second)
			}
			h.Act("1", called.ID, hall.Recall)
		})
	}
}
