package flow

import (
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Phase is where the desk is in its work.
type Phase string

// The phases.
const (
	Closed  Phase = "closed" // nobody signed in
	Idle    Phase = "idle"
	Called  Phase = "called"
	Serving Phase = "serving"
	Rating  Phase = "rating" // finished; the visitor rates; the next one can be called already
	Paused  Phase = "paused"
)

// Desk is one counter's work. Owned by the UI goroutine.
type Desk struct {
	cfg Config

	counter  hall.CounterID
	teller   hall.TellerID // empty: nobody signed in
	badge    string
	paused   string // reason key, "" when open
	ticket   *hall.Ticket
	reason   *hall.PickReason // why the ticket was picked
	offer    *hall.Ticket     // a scanned ticket that could be called
	panel    Panel
	page     int // of its choices
	finish   finishing
	printing bool
	note     string // for the colleague, while a transfer is asked
	rate     *rating
	veiled   veiled
	ended    *hall.Ticket // the last one ended here, for Undo
	blank    bool

	hall     hall.Snapshot
	known    bool // hall was seen at least once
	begun    bool // somebody signed in, or this program found its counter again
	rows     []hall.Pick
	skew     hall.Millis // node's clock − ours
	acted    hall.Millis // node's time of the last answer: older snapshots do not speak of us
	dirty    bool
	fetching bool
	answered *atomic.Bool // the read on its way has its answer, which is not taken yet; set by the one who reads
	fetched  time.Time

	line      []*job   // commands on their way, in order
	written   []string // keys of those that are kept for another run
	flying    bool
	away      bool
	awayAt    time.Time
	loading   bool          // reads the ticket of this counter
	backFor   hall.TicketID // asked for back, after a cut in which it was released
	gave      hall.TicketID // the last one that left this counter by another's act
	returning bool          // ends the pause of a counter that was not heard
	unsure    string        // key of a Next whose fate is unknown: asked again with the same key
	number    *number       // taken here, not yet answered; read by unanswered
	outdated  bool          // the read on its way began before a command was given up: it says nothing of it

	notice   Notice
	noticeAt time.Time
	noticeOf scene // when it was told
}

// New makes a desk at which nobody is signed in.
func New(c Config) *Desk {
	if c.Changed == nil {
		c.Changed = func() {}
	}
	if c.Keep == nil {
		c.Keep = func([]Kept) {}
	}
	d := &Desk{cfg: c, counter: c.Counter, dirty: true}
	d.takeOver(c.Kept)
	return d
}

// Phase is where the desk is now.
func (d *Desk) Phase() Phase {
	switch {
	case d.teller == "":
		return Closed
	case d.ticket != nil && d.ticket.State == hall.Serving:
		return Serving
	case d.ticket != nil:
		return Called
	case d.paused != "":
		return Paused
	case d.rate.asking():
		return Rating
	}
	return Idle
}

// Away reports whether the node cannot be reached, and since when.
func (d *Desk) Away() (time.Time, bool) { return d.awayAt, d.away }

// Waiting counts acts that wait for the node's return.
func (d *Desk) Waiting() (n int) {
	for _, j := range d.line {
		if j.assumed {
			n++
		}
	}
	return n
}

// Hall is the last snapshot; ok is false before the first.
func (d *Desk) Hall() (s hall.Snapshot, ok bool) { return d.hall, d.known }

// Counter is this counter as the last snapshot shows it.
func (d *Desk) Counter() (hall.CounterView, bool) {
	for _, c := range d.hall.Counters {
		if c.ID == d.counter {
			return c, true
		}
	}
	return hall.CounterView{Counter: hall.Counter{ID: d.counter}}, false
}

// Label is what screens call this counter.
func (d *Desk) Label() string {
	if c, ok := d.Counter(); ok && c.Label != "" {
		return c.Label
	}
	return string(d.counter)
}

// Fixed is the counter this program is set to by config; empty when it is chosen at the sign-in.
func (d *Desk) Fixed() hall.CounterID { return d.cfg.Counter }

// Badge is the signed-in teller's number.
func (d *Desk) Badge() string { return d.badge }

// Now is the node's clock as far as we know it.
func (d *Desk) Now() hall.Millis { return hall.At(d.cfg.Now()) + d.skew }

func (d *Desk) by() hall.Actor {
	return hall.Actor{Terminal: d.cfg.Terminal, Teller: d.teller, Staff: true}
}

// Tick is called once a second: it ends rings, tries again and keeps the lists fresh.
func (d *Desk) Tick() {
	d.fadeNotice()
	d.tickRating()
	d.suspect()
	d.pump()
	d.refresh()
	d.cfg.Changed()
}
