package queue

import (
	"slices"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// # Which clock a hall believes
//
// A hall lives by a clock of its own: it follows the clock of the machine's wall while that goes on as the machine's
// running time does, and goes on by the running time alone when the wall jumps. A jump of the wall is one of these:
//
//   - up to drift: followed, as ever. The moment of an event is then held back for as long, so that the log keeps its order.
//   - up to absence, in a hall that was sure of its time: somebody has put the clock right, or wrong, and either way the people in
//     the hall are the same. The hall's clock is corrected: the moments of all who are here move with it, and with the day its name.
//   - farther, such as to 2031 or 2000: not believed. The hall goes on by its own clock until the wall comes back or one vouches for it.
//
// What is followed comes to no more than drift in an hour: a wall that goes on making small steps has jumped.
//
// A start in the same boot of the machine goes on by the running time, as if the hall had not stopped:
// the store tells how long the machine had run at its last event. Any other start has nothing to
// compare with but the log. It believes a wall that shows
//
//   - a time before the last event, and what the hall's clock would show, within reboot, without the day's
//     last move forward: that move is taken back. A move back is not: a power cut of that length shows the same
//     and is the likelier;
//   - a time within reboot of the last event, whatever the center says;
//   - up to absence after the last event: a night, a weekend or a holiday week has passed, and the day
//     turns. The center's clock, where it was heard, is believed instead when it says otherwise and its
//     own time is such a one, at the start or later, unless the hall's clock was corrected since;
//   - up to hesitation before the last event: it was put right while the hall was closed.
//
// Where one clock alone says that days have passed, those who are here keep their places and their numbers for the
// first hour, unless all tellers had gone home: a power cut and a clock that is ahead look the same. A counter that was
// left open closes when its program does not come back within Rules.ReleaseSec; one that does asks for a PIN. Nobody is
// served and no promise runs while the hall is closed: a visit, a hold and the time to come back go on with what they
// had. The hour is over at once when a person says that the clock is right, or wall and center show the same. Whoever
// was met since then stays to his end. Should that clock be put back, also by a reboot, those whom the turn ended are
// here again, and a day that comes back has made all steps of the clock that it missed.
//
// Everything else leaves the hall unsure: it goes on from its last event, opening hours and quotas
// refuse nobody, and no day begins or ends, until
//
//   - the wall shows a moment that can be true: not before the hall's own, and not beyond absence;
//   - or it is in the day that the hall is in, which a restored copy was told from the database that it
//     replaced, or in the nights and weeks after that day;
//   - or the wall fits the hall's time before a jump that the log tells of: then that jump was the mistake;
//   - or the center's clock, heard of late, agrees with the wall, or can be true by itself;
//   - or a person says that the clock is right.
//
// The hall then is in the day of that time. Where it is a night or a week later, those who waited before the doubt are
// of a day that is over, and leave with that hour. Where it is farther away nobody knows how long the hall was closed,
// and everybody who waits goes with it.
//
// A hall whose own time is before made believes the first wall that is not. So does one in its first day that lives by
// one wall and nothing else, when the wall goes back by more than a month: it was set up with a clock in 2030. When the
// center agrees with the hall's clock a jump of the wall is never followed, however small it is.
const (
	drift      = hall.ClockDrift
	hesitation = time.Hour
	absence    = 15 * 24 * time.Hour
	reboot     = 15 * time.Minute
	agreement  = 5 * time.Minute // between the center's clock and another
	heardFor   = time.Hour       // so long what the center said is worth something
	infancy    = 24 * time.Hour
	farBack    = 30 * 24 * time.Hour
)

// made is before this program was.
var made = hall.Made

// clock is a hall's own clock.
type clock struct {
	wall    func() time.Time
	running func() time.Duration // nil: by the monotonic reading of wall
	boot    string               // what running counts from; empty: it tells a restart nothing

	mu     sync.Mutex
	began  time.Time     // guarded by mu: the first reading
	last   time.Time     // guarded by mu: the latest
	walked time.Duration // guarded by mu: running time of a wall without a monotonic reading
	base   hall.Millis   // guarded by mu: the hall's moment …
	at     time.Duration // guarded by mu: … at this running time
	kept   hall.Millis   // guarded by mu: what the wall may show at most drift away from …
	since  time.Duration // guarded by mu: … at this running time, at most an hour ago
	lost   bool          // guarded by mu: it began without a wall to believe
	center hall.Millis   // guarded by mu: what the center's clock said …
	heard  time.Duration // guarded by mu: … at this running time
	moved  *move         // guarded by mu: the last correction of this run
	up     time.Duration // guarded by mu: running time of the start
	alone  bool          // guarded by mu: one clock alone said how long the hall was closed before it
	proven bool          // guarded by mu: something else has said so since
	starts []jump        // guarded by mu: starts that may have been wrong, the latest last
	born   hall.Millis   // guarded by mu: the hall's first moment, while all that it knows of the time is the wall; 0: it knows more
}

// move is a correction and the place of its event.
type move struct {
	at     hall.Cursor
	by     hall.Millis
	lost   bool // before it, and so on
	alone  bool
	proven bool
	starts []jump
	born   hall.Millis
}

// reading is all clocks at one moment.
type reading struct {
	wall, own hall.Millis
	center    hall.Millis // 0: not heard of late
	inDay     bool        // the wall is in the hall's day, or may have gone on from it: see state.inDay
	starts    []jump      // on the word of the wall alone, the latest last
	alone     bool        // the last start was one, and nothing has proven its time since
	infant    bool        // the hall is in its first day, and has lived by one wall alone
}

func newClock(o Options) *clock {
	c := &clock{wall: o.Now, running: o.Running, boot: o.Boot}
	if c.running == nil {
		c.boot = ""
	}
	return c
}

// start sets the clock by what a store tells of the time, and by what the center said just now; see the rule above.
func (c *clock) start(st Stored, center time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	wall, ran := c.look()
	c.base, c.at, c.up, c.lost = wall, ran, ran, false
	if !center.IsZero() {
		c.center, c.heard = hall.At(center), ran
	}
	defer func() { c.kept, c.since = c.base, c.at }()
	c.starts, c.born = freshTurns(st.Events), bornAt(st.Events)
	if st.Setup == nil {
		c.born = c.base
		return
	}
	if c.boot != "" && st.Ran.Boot == c.boot && ran >= st.Ran.For {
		c.base, c.lost = st.Ran.At+span(ran-st.Ran.For), st.Day.Unsure > 0
		return
	}
	ahead, passed := wall-st.LastAt, wall-st.Day.Wall
	c.proven = near(c.center, wall, agreement)
	c.base, c.alone = st.LastAt+1, true
	defer func() { c.starts = append(c.starts, jump{before: st.LastAt, after: c.base}) }()
	switch {
	case st.Day.Unsure > 0:
		c.lost = true
		if !credible(wall, st.LastAt) && near(st.Day.Unsure+passed, c.base, absence) { // the same wrong clock went on
			c.base = max(c.base, st.Day.Unsure+passed)
		}
	case st.Day.Moved > span(reboot) && near(ahead, -st.Day.Moved, reboot):
		c.base, c.alone = max(wall+st.Day.Moved, c.base), false
	case near(ahead, 0, reboot):
		c.base, c.alone = max(wall, c.base), false
	case !c.proven && credible(c.center, st.LastAt):
		c.base = max(c.center, c.base)
	case credible(wall, st.LastAt):
		c.base = max(wall, c.base)
	default:
		c.lost = true
	}
}

// closed is when the hall went to sleep before a start whose clock alone says for how long, while its log ends there
// still; else 0.
func (c *clock) closed(last hall.Millis) hall.Millis {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.alone || last > c.starts[len(c.starts)-1].before {
		return 0
	}
	return c.starts[len(c.starts)-1].before
}

// bornAt is the first moment of a hall whose whole log is in events and tells of no clock but its machine's; else 0.
func bornAt(events []hall.Event) hall.Millis {
	if len(events) == 0 || events[0].Cursor() != (hall.Cursor{Epoch: 1, Seq: 1}) {
		return 0
	}
	for _, e := range events {
		if _, ok := correctionOf(e); ok {
			return 0
		}
	}
	return events[0].At
}

// grown says that the hall knows more of the time than its log: it goes on from a copy.
func (c *clock) grown() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.born = 0
}

