package forecast

import (
	"math"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// play is one play of the hall from now on. Times are minutes from now.
type play struct {
	*stage
	lines  []lines
	odd    []*hall.Ticket
	seats  []seat
	left   int       // tickets and probes that will be called and were not yet
	beyond bool      // only the crowd is measured
	next   []float64 // per group: when the next visitor comes
	extras int       // visitors who came so far
	ready  []*hall.Ticket
}

// lines are one group's tickets: only the heads can be next, so only they are shown to the rule.
type lines struct{ ordinary, credited []*hall.Ticket }

func (g *stage) raise() *play {
	p := &play{stage: g, odd: slices.Clone(g.odd), seats: slices.Clone(g.counters), left: g.reach}
	for i := range g.groups {
		p.lines = append(p.lines, lines{slices.Clone(g.groups[i].ordinary), slices.Clone(g.groups[i].credited)})
		p.next = append(p.next, p.gap(i))
	}
	for i := range p.seats {
		p.seats[i].free = p.first(&p.seats[i])
	}
	return p
}

// crowd lets everybody come at once who may stand behind those of now in a group's line.
func (p *play) crowd(group int) *play {
	l := &p.lines[group].ordinary
	*l = append(*l, p.groups[group].crowd...)
	p.beyond, p.left = true, beyond
	return p
}

// first is when a counter calls its first visitor: when it is done with what it has, and back from its break.
func (p *play) first(c *seat) float64 {
	free := 0.0
	if c.paused {
		free = p.chance.ExpFloat64() * p.pause
	}
	if c.ticket == nil {
		return free
	}
	times := p.timesOf(c.ticket)
	if c.ticket.State == hall.Called {
		return free + p.serve(times)
	}
	served := float64(c.ticket.ServiceMs(p.now)-c.handed) / 60_000
	return free + times.rest(p.chance, served) + p.turn
}

func (p *play) timesOf(t *hall.Ticket) lognormal {
	for i := range p.groups {
		if p.groups[i].code == t.Group {
			return p.groups[i].times
		}
	}
	return planned(0, 0)
}

// serve is how long a counter is busy with one it calls, and with what comes after.
func (p *play) serve(times lognormal) float64 {
	busy := p.turn
	if p.chance.Float64() < p.missing {
		return busy + p.vain
	}
	busy += p.walk + times.draw(p.chance)
	if p.chance.Float64() < p.leave {
		busy += p.chance.ExpFloat64() * p.pause
	}
	return busy
}

// gap is the time to a group's next visitor.
func (p *play) gap(group int) float64 {
	if p.groups[group].rate <= 0 {
		return math.Inf(1)
	}
	return p.chance.ExpFloat64() / p.groups[group].rate
}

// run lets the counter that is free first call, until everybody of now was called.
func (p *play) run() {
	for p.left > 0 {
		c := p.earliest()
		if c == nil || c.free > horizon {
			break
		}
		p.arrive(c.free)
		p.call(c)
	}
	p.giveUp()
}

// giveUp measures those who were never called.
func (p *play) giveUp() {
	for _, l := range p.lines {
		for _, t := range slices.Concat(l.ordinary, l.credited) {
			p.measure(t, horizon)
		}
	}
	for _, t := range p.odd {
		p.measure(t, horizon)
	}
}

func (p *play) earliest() (first *seat) {
	for i := range p.seats {
		if first == nil || p.seats[i].free < first.free {
			first = &p.seats[i]
		}
	}
	return first
}

// arrive lets visitors come up to a moment, as long as they can pass somebody.
func (p *play) arrive(until float64) {
	for i := range p.next {
		for p.next[i] <= until {
			p.join(i, p.visitor(i, p.next[i]))
			if p.next[i] += p.gap(i); p.next[i] > p.passing {
				p.next[i] = math.Inf(1)
			}
		}
	}
}

func (p *play) visitor(group int, at float64) *hall.Ticket {
	if p.extras == len(p.stage.extras) { // tickets in line stay where they are, in the old array
		p.stage.extras = append(p.stage.extras, make([]hall.Ticket, max(64, p.extras))...)
	}
	t := &p.stage.extras[p.extras]
	p.extras++
	issued := p.now + hall.Millis(at*60_000)
	*t = hall.Ticket{Group: p.groups[group].code, State: hall.Waiting, IssuedAt: issued, Effective: issued, Number: p.extras}
	if p.chance.Float64() < p.care {
		t.Effective, t.Credited = issued-hall.Millis(p.credit*60_000), true
	}
	return t
}

// join puts a visitor in line, by effective time.
func (p *play) join(group int, t *hall.Ticket) {
	l := &p.lines[group].ordinary
	if t.Credited {
		l = &p.lines[group].credited
	}
	at := len(*l)
	for at > 0 && (*l)[at-1].Effective > t.Effective {
		at--
	}
	*l = slices.Insert(*l, at, t)
}

// call lets a counter take who is next by the queue's own rule; with nobody to call it waits for the next visitor.
func (p *play) call(c *seat) {
	t, _, ok := queue.Pick(p.now+hall.Millis(c.free*60_000), p.rules, c.setup, c.inRow, p.heads(c))
	if !ok {
		c.free = max(slices.Min(append(p.next, math.Inf(1))), c.free+1e-6)
		return
	}
	p.remove(t)
	if p.measure(t, c.free) {
		return // a probe takes no time, and nobody's place
	}
	c.inRow = queue.InRow(c.inRow, t)
	c.free += p.serve(p.timesOf(t))
}

// heads are those who can be next at a counter.
func (p *play) heads(c *seat) []*hall.Ticket {
	p.ready = append(p.ready[:0], p.odd...)
	for _, i := range c.serves {
		if l := p.lines[i].ordinary; len(l) > 0 {
			p.ready = append(p.ready, l[0])
		}
		if l := p.lines[i].credited; len(l) > 0 {
			p.ready = append(p.ready, l[0])
		}
	}
	return p.ready
}

func (p *play) remove(t *hall.Ticket) {
	for i := range p.lines {
		for _, l := range []*[]*hall.Ticket{&p.lines[i].ordinary, &p.lines[i].credited} {
			if len(*l) > 0 && (*l)[0] == t {
				*l = (*l)[1:]
				return
			}
		}
	}
	if i := slices.Index(p.odd, t); i >= 0 {
		p.odd = slices.Delete(p.odd, i, i+1)
	}
}

// measure notes when a ticket of now was called, and reports whether it is a probe.
func (p *play) measure(t *hall.Ticket, at float64) (probe bool) {
	s, ok := p.slots[t]
	if !ok {
		return false
	}
	if s.beyond == p.beyond {
		w := p.waits(s)
		*w = append(*w, at)
		p.left--
	}
	return s.probe
}

func (g *stage) waits(s slot) *[]float64 {
	if s.forward {
		return &g.groups[s.group].forward[s.place].waits
	}
	return &g.groups[s.group].waits[s.place]
}
