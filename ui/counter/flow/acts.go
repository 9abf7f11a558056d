package flow

import (
	"context"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// SignIn opens a counter for a teller, named by id or badge. The PIN is forgotten with the call.
func (d *Desk) SignIn(counter hall.CounterID, teller, pin string) {
	if d.cfg.Counter != "" {
		counter = d.cfg.Counter
	}
	if d.busy() || counter == "" || strings.TrimSpace(teller) == "" || pin == "" {
		d.tell(Warn, say("why.sign_in_missing"))
		d.cfg.Changed()
		return
	}
	if pin = hall.Halfwidth(pin); !hall.AllDigits(pin) { // an input method was on: the hall would count a try
		d.tell(Warn, say("why.pin_digits"))
		d.cfg.Changed()
		return
	}
	typed := strings.TrimSpace(hall.Halfwidth(teller))
	who := d.tellerOf(typed)
	a := hall.CounterAction{Key: d.cfg.NewKey(), Counter: counter, Verb: hall.OpenCounter, Teller: who, PIN: pin,
		By: hall.Actor{Terminal: d.cfg.Terminal, Teller: who, Staff: true}}
	d.desk("sign_in", a, func(c hall.Counter) {
		if c.Teller != "" {
			who = c.Teller // the node knows badges; the typed one may be one
		}
		d.counter, d.teller, d.badge, d.paused = counter, who, d.badgeOf(who, "", typed), ""
		if c.State == hall.CounterPaused {
			d.paused = orElse(c.Reason, "other")
		}
		if c.Ticket != "" {
			d.load(c.Ticket)
		}
		d.begun, d.fetched = true, time.Time{}
	})
}

// SigningIn reports whether a sign-in is on its way.
func (d *Desk) SigningIn() bool { return d.busy() && d.doing() == "sign_in" }

func (d *Desk) tellerOf(typed string) hall.TellerID {
	for _, t := range d.cfg.Tellers {
		if t.Badge == typed {
			return t.ID
		}
	}
	return hall.TellerID(typed)
}

// badgeOf is the badge of a teller, or what stands for it until the hall has told it: never the teller's inner id.
func (d *Desk) badgeOf(id hall.TellerID, known, until string) string {
	if known != "" {
		return known
	}
	for _, t := range d.cfg.Tellers {
		if t.ID == id {
			return t.Badge
		}
	}
	return until
}

// WhySignOut says why nobody can sign out now; nothing when one can.
func (d *Desk) WhySignOut() Say {
	switch {
	case d.away:
		return say("why.away")
	case d.busy():
		return say("why.busy")
	}
	return d.whyFree(Pause, d.Phase())
}

// SignOut closes the counter.
func (d *Desk) SignOut() {
	if why := d.WhySignOut(); !why.Nothing() {
		d.tell(Warn, why)
		d.cfg.Changed()
		return
	}
	d.desk("sign_out", hall.CounterAction{Verb: hall.CloseCounter, Counter: d.counter, Key: d.cfg.NewKey(), By: d.by()},
		func(hall.Counter) { d.leave() })
}

// leave forgets everything about the person who sat here. A number whose answer was lost is the
// visitor's: whoever sits down at this desk today is told of it.
func (d *Desk) leave() {
	d.teller, d.badge, d.paused, d.ticket, d.reason, d.offer = "", "", "", nil, nil, nil
	d.veiled = veiled{}
	d.panel, d.rate, d.ended, d.blank, d.rows = NoPanel, nil, nil, false, nil
	d.counter = d.cfg.Counter
}

func (d *Desk) desk(what string, a hall.CounterAction, then func(hall.Counter)) {
	var c hall.Counter
	d.push(&job{what: what, call: func(ctx context.Context) (err error) {
		c, err = d.cfg.Queue.Desk(ctx, a)
		return err
	}, land: func() { d.saw(c.Since); then(c) }})
}

func (d *Desk) pauseOrReopen() {
	if d.paused == "" {
		d.show(PausePanel)
		return
	}
	d.desk("reopen", hall.CounterAction{Verb: hall.ReopenCounter, Counter: d.counter, Key: d.cfg.NewKey(), By: d.by()},
		func(hall.Counter) { d.paused = "" })
}

// PauseReasons are the reasons that a teller can give a pause.
var PauseReasons = hall.TellerReasons

// PauseFor pauses the counter for one of the PauseReasons.
func (d *Desk) PauseFor(reason string) {
	if why := d.why(Pause); !why.Nothing() {
		d.tell(Warn, why)
		d.cfg.Changed()
		return
	}
	d.panel = NoPanel
	d.desk("pause", hall.CounterAction{Verb: hall.PauseCounter, Counter: d.counter, Reason: reason, Key: d.cfg.NewKey(), By: d.by()},
		func(hall.Counter) { d.paused, d.offer = reason, nil })
}

// callNext asks who is next. A key whose fate is unknown is used again, so that a lost answer never calls two visitors.
func (d *Desk) callNext() {
	d.offer, d.panel = nil, NoPanel
	if d.unsure == "" {
		d.unsure = d.cfg.NewKey()
	}
	r := hall.NextRequest{Key: d.unsure, Counter: d.counter, By: d.by()}
	var p hall.Pick
	d.push(&job{what: string(Next), call: func(ctx context.Context) (err error) {
		p, err = d.cfg.Queue.Next(ctx, r)
		return err
	}, land: func() { d.unsure = ""; d.saw(lastOf(p.Ticket)); d.picked(p) }, sorry: func(err error) {
		if !isAway(err) {
			d.unsure = ""
		}
		d.refuse("sorry.next", nil, err)
	}})
}

func (d *Desk) picked(p hall.Pick) {
	if p.Nobody {
		d.tell(Plain, say("notice.nobody"))
		return
	}
	d.open(p.Ticket, &p.Reason)
}

// verb does one verb on the current ticket.
func (d *Desk) verb(what string, a hall.Action) {
	if d.ticket == nil {
		return
	}
	d.act(what, *d.ticket, a, d.became)
}

// act sends one verb on a ticket; verbs that survive the node's absence are kept.
func (d *Desk) act(what string, t hall.Ticket, a hall.Action, then func(hall.Ticket)) {
	a.Key, a.Ticket, a.Counter, a.By = d.cfg.NewKey(), t.ID, d.counter, d.by()
	after := d.expect(t, a)
	d.push(d.jobOf(what, t.No, a, func() { then(after) }, then))
}

// jobOf is the command of one verb on a ticket: assume shows it as done, then shows what it came to.
func (d *Desk) jobOf(what string, no hall.TicketNo, a hall.Action, assume func(), then func(hall.Ticket)) *job {
	var got hall.Ticket
	return &job{what: what, ticket: a.Ticket, no: no, keep: survives(Act(what)) || what == "take", act: &a, at: d.Now(),
		call: func(ctx context.Context) (err error) {
			got, err = d.cfg.Queue.Act(ctx, a)
			return err
		},
		land:   func() { d.saw(lastOf(got)); then(got) },
		told:   func() { d.saw(lastOf(got)); d.toldLate(a, got) },
		assume: assume,
	}
}

// toldLate says so when a visitor who was served here during a cut went on at another window: what was done here is
// noted all the same.
func (d *Desk) toldLate(a hall.Action, got hall.Ticket) {
	if a.Verb == hall.Finish && got.Counter != d.counter {
		d.tell(Warn, sayWith("notice.elsewhere", Args{"no": got.No, "window": lang.Window(d.labelOf(got.Counter))}))
	}
}

// saw notes the node's time of an answer: what was true before it does not speak of us any more.
func (d *Desk) saw(at hall.Millis) { d.acted = max(d.acted, at) }

func lastOf(t hall.Ticket) hall.Millis {
	return max(t.CalledAt, t.StartedAt, t.ServingSince, t.MissedAt, t.EndedAt)
}

// expect is the ticket as the state table says it will be; shown while the node is away.
func (d *Desk) expect(t hall.Ticket, a hall.Action) hall.Ticket {
	to, err := hall.After(t.State, a.Verb, t.Previous)
	if err != nil {
		return t
	}
	now := d.Now()
	t.Previous, t.State, t.Counter = t.State, to, d.counter
	switch a.Verb {
	case hall.Call:
		t.CalledAt, t.RoundAt, t.Calls = now, now, t.Calls+1
	case hall.Start:
		t.StartedAt, t.ServingSince = now, now
	case hall.NoShow:
		t.MissedAt = now
	case hall.Finish:
		t.ServedMs, t.EndedAt, t.Outcomes = t.ServiceMs(now), now, a.Outcomes
	}
	return t
}

// became shows what an act made of the current ticket.
func (d *Desk) became(t hall.Ticket) {
	if t.State.Active() && t.Counter == d.counter {
		d.open(t, d.reason)
		d.panel = NoPanel
		return
	}
	d.ticket, d.reason, d.panel = nil, nil, NoPanel
	switch t.State {
	case hall.Missed:
		d.tell(Plain, sayWith("notice.missed", Args{"no": t.No, "min": d.returnMin()}))
	case hall.Held:
		d.tell(Plain, sayWith("notice.held", Args{"no": t.No}))
	case hall.Waiting:
		d.tell(Plain, sayWith("notice.transferred", Args{"no": t.No}))
	case hall.Finished:
		d.ended = &t
		d.ask(t)
	}
}

func (d *Desk) returnMin() int { return d.hall.Outlet.Rules.MissedReturnMin }
