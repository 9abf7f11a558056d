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
	line []hardware.Utterance // guarded by mu
	come chan struct{}
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

// Call puts an announcement at the end of the line. A recall of a number whose recall waits already takes that one's place, with the
// newer window and ID. Whatever the order of its languages, Chinese is read first.
func (q *Queue) Call(u hardware.Utterance) {
	u.Languages = ordered(u.Languages)
	q.mu.Lock()
	if at := slices.IndexFunc(q.line, func(w hardware.Utterance) bool { return same(w, u) }); at >= 0 {
		q.line[at] = u
	} else {
		q.line = append(q.line, u)
	}
	q.mu.Unlock()
	select {
	case q.come <- struct{}{}:
	default:
	}
}

func same(a, b hardware.Utterance) bool {
	return a.Recall && b.Recall && a.Number != "" && a.Number == b.Number
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

// announce shows the caption for as long as the words last.
func (q *Queue) announce(ctx context.Context, u hardware.Utterance) {
	c := Caption{ID: u.ID, Number: u.Number, Window: u.Window, Recall: u.Recall, Text: q.text(u), Quiet: q.opts.Hours.silent(q.opts.Now())}
	c.Started = true
	q.tell(c)
	if c.Quiet {
		q.opts.Wait(ctx, unheard)
	} else {
		c.Heard = q.twice(ctx, u)
	}
	c.Started = false
	q.tell(c)
}

// twice reads, and once more when nobody else waits. It reports whether it was heard.
func (q *Queue) twice(ctx context.Context, u hardware.Utterance) bool {
	if !q.say(ctx, u) {
		return false
	}
	q.opts.Wait(ctx, between)
	if ctx.Err() == nil && q.Waiting() == 0 && !q.opts.Hours.silent(q.opts.Now()) {
		u.NoChime = true
		q.say(ctx, u)
	}
	return true
}

// say reads once and reports whether it was heard.
func (q *Queue) say(ctx context.Context, u hardware.Utterance) bool {
	if percent, ok := q.opts.Hours.volume(q.opts.Now()); ok {
		if v, ok := q.voice.(hardware.Loud); ok {
			v.Volume(percent)
		}
	}
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

func (q *Queue) tell(c Caption) {
	if q.opts.OnCaption != nil {
		c.At = q.opts.Now()
		q.opts.OnCaption(c)
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