// credible reports whether a clock can be right beside a log that ends at a moment: a night, a weekend or a holiday
// week has passed, or the clock was put right by a little while the hall was closed.
func credible(at, end hall.Millis) bool { return at >= end-span(hesitation) && at <= end+span(absence) }

// read looks at all clocks, and lets the hall's own follow the wall while they agree.
func (c *clock) read() reading {
	c.mu.Lock()
	defer c.mu.Unlock()
	wall, ran := c.look()
	r := reading{wall: wall, own: c.base + span(ran-c.at)}
	if !c.lost && near(wall, r.own, drift) && near(wall, c.kept+span(ran-c.since), drift) {
		c.base, c.at, r.own = wall, ran, wall
	}
	if ran-c.since >= time.Hour {
		c.kept, c.since = r.own, ran
	}
	if c.center > 0 && ran-c.heard < heardFor {
		r.center = c.center + span(ran-c.heard)
	}
	c.proven = c.proven || near(r.center, wall, agreement)
	r.starts = c.starts
	r.alone = c.alone && !c.proven
	if c.proven {
		c.born = 0
	}
	r.infant = c.born > 0 && r.own-c.born <= span(infancy)
	return r
}

// young reports whether a start is too fresh to send anybody away by its clock: a wrong one is put right within the
// hour, by NTP or by a person, and one that something else has proven is right. The caller holds mu.
func (c *clock) young(ran time.Duration) bool { return !c.proven && ran-c.up < time.Hour }

