package forecasttest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// Oracle is what is measured. Tell it the events, ask it at an arrival.
type Oracle interface {
	See(e hall.Event) error
	Refresh()
	Wait(t *hall.Ticket, ahead int) hall.Wait
	Expect(t *hall.Ticket, ahead int) (float64, bool)
}

// Day describes a simulated day. Equal days are equal to the second.
type Day struct {
	Seed     uint64
	Date     int     // days after the first
	PerHour  float64 // arrivals, on average
	Slow     float64 // factor on all service times: 1.25 is a drift of +25 %
	Counters int     // 5 or 6
	Every    int     // ask at every so manieth arrival, and whenever a credited visitor joins a line; 0 never
	Mixed    bool    // besides care there are booked visitors, visitors back with papers, and transfers
}

// Clock is the simulated time, for the forecast.
type Clock struct{ at hall.Millis }

// Now is the simulated moment.
func (c *Clock) Now() time.Time { return c.at.Time() }

// opening is 08:30 in Shanghai on the first day; a day takes tickets for nine hours.
var opening = hall.At(time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC))

const dayMin = 540.0

// truth is what services really take.
var truth = []struct {
	group     hall.GroupCode
	share     float64
	mean, cv  float64
	plan, p90 float64
}{
	{"A", .40, 3.4, .6, 3, 6},
	{"H", .35, 9.6, .7, 9, 18},
	{"Q", .12, 14, .8, 15, 30},
	{"K", .13, 6.8, .9, 6, 15},
}

// Setup is the hall of all days.
func Setup(counters int) hall.Setup {
	s := hall.Setup{Outlet: hall.Outlet{ID: "sim", Code: 1, Zone: "Asia/Shanghai", Rules: hall.DefaultRules()}}
	for _, t := range truth {
		s.Groups = append(s.Groups, hall.ServiceGroup{Code: t.group, Prefix: string(t.group), PlanMean: t.plan, PlanP90: t.p90})
	}
	for i, serves := range [][]hall.Skill{
		{{Group: "A"}}, {{Group: "H"}, {Group: "A", Level: 1}}, {{Group: "H"}}, {{Group: "Q"}, {Group: "H", Level: 1}},
		{{Group: "K"}, {Group: "Q", Level: 1}, {Group: "H", Level: 2}}, {{Group: "A"}, {Group: "K"}},
	}[:counters] {
		s.Counters = append(s.Counters, hall.CounterSetup{ID: hall.CounterID(fmt.Sprint(i + 1)), Serves: serves})
	}
	return s
}

// world is a day going on.
type world struct {
	Day
	o       Oracle
	clock   *Clock
	chance  *rand.Rand
	kinds   *rand.Rand // of Mixed alone: the days of care are the same days with and without
	setup   hall.Setup
	factor  float64 // of the day
	seq     hall.Seq
	number  int
	line    []*hall.Ticket
	seats   []*seat
	arrival hall.Millis
	asked   map[hall.TicketID][]*asked
	visits  []*asked
	last    map[hall.GroupCode][]float64 // services finished, minutes
}

// seat is a counter with its teller.
type seat struct {
	hall.Counter
	setup  hall.CounterSetup
	speed  float64
	ticket *hall.Ticket
	due    hall.Millis // when it does the next thing
	then   func(w *world, s *seat)
	breaks []hall.Millis // to come
}

// Play plays one day before an oracle and gives the visits asked that were called.
func (d Day) Play(o Oracle, clock *Clock) []Visit {
	w := &world{Day: d, o: o, clock: clock, chance: rand.New(rand.NewPCG(d.Seed, uint64(d.Date))), setup: Setup(d.Counters),
		kinds: rand.New(rand.NewPCG(d.Seed, uint64(d.Date)^0x5851f42d4c957f2d)), asked: map[hall.TicketID][]*asked{}, last: map[hall.GroupCode][]float64{}}
	w.factor = max(.6, 1+.12*w.chance.NormFloat64()) * max(d.Slow, .1)
	clock.at = opening + hall.Millis(d.Date)*24*3600_000
	w.openCounters()
	w.arrival = w.nextArrival()
	for w.step() {
	}
	list := make([]Visit, 0, len(w.visits))
	for _, v := range w.visits {
		if v.Waited >= 0 {
			list = append(list, v.Visit)
		}
	}
	return list
}

