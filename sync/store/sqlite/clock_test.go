package sqlite_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// TestAnyJumpsAndCorrectionsLeaveAHallSound plays random days with a machine whose clock is moved anyhow, restarted
// with its node or without, trusted by persons and contradicted by a center, on a real store. However it goes: nobody
// who waits loses his place or a minute of his wait, and nobody who came within the last hour is sent away; no number
// comes twice on a day, no two who are here have one, and no visitor has two in a line; a restart finds the same hall,
// the tables are what the log tells, its copy can be restored, and with a right clock the hall is in today.
func TestAnyJumpsAndCorrectionsLeaveAHallSound(t *testing.T) {
	games := 12
	if testing.Short() {
		games = 5
	}
	for seed := range games {
		g := newClockGame(t, uint64(seed))
		for range 120 {
			g.play()
		}
		g.end()
		if t.Failed() {
			t.Fatalf("seed %d: %v", seed, g.did)
		}
	}
}

// clockGame is a hall under a clock that is played with.
type clockGame struct {
	*testing.T
	chance *rand.Rand
	dir    string
	clock  *halltest.Clock
	boots  int // of its machine
	store  *sqlite.Store
	hall   *halltest.Hall
	queue  *queue.Queue
	stop   func()
	did    []string

	numbers map[string]bool // day and number as they were told
	codes   map[string]bool
	came    map[hall.TicketID]time.Duration // when they really came
	whose   map[hall.TicketID]hall.CustomerID
	older   map[hall.TicketID]bool // who waited when the hall came up unsure: how long it was off nobody knows
}

func newClockGame(t *testing.T, seed uint64) *clockGame {
	g := &clockGame{T: t, chance: rand.New(rand.NewPCG(seed, 15)), dir: t.TempDir(), clock: halltest.NewClock(halltest.Opening),
		numbers: map[string]bool{}, codes: map[string]bool{}, came: map[hall.TicketID]time.Duration{},
		whose: map[hall.TicketID]hall.CustomerID{}}
	t.Cleanup(func() { g.stop() })
	g.start()
	g.hall.Open("7")
	return g
}

func (g *clockGame) start() {
	g.store = open(g.T, g.dir)
	if lost := g.store.Lost(); lost != nil {
		g.Fatalf("step %d: the store has lost %v", len(g.did), lost)
	}
	setup := halltest.Setup()
	q, err := queue.New(g.Context(), g.store, queue.Options{Key: halltest.Key, Now: g.clock.Now, Running: g.clock.Running,
		Boot: fmt.Sprint("boot ", g.boots), CheckPIN: halltest.CheckPIN, Seed: &setup})
	if err != nil {
		g.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = q.Run(ctx) }()
	g.stop = func() {
		cancel()
		<-ended
		_ = g.store.Close()
	}
	g.queue = q
	q.Attend(halltest.Program("7"))
	g.hall = (&halltest.Hall{Clock: g.clock, Tick: q.Tick, As: func(string, hall.TerminalID) hall.Authority { return q }}).With(g.T)
}

// truth is the moment it really is.
func (g *clockGame) truth() time.Time { return halltest.Opening.Add(g.clock.Running()) }

// play does one thing.
func (g *clockGame) play() {
	switch n := g.chance.IntN(20); {
	case n < 7:
		g.note("issue")
		g.issue()
	case n < 10:
		g.note("serve")
		g.serve()
	case n < 14:
		g.note("minutes pass")
		g.clock.Advance(time.Duration(g.chance.IntN(600)) * time.Second)
		g.tick()
	case n < 17:
		g.jump()
	case n == 17:
		g.restart()
	case n == 18:
		g.note("trust")
		g.still(func() {
			if _, err := g.queue.TrustClock(g.Context(), "", hall.Actor{}); err != nil && hall.CodeOf(err) != hall.Invalid {
				g.Fatal(err)
			}
		})
	default:
		g.note("center")
		g.queue.HearCenter(g.truth())
		g.still(g.tick)
	}
}

func (g *clockGame) note(format string, args ...any) {
	g.did = append(g.did, fmt.Sprintf(format, args...))
}

func (g *clockGame) tick() {
	if err := g.queue.Tick(g.Context()); err != nil {
		g.Fatal(err)
	}
}

func (g *clockGame) issue() {
	group := []string{"A", "H", "K"}[g.chance.IntN(3)]
	var who hall.CustomerID
	if g.chance.IntN(2) == 0 {
		who = hall.CustomerID(fmt.Sprint("visitor ", g.chance.IntN(3)))
	}
	s, err := g.hall.TryIssue(group, halltest.Of(who), func(r *hall.IssueRequest) {
		if g.chance.IntN(4) == 0 {
			r.Priority = hall.Care
		}
	})
	if hall.CodeOf(err) == hall.Duplicate {
		return
	}
	if err != nil {
		g.Fatal(err)
	}
	g.whose[s.ID] = who
	key := string(s.Day) + string(s.No)
	if g.numbers[key] || s.Code != "" && g.codes[s.Code] {
		g.Errorf("%s of %s with code %s was given before", s.No, s.Day, s.Code)
	}
	g.apart()
	g.numbers[key], g.codes[s.Code], g.came[s.ID] = true, true, g.clock.Running()
	g.clock.Advance(time.Second)
}

