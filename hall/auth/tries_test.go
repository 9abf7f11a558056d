package auth_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
)

var rules = auth.Rules{Own: 5, All: 20, Place: 30, For: time.Minute, Together: 2}

// rig is a lock-out with a clock of its own and a memory that outlives it.
type rig struct {
	*auth.Tries
	t    *testing.T
	now  time.Time
	kept memory
}

type memory map[string]auth.Count

func (m memory) Tries(context.Context) (all []auth.Count, _ error) {
	for _, c := range m {
		all = append(all, c)
	}
	return all, nil
}

func (m memory) PutTries(_ context.Context, changed []auth.Count) error {
	for _, c := range changed {
		if m[c.Key] = c; c.Wrong == 0 {
			delete(m, c.Key)
		}
	}
	return nil
}

func open(t *testing.T) *rig {
	r := &rig{t: t, now: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC), kept: memory{}}
	r.restart()
	return r
}

func (r *rig) restart() {
	r.Tries = auth.New(rules, r.kept, func() time.Time { return r.now })
}

func (r *rig) try(account, place string, right bool) hall.Code {
	return hall.CodeOf(r.Check(r.t.Context(), auth.Attempt{Account: account, Place: place}, func() bool { return right }))
}

func (r *rig) want(what, account, place string, right bool, want hall.Code) {
	r.t.Helper()
	if got := r.try(account, place, right); got != want {
		r.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// TestTriesAtOnceAreCountedBeforeTheyAreCompared: thirty tries sent together, the right one among them, are no more
// than five.
func TestTriesAtOnceAreCountedBeforeTheyAreCompared(t *testing.T) {
	r := open(t)
	var compared, together, most atomic.Int32
	held := make(chan struct{})
	wrong := func() bool {
		compared.Add(1)
		for n := together.Add(1); ; {
			if m := most.Load(); n <= m || most.CompareAndSwap(m, n) {
				break
			}
		}
		<-held
		together.Add(-1)
		return false
	}
	answers := make(chan hall.Code, 30)
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			answers <- hall.CodeOf(r.Check(t.Context(), auth.Attempt{Account: "t01", Place: "C1"}, wrong))
		})
	}
	for range 25 { // these are refused while the first five wait for their comparison
		if got := <-answers; got != hall.Locked {
			t.Fatalf("%q, want a lock", got)
		}
	}
	r.want("the right one after them", "t01", "C1", true, hall.Locked)
	close(held)
	all.Wait()
	if compared.Load() != 5 || most.Load() > int32(rules.Together) {
		t.Errorf("%d were compared, %d of them together", compared.Load(), most.Load())
	}
}

func TestALockHoldsItsTimeAndOverARestart(t *testing.T) {
	r := open(t)
	for range 4 {
		r.want("wrong", "wang", "10.0.0.1", false, hall.WrongPIN)
	}
	r.restart()
	r.want("the fifth, after a restart", "wang", "10.0.0.1", false, hall.WrongPIN)
	r.want("the right one", "wang", "10.0.0.1", true, hall.Locked)
	r.now = r.now.Add(30 * time.Second)
	r.restart()
	r.want("half a minute later", "wang", "10.0.0.1", true, hall.Locked)
	r.now = r.now.Add(30 * time.Second)
	r.want("a minute later", "wang", "10.0.0.1", true, "")
}

func TestAClockPutBackEndsNoLockLate(t *testing.T) {
	r := open(t)
	r.now = r.now.AddDate(5, 0, 0)
	for range 5 {
		r.try("wang", "a", false)
	}
	r.now = r.now.AddDate(-5, 0, 0)
	r.want("just after", "wang", "a", true, hall.Locked)
	r.now = r.now.Add(time.Minute)
	r.want("a minute later", "wang", "a", true, "")
}

// TestAStrangerLocksNobodyOutForEver: where somebody has signed in before, only wrong tries under that name at that
// place count.
func TestAStrangerLocksNobodyOutForEver(t *testing.T) {
	r := open(t)
	r.want("at home once", "wang", "home", true, "")
	for range 300 { // tries from many places, and from the same one under other names
		r.now = r.now.Add(time.Second)
		for n := range 12 {
			r.try("wang", fmt.Sprint("elsewhere ", n), false)
			r.try(fmt.Sprint("name ", n), "home", false)
		}
		r.want("at home", "wang", "home", true, "")
	}
	r.want("a place like theirs", "wang", "elsewhere 99", true, hall.Locked)
}

// TestOnePlaceDoesNotLockAnAccountElsewhere: five tries a minute from one place are too few to lock the others.
func TestOnePlaceDoesNotLockAnAccountElsewhere(t *testing.T) {
	r := open(t)
	for range 10 {
		r.try("wang", "stranger", false)
	}
	r.want("where it never signed in", "wang", "new", true, "")
}

func TestNamesThatNobodyHasAreLockedAlike(t *testing.T) {
	r := open(t)
	for range 5 {
		r.want("wrong", "nobody", "a", false, hall.WrongPIN)
	}
	r.want("the sixth", "nobody", "a", false, hall.Locked)
}

