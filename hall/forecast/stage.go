package forecast

import (
	"math"
	"math/rand/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// How often and how far the hall is played forward.
const (
	plays      = 200   // with up to manyTickets waiting; fewer, but not below fewPlays, when there are more
	fewPlays   = 60    //
	manyTicket = 60    //
	horizon    = 480.0 // minutes
)

// stage is everything one round of plays needs, copied out of the scene so that no lock is held while playing.
type stage struct {
	now      hall.Millis
	rules    hall.Rules
	chance   *rand.Rand
	counters []seat
	groups   []groupStage
	waiting  []*hall.Ticket
	slots    map[*hall.Ticket]slot
	reach    int // tickets and probes that some counter may call

	walk, missing, vain, turn, care, leave, pause float64
	runs                                          int
	extras                                        []hall.Ticket // visitors who will come, reused by every play
}

// slot says which point of which curve a waiting ticket measures.
type slot struct {
	group, place int
	probe        bool // takes a place and no time: one who takes a ticket now
}

// groupStage is one group on stage and what its plays gave.
type groupStage struct {
	code  hall.GroupCode
	times lognormal
	rate  float64
	known bool        // a counter serves it or will
	waits [][]float64 // per place: minutes of each play
}

// seat is a counter that serves or will serve.
type seat struct {
	setup  hall.CounterSetup
	inRow  int
	paused bool
	ticket *hall.Ticket // called or serving
	free   float64      // this play: when it calls next, minutes from now
}

func newStage(s *scene, h *habit, now hall.Millis, seed uint64) *stage {
	g := &stage{now: now, rules: s.rules, chance: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), slots: map[*hall.Ticket]slot{},
		walk: h.walk.value, missing: h.missing.value, vain: h.vain.value, turn: h.turn.value, care: h.care.value,
		leave: h.leave.value, pause: h.pause.value}
	g.seat(s)
	for _, group := range s.groups {
		g.enter(s, h, group.Code)
	}
	g.runs = max(fewPlays, min(plays, plays*manyTicket/max(1, len(g.waiting))))
	return g
}

// seat takes the counters that are open, and those on a break: they come back.
func (g *stage) seat(s *scene) {
	for _, setup := range s.counters {
		c := s.states[setup.ID]
		if c.State != hall.CounterOpen && c.State != hall.CounterPaused {
			continue
		}
		k := seat{setup: setup, inRow: c.InRow, paused: c.State == hall.CounterPaused}
		if t := s.tickets[c.Ticket]; t != nil && t.State.Active() {
			k.ticket = t
		}
		g.counters = append(g.counters, k)
	}
}

// enter brings a group's line on stage, with a probe behind it.
func (g *stage) enter(s *scene, h *habit, code hall.GroupCode) {
	at := len(g.groups)
	line := s.line(code)
	group := groupStage{code: code, times: h.times(code), rate: h.rate(code, g.now), waits: make([][]float64, len(line)+1)}
	probe := &hall.Ticket{Group: code, State: hall.Waiting, IssuedAt: g.now, Effective: g.now, Number: math.MaxInt32}
	for place, t := range append(line, probe) {
		g.slots[t] = slot{at, place, t == probe}
		g.waiting = append(g.waiting, t)
		if g.reachable(t) {
			g.reach++
			group.known = group.known || t == probe
		}
	}
	g.groups = append(g.groups, group)
}

func (g *stage) reachable(t *hall.Ticket) bool {
	for _, c := range g.counters {
		_, serves := c.setup.Level(t.Group)
		if t.ForCounter == c.setup.ID || t.ForCounter == "" && serves {
			return true
		}
	}
	return false
}

// play plays the hall forward again and again and gives the curves.
func (g *stage) play() *curves {
	for range g.runs {
		p := g.raise()
		p.run()
	}
	return g.curves()
}

// play1 is one play.
type play1 struct {
	*stage
	line   []*hall.Ticket
	seats  []seat
	left   int       // reachable tickets not called yet
	next   []float64 // per group: when the next visitor comes
	extras int
}

