package auth

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Rules say how many wrong tries are too many.
type Rules struct {
	Own      int           // of one account at one place
	All      int           // of one account at all places where it is a stranger
	Place    int           // of one place under any names
	For      time.Duration // how long a lock holds after the last try
	Together int           // how many secrets are compared at the same time: each takes memory on purpose
}

// Attempt is one try of an account at a place.
type Attempt struct {
	Account string // with its secret's hash in it, so that a new secret ends every lock
	Place   string // a terminal's id, or a network address
	ID      string // the same attempt sent again counts once; empty: it is never sent again
}

// Tries counts wrong tries. Its methods may be called together.
type Tries struct {
	rules  Rules
	keeper Keeper
	now    func() time.Time
	slots  chan struct{} // one for each comparison that may run

	admit  sync.Mutex // one admission at a time, with its write: the counts on disk are never older than the answers
	loaded bool       // guarded by admit

	mu      sync.Mutex
	counts  map[string]Count    // guarded by mu
	denied  map[string][]string // guarded by mu: attempts that were refused, by the key of the own count
	running map[string]*running // guarded by mu: attempts under comparison, by their id
}

// running is an attempt whose answer is not known yet.
type running struct {
	done chan struct{}
	err  error // readable when done is closed
}

// New makes the count. What the keeper has is read at the first try; a nil keeper forgets at every restart.
func New(r Rules, keeper Keeper, now func() time.Time) *Tries {
	if keeper == nil {
		keeper = nowhere{}
	}
	return &Tries{rules: r, keeper: keeper, now: now, slots: make(chan struct{}, max(r.Together, 1)),
		counts: map[string]Count{}, denied: map[string][]string{}, running: map[string]*running{}}
}

// Check counts a try and asks right, which compares the secret and is slow on purpose. WrongPIN: it is not the right
// one. Locked: there were too many wrong ones, and right was not asked.
func (t *Tries) Check(ctx context.Context, a Attempt, right func() bool) error {
	const op = "auth.Check"
	if err := t.load(ctx); err != nil {
		return hall.Wrap(op, err)
	}
	r, first, err := t.join(op, a)
	if err != nil {
		return err
	}
	if !first {
		return r.wait(ctx, op)
	}
	r.err = t.check(ctx, op, a, right)
	t.leave(a)
	close(r.done)
	return r.err
}

func (t *Tries) check(ctx context.Context, op string, a Attempt, right func() bool) error {
	if err := t.count(ctx, op, a); err != nil {
		return err
	}
	// A caller that hangs up ends no comparison: its try is counted, and would count again when it is sent again
	// without an answer.
	t.slots <- struct{}{}
	defer func() { <-t.slots }()
	if !right() {
		t.deny(a)
		return hall.E(op, hall.WrongPIN)
	}
	return t.welcome(ctx, a)
}

// load takes over what the keeper has, once.
func (t *Tries) load(ctx context.Context) error {
	t.admit.Lock()
	defer t.admit.Unlock()
	if t.loaded {
		return nil
	}
	kept, err := t.keeper.Tries(ctx)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.set(kept)
	t.loaded = true
	return nil
}

// join finds the running attempt that is the same, or makes one unless it is refused already. Both are looked at
// together: an attempt that is sent again while its answer comes is found by one of the two, and counts once.
func (t *Tries) join(op string, a Attempt) (r *running, first bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r, ok := t.running[a.ID]; ok && a.ID != "" {
		return r, false, nil
	}
	if err := t.refused(op, a); err != nil {
		return nil, false, err
	}
	r = &running{done: make(chan struct{})}
	if a.ID != "" {
		t.running[a.ID] = r
	}
	return r, true, nil
}

func (t *Tries) leave(a Attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.running, a.ID)
}

func (r *running) wait(ctx context.Context, op string) error {
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return &hall.Error{Op: op, Code: hall.Unavailable, Err: ctx.Err()}
	}
}

// refused tells what is known without a comparison: an attempt that was wrong before, or a lock; mu is held.
func (t *Tries) refused(op string, a Attempt) error {
	if a.ID != "" && slices.Contains(t.denied[ownKey(a)], a.ID) {
		return hall.E(op, hall.WrongPIN)
	}
	return t.locked(op, a)
}

// locked finds the lock that holds for an attempt; mu is held.
func (t *Tries) locked(op string, a Attempt) error {
	now := hall.At(t.now())
	bounds := map[string]int{ownKey(a): t.rules.Own}
	if !t.knownAt(a, now) {
		bounds[allKey(a)], bounds[placeKey(a)] = t.rules.All, t.rules.Place
	}
	for key, most := range bounds {
		if t.current(key, most, now).Wrong >= most {
			return hall.E(op, hall.Locked)
		}
	}
	return nil
}

// count takes the try for a wrong one until it has proved right. It is on disk before the secret is compared.
func (t *Tries) count(ctx context.Context, op string, a Attempt) error {
	t.admit.Lock()
	defer t.admit.Unlock()
	t.mu.Lock()
	if err := t.locked(op, a); err != nil {
		t.mu.Unlock()
		return err
	}
	now := hall.At(t.now())
	changed := []Count{t.more(ownKey(a), t.rules.Own, now), t.more(placeKey(a), t.rules.Place, now)}
	if !t.knownAt(a, now) {
		changed = append(changed, t.more(allKey(a), t.rules.All, now))
	}
	changed = append(changed, t.sweep(now)...)
	t.mu.Unlock()
	return hall.Wrap(op, t.keep(ctx, changed))
}

// more adds one to a count; mu is held.
func (t *Tries) more(key string, most int, now hall.Millis) Count {
	c := t.current(key, most, now)
	if c.Wrong == 0 {
		delete(t.denied, key) // a count begins anew, and its attempts with it
	}
	c.Wrong, c.Last = c.Wrong+1, now
	t.counts[key] = c
	return c
}

func (t *Tries) deny(a Attempt) {
	if a.ID == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if key := ownKey(a); t.counts[key].Wrong > 0 { // otherwise the count was dropped, and with it its attempts
		t.denied[key] = append(t.denied[key], a.ID)
	}
}

// welcome ends the counts of an account that gave the right secret, and makes its place a known one. The place's own
// count loses only this try: somebody who guesses cannot make it forget the others by signing in himself now and then.
func (t *Tries) welcome(ctx context.Context, a Attempt) error {
	t.admit.Lock()
	defer t.admit.Unlock()
	t.mu.Lock()
	now := hall.At(t.now())
	place := t.counts[placeKey(a)]
	place.Key, place.Wrong = placeKey(a), max(place.Wrong-1, 0)
	changed := []Count{{Key: ownKey(a)}, place, {Key: knownKey(a), Wrong: 1, Last: now}}
	if !t.knownAt(a, now) {
		changed = append(changed, Count{Key: allKey(a)})
	}
	t.set(changed)
	t.mu.Unlock()
	return hall.Wrap("auth.welcome", t.keep(ctx, changed))
}

// set takes over counts, and forgets the attempts of those that end; mu is held.
func (t *Tries) set(changed []Count) {
	for _, c := range changed {
		if t.counts[c.Key] = c; c.Wrong == 0 {
			delete(t.counts, c.Key)
			delete(t.denied, c.Key)
		}
	}
}

// keep writes counts to the end even when the caller hangs up: nobody escapes the count by that.
func (t *Tries) keep(ctx context.Context, changed []Count) error {
	return t.keeper.PutTries(context.WithoutCancel(ctx), changed)
}
