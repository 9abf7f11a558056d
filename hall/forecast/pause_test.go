package forecast

import (
	"testing"
	"time"
)

// TestAFullHallCostsLittle: however long a round takes, rounds take a fiftieth of the time when nothing happens and a
// tenth in a rush, and a small hall keeps its second and its five.
func TestAFullHallCostsLittle(t *testing.T) {
	for _, took := range []time.Duration{0, 10 * time.Millisecond, 300 * time.Millisecond, 2 * time.Second} {
		if p := pause(false, took); took*50 > p || p < 4*time.Second {
			t.Errorf("a round of %v is followed by %v when nothing happens", took, p)
		}
		if p := pause(true, took); took*10 > p {
			t.Errorf("a round of %v is followed by %v in a rush", took, p)
		}
	}
	if idle, rush := pause(false, 10*time.Millisecond), pause(true, 10*time.Millisecond); idle != 4*time.Second || rush > time.Second {
		t.Errorf("a small hall is played after %v and %v", idle, rush)
	}
}
