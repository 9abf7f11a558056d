package flow

import (
	"context"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// ReasonKeys are the reasons of a bad rating in the order of their keys; each is a key under "counter.reason_bad.".
var ReasonKeys = hall.RatingReasons

// rating is one visitor's word, asked once after the end of the service.
type rating struct {
	ticket  hall.TicketID
	no      hall.TicketNo
	what    hall.Name
	outcome hall.Outcome
	lang    hall.Language
	level   int // chosen, 0 not yet
	reasons []string
	until   time.Time
	thanks  bool
}

func (r *rating) asking() bool { return r != nil && !r.thanks }

// left is the rest of the ring in whole seconds.
func (r *rating) left(now time.Time) int {
	return max(0, int((r.until.Sub(now) + time.Second - 1).Seconds()))
}

func (r *rating) thank(now time.Time) { r.thanks, r.until = true, now.Add(thanksTime) }

func (d *Desk) ask(t hall.Ticket) {
	r := &rating{ticket: t.ID, no: t.No, lang: t.Language, what: d.ticketName(t), until: d.cfg.Now().Add(ratingTime)}
	for _, i := range t.Items {
		r.outcome = t.Outcomes[i]
	}
	if len(t.Items) == 0 {
		r.outcome = t.Outcomes[hall.WholeItem]
	}
	if len(t.Items) > 1 {
		r.outcome = ""
	}
	d.rate = r
	d.veil(t.ID)
}

// veil keeps the counter's ratings as they are now until the next visitor is served: while this one sits there, nobody
// can read from the teller's screen what he said.
func (d *Desk) veil(id hall.TicketID) {
	if d.veiled.ticket == "" {
		c, _ := d.Counter()
		d.veiled.rated, d.veiled.satisfied = c.Today.Rated, c.Today.Satisfied
	}
	d.veiled.ticket = id
}

// unveil shows the ratings again when a visitor who was asked has made room for another.
func (d *Desk) unveil(serving hall.TicketID) {
	if d.veiled.ticket != serving {
		d.veiled = veiled{}
	}
}

// veiled are ratings before a visitor was asked.
type veiled struct {
	ticket           hall.TicketID
	rated, satisfied int
}

// Asks is the ticket that the visitor is asked about; empty when nobody is asked.
func (d *Desk) Asks() hall.TicketID {
	if !d.rate.asking() {
		return ""
	}
	return d.rate.ticket
}

// Touched refills the ring: the visitor is still there.
func (d *Desk) Touched() {
	if d.rate.asking() {
		d.rate.until = d.cfg.Now().Add(ratingTime)
		d.cfg.Changed()
	}
}

// Rate takes a level, 5 best … 1. A low level asks for reasons first, a good one is sent at once.
func (d *Desk) Rate(level int) {
	if !d.rate.asking() || level < 1 || level > 5 {
		return
	}
	d.rate.level = level
	d.rate.until = d.cfg.Now().Add(ratingTime)
	if level > 2 {
		d.send()
	}
	d.cfg.Changed()
}

// Reason takes or drops a reason of a bad rating.
func (d *Desk) Reason(key string) {
	if !d.rate.asking() || d.rate.level == 0 || !slices.Contains(ReasonKeys, key) {
		return
	}
	if i := slices.Index(d.rate.reasons, key); i >= 0 {
		d.rate.reasons = slices.Delete(d.rate.reasons, i, i+1)
	} else {
		d.rate.reasons = append(d.rate.reasons, key)
	}
	d.Touched()
}

// ChangeLevel goes back to the five levels.
func (d *Desk) ChangeLevel() {
	if d.rate.asking() {
		d.rate.level, d.rate.reasons = 0, nil
		d.Touched()
	}
}

// Submit sends a low level with its reasons, if any.
func (d *Desk) Submit() {
	if d.rate.asking() && d.rate.level > 0 {
		d.send()
		d.cfg.Changed()
	}
}

// send gives the evaluation to the authority. It holds nobody up, and one that came by another way first is as good.
func (d *Desk) send() {
	r := d.rate
	a := hall.Action{Key: d.cfg.NewKey(), Ticket: r.ticket, Verb: hall.Evaluate, Counter: d.counter, By: d.by(), Level: new(r.level), Reasons: r.reasons}
	r.thank(d.cfg.Now())
	if r.level == 0 {
		d.rate = nil
	} else {
		d.settled(r.ticket, &hall.Evaluation{Level: r.level, Reasons: r.reasons})
	}
	d.push(d.evaluateJob(a, r.no))
}

func (d *Desk) evaluateJob(a hall.Action, no hall.TicketNo) *job {
	return &job{what: "evaluate", ticket: a.Ticket, no: no, quiet: true, keep: true, act: &a, at: d.Now(),
		assume: func() {}, land: func() {}, told: func() {}, sorry: func(error) {},
		call: func(ctx context.Context) error {
			_, err := d.cfg.Queue.Act(ctx, a)
			if hall.CodeOf(err) == hall.AlreadyRated {
				return nil
			}
			return err
		}}
}

// settled notes the visitor's word: the end it is about is not taken back any more.
func (d *Desk) settled(id hall.TicketID, e *hall.Evaluation) {
	if d.ended != nil && d.ended.ID == id {
		t := *d.ended
		t.Evaluation = e
		d.ended = &t
	}
}

// tickRating ends the ring: no level is "not rated", a chosen low level counts with what was chosen so far.
func (d *Desk) tickRating() {
	if d.rate == nil || d.cfg.Now().Before(d.rate.until) {
		return
	}
	if d.rate.thanks {
		d.rate = nil
		return
	}
	d.send()
}