func TestOnePlaceTriesFewNames(t *testing.T) {
	r := open(t)
	for n := range rules.Place {
		r.want("a new name", fmt.Sprint(n), "a", false, hall.WrongPIN)
	}
	r.want("one more", "x", "a", true, hall.Locked)
	r.want("another place", "x", "b", true, "")
}

func TestTheRightSecretOfOneDoesNotForgetTheTriesOfOthers(t *testing.T) {
	r := open(t)
	for n := range rules.Place {
		r.try(fmt.Sprint(n), "a", false)
		r.try("mine", "a", true)
	}
	r.want("a new name", "x", "a", true, hall.Locked)
}

func TestTheSameAttemptSentAgainCountsOnce(t *testing.T) {
	r := open(t)
	try := func(id string) hall.Code {
		return hall.CodeOf(r.Check(t.Context(), auth.Attempt{Account: "a", Place: "p", ID: id}, func() bool { return false }))
	}
	for range 9 {
		if got := try("1"); got != hall.WrongPIN {
			t.Fatal(got)
		}
	}
	for _, id := range []string{"2", "3", "4", "5"} {
		try(id)
	}
	if got := try("6"); got != hall.Locked {
		t.Fatal(got)
	}
	if got := try("5"); got != hall.WrongPIN {
		t.Fatal("a refusal that was given:", got)
	}
}

// TestNothingIsComparedThatCouldNotBeCounted: a disk that takes no count gives no free tries.
func TestNothingIsComparedThatCouldNotBeCounted(t *testing.T) {
	full := errors.New("disk full")
	tries := auth.New(rules, broken{full}, time.Now)
	err := tries.Check(t.Context(), auth.Attempt{Account: "a", Place: "p"}, func() bool {
		t.Error("the secret was compared")
		return true
	})
	if !errors.Is(err, full) {
		t.Error(err)
	}
}

type broken struct{ err error }

func (broken) Tries(context.Context) ([]auth.Count, error)    { return nil, nil }
func (b broken) PutTries(context.Context, []auth.Count) error { return b.err }

// TestMadeUpNamesFillNothing: however many names strangers make up, what is kept is bounded, and known places stay.
func TestMadeUpNamesFillNothing(t *testing.T) {
	r := open(t)
	r.want("at home", "wang", "home", true, "")
	for n := range 12_000 {
		r.try(fmt.Sprint("name ", n), fmt.Sprint("place ", n), false)
	}
	if len(r.kept) > 11_000 {
		t.Errorf("%d counts are kept", len(r.kept))
	}
	for n := range 30 {
		r.try("wang", fmt.Sprint("elsewhere ", n), false)
	}
	r.want("at home still", "wang", "home", true, "")
}

// TestAnAttemptSentAgainCountsOnce: however close the second comes to the answer of the first.
func TestAnAttemptSentAgainCountsOnce(t *testing.T) {
	var r *rig
	for i := range 20_000 {
		if i%1000 == 0 { // long before there are so many counts that some are dropped
			r = open(t)
		}
		var compared atomic.Int32
		a := auth.Attempt{Account: fmt.Sprint("t", i), Place: fmt.Sprint(i), ID: fmt.Sprint(i)}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() { r.Check(t.Context(), a, func() bool { compared.Add(1); return false }) })
		}
		all.Wait()
		if n := compared.Load(); n != 1 {
			t.Fatalf("attempt %d was compared %d times", i, n)
		}
	}
}

// TestTheAttemptsOfADroppedCountAreForgotten: made-up names may fill no memory.
func TestTheAttemptsOfADroppedCountAreForgotten(t *testing.T) {
	r := open(t)
	first := auth.Attempt{Account: "t01", Place: "C1", ID: "first"}
	check := func(a auth.Attempt, right bool) hall.Code {
		return hall.CodeOf(r.Check(t.Context(), a, func() bool { return right }))
	}
	if got := check(first, false); got != hall.WrongPIN {
		t.Fatal(got)
	}
	for i := range auth.CountsAtMost {
		r.now = r.now.Add(time.Second)
		check(auth.Attempt{Account: fmt.Sprint("made up ", i), Place: fmt.Sprint(i), ID: fmt.Sprint(i)}, false)
	}
	if got := check(first, true); got != "" {
		t.Errorf("the attempt is still known: %s", got)
	}
}

// TestAnAttemptWhoseCallerHungUpCountsOnce: the line is cut while it is counted, and the same attempt is sent again.
func TestAnAttemptWhoseCallerHungUpCountsOnce(t *testing.T) {
	r := open(t)
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	wrong := func() bool { return false }
	for i := range rules.Own {
		a := auth.Attempt{Account: "t01", Place: "C1", ID: fmt.Sprint("attempt ", i)}
		for range 20 { // which of two things that are ready is taken is chance
			if err := r.Check(gone, a, wrong); hall.CodeOf(err) == hall.Locked {
				t.Fatalf("attempt %d is locked out", i)
			}
		}
		if err := r.Check(t.Context(), a, wrong); hall.CodeOf(err) != hall.WrongPIN {
			t.Errorf("attempt %d, sent again: %v", i, err)
		}
	}
	r.want("one too many", "t01", "C1", true, hall.Locked)
}