// isYoung reports whether the start is young, and whether one clock alone said then how long the hall had been closed.
func (c *clock) isYoung() (young, alone bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ran := c.look()
	young = c.young(ran)
	return young, young && c.alone
}

// look reads the wall and how long the machine has run. A wall without a monotonic reading, such as a test's, counts as
// running while it goes on by steps that a hall may sleep through; its jumps do not count. The caller holds mu.
func (c *clock) look() (hall.Millis, time.Duration) {
	now := c.wall()
	if c.began.IsZero() {
		c.began, c.last = now, now
	}
	step := now.Sub(c.last)
	c.last = now
	switch {
	case c.running != nil:
		return hall.At(now), c.running()
	case now != now.Round(0): // Round takes the monotonic reading away
		return hall.At(now), now.Sub(c.began)
	case step > 0 && step <= absence:
		c.walked += step
	}
	return hall.At(now), c.walked
}

// ran is how long the machine has run.
func (c *clock) ran() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ran := c.look()
	return ran
}

// told is the hall's moment and how long its machine has run, for a restart; nil when it would tell that nothing.
func (c *clock) told() *Ran {
	if c.boot == "" {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ran := c.look()
	return &Ran{Boot: c.boot, For: ran, At: c.base + span(ran-c.at)}
}

// hear takes what the center's clock says.
func (c *clock) hear(at hall.Millis) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, c.heard = c.look()
	c.center = at
}

// isLost reports whether the hall is unsure since the start, whatever its log says yet.
func (c *clock) isLost() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lost
}

// move makes a step with the event at a place; since is the earliest moment that moves with it.
func (c *clock) move(by hall.Millis, at hall.Cursor, since hall.Millis, why hall.ClockProof) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.kept, c.lost, c.moved = c.base+by, c.kept+by, false, &move{at, by, c.lost, c.alone, c.proven, c.starts, c.born}
	c.alone, c.born = false, 0
	c.starts = slices.Clone(c.starts)
	for i := range c.starts {
		c.starts[i].after += by
		if since == 0 {
			c.starts[i].before += by
		}
	}
	c.proven = c.proven || why == hall.ProofPerson
}

