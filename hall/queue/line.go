package queue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"runtime"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// keyOf is an idempotency key in its scope.
type keyOf struct {
	scope hall.TerminalID
	key   string
}

// command is something to decide.
type command struct {
	op     string
	by     hall.Actor
	key    string // idempotency key; empty: the system's own act
	hash   string // of the body
	decide func(*turn) (any, error)
	read   func(json.RawMessage) (any, error) // an answer that was given before; see answers
	fresh  func(context.Context) error        // asks the store whether a new key may be used; nil: it may
}

// entry is a command that was decided and waits for its commit.
type entry struct {
	command
	changes []Change
	done    chan struct{} // closed when answer and err are final
	once    sync.Once     // of settle
	answer  any
	err     error
}

// remembered is how many commands are known by key without asking the store.
const remembered = 1 << 9

// hashOf is the hash of a command's body.
func hashOf(verb string, body any) string {
	text, err := json.Marshal(body)
	if err != nil {
		panic("a command cannot be written as JSON: " + err.Error())
	}
	sum := sha256.Sum256(append([]byte(verb+"|"), text...))
	return hex.EncodeToString(sum[:])
}

// answers is the command with its answer's type: from there on an earlier answer can be read.
func answers[T any](c command) command {
	if c.read == nil {
		c.read = func(raw json.RawMessage) (any, error) {
			var v T
			err := json.Unmarshal(raw, &v)
			return v, err
		}
	}
	return c
}

// do runs a command and waits until its effect is durable.
func do[T any](ctx context.Context, q *Queue, c command) (T, error) {
	var none T
	answer, err := q.run(ctx, answers[T](c))
	if err != nil {
		return none, err
	}
	return q.withNote(answer).(T), nil
}

func (q *Queue) run(ctx context.Context, c command) (any, error) {
	if answer, found, err := q.receiptOf(ctx, c); found || err != nil {
		return answer, err
	}
	if c.fresh != nil {
		if err := c.fresh(ctx); err != nil {
			if answer, found, again := q.receiptOf(ctx, c); found { // the same command, committed meanwhile
				return answer, again
			}
			return nil, hall.Wrap(c.op, err)
		}
	}
	e, err := q.enter(c)
	if err != nil {
		return nil, err
	}
	return e.wait(ctx)
}

// receiptOf finds the receipt of a command that came before: a recent one in memory, an earlier one in the store.
func (q *Queue) receiptOf(ctx context.Context, c command) (any, bool, error) {
	if c.key == "" {
		return nil, false, nil
	}
	q.mu.Lock()
	e := q.keys[keyOf{c.by.Terminal, c.key}]
	q.mu.Unlock()
	if e != nil {
		answer, err := e.again(ctx, c)
		return answer, true, err
	}
	r, found, err := q.store.Receipt(ctx, c.by.Terminal, c.key)
	if err != nil {
		return nil, false, &hall.Error{Op: c.op, Code: hall.Unavailable, Err: err}
	}
	if !found {
		return nil, false, nil
	}
	answer, err := c.from(r)
	return answer, true, err
}

// from is the answer that a receipt holds.
func (c command) from(r Receipt) (any, error) {
	if r.BodyHash != c.hash {
		return nil, hall.E(c.op, hall.KeyReused)
	}
	answer, err := c.read(r.Answer)
	return answer, hall.Wrap(c.op, err)
}

// again answers a repeated command like the first one.
func (e *entry) again(ctx context.Context, c command) (any, error) {
	if e.hash != c.hash {
		return nil, hall.E(c.op, hall.KeyReused)
	}
	return e.wait(ctx)
}

func (e *entry) wait(ctx context.Context) (any, error) {
	select {
	case <-e.done:
		return e.answer, e.err
	case <-ctx.Done():
		return nil, &hall.Error{Op: e.op, Code: hall.Unknown, Err: ctx.Err()}
	}
}

// enter decides a command and puts it in the line. A command without effect is answered at once and leaves nothing.
func (q *Queue) enter(c command) (*entry, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.halted {
		return nil, hall.E(c.op, q.whyNot(), "the store is being read back")
	}
	k := keyOf{c.by.Terminal, c.key}
	if e := q.keys[k]; e != nil && c.key != "" {
		if e.hash != c.hash {
			return nil, hall.E(c.op, hall.KeyReused)
		}
		return e, nil
	}
	e, err := q.decide(c)
	if e == nil {
		return nil, err
	}
	if e.key != "" {
		q.remember(k, e)
	}
	if len(e.changes) > 0 {
		q.queue(e)
	}
	return e, err
}

// decide lets a command change the head, after the turn of the day if that is due. A refused command may still leave
// the turn of the day, which then goes into the line by itself. The caller holds mu.
func (q *Queue) decide(c command) (*entry, error) {
	t := &turn{s: q.head, now: q.now(q.head), key: q.opts.Key, waits: q.waits, unsure: q.unsure(q.head)}
	t.young, t.alone = q.clock.isYoung()
	if t.unsure {
		t.doubt(q.clock.read().wall)
	}
	closed := q.clock.closed(q.head.at)
	t.turnDay()
	t.goOn(closed)
	system := len(t.changes)
	t.by, t.idem = q.head.actor(c.by), c.key
	t.deserted = c.by.Staff && t.by.Teller == ""
	answer, err := c.decide(t)
	if err != nil && system == 0 {
		return nil, hall.Wrap(c.op, err)
	}
	if n := len(t.changes); n > 0 {
		t.changes[n-1].Ran = q.clock.told()
	}
	e := &entry{command: c, changes: t.changes, done: make(chan struct{}), answer: answer}
	switch {
	case len(t.changes) == 0:
		e.key = ""
		close(e.done)
	case len(t.changes) == system: // the command itself had no effect
		e.key = ""
	case c.key != "":
		e.changes[system].Receipt = receipt(c, t.now, answer)
	}
	return e, hall.Wrap(c.op, err)
}

