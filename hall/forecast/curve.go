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
)

// curves are the forecasts of one moment; never changed.
type curves struct{ groups map[hall.GroupCode]curve }

// curve tells by the number ahead, up to one behind everybody who waits.
type curve struct {
	known  bool
	points []point
	step   float64 // minutes that one more ahead adds, beyond the last point
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
	for _, waits := range group.waits {
		c.points = append(c.points, pointOf(waits))
	}
	serving := 0
	for _, k := range g.counters {
		if _, ok := k.setup.Level(group.code); ok {
			serving++
		}
	}
	c.step = group.times.mean() / float64(max(1, serving))
	return c
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

// point reads a curve; beyond its end every one more ahead adds a step.
func (c *curves) point(g hall.GroupCode, ahead int) (point, bool) {
	k, ok := c.groups[g]
	if !ok || !k.known || ahead < 0 {
		return point{}, false
	}
	if ahead < len(k.points) {
		return k.points[ahead], true
	}
	p := k.points[len(k.points)-1]
	more := float64(ahead-len(k.points)+1) * k.step
	return point{p.low + more, p.high + more, p.mean + more}, true
}
