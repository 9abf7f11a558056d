package board

import (
	"time"

	"github.com/brighthall/brighthall/hall"
)

// State is what the display is about now.
type State string

// The states of the display.
const (
	Starting State = "starting" // nothing is known yet
	Calling  State = "calling"
	Quiet    State = "quiet" // nobody is called: the notices take the card
	Away     State = "away"  // the node cannot be heard
	Closed   State = "closed"
)

// WindowState is what one window does.
type WindowState string

// The states of a window.
const (
	WindowCalling WindowState = "calling" // the call on the card
	WindowServing WindowState = "serving" // has a number
	WindowFree    WindowState = "free"
	WindowPaused  WindowState = "paused"
	WindowClosed  WindowState = "closed"
)

// Window is one row of the fixed table.
type Window struct {
	Label string
	No    hall.TicketNo
	Group hall.Name // short name of the ticket's group
	State WindowState
}

// Count is how many wait for a group.
type Count struct {
	Group   hall.Name // short
	Waiting int
}

// View is everything the screen draws.
type View struct {
	State    State
	Outlet   hall.Outlet
	Now      time.Time // by the hall's clock, in the outlet's zone
	Since    time.Time // when the state was true, in the outlet's zone; zero while the node is heard
	Call     *Call
	Lit      bool // the yellow phase of the blink
	Speaking bool
	Queued   int // calls that wait for the card
	Recent   []hall.CallView
	Windows  []Window
	Counts   []Count
	Notice   hall.Notice
	NoticeNo int // from 1; 0: there is none
	Notices  int
	Page     int          // of the notice, from 0
	Ticker   *hall.Notice // of the line at the bottom, never the one that has the card; nil: none
	Line     int          // its page there, from 0
	Turns    int          // the screen shows that page of its windows and services, beginning again at the end
}

// View is the board as it stands.
func (b *Board) View() View {
	v := View{State: b.state(), Call: b.now, Lit: b.lit(), Speaking: b.speaking(), Queued: len(b.line), Turns: b.turns, Now: b.cfg.Now().Add(b.apart)}
	if b.snap == nil {
		return v
	}
	loc := b.snap.Outlet.Location()
	v.Outlet, v.Now = b.snap.Outlet, v.Now.In(loc)
	v.Recent, v.Windows, v.Counts = b.justCalled(), b.windows(), b.counts()
	if b.lost {
		v.Since = b.snap.At.Time().In(loc)
	}
	if n := len(b.snap.Notices); n > 0 {
		v.Notice, v.NoticeNo, v.Notices, v.Page = b.snap.Notices[b.card.notice], b.card.notice+1, n, b.card.page
	}
	v.Ticker, v.Line = b.ticker(v.State)
	return v
}

// ticker is the notice of the line at the bottom and its page there. While the card has the same one, it
// is the next.
func (b *Board) ticker(s State) (*hall.Notice, int) {
	n := len(b.snap.Notices)
	switch {
	case n == 0, n == 1 && s == Quiet:
		return nil, 0
	case s == Quiet && b.foot.notice == b.card.notice:
		return &b.snap.Notices[(b.card.notice+1)%n], b.foot.page
	}
	return &b.snap.Notices[b.foot.notice], b.foot.page
}

func (b *Board) state() State {
	switch {
	case b.snap == nil:
		return Starting
	case b.now != nil:
		return Calling
	case b.lost:
		return Away
	case b.shut():
		return Closed
	}
	return Quiet
}

// shut reports whether the hall is closed: no group takes numbers, no window is open and nobody waits.
func (b *Board) shut() bool {
	for _, g := range b.snap.Groups {
		if g.Open {
			return false
		}
	}
	for _, c := range b.snap.Counters {
		if c.State != hall.CounterClosed {
			return false
		}
	}
	return len(b.waiting) == 0
}

// justCalled are the calls before the one on the card, newest first.
func (b *Board) justCalled() []hall.CallView {
	var out []hall.CallView
	for _, c := range b.recent {
		if (b.now == nil || c.Ticket != b.now.Ticket) && len(out) < recentKept {
			out = append(out, c)
		}
	}
	return out
}

func (b *Board) windows() []Window {
	out := make([]Window, 0, len(b.snap.Counters))
	for _, c := range b.snap.Counters {
		w := Window{Label: c.Label, No: c.No, Group: b.short(c.NoGroup), State: windowState(c)}
		if b.now != nil && b.now.Counter == c.ID {
			w.State, w.No = WindowCalling, b.now.No
		}
		out = append(out, w)
	}
	return out
}

func windowState(c hall.CounterView) WindowState {
	switch {
	case c.No != "":
		return WindowServing
	case c.State == hall.CounterPaused:
		return WindowPaused
	case c.State == hall.CounterOpen:
		return WindowFree
	}
	return WindowClosed
}

func (b *Board) short(c hall.GroupCode) hall.Name {
	for _, g := range b.snap.Groups {
		if g.Code != c {
			continue
		}
		if g.Short.Zh != "" {
			return g.Short
		}
		return g.Name
	}
	return hall.Name{}
}

// counts are the waiting of each group the outlet offers now, in the outlet's order.
func (b *Board) counts() []Count {
	n := map[hall.GroupCode]int{}
	for _, g := range b.waiting {
		n[g]++
	}
	var out []Count
	for _, g := range b.snap.Groups {
		if !g.Withdrawn || n[g.Code] > 0 {
			out = append(out, Count{b.short(g.Code), n[g.Code]})
		}
	}
	return out
}