// settle takes a step back whose event did not reach the store.
func (c *clock) settle(last hall.Cursor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := c.moved; m != nil && (m.at.Epoch > last.Epoch || m.at.Epoch == last.Epoch && m.at.Seq > last.Seq) {
		c.base, c.kept, c.lost, c.alone, c.proven, c.starts, c.moved = c.base-m.by, c.kept-m.by, m.lost, m.alone, m.proven, m.starts, nil
		c.born = m.born
	}
}

// verdict is what is to be done about the hall's clock: nothing without a proof.
type verdict struct {
	to, by, since hall.Millis
	why           hall.ClockProof
}

// judge decides whether the hall's clock is to be corrected, and to what. closed: the hall was until now.
// jumps are those that the log tells of, the latest last.
func (r reading) judge(unsure, closed bool, jumps []jump) verdict {
	ahead := r.wall - r.own
	undone, fits := r.fits(jumps)
	switch {
	case r.center > 0 && near(r.wall, r.center, agreement) && (unsure || !near(r.wall, r.own, drift)):
		return r.step(r.wall, hall.ProofCenter).undoing(undone, closed)
	case r.center > 0 && near(r.own, r.center, agreement) && unsure:
		return r.step(r.own, hall.ProofCenter)
	case r.center > 0 && near(r.own, r.center, agreement):
		return verdict{}
	case !unsure && r.contradicted():
		return r.step(r.center, hall.ProofCenter)
	case !unsure && near(r.wall, r.own, drift):
		return verdict{}
	case r.own < made && r.wall >= made, !unsure && near(r.wall, r.own, absence), unsure && ahead >= -span(drift) && ahead <= span(absence):
		return r.step(r.wall, hall.ProofWall)
	case unsure && r.inDay && ahead > 0:
		return r.step(r.wall, hall.ProofWall)
	case r.infant && r.center == 0 && r.wall >= made && ahead < -span(farBack):
		return r.step(r.wall, hall.ProofWall)
	case fits:
		return r.step(r.wall, hall.ProofWall).undoing(undone, closed)
	case unsure && r.center >= r.own && near(r.center, r.own, absence):
		return r.step(r.center, hall.ProofCenter)
	}
	return verdict{}
}

// contradicted reports whether the center says that a start believed a wrong clock: it shows another time, which the
// log allows.
func (r reading) contradicted() bool {
	return r.alone && credible(r.center, r.starts[len(r.starts)-1].before)
}

// step leads to another time. A step back that leaves a start after the end of the log that it found says that the
// start was wrong and not the log: only what happened since moves.
func (r reading) step(to hall.Millis, why hall.ClockProof) verdict {
	v := verdict{to: to, by: to - r.own, why: why}
	for _, start := range slices.Backward(r.starts) {
		if v.by < 0 && start.after+v.by >= start.before {
			v.since = start.after
			break
		}
	}
	return v
}

// undoing moves back what the jumps moved that were a mistake. A hall that has just started was closed for a time that
// its own clock does not know, so there the jumps say how far.
func (v verdict) undoing(j jump, closed bool) verdict {
	if closed && j.by != 0 {
		v.by = -j.by
	}
	if j != (jump{}) {
		v.since = j.after
	}
	return v
}

// fits reports whether the wall shows what the hall's clock would show had its latest jumps not been, and what they
// come to.
func (r reading) fits(jumps []jump) (undone jump, ok bool) {
	would := r.own
	for i := len(jumps) - 1; i >= 0 && r.wall >= made; i-- {
		would -= jumps[i].by
		if near(r.wall, would, absence) && r.wall >= jumps[i].before-span(drift) {
			return jump{jumps[i].before, jumps[i].after, r.own - would}, true
		}
	}
	return jump{}, false
}

func near(a, b hall.Millis, within time.Duration) bool { return max(a-b, b-a) <= span(within) }

func span(d time.Duration) hall.Millis { return hall.Millis(d.Milliseconds()) }