func (w *world) openCounters() {
	for _, c := range w.setup.Counters {
		s := &seat{setup: c, speed: max(.7, 1+.1*w.chance.NormFloat64()), due: w.clock.at, then: (*world).call}
		s.ID, s.State = c.ID, hall.CounterOpen
		for range 2 {
			s.breaks = append(s.breaks, w.clock.at+hall.Millis(w.chance.Float64()*dayMin*60_000))
		}
		w.seats = append(w.seats, s)
		w.tellCounter(hall.CounterOpened, s)
	}
}

// step does the next thing that happens; false when the day is over.
func (w *world) step() bool {
	next := w.seats[0]
	for _, s := range w.seats {
		if s.due < next.due {
			next = s
		}
	}
	end := opening + hall.Millis(w.Date)*24*3600_000 + hall.Millis((dayMin+240)*60_000)
	if w.arrival <= next.due {
		if w.arrival >= end {
			return false
		}
		w.clock.at = w.arrival
		w.askAgain()
		w.arrive()
		w.arrival = w.nextArrival()
		return true
	}
	if next.due >= end {
		return false
	}
	w.clock.at = next.due
	next.then(w, next)
	return true
}

// nextArrival thins a steady stream down to the shape of the day.
func (w *world) nextArrival() hall.Millis {
	const peak = 1.9
	start := opening + hall.Millis(w.Date)*24*3600_000
	at := float64(w.clock.at-start) / 60_000
	for at < dayMin {
		at += w.chance.ExpFloat64() / (w.PerHour / 60 * peak)
		h := at / 60
		shape := .55 + 1.1*math.Exp(-sq((h-1.7)/.8)) + .9*math.Exp(-sq((h-6.6)/.9))
		if w.chance.Float64() < shape/peak {
			break
		}
	}
	if at >= dayMin {
		return math.MaxInt64
	}
	return start + hall.Millis(at*60_000)
}

func sq(x float64) float64 { return x * x }

func (w *world) group() int {
	u := w.chance.Float64()
	for i, t := range truth {
		if u -= t.share; u < 0 {
			return i
		}
	}
	return 0
}

func (w *world) arrive() {
	w.number++
	g := truth[w.group()].group
	t := &hall.Ticket{ID: hall.TicketID(fmt.Sprintf("%d-%d", w.Date, w.number)), Outlet: "sim", Group: g, Number: w.number,
		State: hall.Waiting, IssuedAt: w.clock.at, Effective: w.clock.at}
	kind := w.kind()
	if credit := w.credit(kind); credit > 0 {
		t.Credited, t.Effective = true, t.IssuedAt.Add(-credit)
	}
	if w.Every > 0 && (w.number%w.Every == 0 || t.Credited) {
		w.askNext(t, kind)
	}
	w.join(t, hall.TicketIssued)
}

// join puts a ticket in line.
func (w *world) join(t *hall.Ticket, kind hall.EventKind) {
	w.line = append(w.line, t)
	w.tell(kind, t)
	for _, s := range w.seats { // an idle counter presses its key
		if s.ticket == nil && s.State == hall.CounterOpen && s.due > w.clock.at {
			s.due, s.then = w.clock.at, (*world).call
		}
	}
}

func (w *world) tell(kind hall.EventKind, t *hall.Ticket) {
	after := *t
	w.event(kind, string(t.ID), hall.Body{Ticket: &after})
}

func (w *world) tellCounter(kind hall.EventKind, s *seat) {
	after := s.Counter
	w.event(kind, string(s.ID), hall.Body{Counter: &after})
}