// apart proves that no two who are here have one number, and no visitor two in one line.
func (g *clockGame) apart() {
	g.Helper()
	s := g.hall.Snapshot()
	here, has := map[hall.TicketNo]bool{}, map[string]hall.TicketNo{}
	for _, t := range slices.Concat(s.Waiting, s.Held, s.Missed) {
		if here[t.No] {
			g.Errorf("step %d: two have %s", len(g.did), t.No)
		}
		here[t.No] = true
		who := g.whose[t.ID]
		if who == "" {
			continue
		}
		in := string(who) + " in " + string(t.Group)
		if other := has[in]; other != "" {
			g.Errorf("step %d: %s has %s and %s", len(g.did), in, other, t.No)
		}
		has[in] = t.No
	}
}

func (g *clockGame) serve() {
	p, err := g.hall.TryNext("7")
	if err != nil || p.Nobody {
		if hall.CodeOf(err) == hall.NotOpen {
			g.hall.Open("7")
		}
		return
	}
	g.hall.Act("7", p.Ticket.ID, hall.Start)
	g.clock.Advance(time.Minute)
	verb := []hall.Verb{hall.Finish, hall.Hold, hall.Release}[g.chance.IntN(3)]
	done := g.hall.Act("7", p.Ticket.ID, verb, func(a *hall.Action) {
		if verb == hall.Hold {
			a.HoldMin = 5
		}
	})
	if done.ServedMs > 20*time.Minute.Milliseconds() || done.ServedMs < 0 {
		g.Errorf("%s was served for %v", done.No, time.Duration(done.ServedMs)*time.Millisecond)
	}
}

// jump moves the clock by little, by days, far away, or to the truth, while the node runs or while it is started again.
func (g *clockGame) jump() {
	by := []time.Duration{g.truth().Sub(g.clock.Now()), g.truth().Sub(g.clock.Now()), time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour,
		3 * 24 * time.Hour, -8 * time.Hour, 5 * 365 * 24 * time.Hour, -26 * 365 * 24 * time.Hour, 40 * 24 * time.Hour, 20 * time.Second,
		-20 * time.Second}[g.chance.IntN(13)]
	restarted := g.chance.IntN(3) == 0
	g.note("jump by %v, restarted %v", by, restarted)
	g.still(func() {
		if restarted {
			g.stop()
		}
		g.clock.Jump(by)
		if restarted {
			g.start()
		}
		g.tick()
	})
}

// restart starts the node again, which is the same hall then, or its machine, whose clock may come up as it likes.
func (g *clockGame) restart() {
	g.note("restart")
	before := g.told()
	g.stop()
	g.start()
	g.same(before)
	if g.chance.IntN(2) == 0 {
		g.lose(before)
		return
	}
	by := []time.Duration{-26 * 365 * 24 * time.Hour, 5 * 365 * 24 * time.Hour, -24 * time.Hour, 48 * time.Hour, 16 * time.Hour,
		14 * 24 * time.Hour, g.truth().Sub(g.clock.Now())}[g.chance.IntN(7)]
	g.note("reboot with a clock by %v", by)
	g.stop()
	g.boots++
	g.clock.Jump(by)
	g.start()
	g.lose(before)
}

// weekend is none: the machine comes up with a clock that is two days ahead, and visitors come before the clock is put
// right: nobody is sent away by it.
func (g *clockGame) weekend() {
	g.note("a weekend that is none")
	for range 8 {
		g.issue()
	}
	g.stop()
	g.boots++
	g.clock.Jump(48 * time.Hour)
	g.start()
	g.tick()
	for range 8 {
		g.issue()
	}
	g.clock.Jump(-48 * time.Hour)
	g.tick()
	g.present()
}

// lose notes who was there before a hall came up unsure, and lets it look at its clock.
func (g *clockGame) lose(before hall.Snapshot) {
	defer func() {
		if g.tick(); g.queue.Clock().State != hall.ClockUnsure {
			g.older = nil
		}
	}()
	if g.older == nil && g.queue.Clock().State == hall.ClockUnsure {
		g.older = map[hall.TicketID]bool{}
		for _, t := range slices.Concat(before.Waiting, before.Held) {
			g.older[t.ID] = true
		}
	}
}

// told is the hall as it is, without what the moment says.
func (g *clockGame) told() hall.Snapshot {
	s := g.hall.Snapshot()
	s.At, s.Cursor, s.Clock, s.Recent = 0, hall.Cursor{}, nil, nil
	for i := range s.Groups {
		s.Groups[i].LongestMs = 0
	}
	return s
}

func written(g *clockGame, s hall.Snapshot) string {
	text, err := json.Marshal(s)
	if err != nil {
		g.Fatal(err)
	}
	return string(text)
}

