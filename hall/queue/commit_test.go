package queue_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
)

// faulty is a queue whose store errs at the commits that fault names.
func faulty(t *testing.T) (*rig, *atomic.Int32) {
	var fault atomic.Int32
	store := &queuetest.Memory{}
	store.OnCommit = func([]queue.Change) queuetest.Fault { return queuetest.Fault(fault.Swap(0)) }
	return start(t, store, halltest.Setup(), halltest.NewClock(halltest.Opening)), &fault
}

// TestCommitErrorIsUnknown: the answer comes from the store, not from the error (fault F19).
func TestCommitErrorIsUnknown(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault queuetest.Fault
		want  hall.Code
		no    hall.TicketNo // after asking again with the same key
	}{
		{"nothing was written", queuetest.FailBefore, hall.Unavailable, "A002"},
		{"everything was written", queuetest.FailAfter, "", "A002"},
		{"nothing was written, and the first look fails too", queuetest.LoadFailOnce, hall.Unavailable, "A002"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, fault := faulty(t)
			h.Issue("A")
			cursor := h.q.Cursor()
			r := h.Request("A")
			fault.Store(int32(c.fault))
			_, err := h.q.Issue(h.Context(), r)
			h.Refused("issue", err, c.want)
			again := eventually(t, func() (hall.Standing, error) { return h.q.Issue(h.Context(), r) })
			if again.No != c.no || again.URL == "" {
				t.Errorf("asked again: %s at %q, want %s", again.No, again.URL, c.no)
			}
			if next := h.Issue("A"); next.No != "A003" {
				t.Errorf("the next is %s, want A003", next.No)
			}
			if e := h.listen(t, cursor, 2); e[0].Subject != string(r.ID) || e[1].Seq != e[0].Seq+1 {
				t.Errorf("listeners hear %s then %s", e[0].Cursor(), e[1].Cursor())
			}
			before := h.Snapshot()
			same(t, before, h.restart(t).Snapshot())
		})
	}
}

// eventually asks again while the store is being read back.
func eventually[T any](t *testing.T, ask func() (T, error)) T {
	t.Helper()
	for range 1_000_000 {
		v, err := ask()
		if err == nil {
			return v
		}
		if c := hall.CodeOf(err); c != hall.Unavailable {
			t.Fatal(err)
		}
	}
	t.Fatal("the queue does not come back")
	panic("unreachable")
}

// TestNothingIsSaidBeforeItIsDurable: while a commit hangs, readers and listeners see nothing of it.
func TestNothingIsSaidBeforeItIsDurable(t *testing.T) {
	entered, leave := make(chan bool), make(chan bool)
	store := &queuetest.Memory{}
	h := start(t, store, halltest.Setup(), halltest.NewClock(halltest.Opening))
	store.OnCommit = func([]queue.Change) queuetest.Fault {
		entered <- true
		<-leave
		return queuetest.None
	}
	r := h.Request("A")
	said := make(chan error)
	go func() { _, err := h.q.Issue(h.Context(), r); said <- err }()
	<-entered
	if _, err := h.q.Ticket(h.Context(), r.ID); hall.CodeOf(err) != hall.NotFound {
		t.Errorf("a reader sees the ticket before it is stored: %v", err)
	}
	if n := len(h.Snapshot().Waiting); n != 0 {
		t.Errorf("%d wait before it is stored", n)
	}
	select {
	case err := <-said:
		t.Fatalf("answered before it is stored: %v", err)
	default:
	}
	leave <- true
	if err := <-said; err != nil {
		t.Fatal(err)
	}
	if n := len(h.Snapshot().Waiting); n != 1 {
		t.Errorf("%d wait, want 1", n)
	}
	store.OnCommit = nil
}