func receipt(c command, at hall.Millis, answer any) *Receipt {
	if s, ok := answer.(hall.Standing); ok {
		s.URL = "" // its token is stored nowhere
		answer = s
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		panic("an answer cannot be written as JSON: " + err.Error())
	}
	return &Receipt{Scope: c.by.Terminal, Key: c.key, BodyHash: c.hash, At: at, Answer: raw}
}

// remember keeps a command by its key and forgets the oldest. The caller holds mu.
func (q *Queue) remember(k keyOf, e *entry) {
	q.keys[k] = e
	q.recent = append(q.recent, k)
	if len(q.recent) > remembered {
		delete(q.keys, q.recent[0])
		q.recent = q.recent[1:]
	}
}

// queue puts a decided command in the line. The caller holds mu.
func (q *Queue) queue(e *entry) {
	q.line = append(q.line, e)
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// Run is the one committer. It returns when ctx ends, after what was decided is committed.
func (q *Queue) Run(ctx context.Context) error {
	var notifying chan struct{}
	if q.opts.Notify != nil {
		notifying = make(chan struct{})
		from := q.Cursor()
		go func() { defer close(notifying); q.notify(ctx, from) }()
	}
	if q.isHalted() { // an earlier Run ended before the store could be read
		q.readBack(ctx, nil)
	}
	for ctx.Err() == nil {
		select {
		case <-q.wake:
		case <-ctx.Done():
		}
		for q.step(ctx) {
		}
	}
	if notifying != nil {
		<-notifying
	}
	return nil
}

// step commits what is in the line; false when it was empty.
func (q *Queue) step(ctx context.Context) bool {
	runtime.Gosched() // who is about to enter a command comes into this batch: a third fewer commits under load, nothing when there is none
	batch := q.take()
	if len(batch) == 0 {
		return false
	}
	var changes []Change
	for _, e := range batch {
		changes = append(changes, e.changes...)
	}
	// A commit is short, and one broken off would be unknown: it ends before Run does.
	if err := q.store.Commit(context.WithoutCancel(ctx), changes); err != nil {
		q.opts.Log.Error("commit failed, reading the store back", "op", "queue.Run", "err", err)
		q.failed(err)
		q.readBack(ctx, batch)
		return true
	}
	q.stored()
	q.publish(changes)
	for _, e := range batch {
		e.changes, e.decide, e.fresh = nil, nil, nil // it is remembered for its answer alone
		close(e.done)
	}
	return true
}

func (q *Queue) take() []*entry {
	q.mu.Lock()
	defer q.mu.Unlock()
	batch := q.line
	if q.opts.NoGroupCommit && len(batch) > 1 {
		batch, q.line = q.line[:1:1], q.line[1:]
		return batch
	}
	q.line = nil
	return batch
}

// readBack finds out what became of a commit that erred: it stops the line, rebuilds both states from the store and
// answers each caller by his receipt. Commands that were decided on top of the lost ones are lost with them.
func (q *Queue) readBack(ctx context.Context, batch []*entry) {
	batch = append(batch, q.halt()...)
	timeout := time.AfterFunc(answerWithin, func() {
		for _, e := range batch { // a person waits: the key tells later what became of it
			e.settle(func() { e.err = hall.E(e.op, hall.Unknown, "the store cannot be read back") })
		}
	})
	defer timeout.Stop()
	st, err := q.reload(ctx)
	if err == nil {
		q.adopt(st)
		q.resume() // before anybody is answered: a caller that has its answer may go on at once
	}
	for _, e := range batch {
		e.settle(func() { q.resolve(ctx, e, err) })
	}
}

// answerWithin is how long callers wait for a store that cannot be read back.
const answerWithin = 2 * time.Second

// settle answers an entry whose commit erred, once.
func (e *entry) settle(answer func()) {
	e.once.Do(func() {
		e.answer = nil
		answer()
		close(e.done)
	})
}

func (q *Queue) resume() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.halted = false
}

func (q *Queue) halt() []*entry {
	q.mu.Lock()
	defer q.mu.Unlock()
	lost := q.line
	q.halted, q.line = true, nil
	q.keys, q.recent = map[keyOf]*entry{}, nil
	return lost
}

func (q *Queue) isHalted() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.halted
}

// reload reads the store until it answers or ctx ends.
func (q *Queue) reload(ctx context.Context) (Stored, error) {
	for pause := q.opts.Retry; ; pause = min(2*pause, 5*time.Second) {
		st, err := q.store.Load(ctx)
		if err == nil || ctx.Err() != nil {
			return st, err
		}
		q.opts.Log.Error("the store cannot be read back", "op", "queue.Run", "err", err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return st, ctx.Err()
		}
	}
}

// resolve settles the answer of a command whose commit erred.
func (q *Queue) resolve(ctx context.Context, e *entry, unread error) {
	if unread != nil || e.key == "" {
		e.err = &hall.Error{Op: e.op, Code: hall.Unknown, Err: unread}
		return
	}
	r, found, err := q.store.Receipt(ctx, e.by.Terminal, e.key)
	switch {
	case err != nil:
		e.err = &hall.Error{Op: e.op, Code: hall.Unknown, Err: err}
	case !found:
		e.err = hall.E(e.op, q.whyNot(), "it was not stored")
	default: // what is stored counts, were it another's answer than ours
		e.answer, e.err = e.from(r)
	}
}