func (g *clockGame) same(before hall.Snapshot) {
	g.Helper()
	if a, b := written(g, before), written(g, g.told()); a != b {
		g.Errorf("a restart finds another hall:\n%s\n%s", a, b)
	}
}

// still proves that what is done to the clock leaves everybody his place, and his wait no farther from the truth.
func (g *clockGame) still(do func()) {
	g.Helper()
	before, slack := g.hall.Snapshot(), 31*time.Second // so far a clock is followed
	if before.Clock != nil && before.Clock.State == hall.ClockUnsure {
		slack = 15 * time.Minute // what passed between the last event and the start nobody knows
	}
	do()
	g.apart()
	after := g.hall.Snapshot()
	var places [2][]string
	waits := map[hall.TicketID]time.Duration{}
	for _, w := range before.Waiting {
		if g.older[w.ID] {
			continue
		}
		places[0] = append(places[0], string(w.No))
		waits[w.ID] = g.wrong(before, w)
	}
	for _, w := range after.Waiting {
		if _, was := waits[w.ID]; !was {
			continue // his hold ended
		}
		places[1] = append(places[1], string(w.No))
		if d := g.wrong(after, w); d > waits[w.ID]+slack {
			g.Errorf("step %d: the wait of %s is wrong by %v, it was by %v: %+v", len(g.did), w.No, d, waits[w.ID], g.queue.Clock())
		}
	}
	if !slices.Equal(places[0], places[1]) {
		g.Errorf("step %d: the line was %v and is %v", len(g.did), places[0], places[1])
	}
	if after.Clock == nil || after.Clock.State != hall.ClockUnsure {
		g.older = nil
	}
}

// wrong is how far a wait is told from the truth.
func (g *clockGame) wrong(s hall.Snapshot, t hall.Ticket) time.Duration {
	return (s.At.Sub(t.IssuedAt) - (g.clock.Running() - g.came[t.ID])).Abs()
}

// present proves that nobody was sent away who came within the last hour, and that no two who are here have one number.
func (g *clockGame) present() {
	g.apart()
	for id, came := range g.came {
		if g.clock.Running()-came > time.Hour {
			continue
		}
		if s := g.hall.Ticket(id); s.BySystem() {
			g.Errorf("%s came %v ago and is %s", s.No, g.clock.Running()-came, s.State)
		}
	}
}

// end puts the clock right and looks at everything.
func (g *clockGame) end() {
	g.clock.Set(g.truth())
	if _, err := g.queue.TrustClock(g.Context(), "", hall.Actor{}); err != nil {
		g.Fatal(err)
	}
	g.present()
	g.issue()
	g.weekend()
	outlet := halltest.Setup().Outlet
	if s := g.hall.Snapshot(); s.Day != outlet.Day(g.truth()) || s.Clock != nil {
		g.Errorf("the hall is in %s with %+v, today is %s", s.Day, s.Clock, outlet.Day(g.truth()))
	}
	report, err := g.store.Verify(g.Context())
	if err != nil || report.Count > 0 {
		g.Errorf("verify: %v %v", report.Problems, err)
	}
	g.restores()
	before := g.told()
	g.stop()
	g.start()
	g.same(before)
}

// restores proves that a copy of the hall can take its place.
func (g *clockGame) restores() {
	g.Helper()
	file := filepath.Join(g.TempDir(), "copy.db")
	if err := g.store.Snapshot(g.Context(), file); err != nil {
		g.Fatal(err)
	}
	dir := g.TempDir()
	for _, key := range []string{seal.HallKeyFile, seal.KeyFile} {
		raw, err := os.ReadFile(filepath.Join(g.dir, key))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, key), raw, 0o600)
		}
		if err != nil {
			g.Fatal(err)
		}
	}
	r, err := sqlite.BeginRestore(g.Context(), dir, file, sqlite.RestoreOptions{Skip: 100})
	if err != nil {
		g.Errorf("step %d: its own copy is refused: %v", len(g.did), err)
		return
	}
	r.Abandon()
}

// TestACopyIsTakenHoweverTheClockWasMoved: in the morning the machine's clock is fast, and the day begins by it; once
// it is put back, a visitor of the day before is served to his end, before the moment at which the day began. The
// hall's copy is as sound as the hall, now and hours later, and so it is while a day that was not yet is left again.
func TestACopyIsTakenHoweverTheClockWasMoved(t *testing.T) {
	for _, fast := range []time.Duration{10 * time.Minute, 3 * time.Hour, 40 * time.Hour} {
		g := newClockGame(t, 1)
		g.hall.Issue("A")
		g.stop()
		g.boots++
		g.clock.Advance(15 * time.Hour)
		g.clock.Jump(fast)
		g.start()
		g.tick()
		g.hall.Open("7")
		g.clock.Advance(20 * time.Second)
		g.clock.Jump(-fast)
		g.tick()
		g.restores()
		g.hall.Act("7", g.hall.Next("7").Ticket.ID, hall.Start)
		g.hall.Act("7", g.hall.Snapshot().Counters[6].Ticket, hall.Finish)
		g.restores()
		g.clock.Advance(6 * time.Hour)
		g.tick()
		g.restores()
	}
}
