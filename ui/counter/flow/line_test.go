package flow_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/ui/counter/flow"
)

// cable is the line between a desk and the hall's real queue. It is cut, loses answers and brings refusals when told.
type cable struct {
	*queue.Queue
	down    bool
	full    bool                   // the node's disk
	lose    int                    // so many answers get lost after the deed
	deaf    bool                   // no command gets to the node; reads do
	refuse  int                    // so many commands are refused
	refused map[hall.TicketID]bool // by a test's whim
	denied  []error                // by the hall
	inside  int                    // commands that are at the node now
	most    int
}

func through[T any](c *cable, ticket hall.TicketID, do func() (T, error)) (T, error) {
	c.inside++
	c.most = max(c.most, c.inside)
	defer func() { c.inside-- }()
	var none T
	if c.down || c.deaf {
		return none, hall.E("cable", hall.Unavailable)
	}
	if c.full {
		return none, hall.E("cable", hall.DiskFull)
	}
	if c.refuse > 0 {
		c.refuse--
		c.refused[ticket] = true
		return none, hall.E("cable", hall.Conflict)
	}
	got, err := do()
	if err != nil {
		c.denied = append(c.denied, err)
		return got, err
	}
	if c.lose > 0 {
		c.lose--
		return none, hall.E("cable", hall.Unknown)
	}
	return got, nil
}

func (c *cable) Next(ctx context.Context, r hall.NextRequest) (hall.Pick, error) {
	return through(c, "", func() (hall.Pick, error) { return c.Queue.Next(ctx, r) })
}

func (c *cable) Act(ctx context.Context, a hall.Action) (hall.Ticket, error) {
	return through(c, a.Ticket, func() (hall.Ticket, error) { return c.Queue.Act(ctx, a) })
}

func (c *cable) Desk(ctx context.Context, a hall.CounterAction) (hall.Counter, error) {
	return through(c, "", func() (hall.Counter, error) { return c.Queue.Desk(ctx, a) })
}

func (c *cable) Issue(ctx context.Context, r hall.IssueRequest) (hall.Standing, error) {
	return through(c, r.ID, func() (hall.Standing, error) { return c.Queue.Issue(ctx, r) })
}

func (c *cable) Ticket(ctx context.Context, id hall.TicketID) (hall.Standing, error) {
	if c.down {
		return hall.Standing{}, hall.E("cable", hall.Unavailable)
	}
	return c.Queue.Ticket(ctx, id)
}

func (c *cable) Line(ctx context.Context, id hall.CounterID, limit int) ([]hall.Pick, error) {
	if c.down {
		return nil, hall.E("cable", hall.Unavailable)
	}
	return c.Queue.Line(ctx, id, limit)
}

func (c *cable) Hall(ctx context.Context) (hall.Snapshot, error) {
	if c.down {
		return hall.Snapshot{}, hall.E("cable", hall.Unavailable)
	}
	return c.Queue.Hall(ctx)
}

func (c *cable) Find(ctx context.Context, text string) (hall.Standing, error) {
	if c.down {
		return hall.Standing{}, hall.E("cable", hall.Unavailable)
	}
	return c.Queue.Find(ctx, text)
}

// errand is work that left the UI goroutine; asked tells that its answer is there.
type errand struct {
	work, done func()
	asked      bool
}

// reads reports whether it reads the hall; the others are commands and slips.
func (e *errand) reads() bool {
	return strings.Contains(runtime.FuncForPC(reflect.ValueOf(e.work).Pointer()).Name(), ".fetch.")
}

// morning is window 3 over a cable: its desk, its hall and what is on the way between them.
type morning struct {
	t       *testing.T
	r       *rand.Rand
	clock   *halltest.Clock
	cable   *cable
	desk    *flow.Desk
	errands []*errand
	keep    func([]flow.Kept) // of the desk; may be nil
	tellers []hall.Teller
	runs    int
	leave   func() // the program's line to the node ends
	issued  []hall.Standing
	did     []string
	said    map[string]flow.Say    // every notice so far
	ended   map[hall.TicketID]bool // shown as ended, and not taken back
	slips   map[hall.TicketID]int  // printed at the counter
	taken   int                    // numbers that were asked for at the counter
}

