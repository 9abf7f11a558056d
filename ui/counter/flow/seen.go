package flow

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// Seen takes a snapshot of the hall, from whoever reads it.
func (d *Desk) Seen(s hall.Snapshot) {
	if d.known && s.Cursor.Epoch == d.hall.Cursor.Epoch && s.Cursor.Seq < d.hall.Cursor.Seq {
		return
	}
	d.hall, d.known = s, true
	d.skew = s.At - hall.At(d.cfg.Now())
	d.back()
	if len(d.line) == 0 && !d.flying && s.At >= d.acted {
		d.unsure = "" // whoever it called is in the snapshot
		d.adopt()
	}
	d.recognise(s)
	d.cfg.Changed()
}

// recognise looks in a snapshot for the ticket whose answer was lost.
func (d *Desk) recognise(s hall.Snapshot) {
	for _, t := range slices.Concat(s.Waiting, s.Missed, s.Held) {
		d.noticed(t.ID)
	}
	for _, c := range s.Counters {
		d.noticed(c.Ticket)
	}
}

// Told takes one event of the hall.
func (d *Desk) Told(e hall.Event) {
	d.back()
	d.dirty = true
	b, err := e.Tell()
	if err == nil && e.Kind == hall.ClockCorrected && b.Clock != nil {
		d.acted, d.skew = b.Clock.Moved(d.acted), d.skew+b.Clock.To-b.Clock.From
	}
	if err == nil && b.Ticket != nil {
		d.heard(e, *b.Ticket)
		d.noticed(b.Ticket.ID)
	}
	d.refresh()
	d.cfg.Changed()
}

// heard follows what others did to our ticket: a release, a rating on the device, a call whose answer was lost.
func (d *Desk) heard(e hall.Event, t hall.Ticket) {
	if e.Kind == hall.TicketEvaluated && d.rate != nil && d.rate.ticket == t.ID {
		d.rate.thank(d.cfg.Now())
	}
	if e.Kind == hall.TicketEvaluated {
		d.settled(t.ID, t.Evaluation)
	}
	if len(d.line) > 0 || d.flying || d.teller == "" || e.At < d.acted {
		return
	}
	ours := t.Counter == d.counter && t.State.Active()
	switch {
	case d.ticket != nil && d.ticket.ID == t.ID && t.Version <= d.ticket.Version:
	case d.ended != nil && d.ended.ID == t.ID && t.Version <= d.ended.Version:
	case ours && (d.ticket == nil || d.ticket.ID == t.ID):
		d.open(t, d.reason)
	case d.ticket != nil && d.ticket.ID == t.ID:
		d.lost(t)
	case e.Kind == hall.TicketReclaimed && t.ID == d.gave:
		d.tell(Warn, sayWith("notice.sits_at", Args{"no": t.No, "window": lang.Window(d.labelOf(t.Counter))}))
	}
}

// lost follows a ticket that this counter has no more. A visitor who is being served here is still here: the silence
// was the line's, so the desk tells the node that the service goes on.
func (d *Desk) lost(t hall.Ticket) {
	if d.ticket.State == hall.Serving && d.backFor != t.ID {
		d.takeBack()
		return
	}
	if d.ticket.State == hall.Called && t.State == hall.Waiting {
		d.tell(Warn, sayWith("notice.released", Args{"no": d.ticket.No}))
	}
	d.gave, d.ticket, d.panel = d.ticket.ID, nil, NoPanel
}

// takeBack asks for the visitor who sits here, once: he was released because this program could not be heard.
func (d *Desk) takeBack() {
	t := *d.ticket
	d.backFor = t.ID
	a := hall.Action{Verb: hall.Start, Key: d.cfg.NewKey(), Ticket: t.ID, Counter: d.counter, By: d.by(), At: t.ServingSince}
	j := d.jobOf("take_back", t.No, a, func() {}, func(got hall.Ticket) { d.tookBack(t, got) })
	j.sorry = func(err error) {
		if d.backFor = ""; isAway(err) { // cut again: he still sits here
			return
		}
		d.let(t.ID)
		d.refuse("sorry.take_back", Args{"no": t.No}, err)
	}
	d.push(j)
}

