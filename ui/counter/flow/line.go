package flow

import (
	"context"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// job is one command on its way. Commands go one at a time, in order, each with the key it was given at first.
type job struct {
	ticket hall.TicketID
	call   func(ctx context.Context) error // away from the UI goroutine
	land   func()                          // it is durable
	sorry  func(err error)                 // it was refused; nil: the usual notice
	what   string                          // the act, for notices
	no     hall.TicketNo
	quiet  bool // nobody waits for it
	hasty  bool // not worth a second try

	keep    bool         // may wait until the node is back
	act     *hall.Action // what a kept one asks for
	at      hall.Millis  // when it was done
	assume  func()       // what the desk shows meanwhile
	assumed bool
	told    func() // it is durable, and was shown as done before

	tries     int
	notBefore time.Time
}

// push puts a command in the line. While the node is away, one that may wait is shown as done at once.
func (d *Desk) push(j *job) {
	if !j.quiet {
		d.notice = Notice{}
	}
	if d.away && j.keep {
		j.assumeNow()
		j.notBefore = d.cfg.Now().Add(retryAway)
	}
	d.line = append(d.line, j)
	d.write()
	d.pump()
	d.cfg.Changed()
}

// assumeNow shows a command as done that is sent later, and lets it tell when it was done. It is never on its way then.
func (j *job) assumeNow() {
	if !j.assumed {
		j.assumed = true
		j.act.At = j.at
		j.assume()
	}
}

// pump sends the head of the line when it is time.
func (d *Desk) pump() {
	if d.flying || len(d.line) == 0 || d.cfg.Now().Before(d.line[0].notBefore) {
		return
	}
	j := d.line[0]
	d.flying = true
	var err error
	d.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		err = j.call(ctx)
	}, func() {
		d.flying = false
		d.landed(j, err)
		d.write()
		d.cfg.Changed()
		d.pump()
	})
}

// landed takes an answer. The job leaves the line, and what builds on it is settled, before anything else is sent: the
// next command may be one of those that are dropped here.
func (d *Desk) landed(j *job, err error) {
	switch {
	case err == nil:
		d.strike(j)
		d.reached()
		d.succeeded(j)
	case isAway(err):
		d.gone()
		d.later(j)
	case hall.CodeOf(err) == hall.TooMany: // much to tell after a cut: it is slowed, not refused
		d.reached()
		d.later(j)
	case hall.Unstored(hall.CodeOf(err)) && j.keep: // nothing was stored, and the deed is done all the same
		d.reached()
		d.later(j)
		d.refuse("sorry.kept", Args{"no": j.no}, err)
	default:
		d.strike(j)
		d.reached()
		d.refused(j, err)
	}
}

func (d *Desk) succeeded(j *job) {
	d.dirty = true
	if hall.Unstored(d.notice.Code) {
		d.notice = Notice{} // it is stored again
	}
	if j.assumed {
		j.told()
	} else {
		j.land()
	}
	d.refresh()
}

// later keeps a command that may wait, and gives up one that may not: a visitor called minutes late helps nobody.
func (d *Desk) later(j *job) {
	j.tries++
	if j.keep {
		j.assumeNow()
		j.notBefore = d.cfg.Now().Add(retryAway)
		return
	}
	if j.tries < maxTries && !j.hasty {
		j.notBefore = d.cfg.Now().Add(retrySoon)
		return
	}
	d.strike(j)
	d.outdated = d.fetching
	d.sorry(j, hall.E("flow.later", hall.Unavailable))
}

func (d *Desk) refused(j *job, err error) {
	d.dirty = true
	if j.assumed && !j.quiet { // nothing builds on a visitor's word
		d.drop(j.ticket)
		d.refuse("sorry.late", Args{"no": j.no}, err)
		d.refresh()
		return
	}
	d.sorry(j, err)
	d.refresh()
}

func (d *Desk) sorry(j *job, err error) {
	if j.sorry != nil {
		j.sorry(err)
		return
	}
	d.refuse("sorry."+j.what, Args{"no": j.no}, err)
}

// strike takes one command off the line, wherever it stands.
func (d *Desk) strike(j *job) {
	d.line = slices.DeleteFunc(d.line, func(other *job) bool { return other == j })
}

// drop forgets the commands that build on a refused one. None of them is on its way: one is sent at a time, and that
// one was refused.
func (d *Desk) drop(id hall.TicketID) {
	d.line = slices.DeleteFunc(d.line, func(j *job) bool { return j.ticket == id })
	if d.ticket != nil && d.ticket.ID == id {
		d.ticket, d.panel = nil, NoPanel
	}
}

// busy reports whether the teller waits for an answer.
func (d *Desk) busy() bool {
	for _, j := range d.line {
		if !j.quiet && !j.assumed {
			return true
		}
	}
	return false
}