func newMorning(t *testing.T, seed uint64) *morning {
	clock, setup := halltest.NewClock(halltest.Opening), halltest.Setup()
	q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: halltest.Key, Now: clock.Now, CheckPIN: halltest.CheckPIN, Seed: &setup})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- q.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	m := &morning{t: t, r: rand.New(rand.NewPCG(seed, 9)), clock: clock, cable: &cable{Queue: q, refused: map[hall.TicketID]bool{}}, said: map[string]flow.Say{}, ended: map[hall.TicketID]bool{}, slips: map[hall.TicketID]int{}}
	m.tellers = setup.Tellers
	m.begin(nil)
	m.mend()
	for range 3 {
		m.issue()
	}
	m.pass(1)
	m.desk.SignIn("", "1003", halltest.PIN)
	m.settle()
	return m
}

// begin starts the counter's program, which finds what an earlier run kept.
func (m *morning) begin(kept []flow.Kept) {
	m.runs++
	n, run := 0, m.runs
	m.desk = flow.New(flow.Config{Queue: m.cable, Issuer: m.cable, Printer: m, Now: m.clock.Now, Counter: "3", Terminal: "C3", Tellers: m.tellers, Kept: kept,
		Run: func(work, done func()) { m.errands = append(m.errands, &errand{work: work, done: done}) },
		Keep: func(all []flow.Kept) {
			if m.keep != nil {
				m.keep(all)
			}
		},
		NewKey: func() string { n++; return halltest.UUID(fmt.Sprint("run", run, "key", n)) }, Changed: m.listen})
}

// Print implements flow.Printer.
func (m *morning) Print(_ context.Context, s hall.Standing, _ bool) (hall.PaperState, string, error) {
	m.slips[s.ID]++
	return hall.PaperPrinted, "", nil
}

// take asks for a number at the counter.
func (m *morning) take() {
	m.desk.Press("F11")
	if m.desk.Panel() == flow.IssuePanel {
		m.taken++
		m.desk.Choose(m.r.IntN(len(m.desk.Choices())))
	}
}

func (m *morning) listen() {
	if m.desk != nil {
		m.said[m.desk.Notice().Say.Key] = m.desk.Notice().Say
	}
}

// told is a notice that was shown.
func (m *morning) told(key string) flow.Say { return m.said[key] }

// cut breaks the line to the node, which notices; mend joins it again.
func (m *morning) cut() {
	m.cable.down = true
	m.leave()
}

func (m *morning) mend() {
	m.cable.down = false
	m.leave = m.cable.Attend("C3")
}

func (m *morning) issue() {
	id := hall.TicketID(halltest.UUID(fmt.Sprint("visitor", len(m.issued))))
	st, err := m.cable.Queue.Issue(m.t.Context(), hall.IssueRequest{ID: id, Service: "B05", Source: hall.FromKiosk, By: hall.Actor{Terminal: "K1"}})
	if err != nil {
		m.t.Fatal(err)
	}
	m.issued = append(m.issued, st)
}

func (m *morning) pass(seconds int) {
	for range seconds {
		m.clock.Advance(time.Second)
		m.desk.Tick()
	}
}

// deliver lets one errand go on: its question is asked, or its answer comes home.
func (m *morning) deliver(i int) {
	e := m.errands[i]
	if !e.asked {
		e.asked = true
		e.work()
		return
	}
	m.errands = append(m.errands[:i], m.errands[i+1:]...)
	e.done()
}

// settle lets everything on the way arrive.
func (m *morning) settle() {
	for range 40 {
		for len(m.errands) > 0 {
			m.deliver(0)
		}
		m.pass(1)
	}
}

// step does one thing that can happen at a window, at its cable or in its hall.
func (m *morning) step() {
	d, r := m.desk, m.r
	steps := []struct {
		name   string
		weight int
		do     func()
	}{
		{"key", 24, func() { d.Press([]string{"F1", "F1", "F8", "F8", "F3", "F2", "F4", "F6", "F9"}[r.IntN(9)]) }},
		{"finish", 14, func() {
			was := d.Asks()
			finish(d)
			if id := d.Asks(); id != "" && id != was {
				m.ended[id] = true
			}
		}},
		{"rate", 6, func() { d.Rate(1 + r.IntN(5)); d.Submit() }},
		{"scan", 8, func() { d.Scanned(m.issued[r.IntN(len(m.issued))].Code) }},
		{"take", 8, d.Take},
		{"undo", 2, func() {
			if no, _, ok := d.CanUndo(); ok {
				for _, st := range m.issued {
					if st.No == no {
						delete(m.ended, st.ID)
					}
				}
			}
			d.Undo()
		}},
		{"escape", 3, d.Dismiss},
		{"a number", 6, m.take},
		{"requeue", 2, func() {
			if _, missed := d.Aside(); len(missed) > 0 {
				d.Requeue(missed[0].Ticket)
			}
		}},
		{"cut", 6, m.cut},
		{"the disk fills", 2, func() { m.cable.full = true }},
		{"the disk has room", 4, func() { m.cable.full = false }},
		{"mended", 5, m.mend},
		{"an answer is lost", 3, func() { m.cable.lose++ }},
		{"a refusal", 1, func() { m.cable.refuse++ }},
		{"a second", 20, func() { m.pass(1) }},
		{"three minutes", 3, func() { m.pass(180); m.tickHall() }},
		{"a visitor", 6, m.issue},
		{"a visitor leaves", 2, func() {
			_, _ = m.cable.Queue.Act(m.t.Context(), hall.Action{Key: halltest.UUID(fmt.Sprint("leaves", r.Uint64())),
				Ticket: m.issued[r.IntN(len(m.issued))].ID, Verb: hall.Cancel, EndedBy: hall.EndedByVisitor, By: hall.Actor{Terminal: "K1"}})
		}},
		{"deliver", 60, func() {
			if n := len(m.errands); n > 0 {
				m.deliver(r.IntN(n))
			}
		}},
	}
	all := 0
	for _, s := range steps {
		all += s.weight
	}
	n := r.IntN(all)
	for _, s := range steps {
		if n -= s.weight; n < 0 {
			m.did = append(m.did, s.name)
			s.do()
			return
		}
	}
}

