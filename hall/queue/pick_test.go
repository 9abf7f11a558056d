package queue_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"pgregory.net/rapid"
)

const minute = hall.Millis(60_000)

// tk is a waiting ticket of group A, issued so many minutes ago.
func tk(no int, ago int, how ...func(*hall.Ticket)) *hall.Ticket {
	at := hall.At(halltest.Opening) - hall.Millis(ago)*minute
	t := &hall.Ticket{ID: hall.TicketID(fmt.Sprint(no)), Group: "A", Prefix: "A", Number: no, No: hall.Number("A", no), State: hall.Waiting,
		IssuedAt: at, Effective: at}
	for _, f := range how {
		f(t)
	}
	return t
}

func credit(min int) func(*hall.Ticket) {
	return func(t *hall.Ticket) { t.Effective, t.Credited = t.Effective-hall.Millis(min)*minute, true }
}
func in(g hall.GroupCode) func(*hall.Ticket)    { return func(t *hall.Ticket) { t.Group = g } }
func only(c hall.CounterID) func(*hall.Ticket)  { return func(t *hall.Ticket) { t.ForCounter = c } }
func rests(t *hall.Ticket)                      { t.NotBefore = hall.At(halltest.Opening) + minute }
func restedUntilNow(t *hall.Ticket)             { t.NotBefore = hall.At(halltest.Opening) }
func waiting(ts ...*hall.Ticket) []*hall.Ticket { return ts }
func serves(skills ...hall.Skill) []hall.Skill  { return skills }
func skill(g hall.GroupCode, l int) hall.Skill  { return hall.Skill{Group: g, Level: l} }

func TestPickReadsLikeTheRuleBook(t *testing.T) {
	all := serves(skill("A", 0), skill("H", 0))
	for _, c := range []struct {
		rule    string
		serves  []hall.Skill
		inRow   int
		waiting []*hall.Ticket
		want    int // number of the ticket, 0 nobody
		by      string
		over    int
	}{
		{"nobody waits", all, 0, waiting(), 0, "", 0},
		{"the longest wait goes first", all, 0, waiting(tk(2, 5), tk(1, 9)), 1, "earliest", 0},
		{"… in whatever group", all, 0, waiting(tk(1, 5), tk(2, 9, in("H"))), 2, "earliest", 0},
		{"a group the counter does not serve is not seen", all, 0, waiting(tk(1, 9, in("Q")), tk(2, 5)), 2, "earliest", 0},
		{"of the same moment the smaller number", all, 0, waiting(tk(8, 5), tk(7, 5)), 7, "earliest", 0},
		{"care goes before those of 20 minutes", all, 0, waiting(tk(1, 19), tk(2, 0, credit(20))), 2, "credit", 1},
		{"… and behind one of 21", all, 0, waiting(tk(1, 21), tk(2, 0, credit(20))), 1, "earliest", 0},
		{"a walk-in of 2 h goes before every fresh booking", all, 0, waiting(tk(1, 120), tk(2, 3, credit(15)), tk(3, 2, credit(15))), 1, "earliest", 0},
		{"one credited in a row may follow another", all, 1, waiting(tk(1, 5), tk(2, 0, credit(20))), 2, "credit", 1},
		{"after two in a row it is an ordinary one's turn", all, 2, waiting(tk(1, 5), tk(2, 0, credit(20))), 1, "turn", 0},
		{"… when one waits", all, 2, waiting(tk(1, 5, in("Q")), tk(2, 0, credit(20))), 2, "credit", 0},
		{"a level costs 10 minutes", serves(skill("A", 0), skill("H", 1)), 0, waiting(tk(1, 3), tk(2, 12, in("H"))), 1, "earliest", 1},
		{"… and no more", serves(skill("A", 0), skill("H", 1)), 0, waiting(tk(1, 3), tk(2, 14, in("H"))), 2, "earliest", 0},
		{"sent to this counter alone: seen without a level", serves(skill("A", 0)), 0, waiting(tk(1, 3), tk(2, 12, in("Q"), only("c"))), 2, "own", 0},
		{"sent to another counter alone: not seen", all, 0, waiting(tk(1, 30, only("d")), tk(2, 1)), 2, "earliest", 0},
		{"one who rests lets the others go", all, 0, waiting(tk(1, 30, rests), tk(2, 1)), 2, "earliest", 1},
		{"… unless nobody else waits", all, 0, waiting(tk(1, 30, rests)), 1, "rested", 0},
		{"… until the rest is over, to the millisecond", all, 0, waiting(tk(1, 30, restedUntilNow), tk(2, 1)), 1, "earliest", 0},
		{"one who rests lets a credited one go even after two", all, 2, waiting(tk(1, 30, rests), tk(2, 0, credit(20))), 2, "credit", 1},
	} {
		t.Run(c.rule, func(t *testing.T) {
			got, reason, ok := queue.Pick(hall.At(halltest.Opening), hall.DefaultRules(), hall.CounterSetup{ID: "c", Serves: c.serves}, c.inRow, c.waiting)
			if !ok {
				got = &hall.Ticket{}
			}
			if got.Number != c.want || reason.Rule != c.by || reason.Overtaken != c.over {
				t.Errorf("picked %d by %q over %d, want %d by %q over %d", got.Number, reason.Rule, reason.Overtaken, c.want, c.by, c.over)
			}
		})
	}
}

