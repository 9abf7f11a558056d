package voice

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

const (
	between = 800 * time.Millisecond // between the two readings
	unheard = 5 * time.Second        // a caption stays so long when no voice says it
	longest = 30 * time.Second       // no reading takes longer: a voice that hangs is given up
)

// Caption tells that an announcement began or ended.
type Caption struct {
	ID      string
	Text    string
	Started bool // false: it has ended
	At      time.Time
}

// Options of a Queue; all may be empty.
type Options struct {
	// OnCaption is called from Run, at the beginning and the end of each announcement.
	OnCaption func(Caption)
	// OnFault is called from Run when the voice could not say an announcement.
	OnFault func(error)
	Now     func() time.Time
	// Wait waits for d or until ctx ends; tests replace it.
	Wait func(ctx context.Context, d time.Duration)
}

// Queue is the line of announcements of one voice. Call may be used by any goroutine; Run
// by one.
type Queue struct {
	voice hardware.Voice
	opts  Options

	mu   sync.Mutex
	line []hardware.Utterance // guarded by mu
	come chan struct{}
}

// NewQueue makes a line; nothing is said until Run.
func NewQueue(v hardware.Voice, o Options) *Queue {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	return &Queue{voice: v, opts: o, come: make(chan struct{}, 1)}
}

// Call puts an announcement at the end of the line.
func (q *Queue) Call(u hardware.Utterance) {
	q.mu.Lock()
	q.line = append(q.line, u)
	q.mu.Unlock()
	select {
	case q.come <- struct{}{}:
	default:
	}
}

// Waiting is how many announcements have not begun.
func (q *Queue) Waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.line)
}

// Run speaks until ctx ends.
func (q *Queue) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		u, ok := q.next()
		if !ok {
			select {
			case <-ctx.Done():
			case <-q.come:
			}
			continue
		}
		q.announce(ctx, u)
	}
	return ctx.Err()
}

func (q *Queue) next() (hardware.Utterance, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.line) == 0 {
		return hardware.Utterance{}, false
	}
	u := q.line[0]
	q.line = q.line[1:]
	return u, true
}

func (q *Queue) announce(ctx context.Context, u hardware.Utterance) {
	q.caption(u, true)
	defer q.caption(u, false)
	if !q.say(ctx, u) {
		return
	}
	q.opts.Wait(ctx, between)
	if ctx.Err() != nil || q.Waiting() > 0 {
		return
	}
	u.NoChime = true
	q.say(ctx, u)
}

// say reads once and reports whether it was heard.
func (q *Queue) say(ctx context.Context, u hardware.Utterance) bool {
	within, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	err := q.voice.Say(within, u)
	if err == nil {
		return true
	}
	if ctx.Err() == nil {
		if q.opts.OnFault != nil {
			q.opts.OnFault(err)
		}
		q.opts.Wait(ctx, unheard)
	}
	return false
}

func (q *Queue) caption(u hardware.Utterance, started bool) {
	if q.opts.OnCaption != nil {
		q.opts.OnCaption(Caption{ID: u.ID, Text: u.Text, Started: started, At: q.opts.Now()})
	}
}

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