func (g *stage) raise() *play1 {
	p := &play1{stage: g, line: append([]*hall.Ticket(nil), g.waiting...), seats: append([]seat(nil), g.counters...), left: g.reach,
		next: make([]float64, len(g.groups))}
	for i := range p.seats {
		p.seats[i].free = p.first(&p.seats[i])
	}
	for i := range p.next {
		p.next[i] = p.gap(i)
	}
	return p
}

// first is when a counter calls its first visitor: when it is done with what it has, and back from its break.
func (p *play1) first(c *seat) float64 {
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
	served := float64(c.ticket.ServiceMs(p.now)) / 60_000
	return free + times.rest(p.chance, served) + p.turn
}

func (p *play1) timesOf(t *hall.Ticket) lognormal {
	for _, group := range p.groups {
		if group.code == t.Group {
			return group.times
		}
	}
	return planned(0, 0)
}

// serve is how long a counter is busy with one it calls, and with what comes after.
func (p *play1) serve(times lognormal) float64 {
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

func (p *play1) gap(group int) float64 {
	if p.groups[group].rate <= 0 {
		return math.Inf(1)
	}
	return p.chance.ExpFloat64() / p.groups[group].rate
}

// run lets the counter that is free first call, until everybody of now was called.
func (p *play1) run() {
	for p.left > 0 {
		c := p.earliest()
		if c == nil || c.free > horizon {
			break
		}
		p.arrive(c.free)
		p.call(c)
	}
	for _, t := range p.line {
		if s, ok := p.slots[t]; ok {
			p.measure(s, horizon)
		}
	}
}

func (p *play1) earliest() (first *seat) {
	for i := range p.seats {
		if first == nil || p.seats[i].free < first.free {
			first = &p.seats[i]
		}
	}
	return first
}

// arrive lets visitors come up to a moment.
func (p *play1) arrive(until float64) {
	for i := range p.next {
		for p.next[i] <= until && p.extras < 2000 {
			p.line = append(p.line, p.visitor(i, p.next[i]))
			p.next[i] += p.gap(i)
		}
	}
}

func (p *play1) visitor(group int, at float64) *hall.Ticket {
	if p.extras == len(p.stage.extras) {
		grown := make([]hall.Ticket, max(64, 2*p.extras)) // tickets already in line stay where they are
		p.stage.extras = append(grown[:0], p.stage.extras...)[:len(grown)]
	}
	t := &p.stage.extras[p.extras]
	p.extras++
	issued := p.now + hall.Millis(at*60_000)
	*t = hall.Ticket{Group: p.groups[group].code, State: hall.Waiting, IssuedAt: issued, Effective: issued, Number: p.extras}
	if p.chance.Float64() < p.care {
		t.Effective, t.Credited = issued-hall.Millis(p.rules.CareMin*60_000), true
	}
	return t
}

// call lets a counter take who is next by the queue's own rule; with nobody to call it waits for the next visitor.
func (p *play1) call(c *seat) {
	t, _, ok := queue.Pick(p.now+hall.Millis(c.free*60_000), p.rules, c.setup, c.inRow, p.line)
	if !ok {
		c.free = p.nextArrival(c.free)
		return
	}
	p.remove(t)
	s, measured := p.slots[t]
	if measured {
		p.measure(s, c.free)
		p.left--
	}
	if measured && s.probe {
		return // a probe takes no time, and nobody's place
	}
	c.inRow = queue.InRow(c.inRow, t)
	c.free += p.serve(p.timesOf(t))
}

func (p *play1) remove(t *hall.Ticket) {
	for i := range p.line {
		if p.line[i] == t {
			last := len(p.line) - 1
			p.line[i] = p.line[last]
			p.line = p.line[:last]
			return
		}
	}
}

func (p *play1) measure(s slot, at float64) {
	w := &p.groups[s.group].waits[s.place]
	*w = append(*w, at)
}

func (p *play1) nextArrival(after float64) float64 {
	next := math.Inf(1)
	for _, at := range p.next {
		next = min(next, at)
	}
	return max(next, after+1e-6)
}
