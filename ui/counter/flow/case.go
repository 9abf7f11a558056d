package flow

import (
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// Case is the ticket at the counter as the teller sees it.
type Case struct {
	Ticket  hall.Ticket
	Name    hall.Name // first item, or the group
	Items   []CaseItem
	Why     Say // why this one
	Waited  int // minutes
	Clock   Clock
	Tags    []Say
	History []Moment
}

// CaseItem is one item of the visit and the papers it needs.
type CaseItem struct {
	Code   hall.ItemCode
	Name   hall.Name
	Limit  hall.Name
	Papers []hall.Paper
}

// Moment is one line of a ticket's history.
type Moment struct {
	At  hall.Millis
	Say Say
}

// Case is the current ticket, called or serving.
func (d *Desk) Case() (Case, bool) {
	if d.ticket == nil {
		return Case{}, false
	}
	c := d.caseOf(*d.ticket)
	c.Clock = d.clock()
	if d.reason != nil {
		c.Why = d.whyPicked(*d.reason)
	}
	return c, true
}

// CaseOf is any ticket seen the same way, such as one on offer.
func (d *Desk) CaseOf(t hall.Ticket) Case { return d.caseOf(t) }

func (d *Desk) caseOf(t hall.Ticket) Case {
	return Case{Ticket: t, Name: d.ticketName(t), Items: d.caseItems(t), Tags: append(speaks(t), tags(t)...),
		Waited: minutes(int64(t.Wait(d.Now()))), History: d.history(t)}
}

func (d *Desk) caseItems(t hall.Ticket) (items []CaseItem) {
	for _, code := range t.Items {
		i := CaseItem{Code: code, Name: hall.Name{Zh: string(code), En: string(code)}}
		for _, known := range d.hall.Items {
			if known.Code == code {
				i = CaseItem{code, known.Name, known.Limit, known.Papers}
			}
		}
		items = append(items, i)
	}
	return items
}

func (d *Desk) itemName(code hall.ItemCode) hall.Name {
	for _, i := range d.hall.Items {
		if i.Code == code {
			return i.Name
		}
	}
	if code == hall.WholeItem && d.ticket != nil {
		return d.groupName(d.ticket.Group)
	}
	return hall.Name{Zh: string(code), En: string(code)}
}

func (d *Desk) groupName(code hall.GroupCode) hall.Name {
	for _, g := range d.hall.Groups {
		if g.Code == code {
			return g.Name
		}
	}
	return hall.Name{Zh: string(code), En: string(code)}
}

func (d *Desk) ticketName(t hall.Ticket) hall.Name {
	if len(t.Items) > 0 {
		return d.itemName(t.Items[0])
	}
	return d.groupName(t.Group)
}

// speaks marks a visitor who is to be spoken to in another language than the hall's.
func speaks(t hall.Ticket) []Say {
	if t.Language == hall.English {
		return []Say{say("tag.english")}
	}
	return nil
}

// tags are the short marks of a ticket.
func tags(t hall.Ticket) (marks []Say) {
	switch {
	case t.Priority == hall.Care:
		marks = append(marks, say("tag.care"))
	case t.Priority == hall.Booked:
		marks = append(marks, say("tag.booked"))
	}
	if t.NoShows > 0 {
		marks = append(marks, sayWith("tag.missed", Args{"n": t.NoShows}))
	}
	if t.Noted || t.ForCounter != "" {
		marks = append(marks, say("tag.handed_over"))
	}
	if t.Paper == hall.PaperNotPrinted {
		marks = append(marks, say("tag.no_paper"))
	}
	return marks
}

func (d *Desk) history(t hall.Ticket) (h []Moment) {
	add := func(at hall.Millis, key string, a Args) {
		if at > 0 {
			h = append(h, Moment{at, sayWith("history."+key, a)})
		}
	}
	add(t.IssuedAt, "issued_"+string(t.Source), Args{"terminal": t.Terminal})
	here := Args{"window": lang.Window(d.labelOf(t.Counter))}
	switch {
	case t.CalledAt <= t.FirstCalledAt:
		add(t.FirstCalledAt, "called", here)
	case t.Calls > 1:
		add(t.FirstCalledAt, "called", here)
		add(t.CalledAt, "recalled", Args{"n": t.Calls})
	default: // it waited again in between; the first call may have been elsewhere
		add(t.FirstCalledAt, "first", nil)
		add(t.CalledAt, "called_again", here)
	}
	add(t.MissedAt, "missed", nil)
	add(t.StartedAt, "started", nil)
	if t.ServingSince > t.StartedAt {
		add(t.ServingSince, "resumed", nil)
	}
	add(t.EndedAt, "ended", nil)
	return h
}

// whyPicked explains a pick in a sentence the teller can say to a visitor.
func (d *Desk) whyPicked(r hall.PickReason) Say {
	if longest(r) && minutes(r.WaitedMs) == 0 {
		return say("picked.fresh")
	}
	return sayWith("picked."+orElse(r.Rule, "earliest"), Args{"waited": minutes(r.WaitedMs), "credit": minutes(r.CreditMs),
		"level": minutes(r.LevelMs), "overtaken": r.Overtaken, "group": d.groupName(r.Group)})
}

// longest reports whether a ticket was picked because nobody waits longer.
func longest(r hall.PickReason) bool { return r.Rule == "" || r.Rule == "earliest" }

func minutes(ms int64) int { return int(max(0, ms) / 60000) }
