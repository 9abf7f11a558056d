package counter_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/ui/counter/flow"
)

// The page of reasons lies where the levels were, and the rating comes by itself: a second touch, or one that was on
// its way when the page came, says nothing.
func TestADoubleTapOnTheCustomersScreenIsOneTap(t *testing.T) {
	for _, apart := range []time.Duration{120 * time.Millisecond, 390 * time.Millisecond} {
		for _, level := range []string{"level-1", "level-2"} {
			p := asked(t)
			p.wait(2)
			p.visitor.TapTwice(level, apart)
			if v := p.desk().Customer(); v.Kind != flow.CustomerReasons || len(v.Reasons) != 0 {
				t.Errorf("%s tapped twice within %v: %s with the reasons %v", level, apart, v.Kind, v.Reasons)
			}
		}
		p := asked(t)
		p.wait(2)
		p.visitor.Tap("level-2")
		p.visitor.TapTwice("change-level", apart)
		if v := p.desk().Customer(); v.Kind != flow.CustomerRating {
			t.Errorf("another level chosen twice within %v: %s", apart, v.Kind)
		}
	}
	p := asked(t) // the five levels appear under a finger that was on its way
	p.visitor.Wait(200 * time.Millisecond)
	p.visitor.Press("level-1", 0)
	if v := p.desk().Customer(); v.Kind != flow.CustomerRating {
		t.Errorf("touched 200 ms after it came: %s", v.Kind)
	}
}

// asked is a counter that asks its visitor for a rating.
func asked(t *testing.T) *pair {
	p := newPair(t)
	p.crowd()
	p.wait(6)
	p.rate()
	return p
}
