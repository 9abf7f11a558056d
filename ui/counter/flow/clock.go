package flow

import (
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Pace is the clock's colour.
type Pace string

// The paces: within the norm, near it, over it.
const (
	InTime   Pace = "in_time"
	NearNorm Pace = "near_norm"
	OverNorm Pace = "over_norm"
)

const defaultNorm = 20 // minutes, when the group sets none

// Clock measures the time since the first call, or of the service against its norm.
type Clock struct {
	Elapsed time.Duration
	Norm    time.Duration // red; 0 while called
	Amber   time.Duration // three quarters of the norm
	Pace    Pace
	Say     Say // what it means, when it is more than a clock
}

func (d *Desk) clock() Clock {
	if d.ticket.State == hall.Called {
		return d.callClock()
	}
	c := Clock{Elapsed: time.Duration(d.ticket.ServiceMs(d.Now())) * time.Millisecond, Norm: d.norm(), Pace: InTime}
	c.Amber = c.Norm * 3 / 4
	left := int((c.Norm - c.Elapsed + time.Minute - 1) / time.Minute)
	switch {
	case c.Elapsed >= c.Norm:
		c.Pace, c.Say = OverNorm, sayWith("clock.over", Args{"min": int((c.Elapsed - c.Norm) / time.Minute)})
		if c.Elapsed-c.Norm < time.Minute {
			c.Say = say("clock.reached")
		}
	case c.Elapsed >= c.Amber:
		c.Pace, c.Say = NearNorm, sayWith("clock.near", Args{"min": left})
	}
	return c
}

func (d *Desk) callClock() Clock {
	c := Clock{Elapsed: d.sinceCall(), Pace: InTime}
	if d.Now().Sub(d.ticket.CalledAt) >= lateTime {
		c.Pace, c.Say = NearNorm, say("clock.late")
		if !d.Button(Recall).On {
			c.Say = say("clock.late_only") // nothing is offered that the keys refuse
		}
	}
	return c
}

func (d *Desk) norm() time.Duration {
	for _, g := range d.hall.Groups {
		if g.Code == d.ticket.Group && g.NormMin > 0 {
			return time.Duration(g.NormMin) * time.Minute
		}
	}
	return defaultNorm * time.Minute
}

// PausedFor is the reason of the pause and how long it lasts already.
func (d *Desk) PausedFor() (reason string, since time.Duration) {
	c, ok := d.Counter()
	if !ok || c.State != hall.CounterPaused {
		return d.paused, 0
	}
	return d.paused, max(0, d.Now().Sub(c.Since))
}
