package centertest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Start is the moment a log begins: 09:00 in Shanghai.
var Start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// Day is the business day of Start.
const Day = hall.Day("2026-11-23")

// Log is an outlet's log being written.
type Log struct {
	Outlet hall.OutletID
	Events []hall.Event

	at      hall.Cursor
	now     hall.Millis
	chance  *rand.Rand
	tickets int
	by      string // tells the tickets of a restored hall from those of the others
}

// New begins a log with its first epoch, its setup and its day.
func New(outlet hall.OutletID) *Log {
	l := &Log{Outlet: outlet, now: hall.At(Start), chance: rand.New(rand.NewPCG(1, 2))}
	l.Epoch()
	l.Tell(hall.SetupApplied, string(outlet), hall.Body{Setup: Setup(outlet)})
	l.Tell(hall.DayOpened, string(Day), hall.Body{Day: Day})
	return l
}

// Setup is a small hall's.
func Setup(outlet hall.OutletID) *hall.Setup {
	return &hall.Setup{
		Outlet: hall.Outlet{ID: outlet, Code: 7, Name: hall.Name{Zh: "高阳", En: "Gaoyang"}, Zone: "Asia/Shanghai", Rules: hall.DefaultRules()},
		Groups: []hall.ServiceGroup{{Code: "A", Prefix: "A", Name: hall.Name{Zh: "交费"}, PlanMean: 3, PlanP90: 6, NormMin: 5},
			{Code: "H", Prefix: "H", Name: hall.Name{Zh: "居民用电"}, PlanMean: 9, PlanP90: 18, NormMin: 20}},
		Counters: []hall.CounterSetup{{ID: "1", Label: "1", Serves: []hall.Skill{{Group: "A"}}}, {ID: "2", Label: "2", Serves: []hall.Skill{{Group: "H"}}}},
		Tellers:  []hall.Teller{{ID: "t01", Badge: "001", Name: hall.Name{Zh: "张"}}},
	}
}

// Epoch opens the next epoch, naming where the one before ended.
func (l *Log) Epoch() {
	before := l.at
	l.at = hall.Cursor{Epoch: before.Epoch + 1}
	l.Tell(hall.EpochOpened, string(l.Outlet), hall.Body{Previous: &before})
}

// Restored is the hall that goes on from a copy of l which is made now, in the next epoch; by tells the restores of one
// copy apart.
func (l *Log) Restored(by string) *Log {
	c := *l
	c.Events, c.by, c.now = slices.Clone(l.Events), by, l.now+hall.Millis(len(by))
	c.chance = rand.New(rand.NewPCG(uint64(len(l.Events)), uint64(len(by))))
	c.Epoch()
	return &c
}

// Issue writes a ticket that waits.
func (l *Log) Issue() hall.TicketID {
	t := l.ticket()
	l.Ticket(hall.TicketIssued, &t)
	return t.ID
}

// Tell writes one event, a second after the one before.
func (l *Log) Tell(kind hall.EventKind, subject string, b hall.Body) {
	l.at.Seq++
	l.now += 1000
	body, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	l.Events = append(l.Events, hall.Event{Outlet: l.Outlet, Epoch: l.at.Epoch, Seq: l.at.Seq, Kind: kind, Subject: subject,
		Actor: hall.Actor{Terminal: "K01"}, At: l.now, Key: fmt.Sprintf("key-%s", l.at), V: 1, Body: body})
}

// Visits writes n whole visits: most are served and rated, some give up, do not come, or are closed with the day.
func (l *Log) Visits(n int) *Log {
	for range n {
		l.visit()
	}
	return l
}

func (l *Log) ticket() hall.Ticket {
	l.tickets++
	group := []hall.GroupCode{"A", "H"}[l.tickets%2]
	return hall.Ticket{ID: hall.TicketID(fmt.Sprintf("%s-%s%06d", l.Outlet, l.by, l.tickets)), Outlet: l.Outlet, Day: Day,
		No: hall.Number(string(group), l.tickets), Prefix: string(group), Number: l.tickets, Group: group, Source: hall.FromKiosk,
		State: hall.Waiting, IssuedAt: l.now + 1000, Effective: l.now + 1000, Code: "00712300011234", TokenHash: hall.TokenHash(fmt.Sprint(l.tickets))}
}

func (l *Log) visit() {
	t := l.ticket()
	l.Ticket(hall.TicketIssued, &t)
	switch l.chance.IntN(10) {
	case 0:
		l.end(&t, hall.Cancelled, hall.TicketCancelled, hall.EndedByVisitor)
	case 1:
		l.end(&t, hall.Cancelled, hall.TicketCancelled, hall.EndedBySystem)
	case 2:
		l.call(&t)
		t.State, t.NoShows, t.MissedAt = hall.Missed, t.NoShows+1, l.now+1000
		l.Ticket(hall.TicketMissed, &t)
	case 3: // still waits
	default:
		l.serve(&t)
	}
}

func (l *Log) call(t *hall.Ticket) {
	l.now += hall.Millis(l.chance.IntN(40 * 60_000))
	t.State, t.FirstCalledAt, t.CalledAt, t.Counter, t.Teller, t.Calls = hall.Called, l.now+1000, l.now+1000, "1", "t01", 1
	l.Ticket(hall.TicketCalled, t)
}

func (l *Log) serve(t *hall.Ticket) {
	l.call(t)
	t.State, t.StartedAt, t.ServingSince = hall.Serving, l.now+1000, l.now+1000
	l.Ticket(hall.TicketStarted, t)
	l.now += hall.Millis(l.chance.IntN(20 * 60_000))
	t.ServedMs = int64(l.now + 1000 - t.ServingSince)
	l.end(t, hall.Finished, hall.TicketFinished, hall.EndedByTeller)
	if level := l.chance.IntN(7); level < 6 {
		t.Evaluation = &hall.Evaluation{Level: level, At: l.now + 1000}
		l.Ticket(hall.TicketEvaluated, t)
	}
}

func (l *Log) end(t *hall.Ticket, s hall.State, kind hall.EventKind, by string) {
	t.Previous, t.State, t.EndedAt, t.EndedBy = t.State, s, l.now+1000, by
	l.Ticket(kind, t)
}

// Ticket writes an event with the ticket after it.
func (l *Log) Ticket(kind hall.EventKind, t *hall.Ticket) {
	t.Version++
	after := *t
	l.Tell(kind, string(t.ID), hall.Body{Ticket: &after})
}
