package forecast

import (
	"math"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// The window runs from one quantile of the plays to another. What is shown is rounded outwards to whole minutes, which
// widens short windows, so the quantiles lie a little inside.
const (
	lowAt  = .14
	highAt = .86
	zHigh  = 1.0803 // highAt of the standard normal distribution

	// A credited visitor's windows are often so short that whole minutes widen them by half. Theirs begin wide and are
	// drawn together as long as what is shown covers enough of the plays. A newcomer is often called within the minute,
	// which is always covered, and needs less than one who waits already, because something holds up that line.
	wideAt     = .10
	closer     = .02
	ofNewcomer = .72
	ofWaiting  = .80
)

// curves are the forecasts of one moment; never changed.
type curves struct {
	groups map[hall.GroupCode]curve
	odd    map[hall.TicketID]knot // those who rest or wait for one counter: each has a wait of its own
}

// curve tells an ordinary one's wait by the number ahead, up to a crowd behind everybody who waits, and a credited
// one's by the place that the credit gives.
type curve struct {
	known   bool
	points  []point
	forward []knot         // in the order of the line
	line    []*hall.Ticket // that waits
	step    float64        // minutes that one more ahead adds, beyond the last point …
	spread  float64        // … and how far these minutes lie from their mean, low and high
}

type point struct{ low, high, mean float64 }

// knot is what is said to a ticket.
type knot struct {
	ticket *hall.Ticket
	waits  []float64 // of the plays
	point
}

func (g *stage) curves() *curves {
	c := &curves{map[hall.GroupCode]curve{}, map[hall.TicketID]knot{}}
	for i := range g.groups {
		c.groups[g.groups[i].code] = g.curve(&g.groups[i])
	}
	for _, t := range g.odd {
		s := g.slots[t]
		if k := c.groups[t.Group]; k.known {
			c.odd[t.ID] = knot{ticket: t, point: k.points[s.place]}
		}
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
	c.forward, c.line = g.forward(group), group.line
	return c
}

// forward joins the credited who wait to the probes of those who may come.
func (g *stage) forward(group *groupStage) []knot {
	knots := make([]knot, 0, len(group.forward)+len(group.credited))
	for _, k := range group.forward {
		knots = append(knots, knot{ticket: k.ticket, point: shownOf(k.waits, ofNewcomer)})
	}
	for _, t := range group.credited {
		if s := g.slots[t]; !s.forward {
			knots = append(knots, knot{ticket: t, point: shownOf(group.waits[s.place], ofWaiting)})
		}
	}
	slices.SortFunc(knots, func(a, b knot) int { return byEffective(a.ticket, b.ticket) })
	return knots
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
	return point{quantile(waits, lowAt), quantile(waits, highAt), sum / float64(len(waits))}
}

// quantile is one of sorted waits.
func quantile(waits []float64, q float64) float64 { return waits[int(q*float64(len(waits)-1)+.5)] }

// shownOf is pointOf for a window that, as it is shown, covers a share of the plays.
func shownOf(waits []float64, share float64) point {
	p := pointOf(waits)
	p.low, p.high = quantile(waits, wideAt), quantile(waits, 1-wideAt)
	for q := wideAt + closer; q < .5; q += closer {
		next := point{quantile(waits, q), quantile(waits, 1-q), p.mean}
		if next.holds(waits) < share {
			break
		}
		p = next
	}
	return p
}

// holds is the share of sorted waits that lie within the window shown.
func (p point) holds(waits []float64) float64 {
	shown := p.window()
	from, _ := slices.BinarySearch(waits, float64(shown.LowMin))
	to, _ := slices.BinarySearch(waits, float64(shown.HighMin)+1e-9)
	return float64(to-from) / float64(len(waits))
}

// window is a point as it is shown.
func (p point) window() hall.Wait {
	low := int(math.Floor(p.low))
	return hall.Wait{LowMin: low, HighMin: max(int(math.Ceil(p.high)), low+1), Known: true}
}

func (c *curves) wait(t *hall.Ticket, ahead int) hall.Wait {
	p, ok := c.point(t, ahead)
	if !ok {
		return hall.Wait{}
	}
	return p.window()
}

func (c *curves) expect(t *hall.Ticket, ahead int) (float64, bool) {
	p, ok := c.point(t, ahead)
	return p.mean, ok
}

func (c *curves) point(t *hall.Ticket, ahead int) (point, bool) {
	k, ok := c.groups[t.Group]
	if !ok || !k.known || ahead < 0 {
		return point{}, false
	}
	if odd, ok := c.odd[t.ID]; ok && odd.ticket.Group == t.Group && odd.ticket.ForCounter == t.ForCounter {
		return odd.point, true
	}
	if t.Credited && len(k.forward) > 0 {
		return k.brought(t, ahead), true
	}
	return k.at(ahead), true
}

// at reads the curve of the ordinary.
func (k *curve) at(ahead int) point {
	last := len(k.points) - 1
	if ahead <= last {
		return k.points[ahead]
	}
	return k.behind(k.points[last], ahead-last)
}

// brought reads at a ticket's own knot, or between the two around it. A look-up may come when the line has moved on:
// what counts then is the difference between those ahead and those who were.
func (k *curve) brought(t *hall.Ticket, ahead int) point {
	i, own := slices.BinarySearchFunc(k.forward, t, func(n knot, t *hall.Ticket) int { return byEffective(n.ticket, t) })
	p := k.forward[min(i, len(k.forward)-1)].point
	if !own && i > 0 && i < len(k.forward) {
		a, b := k.forward[i-1], k.forward[i]
		if span := b.ticket.Effective - a.ticket.Effective; span > 0 {
			p = between(a.point, b.point, float64(t.Effective-a.ticket.Effective)/float64(span))
		}
	}
	were, _ := slices.BinarySearchFunc(k.line, t, byEffective)
	return k.behind(p, ahead-were)
}

func between(a, b point, x float64) point {
	mix := func(a, b float64) float64 { return a + x*(b-a) }
	return point{mix(a.low, b.low), mix(a.high, b.high), mix(a.mean, b.mean)}
}

// behind moves a point back, or forward when more is below zero. Every one more ahead adds a step, and his own
// uncertainty: how far the ends lie from the mean grows with the root of the number, as sums do.
func (k *curve) behind(p point, more int) point {
	mean := max(0, p.mean+float64(more)*k.step)
	if more <= 0 {
		less := p.mean - mean
		return point{max(0, p.low-less), max(0, p.high-less), mean}
	}
	apart := k.spread * math.Sqrt(float64(more))
	return point{max(p.low, mean-math.Hypot(p.mean-p.low, apart)), mean + math.Hypot(p.high-p.mean, apart), mean}
}