func (d *Desk) tookBack(t, got hall.Ticket) {
	if got.Counter == d.counter && got.State.Active() {
		d.backFor = ""
		if d.ticket == nil || d.ticket.ID == got.ID {
			panel := d.panel // a question about him stays open
			d.open(got, d.reason)
			d.panel = panel
		}
		return
	}
	d.let(t.ID)
	d.tell(Warn, sayWith("notice.sits_at", Args{"no": t.No, "window": lang.Window(d.labelOf(got.Counter))}))
}

// let forgets a ticket that is not ours any more.
func (d *Desk) let(id hall.TicketID) {
	if d.ticket != nil && d.ticket.ID == id {
		d.ticket, d.panel = nil, NoPanel
	}
}

// adopt makes the desk what the node says it is: after a restart, after a cut, after an act of the center.
func (d *Desk) adopt() {
	if d.teller == "" {
		d.takeUp()
		return
	}
	c, ok := d.Counter()
	if !ok {
		return
	}
	if c.State == hall.CounterClosed || c.Teller != d.teller {
		d.leave()
		d.tell(Warn, say("notice.closed_by_other"))
		return
	}
	if c.LeftOpen && c.Ticket == "" && d.ticket == nil && d.rate == nil {
		d.closeLeft(c.ID)
		return
	}
	d.follow(c)
}

// takeUp goes on where this program was before it was started again: no second sign-in, no second call. A counter that
// was left open on a day that is over it closes: who sits here today shows himself by his PIN.
func (d *Desk) takeUp() {
	if d.begun {
		return
	}
	for _, c := range d.hall.Counters {
		mine := c.Terminal == d.cfg.Terminal && c.Terminal != "" && (d.cfg.Counter == "" || d.cfg.Counter == c.ID)
		if mine && c.LeftOpen {
			d.closeLeft(c.ID)
			return
		}
		if mine && c.State != hall.CounterClosed && c.Teller != "" {
			d.begun = true
			d.counter, d.teller, d.badge = c.ID, c.Teller, d.badgeOf(c.Teller, c.Badge, d.badge)
			d.paused = c.Reason // nobody need be here: a pause stays one
			d.follow(c)
			return
		}
	}
}

// closeLeft closes a counter that nobody closed on a day that is over.
func (d *Desk) closeLeft(id hall.CounterID) {
	a := hall.CounterAction{Verb: hall.CloseCounter, Counter: id, Key: d.cfg.NewKey(), By: d.by()}
	d.push(&job{what: "close", quiet: true, hasty: true, call: func(ctx context.Context) error {
		_, err := d.cfg.Queue.Desk(ctx, a)
		return err
	}, land: func() {
		if d.teller != "" {
			d.leave()
			d.tell(Warn, say("notice.left_open"))
		}
	}, sorry: func(error) {}})
}

func (d *Desk) follow(c hall.CounterView) {
	d.badge = d.badgeOf(c.Teller, c.Badge, d.badge)
	was := d.paused
	d.paused = ""
	if c.State == hall.CounterPaused {
		d.paused = orElse(c.Reason, "other")
	}
	if c.State == hall.CounterPaused && c.Reason == hall.GoneReason && was == "" {
		d.comeBack()
	}
	switch {
	case c.Ticket == "":
		if d.ticket != nil {
			d.lost(d.released(d.ticket.ID))
		}
	case d.ticket == nil || d.ticket.ID != c.Ticket || d.ticket.State != c.NoState:
		d.load(c.Ticket)
	}
}

