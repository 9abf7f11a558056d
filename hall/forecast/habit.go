package forecast

import (
	"math"

	"github.com/brighthall/brighthall/hall"
)

// The weights of learning. A "visit" is one observation.
const (
	planVisits  = 12.0  // the plan counts as much as so many visits of the group
	planSpread  = 20.0  // … and for how much they differ
	longVisits  = 300.0 // memory of what is typical of a group
	paceVisits  = 60.0  // memory of how fast it goes lately …
	paceDoubt   = 20.0  // … and how many visits it takes to believe half of it
	smallVisits = 50.0  // memory of walking, no-shows and breaks
)

// habit is what was learned of a hall. Times are minutes.
type habit struct {
	groups  map[hall.GroupCode]*service
	pace    mean // ln(service / what is typical of the group) of late: below zero it goes fast
	walk    mean // call → start
	missing mean // called visitors who did not come, as a share
	vain    mean // call → given up
	turn    mean // end → next call while people wait
	care    mean // credited tickets, as a share of those who join a line
	credit  mean // … and how far they are brought forward
	leave   mean // services after which the counter paused, as a share
	pause   mean // length of a pause
	arrived arrivals
	handed  map[hall.TicketID]int64 // of those who were transferred: ms served before
	freed   map[hall.CounterID]hall.Millis
	paused  map[hall.CounterID]hall.Millis
}

// mean is a running mean that begins at a guess worth doubt observations and forgets after memory of them.
type mean struct{ value, weight, memory float64 }

func guess(value, doubt, memory float64) mean { return mean{value, doubt, memory} }

func (m *mean) add(x float64) {
	m.weight = min(m.weight+1, m.memory)
	m.value += (x - m.value) / m.weight
}

// service is what is known of a group's service times.
type service struct {
	plan   lognormal
	mu     mean // of ln(minutes)
	spread mean // of (ln(minutes) − mu)²
}

func (h *habit) use(groups []hall.ServiceGroup) {
	if h.groups == nil {
		h.begin()
	}
	for _, g := range groups {
		plan := planned(g.PlanMean, g.PlanP90)
		if known := h.groups[g.Code]; known != nil && known.plan == plan {
			continue
		}
		h.groups[g.Code] = &service{plan, guess(plan.mu, planVisits, longVisits), guess(plan.sigma*plan.sigma, planSpread, longVisits)}
	}
}

func (h *habit) begin() {
	*h = habit{groups: map[hall.GroupCode]*service{}, arrived: arrivals{},
		handed: map[hall.TicketID]int64{}, freed: map[hall.CounterID]hall.Millis{}, paused: map[hall.CounterID]hall.Millis{},
		pace: guess(0, paceDoubt, paceDoubt+paceVisits), walk: guess(.4, 5, smallVisits), missing: guess(.05, 20, 4*smallVisits),
		vain: guess(1.5, 3, smallVisits), turn: guess(.2, 5, smallVisits), care: guess(.05, 20, 4*smallVisits),
		credit: guess(20, 3, smallVisits), leave: guess(.02, 20, 4*smallVisits), pause: guess(12, 3, smallVisits)}
}

// see learns from one event; the scene is the hall before it.
func (h *habit) see(e hall.Event, b hall.Body, s *scene) {
	if e.Kind == hall.ClockCorrected && b.Clock != nil {
		h.redate(*b.Clock)
	}
	if b.Ticket != nil {
		h.seeTicket(e, *b.Ticket, s)
	}
	if b.Counter != nil {
		h.seeCounter(e)
	}
}

// redate moves what is still to be measured with the hall's clock.
func (h *habit) redate(c hall.Correction) {
	for a, at := range h.arrived {
		h.arrived[a] = c.Moved(at)
	}
	for _, moments := range []map[hall.CounterID]hall.Millis{h.freed, h.paused} {
		for id, at := range moments {
			moments[id] = c.Moved(at)
		}
	}
}

func (h *habit) seeTicket(e hall.Event, t hall.Ticket, s *scene) {
	switch e.Kind {
	case hall.TicketIssued:
		h.join(t, e.At)
	case hall.TicketTransferred:
		if before := s.tickets[t.ID]; before == nil || before.Group != t.Group {
			h.join(t, e.At)
			h.handed[t.ID] = t.ServedMs
		}
	case hall.TicketCalled:
		if end, ok := h.freed[t.Counter]; ok && minutes(e.At-end) < 3 {
			h.turn.add(minutes(e.At - end))
		}
		delete(h.freed, t.Counter)
	case hall.TicketStarted:
		h.missing.add(0)
		if t.CalledAt > 0 {
			h.walk.add(min(minutes(e.At-t.CalledAt), 10))
		}
	case hall.TicketMissed:
		h.missing.add(1)
		if before := s.tickets[t.ID]; before != nil && t.MissedAt > 0 && before.CalledAt > 0 {
			h.vain.add(min(minutes(t.MissedAt-t.CalledAt), 15))
		}
	case hall.TicketFinished:
		h.leave.add(0)
		t.ServedMs -= h.handed[t.ID]
		h.learn(t)
		h.free(t, e.At, s)
	}
	if !t.State.Open() {
		delete(h.handed, t.ID)
	}
}

// join counts one who joins a line: a new visitor, or one sent on to another service.
func (h *habit) join(t hall.Ticket, at hall.Millis) {
	h.arrived.add(t, at)
	h.care.add(share(t.Credited))
	if t.Credited {
		h.credit.add(minutes(at - t.Effective))
	}
}

// free notes when a counter became free while somebody waits for it.
func (h *habit) free(t hall.Ticket, at hall.Millis, s *scene) {
	for _, w := range s.tickets {
		if w.State == hall.Waiting && w.Group == t.Group {
			h.freed[t.Counter] = at
			return
		}
	}
}

func (h *habit) seeCounter(e hall.Event) {
	id := hall.CounterID(e.Subject)
	switch e.Kind {
	case hall.CounterPausedEv:
		h.leave.add(1)
		h.paused[id] = e.At
		delete(h.freed, id)
	case hall.CounterReopened:
		if from, ok := h.paused[id]; ok {
			h.pause.add(min(minutes(e.At-from), 90))
		}
		delete(h.paused, id)
	case hall.CounterClosedEv:
		delete(h.paused, id)
	}
}

// learn takes in how long one visit was served. Only what neither group nor pace explains is a surprise, and both share
// in it: the pace forgets soon, the group late.
func (h *habit) learn(t hall.Ticket) {
	g := h.groups[t.Group]
	if g == nil || t.State != hall.Finished || t.BySystem() || t.ServedMs < 1000 {
		return
	}
	x := math.Log(float64(t.ServedMs) / 60_000)
	x = min(max(x, g.plan.mu-4*g.plan.sigma), g.plan.mu+4*g.plan.sigma) // a ticket left open over lunch teaches nothing
	surprise := x - g.mu.value - h.pace.value
	g.spread.add(surprise * surprise)
	g.mu.add(g.mu.value + surprise)
	h.pace.add(h.pace.value + surprise)
}

// times are the service times of a group at today's pace.
func (h *habit) times(g hall.GroupCode) lognormal {
	s := h.groups[g]
	if s == nil {
		return planned(0, 0)
	}
	return lognormal{s.mu.value + h.pace.value, math.Sqrt(s.spread.value)}
}

func minutes(ms hall.Millis) float64 { return float64(ms) / 60_000 }

func share(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