// TestPickTellsWhy: the figures of a reason are those of the rule.
func TestPickTellsWhy(t *testing.T) {
	c := hall.CounterSetup{ID: "c", Serves: serves(skill("A", 2))}
	_, r, _ := queue.Pick(hall.At(halltest.Opening), hall.DefaultRules(), c, 0, waiting(tk(1, 7, credit(20))))
	want := hall.PickReason{Rule: "credit", WaitedMs: 7 * 60_000, CreditMs: 20 * 60_000, LevelMs: 20 * 60_000, Group: "A"}
	if r != want {
		t.Errorf("reason %+v, want %+v", r, want)
	}
}

// arrivals is a random hall: tickets of three groups over two hours, some credited, every one issued later than the one
// before.
func arrivals(t *rapid.T) []*hall.Ticket {
	n := rapid.IntRange(1, 80).Draw(t, "tickets")
	at := hall.At(halltest.Opening)
	var all []*hall.Ticket
	for i := range n {
		at += hall.Millis(rapid.IntRange(1, 180_000).Draw(t, "gap"))
		x := &hall.Ticket{ID: hall.TicketID(fmt.Sprint(i)), Number: i, State: hall.Waiting, IssuedAt: at, Effective: at,
			Group: rapid.SampledFrom([]hall.GroupCode{"A", "H", "Q"}).Draw(t, "group")}
		if m := rapid.SampledFrom([]int{0, 0, 15, 20, 30}).Draw(t, "credit"); m > 0 {
			credit(m)(x)
		}
		all = append(all, x)
	}
	return all
}

// TestNobodyStarves proves the bounds that Pick states, on random halls with one counter that calls again and again
// while visitors keep arriving.
func TestNobodyStarves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := hall.DefaultRules()
		rules.CreditedInRow = rapid.IntRange(1, 3).Draw(t, "in row")
		c := hall.CounterSetup{ID: "c", Serves: serves(skill("A", 0), skill("H", rapid.IntRange(0, 2).Draw(t, "level")), skill("Q", 1))}
		// Random groups above level 0 arrive with their cost; M is the issue's bound.
		maxCredit := 30 * time.Minute
		todo, now, inRow := arrivals(t), hall.At(halltest.Opening), 0
		var line []*hall.Ticket
		picks := map[hall.TicketID]int{} // picks made while it waited
		bound := map[hall.TicketID]int{}
		for len(todo)+len(line) > 0 {
			now += hall.Millis(rapid.IntRange(1_000, 600_000).Draw(t, "until the next call"))
			for len(todo) > 0 && todo[0].IssuedAt <= now {
				line, todo = append(line, todo[0]), todo[1:]
			}
			for _, x := range line {
				if _, ok := bound[x.ID]; !ok {
					bound[x.ID] = worst(rules, c, x, line, todo)
				}
			}
			got, _, ok := queue.Pick(now, rules, c, inRow, line)
			if !ok {
				if len(todo) > 0 {
					now = todo[0].IssuedAt
				}
				continue
			}
			inRow = queue.InRow(inRow, got)
			line = without(line, got)
			for _, x := range line {
				picks[x.ID]++
				if picks[x.ID] > bound[x.ID] {
					t.Fatalf("%s (%s, credited %v) was passed %d times, its bound is %d", x.ID, x.Group, x.Credited, picks[x.ID], bound[x.ID])
				}
				late := got.IssuedAt > x.Effective.Add(maxCredit+levelOf(rules, c, x))
				if late && !(x.Credited && !got.Credited) {
					t.Fatalf("%s, issued %v after %s stood at %v, was picked before it", got.ID, got.IssuedAt.Time(), x.ID, x.Effective.Time())
				}
			}
		}
	})
}

