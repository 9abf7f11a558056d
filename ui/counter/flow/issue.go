package flow

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// Issuer gives out tickets. Every hall.Authority is one.
type Issuer interface {
	Issue(ctx context.Context, r hall.IssueRequest) (hall.Standing, error)
}

// Printer makes a slip of a ticket; again marks one that was printed before. It answers what is known of the paper and,
// when nothing came out, the reason as a fault code.
type Printer interface {
	Print(ctx context.Context, s hall.Standing, again bool) (hall.PaperState, string, error)
}

// printPatience is how long a slip may take.
const printPatience = 20 * time.Second

func (d *Desk) issueChoices() (all []Choice) {
	for _, as := range []struct {
		id       string
		part     Say
		priority hall.Priority
	}{{"issue-", say("panel.issue_usual"), ""}, {"issue-care-", say("panel.issue_care"), hall.Care}} {
		for _, g := range d.hall.Groups {
			if g.Withdrawn {
				continue
			}
			c := Choice{ID: as.id + string(g.Code), Part: as.part, Name: g.Name, On: g.Open,
				pick: func() { d.issue(g.Code, as.priority) }}
			c.Why = unless(c.On, say("why.takes_none"))
			all = append(all, c)
		}
	}
	return all
}

// number is one that was asked for at this counter. Its answer may be lost, so it is kept until one
// is there: asked again under the same id, it is the same ticket. Another desk or another day is
// another visitor's, and takes a number of its own.
type number struct {
	request hall.IssueRequest
	counter hall.CounterID
	day     hall.Day
	lost    bool // an answer is
	looking bool // its ticket is there, and is being read
}

// issue takes a number for a visitor who stands here. The id is the key. While the fate of an
// earlier number is unknown its id is used again, whatever is asked for now: there is one ticket at
// most.
//
// An id that was used before may be answered from the receipt, which says what the ticket was then.
// What it is now is read.
func (d *Desk) issue(g hall.GroupCode, p hall.Priority) {
	d.panel = NoPanel
	r := hall.IssueRequest{ID: hall.TicketID(d.cfg.NewKey()), Service: string(g), Source: hall.FromCounter, Priority: p, By: d.by()}
	n := &number{request: r, counter: d.counter, day: d.today()}
	if was := d.unanswered(); was != nil {
		n.request.ID, n.lost = was.request.ID, true
	}
	d.number = n
	var st hall.Standing
	d.push(&job{what: string(Issue), call: func(ctx context.Context) (err error) {
		st, err = d.cfg.Issuer.Issue(ctx, n.request)
		n.lost = n.lost || isAway(err)
		return err
	}, land: func() {
		if n.lost {
			d.lookUp(n)
			return
		}
		d.issued(st)
	}, sorry: func(err error) { d.notIssued(n, err) }})
}

// unanswered is the number of this desk and this day whose answer was lost.
func (d *Desk) unanswered() *number {
	if n := d.number; n != nil && (n.counter != d.counter || n.day != d.today()) {
		d.number = nil
	}
	return d.number
}

// today is the hall's business day: by its clock, or by its last snapshot where that is further on,
// for no day comes back.
func (d *Desk) today() hall.Day { return max(d.hall.Day, d.hall.Outlet.Day(d.Now().Time())) }

// issued tells of a number that is there, once.
func (d *Desk) issued(st hall.Standing) {
	d.number = nil
	if d.cfg.Printer != nil {
		d.print(st, false)
		return
	}
	if d.calledElsewhere(st) {
		d.tell(Warn, sayWith("notice.issued_called", d.whereabouts(st)))
		return
	}
	d.tell(Plain, sayWith("notice.issued", Args{"no": st.No, "ahead": st.Ahead}))
}

// turnedUp tells of a number whose answer was lost. Its visitor may have gone his own way
// meanwhile: a slip is printed only while he can still come with it.
func (d *Desk) turnedUp(st hall.Standing) {
	switch {
	case st.Day != d.today():
		d.number = nil
		d.tell(Warn, sayWith("number.old", d.whereabouts(st)))
	case st.State == hall.Waiting || st.State == hall.Called:
		d.issued(st)
	default:
		d.number = nil
		d.tell(Warn, sayWith("number."+string(st.State), d.whereabouts(st)))
	}
}

func (d *Desk) calledElsewhere(st hall.Standing) bool {
	return st.State == hall.Called && st.Counter != d.counter
}

func (d *Desk) whereabouts(st hall.Standing) Args {
	return Args{"no": st.No, "window": lang.Window(d.labelOf(st.Counter))}
}