// comeBack ends the pause that the node began because this program could not be heard: who sits here never paused.
func (d *Desk) comeBack() {
	if d.returning {
		return
	}
	d.returning = true
	a := hall.CounterAction{Verb: hall.ReopenCounter, Counter: d.counter, Key: d.cfg.NewKey(), By: d.by()}
	var c hall.Counter
	d.push(&job{what: "reopen", quiet: true, hasty: true, call: func(ctx context.Context) (err error) {
		c, err = d.cfg.Queue.Desk(ctx, a)
		return err
	}, land: func() { d.returning, d.paused = false, ""; d.saw(c.Since) }, sorry: func(error) { d.returning = false }})
}

// released is a ticket that left this counter, as the snapshot shows it.
func (d *Desk) released(id hall.TicketID) hall.Ticket {
	for _, t := range d.hall.Waiting {
		if t.ID == id {
			return t
		}
	}
	return hall.Ticket{ID: id}
}

// load reads the ticket this counter has.
func (d *Desk) load(id hall.TicketID) {
	if d.loading {
		return
	}
	d.loading = true
	var st hall.Standing
	var err error
	d.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		st, err = d.cfg.Queue.Ticket(ctx, id)
	}, func() {
		d.loading = false
		if err == nil && len(d.line) == 0 && st.State.Active() && st.Counter == d.counter {
			d.open(st.Ticket, nil)
		}
		d.cfg.Changed()
	})
}

func (d *Desk) open(t hall.Ticket, why *hall.PickReason) {
	if d.ticket == nil || d.ticket.ID != t.ID {
		d.panel, d.offer = NoPanel, nil
	}
	d.ticket, d.reason = &t, why
	if t.State == hall.Serving {
		d.unveil(t.ID)
	}
}

// refresh reads the hall and our line again: soon after an event, slowly without one.
func (d *Desk) refresh() {
	wait := refreshSlow
	if d.dirty {
		wait = refreshSoon
	}
	if d.away {
		wait = retryAway
	}
	if d.fetching || (!d.fetched.IsZero() && d.cfg.Now().Sub(d.fetched) < wait) {
		return
	}
	d.fetch()
}

func (d *Desk) fetch() {
	d.fetching, d.dirty, d.outdated, d.fetched = true, false, false, d.cfg.Now()
	counter, signed, answered := d.counter, d.teller != "", new(atomic.Bool)
	d.answered = answered
	var s hall.Snapshot
	var rows []hall.Pick
	var err error
	d.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if s, err = d.cfg.Queue.Hall(ctx); err == nil && signed {
			rows, err = d.cfg.Queue.Line(ctx, counter, rowLimit)
		}
		answered.Store(true)
	}, func() {
		d.fetching = false
		d.fetchedAll(s, rows, err)
	})
}

// suspect takes a node for away that lets a read wait: one that hangs takes questions as long as its machine runs, and
// answers none. An answer that is here and waits for a busy screen is none of the node's.
func (d *Desk) suspect() {
	if d.fetching && !d.answered.Load() && d.cfg.Now().Sub(d.fetched) >= lateRead {
		d.gone()
	}
}

func (d *Desk) fetchedAll(s hall.Snapshot, rows []hall.Pick, err error) {
	if isAway(err) {
		d.gone()
		d.cfg.Changed()
		return
	}
	if d.outdated {
		d.dirty = true
		d.back()
		return
	}
	if err == nil {
		was := d.teller
		d.rows = rows
		d.Seen(s)
		d.dirty = d.dirty || was != d.teller // signed in by a restart: the line is still to be read
	}
}

func (d *Desk) gone() {
	if !d.away {
		d.away, d.awayAt = true, d.cfg.Now()
	}
}

// back ends the time without the node: what waited is sent now.
func (d *Desk) back() {
	if d.away {
		d.reached()
		d.pump()
	}
}

// reached notes that the node answers again.
func (d *Desk) reached() {
	if !d.away {
		return
	}
	d.away, d.dirty = false, true
	if len(d.line) > 0 {
		d.line[0].notBefore = time.Time{}
	}
}

func isAway(err error) bool { return isAwayCode(hall.CodeOf(err)) }

func isAwayCode(c hall.Code) bool { return c == hall.Unavailable || c == hall.Unknown }

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