func (m *morning) tickHall() {
	if err := m.cable.Tick(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
}

// TestTheLineStaysSound plays mornings of acts, cuts, lost answers, refusals and returns in any order. Commands leave
// one at a time; when the node is back for good nothing is left over, and the desk and the hall say the same of the
// window.
func TestTheLineStaysSound(t *testing.T) {
	for seed := range uint64(150) {
		m := newMorning(t, seed)
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Fatalf("seed %d: %v after %v", seed, p, m.did)
				}
			}()
			for range 120 {
				m.step()
			}
			m.cable.lose, m.cable.refuse, m.cable.full = 0, 0, false
			m.mend()
			m.settle()
		}()
		m.sound(seed)
	}
}

// unrefused are the visits that were shown as ended, on a morning when nothing was refused for no reason of the hall's.
func (m *morning) unrefused() map[hall.TicketID]bool {
	if len(m.cable.refused) > 0 {
		return nil
	}
	return m.ended
}

func (m *morning) sound(seed uint64) {
	t, d := m.t, m.desk
	t.Helper()
	if m.cable.most > 1 {
		t.Errorf("seed %d: %d commands on their way at once", seed, m.cable.most)
	}
	if _, away := d.Away(); away || d.Waiting() > 0 || d.SigningIn() {
		t.Errorf("seed %d: the node is back, and the desk is away %v with %d acts waiting, after %v", seed, away, d.Waiting(), m.did)
	}
	s, err := m.cable.Hall(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for id := range m.unrefused() {
		st, err := m.cable.Queue.Ticket(t.Context(), id)
		noted := len(st.Broken) > 0 && st.Broken[len(st.Broken)-1].EndedAt > 0
		if err != nil || st.State != hall.Finished && !noted {
			t.Errorf("seed %d: %s was shown as ended and is %s in the hall (%v), denied %v, after %v", seed, st.No, st.State, err, m.cable.denied, m.did)
		}
	}
	m.noGhosts(seed, s)
	for _, c := range s.Counters {
		if c.ID != "3" {
			continue
		}
		shown, _ := d.Case()
		if shown.Ticket.ID != c.Ticket || c.Ticket != "" && shown.Ticket.State != c.NoState {
			t.Errorf("seed %d: the desk has %q %s, the hall %q %s, after %v", seed, shown.Ticket.No, shown.Ticket.State, c.No, c.NoState, m.did)
		}
		if open := d.Phase() != flow.Closed; open != (c.State != hall.CounterClosed) {
			t.Errorf("seed %d: the desk is %s, the hall says %s", seed, d.Phase(), c.State)
		}
	}
}

// noGhosts looks for numbers that stand in the queue and were told to nobody.
func (m *morning) noGhosts(seed uint64, s hall.Snapshot) {
	m.t.Helper()
	n := 0
	for _, x := range s.Waiting {
		if x.Source != hall.FromCounter {
			continue
		}
		n++
		if m.slips[x.ID] != 1 && m.desk.Phase() != flow.Closed {
			m.t.Errorf("seed %d: %s was taken at the counter and has %d slips, after %v", seed, x.No, m.slips[x.ID], m.did)
		}
	}
	if n > m.taken {
		m.t.Errorf("seed %d: %d numbers for %d that were asked for, after %v", seed, n, m.taken, m.did)
	}
}
