package ups

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Event is something about the power that the hall must know.
type Event string

// The events. They are stored, so they never change.
const (
	Lost     Event = "power.lost"     // the mains are away: staff are told, nothing stops yet
	Ending   Event = "power.ending"   // the battery soon ends: finish what runs, take nothing new, shut down
	Restored Event = "power.restored" // the mains have been back for long enough
	Blind    Event = "power.blind"    // the UPS does not answer any more
	Seeing   Event = "power.seeing"   // it answers again
)

// Rules say when a hall gives up. The zero value means the defaults.
type Rules struct {
	Poll     time.Duration // between two questions: 5 s
	Settle   time.Duration // the mains must stay away, or back, so long to count: 5 s
	Charge   float64       // below this many percent on battery, twice or by the UPS's own word too, it is Ending: 30
	Runtime  time.Duration // below this on battery likewise: 3 min; also when the UPS is silent and the time it last told has gone by
	Longest  time.Duration // on battery for longer it is Ending, also when nobody knows its charge: 10 min
	BlindFor int           // so many questions without an answer: 3
}

func (r Rules) filled() Rules {
	def := Rules{5 * time.Second, 5 * time.Second, 30, 3 * time.Minute, 10 * time.Minute, 3}
	set(&r.Poll, def.Poll)
	set(&r.Settle, def.Settle)
	set(&r.Charge, def.Charge)
	set(&r.Runtime, def.Runtime)
	set(&r.Longest, def.Longest)
	set(&r.BlindFor, def.BlindFor)
	return r
}

func set[T comparable](v *T, unset T) {
	var zero T
	if *v == zero {
		*v = unset
	}
}

// Watch asks until ctx ends and tells every event with the reading it came from (the last one known, when there is
// none).
func Watch(ctx context.Context, u hardware.UPS, r Rules, now func() time.Time, tell func(Event, hardware.Power)) error {
	r = r.filled()
	var m Memory
	var last hardware.Power
	t := time.NewTicker(r.Poll)
	defer t.Stop()
	for {
		p, err := u.Power(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			last = p
		}
		var news []Event
		m, news = r.Decide(m, p, err, now())
		for _, e := range news {
			tell(e, last)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
		}
	}
}