// worst is how many picks may come before x: by the number of those who stand before it at the counter now, and of
// those to come who can still stand before it.
func worst(rules hall.Rules, c hall.CounterSetup, x *hall.Ticket, line, todo []*hall.Ticket) int {
	before := 0
	place := func(o *hall.Ticket) hall.Millis { return o.Effective.Add(levelOf(rules, c, o)) }
	for _, o := range append(append([]*hall.Ticket(nil), line...), todo...) {
		if o != x && o.Credited == x.Credited && place(o) <= place(x) {
			before++
		}
	}
	if x.Credited {
		return before + (before+rules.CreditedInRow)/rules.CreditedInRow + // an ordinary one's turn after every CreditedInRow
			ordinaryBefore(c, rules, x, line, todo)
	}
	return (before+1)*(rules.CreditedInRow+1) - 1
}

// ordinaryBefore counts ordinary tickets that stand before a credited one by their own wait.
func ordinaryBefore(c hall.CounterSetup, rules hall.Rules, x *hall.Ticket, line, todo []*hall.Ticket) (n int) {
	for _, o := range append(append([]*hall.Ticket(nil), line...), todo...) {
		if !o.Credited && o.Effective.Add(levelOf(rules, c, o)) <= x.Effective.Add(levelOf(rules, c, x)) {
			n++
		}
	}
	return n
}

func levelOf(rules hall.Rules, c hall.CounterSetup, t *hall.Ticket) time.Duration {
	n, _ := c.Level(t.Group)
	return time.Duration(n*rules.LevelMin) * time.Minute
}

func without(line []*hall.Ticket, x *hall.Ticket) []*hall.Ticket {
	var rest []*hall.Ticket
	for _, o := range line {
		if o != x {
			rest = append(rest, o)
		}
	}
	return rest
}

// TestCareKeepsArriving: continuous priority arrivals leave the order N N P, with two in a row, and every ordinary
// visitor is called within his bound.
func TestCareKeepsArriving(t *testing.T) {
	h := open(t)
	h.Open("1")
	for range 4 {
		h.Issue("A")
	}
	var order string
	for range 12 {
		h.Issue("A", halltest.CarePriority)
		h.Issue("A", halltest.CarePriority)
		p := h.Next("1")
		order += p.Ticket.Prefix
		h.Act("1", p.Ticket.ID, hall.Start)
		h.Act("1", p.Ticket.ID, hall.Finish)
	}
	if order != "LLALLALLALLA" {
		t.Errorf("called %s, want LLALLALLALLA", order)
	}
}

// TestWalkInOfTwoHours: a booked visitor every 10 minutes and one counter; the walk-in is called by his wait, not after
// all bookings.
func TestWalkInOfTwoHours(t *testing.T) {
	h := open(t)
	h.Open("1")
	walkIn := h.Issue("A")
	for i := range 12 {
		h.Issue("A", halltest.BookedPriority)
		h.Pass(10 * time.Minute)
		p := h.Next("1")
		if p.Ticket.ID == walkIn.ID {
			if i > 2 {
				t.Errorf("called after %d bookings, want at most 2", i)
			}
			return
		}
		h.Act("1", p.Ticket.ID, hall.Start)
		h.Act("1", p.Ticket.ID, hall.Finish)
	}
	t.Error("the walk-in was never called")
}
