package forecast

import (
	"math"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// The window runs from one quantile of the plays to another. What is shown is rounded outwards to whole minutes, which widens short
// windows, so the quantiles lie a little inside.
const (
	lowAt  = .14
	highAt = .86
	zHigh  = 1.0803 // highAt of the standard normal distribution
)

// curves are the forecasts of one moment; never changed.
type curves struct{ groups map[hall.GroupCode]curve }

// curve tells by the number ahead, up to a crowd behind everybody who waits.
type curve struct {
	known  bool
	points []point
	step   float64 // minutes that one more ahead adds, beyond the last point …
	spread float64 // … and how far these minutes lie from their mean, low and high
}

type point struct{ low, high, mean float64 }

func (g *stage) curves() *curves {
	c := &curves{groups: map[hall.GroupCode]curve{}}
	for i := range g.groups {
		c.groups[g.groups[i].code] = g.curve(&g.groups[i])
	}
	return c
}

func (g *stage) curve(group *groupStage) curve {
	c := curve{known: group.known}
	if !group.known {
		return c
	}
	last := point{}
	for place, waits := range group.waits {
		p := pointOf(waits)
		if place >= len(group.waits)-beyond { // few plays: chance may not bring one who is further behind nearer
			p = point{max(p.low, last.low), max(p.high, last.high), max(p.mean, last.mean)}
		}
		c.points, last = append(c.points, p), p
	}
	serving := float64(g.serving(group.code))
	c.step, c.spread = g.busy(group.times)/serving, zHigh*group.times.deviation()/serving
	return c
}

// serving counts the counters that serve a group or will, at least one.
func (g *stage) serving(code hall.GroupCode) int {
	n := 0
	for _, k := range g.counters {
		if _, ok := k.setup.Level(code); ok {
			n++
		}
	}
	return max(1, n)
}

// busy is how long a counter is busy with one visitor, on the average: the mean of play.serve.
func (g *stage) busy(times lognormal) float64 {
	return g.turn + g.missing*g.vain + (1-g.missing)*(g.walk+times.mean()+g.leave*g.pause)
}

func pointOf(waits []float64) point {
	slices.Sort(waits)
	sum := 0.0
	for _, w := range waits {
		sum += w
	}
	at := func(q float64) float64 { return waits[int(q*float64(len(waits)-1)+.5)] }
	return point{at(lowAt), at(highAt), sum / float64(len(waits))}
}

func (c *curves) wait(g hall.GroupCode, ahead int) hall.Wait {
	p, ok := c.point(g, ahead)
	if !ok {
		return hall.Wait{}
	}
	low := int(math.Floor(p.low))
	return hall.Wait{LowMin: low, HighMin: max(int(math.Ceil(p.high)), low+1), Known: true}
}

func (c *curves) expect(g hall.GroupCode, ahead int) (float64, bool) {
	p, ok := c.point(g, ahead)
	return p.mean, ok
}

// point reads a curve. Beyond its end every one more ahead adds a step, and his own uncertainty: how far the ends lie from the mean grows
// with the root of the number, as sums do.
func (c *curves) point(g hall.GroupCode, ahead int) (point, bool) {
	k, ok := c.groups[g]
	if !ok || !k.known || ahead < 0 {
		return point{}, false
	}
	if ahead < len(k.points) {
		return k.points[ahead], true
	}
	p := k.points[len(k.points)-1]
	more := float64(ahead - len(k.points) + 1)
	mean, apart := p.mean+more*k.step, k.spread*math.Sqrt(more)
	return point{max(p.low, mean-math.Hypot(p.mean-p.low, apart)), mean + math.Hypot(p.high-p.mean, apart), mean}, true
}