// TestLineDecidedOnALostCommitIsLostWithIt: commands behind a failed commit get their own answer, and numbers leave no
// gap and no double.
func TestLineDecidedOnALostCommitIsLostWithIt(t *testing.T) {
	h, fault := faulty(t)
	for round := range 30 {
		fault.Store(int32(round%2) + 1)
		var all sync.WaitGroup
		for range 8 {
			r := h.Request("A")
			all.Go(func() {
				_, err := h.q.Issue(context.Background(), r)
				for hall.CodeOf(err) == hall.Unavailable {
					_, err = h.q.Issue(context.Background(), r)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	waiting := h.Snapshot().Waiting
	if len(waiting) != 240 {
		t.Fatalf("%d tickets, want 240", len(waiting))
	}
	seen := map[hall.TicketNo]bool{}
	for _, w := range waiting {
		seen[w.No] = true
	}
	for n := 1; n <= 240; n++ {
		if no := hall.TicketNo(fmt.Sprintf("A%03d", n)); !seen[no] {
			t.Errorf("%s is missing", no)
		}
	}
	same(t, h.Snapshot(), h.restart(t).Snapshot())
}

// TestStoreGoneForLong: while the store answers nothing, commands are refused and readers are served; afterwards all
// goes on.
func TestStoreGoneForLong(t *testing.T) {
	h, fault := faulty(t)
	h.Issue("A")
	fault.Store(int32(queuetest.FailForGood))
	for range 3 {
		_, err := h.TryIssue("A")
		h.Refused("issue without a store", err, hall.Unavailable)
	}
	if n := len(h.Snapshot().Waiting); n != 1 {
		t.Errorf("readers see %d waiting, want 1", n)
	}
	h.store.Heal()
	if s := eventually(t, func() (hall.Standing, error) { return h.TryIssue("A") }); s.No != "A002" {
		t.Errorf("issued %s, want A002", s.No)
	}
}

// TestAFullDiskHasItsOwnCode: nothing was stored, and as soon as there is room all goes on.
func TestAFullDiskHasItsOwnCode(t *testing.T) {
	h, fault := faulty(t)
	h.Issue("A")
	for range 3 {
		fault.Store(int32(queuetest.NoRoom))
		_, err := h.TryIssue("A")
		h.Refused("issue on a full disk", err, hall.DiskFull)
		if got := h.q.Health(); got.Failure != hall.DiskFull || got.Halted {
			t.Errorf("%+v", got)
		}
	}
	if s := h.Issue("A"); s.No != "A002" {
		t.Errorf("issued %s, want A002", s.No)
	}
	was := h.q.Health().Ago
	h.Clock.Advance(90 * time.Second)
	for range 2 {
		if got := h.q.Health(); got.Failure != "" || got.Ago != was+90*time.Second {
			t.Errorf("90 seconds later, whatever the wall says: %+v", got)
		}
		h.Clock.Jump(5 * year)
	}
}

// TestNobodyWaitsForAStoreThatCannotBeRead: who asked when it broke has an answer in two seconds, all others at once;
// the key tells later what became of it.
func TestNobodyWaitsForAStoreThatCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, fault := faulty(t)
		h.Issue("A")
		fault.Store(int32(queuetest.LoadFails))
		r, began := h.Request("A"), time.Now()
		_, err := h.q.Issue(h.Context(), r)
		h.Refused("the one that broke it", err, hall.Unknown)
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("answered after %s", took)
		}
		_, err = h.TryIssue("A")
		h.Refused("another", err, hall.Unavailable)
		if !h.q.Health().Halted {
			t.Error("not halted")
		}
		h.store.Heal()
		time.Sleep(10 * time.Second)
		if s, err := h.q.Issue(h.Context(), r); err != nil || s.No != "A002" {
			t.Errorf("asked again: %s %v", s.No, err)
		}
	})
}

// TestGroupCommit: who comes while a commit is at the disk is stored with all others by the next one.
func TestGroupCommit(t *testing.T) {
	for _, alone := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) { groupCommit(t, alone) })
	}
}

func groupCommit(t *testing.T, alone bool) {
	gate := make(chan bool)
	var once sync.Once
	store := &queuetest.Memory{}
	h := start(t, store, halltest.Setup(), halltest.NewClock(halltest.Opening), func(o *queue.Options) { o.NoGroupCommit = alone })
	before := store.Commits()
	store.OnCommit = func([]queue.Change) queuetest.Fault { once.Do(func() { <-gate }); return queuetest.None }
	var all sync.WaitGroup
	for range 50 {
		r := h.Request("A")
		all.Go(func() {
			if _, err := h.q.Issue(context.Background(), r); err != nil {
				t.Error(err)
			}
		})
	}
	synctest.Wait() // all are entered, the first is at the disk
	close(gate)
	all.Wait()
	n := store.Commits() - before
	if alone && n != 50 {
		t.Errorf("without group commit %d transactions for 50 commands", n)
	}
	if !alone && n > 2 {
		t.Errorf("with group commit %d transactions for 50 commands", n)
	}
}

