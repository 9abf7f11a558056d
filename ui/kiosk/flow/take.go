package flow

import (
	"context"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// What a visitor's patience allows.
const (
	issuePatience = 8 * time.Second
	printPatience = 20 * time.Second
	attempts      = 2 // of one touch, with the same id; the visitor may touch again
)

// Printing is the state of the slip while the printer works; the others are hall.PaperState.
const Printing hall.PaperState = "printing"

// take is one number being taken: the id is made once and kept through all attempts.
type take struct {
	id       hall.TicketID
	busy     bool
	unclear  bool // an attempt ended without an answer: the ticket may exist
	standing hall.Standing
	already  bool // the visitor had it before
	paper    hall.PaperState
	reason   string // why nothing was printed, a fault code
	refusal  hall.Code
}

// Take asks for the number. However often it is touched, one visit makes one ticket.
func (f *Flow) Take() {
	f.Touch()
	if f.take.busy || !(f.step == Confirm || f.step == Sorry && f.take.unclear) {
		return
	}
	if f.take.id == "" {
		f.take.id = hall.TicketID(f.cfg.NewID())
	}
	f.take.busy = true
	f.goTo(Confirm)
	f.issue(f.request())
}

func (f *Flow) request() hall.IssueRequest {
	return hall.IssueRequest{
		ID: f.take.id, Service: string(f.group), Items: f.items, Source: hall.FromKiosk,
		Priority: f.priority, Language: f.settings.Language, By: hall.Actor{Terminal: f.cfg.Terminal},
	}
}

func (f *Flow) issue(r hall.IssueRequest) {
	var s hall.Standing
	var already bool
	var err error
	f.cfg.Run(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, issuePatience)
		defer cancel()
		s, already, err = ask(ctx, f.cfg.Issuer, r)
	}, func() {
		f.take.busy = false
		if err != nil {
			f.failed(err)
			return
		}
		f.taken(s, already)
	})
}

// ask issues, tries again with the same id while the answer is unknown, and turns "you have one" into that one.
func ask(ctx context.Context, i Issuer, r hall.IssueRequest) (s hall.Standing, already bool, err error) {
	for range attempts {
		s, err = i.Issue(ctx, r)
		if !unclear(err) {
			break
		}
	}
	if id := hall.SubjectOf(err); hall.CodeOf(err) == hall.Duplicate && id != "" {
		s, err = i.Ticket(ctx, hall.TicketID(id))
		return s, true, err
	}
	return s, false, err
}

// unclear reports whether the command may have had its effect all the same.
func unclear(err error) bool {
	switch hall.CodeOf(err) {
	case hall.Unavailable, hall.Unknown, hall.Internal:
		return true
	}
	return false
}

func (f *Flow) failed(err error) {
	f.take.unclear = unclear(err)
	f.refuse(hall.CodeOf(err))
}

func (f *Flow) refuse(c hall.Code) {
	f.take.refusal = c
	f.goTo(Sorry)
}

func (f *Flow) taken(s hall.Standing, already bool) {
	f.take.standing, f.take.already, f.take.unclear = s, already, false
	if already {
		f.goTo(TicketShown)
		return
	}
	f.print()
}

// print makes the slip. A printer that is known to be away is not asked: nothing came out of it for sure.
func (f *Flow) print() {
	f.take.paper, f.take.reason = Printing, ""
	if f.printer != PrinterReady {
		f.printed(hall.PaperNotPrinted, "printer."+string(f.printer))
		return
	}
	f.goTo(TicketShown)
	s := f.take.standing
	var paper hall.PaperState
	var reason string
	f.cfg.Run(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, printPatience)
		defer cancel()
		var err error
		if paper, reason, err = f.cfg.Printer.Print(ctx, s); err != nil && paper == "" {
			paper = hall.PaperUncertain
		}
	}, func() {
		if f.take.standing.ID == s.ID {
			f.printed(paper, reason)
			return
		}
		f.tell(s.ID, paper) // the visitor is gone already; the record still wants to know
	})
}

func (f *Flow) printed(paper hall.PaperState, reason string) {
	f.take.paper, f.take.reason = paper, reason
	f.tell(f.take.standing.ID, paper)
	f.goTo(TicketShown)
}

// tell records what became of the slip.
func (f *Flow) tell(id hall.TicketID, paper hall.PaperState) {
	f.act(hall.Action{Ticket: id, Verb: hall.Print, Paper: paper}, nil)
}

// CanPrintAgain reports whether the slip may be tried again: only when surely nothing came out, so there are never two.
func (f *Flow) CanPrintAgain() bool {
	return f.step == TicketShown && f.take.paper == hall.PaperNotPrinted && f.printer == PrinterReady
}

// PrintAgain tries the slip of the same ticket again.
func (f *Flow) PrintAgain() {
	f.Touch()
	if f.CanPrintAgain() {
		f.print()
	}
}

// Done leaves the ticket: the visitor has it on paper, on a photo or in mind.
func (f *Flow) Done() {
	f.Touch()
	if f.step == TicketShown && f.take.paper != Printing {
		f.leave()
	}
}

// GiveUp cancels a ticket that was not printed, when the visitor asks for it.
func (f *Flow) GiveUp() {
	f.Touch()
	if f.step != TicketShown || f.take.paper != hall.PaperNotPrinted {
		return
	}
	f.drop(f.take.standing.ID)
	f.leave()
}

// abandon remembers an id whose fate is not known when the visitor walks away from it.
func (f *Flow) abandon() {
	if f.take.unclear && f.take.id != "" {
		f.open = append(f.open, f.take.id)
	}
	f.take = take{}
}

func (f *Flow) drop(id hall.TicketID) {
	f.act(hall.Action{Ticket: id, Verb: hall.Cancel, EndedBy: hall.EndedUnprinted}, func(err error) {
		if unclear(err) || hall.CodeOf(err) == hall.TooMany {
			f.open = append(f.open, id)
		}
	})
}

// closeOpen cancels the ids that were left without an answer, one at a time: a ticket nobody knows of must not be
// called.
func (f *Flow) closeOpen() {
	if len(f.open) == 0 || f.closing {
		return
	}
	id := f.open[0]
	f.open, f.closing = f.open[1:], true
	f.act(hall.Action{Ticket: id, Verb: hall.Cancel, EndedBy: hall.EndedUnprinted}, func(err error) {
		f.closing = false
		if unclear(err) || hall.CodeOf(err) == hall.TooMany {
			f.open = append(f.open, id)
			return
		}
		f.closeOpen()
	})
}

// act does one verb in the background.
func (f *Flow) act(a hall.Action, done func(error)) {
	a.Key, a.By = f.cfg.NewID(), hall.Actor{Terminal: f.cfg.Terminal}
	var err error
	f.cfg.Run(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, issuePatience)
		defer cancel()
		_, err = f.cfg.Issuer.Act(ctx, a)
	}, func() {
		if done != nil {
			done(err)
		}
	})
}