func (w *world) event(kind hall.EventKind, subject string, b hall.Body) {
	w.seq++
	body, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	e := hall.Event{Outlet: "sim", Epoch: 1, Seq: w.seq, Kind: kind, Subject: subject, At: w.clock.at, V: 1, Body: body}
	if err := w.o.See(e); err != nil {
		panic(err)
	}
}

// call is a teller pressing Next, or going on a break that is due.
func (w *world) call(s *seat) {
	if len(s.breaks) > 0 && s.breaks[0] <= w.clock.at {
		s.breaks = s.breaks[1:]
		s.State = hall.CounterPaused
		w.tellCounter(hall.CounterPausedEv, s)
		w.after(s, 5+w.chance.ExpFloat64()*9, (*world).back)
		return
	}
	t, _, ok := queue.Pick(w.clock.at, w.setup.Outlet.Rules, s.setup, s.InRow, w.line)
	if !ok {
		s.due = math.MaxInt64 // until somebody comes
		if len(s.breaks) > 0 {
			s.due = s.breaks[0]
		}
		return
	}
	w.take(s, t)
}

func (w *world) take(s *seat, t *hall.Ticket) {
	for i, o := range w.line {
		if o == t {
			w.line = append(w.line[:i], w.line[i+1:]...)
			break
		}
	}
	s.ticket, s.Ticket, s.InRow = t, t.ID, queue.InRow(s.InRow, t)
	t.State, t.Counter, t.FirstCalledAt, t.CalledAt, t.Calls = hall.Called, s.ID, w.clock.at, w.clock.at, 1
	for _, v := range w.asked[t.ID] {
		v.Waited = float64(w.clock.at-v.at) / 60_000
	}
	delete(w.asked, t.ID)
	w.tell(hall.TicketCalled, t)
	if w.chance.Float64() < .06 {
		w.after(s, 1.2+.6*w.chance.Float64(), (*world).miss)
		return
	}
	w.after(s, .2+.4*w.chance.Float64(), (*world).start)
}

func (w *world) after(s *seat, min float64, then func(*world, *seat)) {
	s.due, s.then = w.clock.at+hall.Millis(min*60_000), then
}

func (w *world) start(s *seat) {
	t := s.ticket
	t.State, t.StartedAt, t.ServingSince = hall.Serving, w.clock.at, w.clock.at
	w.tell(hall.TicketStarted, t)
	w.after(s, w.service(t.Group, s.speed), (*world).finish)
}

func (w *world) service(g hall.GroupCode, speed float64) float64 {
	for _, t := range truth {
		if t.group == g {
			sigma := math.Sqrt(math.Log(1 + t.cv*t.cv))
			return w.factor * speed * t.mean * math.Exp(sigma*w.chance.NormFloat64()-sigma*sigma/2)
		}
	}
	return 1
}

func (w *world) finish(s *seat) {
	t := s.ticket
	l := append(w.last[t.Group], float64(w.clock.at-t.ServingSince)/60_000)
	w.last[t.Group] = l[max(0, len(l)-20):]
	t.ServedMs, t.ServingSince = t.ServiceMs(w.clock.at), 0
	if w.Mixed && w.kinds.Float64() < .06 {
		w.transfer(s)
		return
	}
	t.State, t.EndedAt, t.EndedBy = hall.Finished, w.clock.at, hall.EndedByTeller
	w.leave(s, hall.TicketFinished)
}

func (w *world) miss(s *seat) {
	s.ticket.State, s.ticket.MissedAt, s.ticket.NoShows = hall.Missed, w.clock.at, 1
	w.leave(s, hall.TicketMissed)
}

func (w *world) leave(s *seat, kind hall.EventKind) {
	t := s.ticket
	s.ticket, s.Ticket = nil, ""
	w.tell(kind, t)
	w.after(s, .05+.25*w.chance.Float64(), (*world).call)
}

func (w *world) back(s *seat) {
	s.State = hall.CounterOpen
	w.tellCounter(hall.CounterReopened, s)
	w.call(s)
}
