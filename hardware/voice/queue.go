package voice

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/voice/reading"
)

const (
	between = 800 * time.Millisecond // between the two readings
	unheard = 5 * time.Second        // a caption stays so long when no voice says it
	longest = 30 * time.Second       // no reading takes longer: a voice that hangs is given up
)

// Caption tells that an announcement began or ended, for the displays.
type Caption struct {
	ID      string // of the Utterance
	Number  string
	Window  int
	Text    string // the Utterance's; what is read, a line a language, when it has none
	Recall  bool
	Started bool // false: it has ended
	Quiet   bool // nobody speaks: quiet hours
	Heard   bool // at the end: it was spoken at least once
	At      time.Time
}

// Options of a Queue; all may be empty.
type Options struct {
	Hours Hours
	Rules reading.Rules // of captions without a text
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
	line []*item // guarded by mu
	come chan struct{}
}

// item is one announcement in the line.
type item struct {
	hardware.Utterance
	ctx   context.Context // of whoever waits for it; it is given up when that ends
	times int             // readings
	waits func() bool     // others wait where its caller has them; may be nil
	tests bool            // said whatever the hour, and no caption tells of it
	ended chan outcome    // holds one
}

type outcome struct {
	Caption
	err error // of the first reading
}

// NewQueue makes a line; nothing is said until Run. The voice is often a rack's handle, which may come and go.
func NewQueue(v hardware.Voice, o Options) *Queue {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	return &Queue{voice: v, opts: o, come: make(chan struct{}, 1)}
}

// Call puts an announcement at the end of the line. A recall of a number whose recall waits already takes that one's
// place, with the newer window and ID. Whatever the order of its languages, Chinese is read first.
func (q *Queue) Call(u hardware.Utterance) {
	q.enter(&item{Utterance: u, ctx: context.Background(), times: 2})
}

// Announce is Call for one who shows the number while it is spoken: it returns with the last caption when the last
// sound is out, or at once when ctx ends, and then the announcement is given up wherever it is. times is how often to
// read it, at most; in quiet hours nothing is read. waits tells whether others wait behind it outside of the line,
// which drops a repeat too; nil: nobody does.
func (q *Queue) Announce(ctx context.Context, u hardware.Utterance, times int, waits func() bool) (Caption, error) {
	o := q.await(ctx, &item{Utterance: u, times: times, waits: waits})
	return o.Caption, ctx.Err()
}

// Say reads once in its turn, whatever the hour: for the test of a voice, which somebody has asked for. With it a Queue
// is a hardware.Voice itself, and whoever wants to speak beside the calls stands in the same line.
func (q *Queue) Say(ctx context.Context, u hardware.Utterance) error {
	return q.await(ctx, &item{Utterance: u, times: 1, tests: true}).err
}

// Quiet reports whether an announcement would be shown only, at this hour.
func (q *Queue) Quiet() bool { return q.opts.Hours.silent(q.opts.Now()) }

func (q *Queue) await(ctx context.Context, i *item) outcome {
	i.ctx, i.ended = ctx, make(chan outcome, 1)
	q.enter(i)
	select {
	case o := <-i.ended:
		return o
	case <-ctx.Done():
		return outcome{err: ctx.Err()}
	}
}

func (q *Queue) enter(i *item) {
	i.Languages = ordered(i.Languages)
	q.mu.Lock()
	if at := slices.IndexFunc(q.line, func(w *item) bool { return same(w, i) }); at >= 0 {
		q.line[at].end(outcome{})
		q.line[at] = i
	} else {
		q.line = append(q.line, i)
	}
	q.mu.Unlock()
	select {
	case q.come <- struct{}{}:
	default:
	}
}

func (i *item) end(o outcome) {
	if i.ended != nil {
		i.ended <- o
	}
}

func same(a, b *item) bool {
	return a.Recall && b.Recall && a.Number != "" && a.Number == b.Number && a.tests == b.tests
}

// ordered is zh before en, each once.
func ordered(languages []string) []string {
	var all []string
	for _, l := range []string{"zh", "en"} {
		if slices.ContainsFunc(languages, func(have string) bool { return have == l || strings.HasPrefix(have, l+"-") }) {
			all = append(all, l)
		}
	}
	return all
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
		i, ok := q.next()
		if !ok {
			select {
			case <-ctx.Done():
			case <-q.come:
			}
			continue
		}
		q.turn(ctx, i)
	}
	return ctx.Err()
}

func (q *Queue) next() (*item, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.line) == 0 {
		return nil, false
	}
	i := q.line[0]
	q.line = q.line[1:]
	return i, true
}

// turn is one announcement's, for as long as its caller wants it.
func (q *Queue) turn(ctx context.Context, i *item) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(i.ctx, cancel)()
	switch {
	case i.ctx.Err() != nil: // nobody waits for it any more
	case i.tests:
		i.end(outcome{err: q.say(ctx, i.Utterance)})
	default:
		i.end(q.announce(ctx, i))
	}
}

// announce shows the caption for as long as the words last.
func (q *Queue) announce(ctx context.Context, i *item) (o outcome) {
	u := i.Utterance
	c := Caption{ID: u.ID, Number: u.Number, Window: u.Window, Recall: u.Recall, Text: q.text(u), Quiet: q.Quiet()}
	c.Started = true
	q.tell(c)
	if c.Quiet {
		q.opts.Wait(ctx, unheard)
	} else {
		o.err = q.readings(ctx, i)
		c.Heard = o.err == nil
	}
	c.Started = false
	o.Caption = q.tell(c)
	return o
}

// readings reads, and again when nobody else waits. The error is the first one's.
func (q *Queue) readings(ctx context.Context, i *item) error {
	u := i.Utterance
	if err := q.say(ctx, u); err != nil {
		if ctx.Err() == nil {
			q.opts.Wait(ctx, unheard)
		}
		return err
	}
	for range i.times - 1 {
		q.opts.Wait(ctx, between)
		if ctx.Err() != nil || q.Waiting() > 0 || i.waits != nil && i.waits() || q.Quiet() {
			break
		}
		u.NoChime = true
		if q.say(ctx, u) != nil && ctx.Err() == nil {
			q.opts.Wait(ctx, unheard)
		}
	}
	return nil
}

// say reads once, as loud as the hour wants it.
func (q *Queue) say(ctx context.Context, u hardware.Utterance) error {
	if percent, ok := q.opts.Hours.volume(q.opts.Now()); ok && percent > 0 {
		if v, ok := q.voice.(hardware.Loud); ok {
			v.Volume(percent)
		}
	}
	within, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	err := q.voice.Say(within, u)
	if err != nil && ctx.Err() == nil && q.opts.OnFault != nil {
		q.opts.OnFault(err)
	}
	return err
}

// text is what the caption says.
func (q *Queue) text(u hardware.Utterance) string {
	if u.Text != "" {
		return u.Text
	}
	sentences, err := q.opts.Rules.Sentences(u, "zh", "en")
	if err != nil {
		return u.Number
	}
	lines := make([]string, len(sentences))
	for i, s := range sentences {
		lines[i] = s.Text
	}
	return strings.Join(lines, "\n")
}

func (q *Queue) tell(c Caption) Caption {
	c.At = q.opts.Now()
	if q.opts.OnCaption != nil {
		q.opts.OnCaption(c)
	}
	return c
}

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