// notIssued tells why there is no number. A refusal says nothing of an earlier attempt whose answer was lost; an id
// that is in use already is that of such a number.
func (d *Desk) notIssued(n *number, err error) {
	switch {
	case isAway(err):
		d.refuse("sorry.issue_unsure", nil, err)
	case hall.CodeOf(err) == hall.KeyReused:
		d.lookUp(n)
	default:
		if !n.lost {
			d.number = nil
		}
		d.refuse("sorry."+string(Issue), nil, err)
	}
}

// noticed sees a ticket of the hall: it may be the one whose answer was lost.
func (d *Desk) noticed(id hall.TicketID) {
	if d.number == nil || d.number.request.ID != id || d.teller == "" || d.busy() {
		return
	}
	if n := d.unanswered(); n != nil {
		d.lookUp(n)
	}
}

// lookUp reads the ticket of a number whose answer was lost.
func (d *Desk) lookUp(n *number) {
	if n.looking {
		return
	}
	n.looking = true
	var st hall.Standing
	d.push(&job{what: string(Issue), call: func(ctx context.Context) (err error) {
		st, err = d.cfg.Queue.Ticket(ctx, n.request.ID)
		return err
	}, land: func() {
		if d.number == n {
			d.turnedUp(st)
		}
	}, sorry: func(err error) {
		if n.looking = false; isAway(err) {
			return // it will be seen again
		}
		d.number = nil
		d.refuse("sorry."+string(Issue), nil, err)
	}})
}

// CanIssue reports whether numbers can be taken here.
func (d *Desk) CanIssue() bool { return d.cfg.Issuer != nil }

// CanReprint reports whether slips can be printed here: a counter without a printer has no such key.
func (d *Desk) CanReprint() bool { return d.cfg.Printer != nil }

// subject is the ticket that the window is about: the one on offer, or the one at the counter.
func (d *Desk) subject() (hall.Ticket, bool) {
	switch {
	case d.offer != nil:
		return *d.offer, true
	case d.ticket != nil:
		return *d.ticket, true
	}
	return hall.Ticket{}, false
}

// whyReprint says why no slip is printed again now.
func (d *Desk) whyReprint() Say {
	_, ok := d.subject()
	switch {
	case d.cfg.Printer == nil:
		return say("why.no_printer")
	case d.printing:
		return say("why.printing")
	}
	return unless(ok, say("why.no_subject"))
}

// reprint prints the slip of the ticket shown once more, with today's place in the queue.
func (d *Desk) reprint() {
	t, _ := d.subject()
	var st hall.Standing
	d.push(&job{what: string(Reprint), no: t.No, call: func(ctx context.Context) (err error) {
		st, err = d.cfg.Queue.Ticket(ctx, t.ID)
		return err
	}, land: func() { d.print(st, t.Paper == hall.PaperPrinted || t.Paper == hall.PaperUncertain) }})
}

func (d *Desk) print(st hall.Standing, again bool) {
	d.printing = true
	var paper hall.PaperState
	d.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), printPatience)
		defer cancel()
		var err error
		if paper, _, err = d.cfg.Printer.Print(ctx, st, again); err != nil && paper == "" {
			paper = hall.PaperUncertain
		}
	}, func() {
		d.printing = false
		d.printed(st, paper, again)
		d.cfg.Changed()
	})
	d.cfg.Changed()
}

// printed tells the teller and the hall what became of the slip. A second one that did not come out changes nothing:
// the visitor may still have the first.
func (d *Desk) printed(st hall.Standing, paper hall.PaperState, again bool) {
	args := Args{"no": st.No, "ahead": st.Ahead}
	switch {
	case paper == hall.PaperPrinted && d.calledElsewhere(st):
		d.tell(Warn, sayWith("notice.printed_called", d.whereabouts(st)))
	case paper == hall.PaperPrinted:
		d.tell(Plain, sayWith("notice.printed", args))
	case paper == hall.PaperNotPrinted:
		d.tell(Warn, sayWith("notice.not_printed", args))
	default:
		d.tell(Warn, sayWith("notice.print_unsure", args))
	}
	if again && paper != hall.PaperPrinted {
		return
	}
	a := hall.Action{Key: d.cfg.NewKey(), Ticket: st.ID, Verb: hall.Print, Paper: paper, By: d.by()}
	d.push(&job{what: "print", ticket: st.ID, no: st.No, quiet: true, call: func(ctx context.Context) error {
		_, err := d.cfg.Queue.Act(ctx, a)
		return err
	}, land: func() {}, sorry: func(error) {}})
}
