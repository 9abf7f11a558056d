package board

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Announcer speaks one call: chime, words, repeat. It returns when the last sound is out, or when ctx ends, and reports
// whether it was heard.
type Announcer interface {
	Announce(ctx context.Context, c Call) (heard bool)
}

// Hours is an Announcer that keeps quiet hours: while they are, calls are shown and not said.
type Hours interface{ Quiet() bool }

// Runner does job away from the board's goroutine and then done on it.
type Runner func(job func(ctx context.Context), done func())

// Config is what a board is made of. Run and Now are required; without Announce the board is silent.
type Config struct {
	Announce Announcer
	Run      Runner
	Now      func() time.Time
	Late     time.Duration // a call that arrives older than this is shown among the recent ones, not called; 0: 20 s
}

// The rhythm of the board (look 14, facts domain 3.6).
const (
	blink       = 600 * time.Millisecond
	blinks      = 3
	steady      = 10 * time.Second
	atLeast     = 8 * time.Second // when the next call waits
	fullShow    = blinks*blink + steady
	pageTime    = 16 * time.Second // three lines are read from eight metres; a page costs a picture of the whole screen
	readTime    = 12 * time.Second // of that, at least, nothing covers it
	longest     = 30 * time.Second // of one announcement; a sound card that hangs must not stop the calls
	usualLate   = 20 * time.Second
	recentKept  = 3
	recentKnown = 12
)

// Call is one call as the board shows and speaks it.
type Call struct {
	hall.CallView
	Times int         // how often to say it: twice, once when others wait behind it
	Waits func() bool // whether others wait behind it by now, which makes a repeat pointless; any goroutine may ask
	Quiet bool        // nobody says it: quiet hours. The caption comes all the same
	Heard bool        // at the end: it was said at least once
}

// Board is the state of one display. Owned by the goroutine that draws.
type Board struct {
	Changed func()                    // something to draw has changed
	Caption func(c Call, begins bool) // an announcement begins or ends: the caption for those who cannot hear it
	Paged   bool                      // the screen has more windows or services than it shows at once, and turns their pages

	CardPages, LinePages func(hall.Notice) int // a notice takes on the card, and in the line at the bottom; nil: one

	cfg     Config
	snap    *hall.Snapshot
	skew    time.Duration // our clock minus the node's
	apart   time.Duration // the node's minus ours, where people would see it
	lost    bool
	waiting map[hall.TicketID]hall.GroupCode
	seen    hall.Cursor // calls up to here are known

	line   []Call      // calls still to be shown, in order
	behind atomic.Bool // there are some; for Call.Waits
	now    *Call       // the one on the card
	began  time.Time
	words  bool            // the announcement of now has begun and not ended
	recent []hall.CallView // newest first

	card   place         // on the card
	foot   place         // in the line at the bottom
	read   time.Duration // how long the page on the card could be read
	ticked time.Time
	turns  int
	turned time.Time
	last   frame
}

// frame is what changes by time alone; a tick that leaves it alone draws nothing.
type frame struct {
	lit   bool
	turns int
	calls int
	no    hall.Seq
}

// New makes an empty board.
func New(c Config) *Board {
	if c.Late == 0 {
		c.Late = usualLate
	}
	return &Board{cfg: c, waiting: map[hall.TicketID]hall.GroupCode{}, turned: c.Now()}
}

// Lost tells that the node cannot be heard. What was known stays, greyed by the screen; calls already heard are still
// announced.
func (b *Board) Lost() {
	if !b.lost {
		b.lost = true
		b.changed()
	}
}

// Tick looks at the clock: ends a call, begins the next, turns the notice page. Calls of the board's own rhythm need
// about three ticks a second.
func (b *Board) Tick() {
	b.step()
	b.reading()
	b.turn()
	if f := b.frame(); f != b.last {
		b.last = f
		b.changed()
	}
}

func (b *Board) frame() frame {
	f := frame{lit: b.lit(), turns: b.turns, calls: len(b.line)}
	if b.now != nil {
		f.no = b.now.Seq
	}
	return f
}

// step ends the call on the card when its time is over and its words are spoken, and begins the next.
func (b *Board) step() {
	if b.now != nil && (b.words || b.cfg.Now().Sub(b.began) < b.showFor()) {
		return
	}
	if b.now != nil {
		b.now = nil
		b.changed()
	}
	if len(b.line) > 0 {
		b.begin()
	}
}

func (b *Board) showFor() time.Duration {
	if len(b.line) > 0 {
		return atLeast
	}
	return fullShow
}

func (b *Board) begin() {
	c := b.line[0]
	b.line = b.line[1:]
	b.behind.Store(len(b.line) > 0)
	c.Times, c.Waits = 2, b.behind.Load
	if len(b.line) > 0 {
		c.Times = 1
	}
	b.now, b.began = &c, b.cfg.Now()
	b.remember(c.CallView)
	b.announce(c)
	b.changed()
}

func (b *Board) announce(c Call) {
	if b.cfg.Announce == nil {
		return
	}
	if h, ok := b.cfg.Announce.(Hours); ok {
		c.Quiet = h.Quiet()
	}
	b.now.Quiet = c.Quiet
	b.words = true
	b.caption(c)
	b.cfg.Run(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, longest)
		defer cancel()
		c.Heard = b.cfg.Announce.Announce(ctx, c) // a mute hall still sees the call; the announcer reports its own faults
	}, func() {
		b.words = false
		b.caption(c)
		b.changed()
	})
}

func (b *Board) caption(c Call) {
	if b.Caption != nil {
		b.Caption(c, b.words)
	}
}

// speaking reports whether the call on the card is being said.
func (b *Board) speaking() bool { return b.words && b.now != nil && !b.now.Quiet }

// lit is the phase of the blink: dark, bright, dark, … then steady.
func (b *Board) lit() bool {
	if b.now == nil {
		return false
	}
	since := b.cfg.Now().Sub(b.began)
	return since >= blinks*blink || since%blink < blink/2
}

// reading counts the time in which the page on the card can be read: a call covers it.
func (b *Board) reading() {
	now := b.cfg.Now()
	if !b.ticked.IsZero() && b.state() == Quiet {
		b.read += now.Sub(b.ticked)
	}
	b.ticked = now
}

// turn turns all pages at once: each turn is a picture of the whole screen. A page of a notice that a
// call covered for most of its time stays on the card for another turn.
func (b *Board) turn() {
	if b.snap == nil || len(b.snap.Notices) == 0 && !b.Paged || b.cfg.Now().Sub(b.turned) < pageTime {
		return
	}
	b.turns++
	b.turned = b.cfg.Now()
	b.foot.turn(b.snap.Notices, b.LinePages)
	if b.read >= readTime {
		b.card.turn(b.snap.Notices, b.CardPages)
		b.read = 0
	}
}

// place is a page of a notice.
type place struct{ notice, page int }

// turn goes to the next page, and after the last one to the next notice.
func (p *place) turn(all []hall.Notice, pages func(hall.Notice) int) {
	if len(all) == 0 {
		return
	}
	if p.page++; pages == nil || p.page >= pages(all[p.notice]) {
		*p = place{notice: (p.notice + 1) % len(all)}
	}
}

// keep goes back to the first page when the notice is there no more.
func (p *place) keep(n int) {
	if p.notice >= n {
		*p = place{notice: max(0, n-1)}
	}
}

func (b *Board) changed() {
	if b.Changed != nil {
		b.Changed()
	}
}
