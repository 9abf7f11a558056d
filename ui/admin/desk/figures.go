package desk

import (
	"cmp"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Outlets are all halls this person may see; ok is false before the first answer.
func (d *Desk) Outlets() (all []Outlet, ok bool) { return d.outlets, d.known }

// Live is the chosen hall now; ok is false before the first answer.
func (d *Desk) Live() (l Live, ok bool) {
	if d.live == nil {
		return Live{}, false
	}
	return *d.live, true
}

// Chart is the chosen hall's day in quarters of an hour; ok is false before its first answer.
func (d *Desk) Chart() (day []Quarter, ok bool) { return d.chart, d.charted }

// Offline reports whether a hall has not called for so long that its figures are old. While the center is away nothing
// is known of the halls since then, so their silence is counted up to its last word.
func (d *Desk) Offline(o Outlet) bool { return o.LastSeen == 0 || d.silence(o) >= silent }

func (d *Desk) silence(o Outlet) time.Duration {
	now := d.cfg.Now()
	if d.away {
		now = d.fresh
	}
	return now.Sub(o.LastSeen.Time())
}

// Figures are the day of all halls together. Each comes with its base.
type Figures struct {
	Halls, Online     int
	Issued, Finished  int
	Waiting, NoShows  int
	Called            int // base of the mean wait
	MeanWait          time.Duration
	MeanService       time.Duration
	Satisfied, Rated  int // percent of those who rated; how many rated
	RatedShare        int // percent of those finished
	WaitKnown, DidAny bool
}

// Figures sums up all halls.
func (d *Desk) Figures() Figures {
	var f Figures
	var sum hall.Today
	for _, o := range d.outlets {
		f.Halls++
		if !d.Offline(o) {
			f.Online++
		}
		f.Waiting += o.Waiting
		add(&sum, o.Today)
	}
	f.Issued, f.Finished, f.NoShows, f.Called, f.Rated = sum.Issued, sum.Finished, sum.NoShows, sum.Called, sum.Rated
	f.WaitKnown, f.DidAny = sum.Called > 0, sum.Finished > 0
	if f.WaitKnown {
		f.MeanWait = time.Duration(sum.WaitMs/int64(sum.Called)) * time.Millisecond
	}
	if f.DidAny {
		f.MeanService = time.Duration(sum.ServedMs/int64(sum.Finished)) * time.Millisecond
		f.RatedShare = percent(sum.Rated, sum.Finished)
	}
	f.Satisfied = percent(sum.Satisfied, sum.Rated)
	return f
}

func add(to *hall.Today, t hall.Today) {
	to.Issued += t.Issued
	to.Finished += t.Finished
	to.NoShows += t.NoShows
	to.WaitMs += t.WaitMs
	to.Called += t.Called
	to.ServedMs += t.ServedMs
	to.Rated += t.Rated
	to.Satisfied += t.Satisfied
}

func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (part*100 + whole/2) / whole
}

// AlarmKind is what needs a person now.
type AlarmKind string

// The alarms.
const (
	HallOffline AlarmKind = "offline"
	HallFaults  AlarmKind = "faults"
	NobodyOpen  AlarmKind = "nobody_open"
	HallAsks    AlarmKind = "asks"
	HallStopped AlarmKind = "stopped"
	HallRefuses AlarmKind = "refuses"
)

// Alarm is one hall that needs a person.
type Alarm struct {
	Kind    AlarmKind
	Outlet  Outlet
	Minutes int // of the silence
}

// Alarms are what needs a person now, the worst first.
func (d *Desk) Alarms() (all []Alarm) {
	for _, o := range d.outlets {
		switch {
		case d.Offline(o) && o.LastSeen > 0:
			all = append(all, Alarm{HallOffline, o, int(d.silence(o).Minutes())})
		case d.Offline(o):
		case o.Waiting > 0 && o.Windows > 0 && o.Open == 0:
			all = append(all, Alarm{Kind: NobodyOpen, Outlet: o})
		case o.Faults > 0:
			all = append(all, Alarm{Kind: HallFaults, Outlet: o})
		}
		if o.Asks != nil {
			all = append(all, Alarm{Kind: HallAsks, Outlet: o})
		}
		if o.Stopped {
			all = append(all, Alarm{Kind: HallStopped, Outlet: o})
		}
		if o.Refuses {
			all = append(all, Alarm{Kind: HallRefuses, Outlet: o})
		}
	}
	slices.SortStableFunc(all, func(x, y Alarm) int { return cmp.Compare(urgency[x.Kind], urgency[y.Kind]) })
	return all
}

// urgency orders alarms: people stand before closed windows, nobody knows how a hall is, a hall waits for an answer, a
// device is broken.
var urgency = map[AlarmKind]int{NobodyOpen: 0, HallOffline: 1, HallAsks: 2, HallStopped: 3, HallFaults: 4, HallRefuses: 5}