// TestWhoHasHisAnswerMayGoOn: the line is open again before anybody is answered.
func TestWhoHasHisAnswerMayGoOn(t *testing.T) {
	h, fault := faulty(t)
	for range 50 {
		fault.Store(int32(queuetest.FailAfter))
		h.Issue("A")
		h.Issue("A")
	}
}

// TestNobodyIsNoEffect: "nobody waits" leaves nothing behind, not even at the turn of a day; asked again, the command
// is decided anew.
func TestNobodyIsNoEffect(t *testing.T) {
	h := open(t, func(s *hall.Setup) { s.Outlet.Rules.KeepOvernight = true })
	h.Open("1")
	for range 2 {
		r := hall.NextRequest{Key: h.Key(), Counter: "1", By: hall.Actor{Terminal: "C1"}}
		if p, err := h.q.Next(h.Context(), r); err != nil || !p.Nobody {
			t.Fatalf("%+v, %v", p, err)
		}
		id := h.Issue("A").ID
		if p, err := h.q.Next(h.Context(), r); err != nil || p.Ticket.ID != id {
			t.Errorf("asked again: %+v, %v", p, err)
		}
		h.Act("1", id, hall.Cancel)
		h.Clock.Advance(day)
	}
}

// TestAnswerSurvivesARestart: a repeated command after a restart gets the stored answer (fault F43), another body is
// refused (F44).
func TestAnswerSurvivesARestart(t *testing.T) {
	h := open(t)
	r := h.Request("A")
	first, err := h.q.Issue(h.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	h.Open("1")
	next := hall.NextRequest{Key: h.Key(), Counter: "1", By: hall.Actor{Terminal: "C1"}}
	p, err := h.q.Next(h.Context(), next)
	if err != nil {
		t.Fatal(err)
	}
	h = h.restart(t)
	again, err := h.q.Issue(h.Context(), r)
	if err != nil || text(again) != text(first) {
		t.Errorf("issue again (%v)\n%s\n%s", err, text(again), text(first))
	}
	q, err := h.q.Next(h.Context(), next)
	if err != nil || text(q) != text(p) {
		t.Errorf("next again (%v)\n%s\n%s", err, text(q), text(p))
	}
	r.Service = "H"
	_, err = h.q.Issue(h.Context(), r)
	h.Refused("another body", err, hall.KeyReused)
	r.By.Terminal = "K2"
	_, err = h.q.Issue(h.Context(), r)
	h.Refused("the same ticket id from another terminal", err, hall.KeyReused)
}

// TestTakenTicketIDOfAnEarlierDay: an id is a ticket's for ever, whoever asks.
func TestTakenTicketIDOfAnEarlierDay(t *testing.T) {
	h := open(t)
	r := h.Request("A")
	if _, err := h.q.Issue(h.Context(), r); err != nil {
		t.Fatal(err)
	}
	h.Pass(day)
	h.Pass(day)
	r.By.Terminal = "K2"
	_, err := h.q.Issue(h.Context(), r)
	h.Refused("yesterday's id", err, hall.KeyReused)
	_, err = h.TryAct("", r.ID, hall.Cancel)
	h.Refused("a verb on yesterday's ticket", err, hall.TooLate)
}

func TestCallerGivesUpWaiting(t *testing.T) {
	store := &queuetest.Memory{}
	setup := halltest.Setup()
	q, err := queue.New(t.Context(), store, queue.Options{Key: halltest.Key, Seed: &setup})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // and nobody runs the queue
	_, err = q.Issue(ctx, hall.IssueRequest{ID: "x", Service: "A", Source: hall.FromKiosk})
	if hall.CodeOf(err) != hall.Unknown {
		t.Errorf("got %v, want unknown", err)
	}
}

// TestDoubleTap: one command sent by many hands at once has its effect once, and all get the same answer.
func TestDoubleTap(t *testing.T) {
	h := open(t)
	for range 50 {
		r := h.Request("A")
		numbers := make(chan hall.TicketNo, 8)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				s, err := h.q.Issue(context.Background(), r)
				if err != nil {
					t.Error(err)
				}
				numbers <- s.No
			})
		}
		all.Wait()
		first := <-numbers
		for range 7 {
			if no := <-numbers; no != first {
				t.Errorf("one request got %s and %s", first, no)
			}
		}
	}
	if n := h.Snapshot().Today.Issued; n != 50 {
		t.Errorf("%d tickets, want 50", n)
	}
}
