package forecast

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// How often and how far the hall is played forward.
const (
	plays       = 200 // with up to manyTickets waiting; fewer, but not below fewPlays, when there are more
	fewPlays    = 60
	manyTickets = 100
	horizon     = 480.0 // minutes

	beyond     = 16 // places behind everybody who waits now: a coach may unload between two rounds
	beyondPart = 5  // they are played so many times less often, for each group apart
)

// stage is everything one round of plays needs, copied out of the scene so that no lock is held while playing.
type stage struct {
	now      hall.Millis
	rules    hall.Rules
	chance   *rand.Rand
	counters []seat
	groups   []groupStage
	waiting  int            // tickets and probes on stage
	odd      []*hall.Ticket // that rest, or are for one counter alone
	ages     []float64      // minutes: how far before now the places lie that credits may give
	slots    map[*hall.Ticket]slot
	reach    int // tickets and probes that some counter may call

	walk, missing, vain, turn, care, credit, leave, pause float64
	runs                                                  int
	passing                                               float64       // minutes: who comes later than this passes nobody who waits now
	extras                                                []hall.Ticket // visitors who will come, reused by every play
}

// slot says which point of which curve a waiting ticket measures.
type slot struct {
	group, place int
	probe        bool // takes a place and no time: one who takes a ticket now
	beyond       bool // one who may come behind him; measured in the plays of those alone
	forward      bool // one whom a credit brings forward; place is that among the group's forward
}

// groupStage is one group on stage and what its plays gave.
type groupStage struct {
	code  hall.GroupCode
	times lognormal
	rate  float64
	known bool           // a counter serves it or will
	waits [][]float64    // per place: minutes of each play
	crowd []*hall.Ticket // who may come at once after those who wait; the first stands where the probe does and measures nothing

	ordinary, credited []*hall.Ticket // by effective time; the odd ones stand apart

	line    []*hall.Ticket // all of them, as the queue counts who is ahead
	forward []knot         // probes of those who come with a credit
}

func (g *groupStage) enter(t *hall.Ticket) {
	if t.Credited {
		g.credited = append(g.credited, t)
		return
	}
	g.ordinary = append(g.ordinary, t)
}

// seat is a counter that serves or will serve.
type seat struct {
	setup  hall.CounterSetup
	serves []int // places of its groups on stage
	inRow  int
	paused bool
	ticket *hall.Ticket // called or serving
	handed int64        // ms that it was served before a transfer
	free   float64      // this play: when it calls next, minutes from now
}

func newStage(s *scene, h *habit, now hall.Millis, seed uint64) *stage {
	g := &stage{now: now, rules: s.rules, chance: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), slots: map[*hall.Ticket]slot{},
		walk: h.walk.value, missing: h.missing.value, vain: h.vain.value, turn: h.turn.value, care: h.care.value,
		credit: h.credit.value, leave: h.leave.value, pause: h.pause.value}
	g.seat(s, h)
	g.passing, g.ages = s.passing(), s.ages(now)
	rates := h.arrived.rates(now)
	for _, group := range s.groups {
		g.enter(s, h, group.Code, rates[group.Code])
	}
	g.runs = max(fewPlays, min(plays, plays*manyTickets/max(1, g.waiting)))
	return g
}

// seat takes the counters that are open, and those on a break: they come back.
func (g *stage) seat(s *scene, h *habit) {
	for _, setup := range s.counters {
		c := s.states[setup.ID]
		if c.State != hall.CounterOpen && c.State != hall.CounterPaused {
			continue
		}
		k := seat{setup: setup, inRow: c.InRow, paused: c.State == hall.CounterPaused}
		if t := s.tickets[c.Ticket]; t != nil && t.State.Active() {
			k.ticket, k.handed = t, h.handed[t.ID]
		}
		g.counters = append(g.counters, k)
	}
}

// enter brings a group's line on stage, with a probe behind it.
func (g *stage) enter(s *scene, h *habit, code hall.GroupCode, rate float64) {
	at := len(g.groups)
	line := s.line(code)
	group := groupStage{code: code, times: h.times(code), rate: rate, waits: make([][]float64, len(line)+1+beyond), line: line}
	probe := &hall.Ticket{Group: code, State: hall.Waiting, IssuedAt: g.now, Effective: g.now, Number: math.MaxInt32}
	for place, t := range append(line, probe) {
		g.slots[t] = slot{group: at, place: place, probe: t == probe}
		g.waiting++
		if g.isOdd(t) {
			g.odd = append(g.odd, t)
		} else {
			group.enter(t)
		}
		if g.reachable(t) {
			g.reach++
			group.known = group.known || t == probe
		}
	}
	for i := range g.counters {
		if _, serves := g.counters[i].setup.Level(code); serves {
			g.counters[i].serves = append(g.counters[i].serves, at)
		}
	}
	if group.known {
		g.gather(&group, at, len(line))
		g.bringForward(&group, at)
	}
	g.groups = append(g.groups, group)
}

// gather lets a crowd stand ready to join a group's line from a place on.
func (g *stage) gather(group *groupStage, at, place int) {
	crowd := make([]hall.Ticket, beyond+1)
	for i := range crowd {
		t := &crowd[i]
		*t = hall.Ticket{Group: group.code, State: hall.Waiting, IssuedAt: g.now, Effective: g.now, Number: math.MaxInt32}
		group.crowd = append(group.crowd, t)
		if i > 0 {
			g.slots[t] = slot{group: at, place: place + i, beyond: true}
		}
	}
}

// isOdd reports whether a ticket waits by a rule of its own: it rests, or is for one counter alone.
func (g *stage) isOdd(t *hall.Ticket) bool { return t.ForCounter != "" || t.NotBefore > g.now }

// bringForward lets a probe stand wherever a credit may bring one who comes now. Probes take no time and nobody's turn,
// so all of them play with those who wait.
func (g *stage) bringForward(group *groupStage, at int) {
	for i, age := range g.ages {
		t := &hall.Ticket{Group: group.code, State: hall.Waiting, IssuedAt: g.now, Effective: g.now - hall.Millis(age*60_000),
			Credited: true, Number: math.MaxInt32}
		place, _ := slices.BinarySearchFunc(group.credited, t, byEffective)
		group.credited = slices.Insert(group.credited, place, t)
		group.forward = append(group.forward, knot{ticket: t})
		g.slots[t] = slot{group: at, place: i, probe: true, forward: true}
		g.reach++
	}
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

// perform plays the hall forward again and again and gives the curves. A crowd in one line changes the others, so each
// has plays of its own.
func (g *stage) perform() *curves {
	for range g.runs {
		g.raise().run()
	}
	for i := range g.groups {
		if !g.groups[i].known {
			continue
		}
		for range g.runs / beyondPart {
			g.raise().crowd(i).run()
		}
	}
	return g.curves()
}
