package desk

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// test is a self-test that this person has asked for.
type test struct {
	asking bool
	before hall.Millis // when the one before was asked for
	until  time.Time   // the hall should have been reached by then
	failed hall.Code
}

// tested is how long a hall may take for a self-test; a terminal that has not answered then is not there.
const tested = 3 * time.Minute

// TestState is where a hall's self-test stands.
type TestState string

// The states.
const (
	NoTest      TestState = "none"    // never asked for
	TestAsking  TestState = "asking"  // on its way to the hall
	TestRunning TestState = "running" // the hall was asked; some terminal has not answered yet
	TestOver    TestState = "over"
)

// SelfTest asks the chosen hall to test its devices.
func (d *Desk) SelfTest() {
	o, ok := d.Chosen()
	if !ok || d.test.asking {
		return
	}
	live, _ := d.Live()
	d.test = test{asking: true, before: live.Asked, until: d.cfg.Now().Add(tested)}
	d.ask(func(ctx context.Context) error { return d.cfg.Center.SelfTest(ctx, o.ID) }, func(err error) {
		if d.chosen != o.ID {
			return
		}
		if err != nil {
			d.test = test{failed: hall.CodeOf(err)}
			return
		}
		d.load()
	})
	d.cfg.Changed()
}

// Test is where the chosen hall's self-test stands, when it was asked for, and why this person's last try to ask
// failed.
func (d *Desk) Test() (state TestState, at hall.Millis, failed hall.Code) {
	live, _ := d.Live()
	now := d.cfg.Now()
	switch {
	case d.test.asking && live.Asked == d.test.before && now.Before(d.test.until):
		return TestAsking, live.Asked, ""
	case live.Asked == 0:
		return NoTest, 0, d.test.failed
	case now.Sub(live.Asked.Time()) < tested && !live.allAnswered():
		return TestRunning, live.Asked, d.test.failed
	}
	return TestOver, live.Asked, d.test.failed
}

// Answered reports whether a terminal's last self-test answers the one last asked for.
func (l Live) Answered(t hall.SelfTest) bool { return t.At >= l.Asked }

func (l Live) allAnswered() bool {
	for _, t := range l.Tests {
		if !l.Answered(t) {
			return false
		}
	}
	return len(l.Tests) > 0
}
