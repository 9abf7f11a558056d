package center

import (
	"sync"

	"github.com/brighthall/brighthall/hall"
)

// ClockState is how the center's own clock stands. States are sent.
type ClockState string

// The states of the center's clock; empty: nothing speaks against it.
const (
	ClockWrong ClockState = "wrong" // it shows a time before this program was
	ClockApart ClockState = "apart" // every hall that reports is far ahead of it
)

// clocks remembers what the halls' events said of the center's clock.
type clocks struct {
	mu    sync.Mutex
	apart map[hall.OutletID]bool // guarded by mu: whether the hall's last batch was refused for its dates
}

// heard notes how a hall's batch was taken, and reports whether its dates are refused and were not before.
func (c *clocks) heard(id hall.OutletID, stored int, err error) (news bool) {
	refused := hall.CodeOf(err) == hall.Invalid && hall.SubjectOf(err) == hall.SubjectClock
	if !refused && stored == 0 {
		return false // it says nothing of the time
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.apart == nil {
		c.apart = map[hall.OutletID]bool{}
	}
	was := c.apart[id]
	c.apart[id] = refused
	return refused && !was
}

// all reports whether there are halls and every one is refused for its dates.
func (c *clocks) all() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, apart := range c.apart {
		if !apart {
			return false
		}
	}
	return len(c.apart) > 0
}

// Clock is how the center's own clock stands to the calendar and to the halls that report.
func (c *Center) Clock() ClockState {
	switch {
	case hall.At(c.now()) < hall.Made:
		return ClockWrong
	case c.clocks.all():
		return ClockApart
	}
	return ""
}
