package playlist

import (
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Kind is what a page of the loop is about.
type Kind string

// The kinds of pages.
const (
	Clock    Kind = "clock"    // the tariff clock, 演示数据
	NoticeOf Kind = "notice"   // one notice of the outlet
	Public   Kind = "public"   // 公示: what must be shown
	Promises Kind = "promises" // what the hall promises
)

// Page is one page of the loop.
type Page struct {
	Kind   Kind
	Notice hall.Notice // of a notice page
	For    time.Duration
}

// Topic is what a touch has opened.
type Topic string

// The topics. Only delivered functions are listed, and only these are drawn.
const (
	Loop      Topic = ""          // the loop, nothing is open
	Papers    Topic = "papers"    // 材料和流程: the items with their papers
	PublicAll Topic = "public"    // 服务承诺和收费公示
	OneItem   Topic = "one-item"  // one item of Papers
	Groups    Topic = "one-group" // the items of one group
)

// How long things stay.
const (
	pageTime   = 12 * time.Second
	publicTime = 15 * time.Second
	backAfter  = 60 * time.Second
	perPage    = 6
)

// Config is what a list is made of.
type Config struct {
	Now   func() time.Time
	Pages []Kind // the loop in order; empty: all kinds. Public is added when it is missing.
}

// List is the state of one media machine. Owned by the goroutine that draws.
type List struct {
	Changed func()

	cfg     Config
	snap    *hall.Snapshot
	apart   time.Duration // how far the hall's clock is before ours
	lost    bool
	at      int
	since   time.Time // the page turned
	touched time.Time
	topic   Topic
	group   hall.GroupCode
	item    hall.ItemCode
	page    int // of the items
}

// New makes a list that starts with its first page.
func New(c Config) *List {
	if len(c.Pages) == 0 {
		c.Pages = []Kind{Clock, NoticeOf, Public, Promises}
	}
	if !contains(c.Pages, Public) {
		c.Pages = append(c.Pages, Public)
	}
	now := c.Now()
	return &List{cfg: c, since: now, touched: now}
}

func contains(kinds []Kind, k Kind) bool {
	for _, o := range kinds {
		if o == k {
			return true
		}
	}
	return false
}

// Push brings a new snapshot.
func (l *List) Push(s hall.Snapshot) {
	l.snap, l.lost, l.apart = &s, false, s.Apart(l.cfg.Now())
	l.at = min(l.at, len(l.loop())-1)
	l.changed()
}

// Lost tells that the node cannot be heard: what is shown carries its time.
func (l *List) Lost() { l.lost = true; l.changed() }

// Touch is any sign of a person; the loop waits while somebody reads.
func (l *List) Touch() { l.touched = l.cfg.Now() }

// Open goes to a topic at once.
func (l *List) Open(t Topic) { l.show(t) }

// OpenGroup shows the items of a group.
func (l *List) OpenGroup(c hall.GroupCode) {
	l.group = c
	l.show(Groups)
}

// OpenItem shows one item with its papers.
func (l *List) OpenItem(c hall.ItemCode) {
	l.item = c
	l.topic = OneItem
	l.Touch()
	l.changed()
}

func (l *List) show(t Topic) {
	l.topic, l.page = t, 0
	l.Touch()
	l.changed()
}

// Back goes one step towards the loop.
func (l *List) Back() {
	switch l.topic {
	case OneItem:
		l.topic = Groups
	case Groups:
		l.topic = Papers
	default:
		l.topic = Loop
	}
	l.Touch()
	l.changed()
}

// Turn pages through the items, or through the loop when nothing is open.
func (l *List) Turn(n int) {
	l.Touch()
	if l.topic == Loop {
		l.next(n)
		return
	}
	l.page = min(max(l.page+n, 0), l.Pages()-1)
	l.changed()
}

// Tick looks at the clock; call it once a second.
func (l *List) Tick() {
	now := l.cfg.Now()
	if l.topic != Loop && now.Sub(l.touched) >= backAfter {
		l.topic, l.since = Loop, now
		l.changed()
		return
	}
	if l.topic == Loop && now.Sub(l.since) >= l.Page().For {
		l.next(1)
	}
}

func (l *List) next(n int) {
	size := len(l.loop())
	l.at, l.since = ((l.at+n)%size+size)%size, l.cfg.Now()
	l.changed()
}

func (l *List) changed() {
	if l.Changed != nil {
		l.Changed()
	}
}

// loop are the pages that exist now: one for each notice, none for a kind without content.
func (l *List) loop() []Page {
	var out []Page
	for _, k := range l.cfg.Pages {
		switch k {
		case NoticeOf:
			out = append(out, l.notices()...)
		case Public:
			out = append(out, Page{Kind: Public, For: publicTime})
		default:
			out = append(out, Page{Kind: k, For: pageTime})
		}
	}
	return out
}

func (l *List) notices() []Page {
	var out []Page
	if l.snap == nil {
		return nil
	}
	for _, n := range l.snap.Notices {
		out = append(out, Page{Kind: NoticeOf, Notice: n, For: pageTime})
	}
	return out
}
