package flow

import (
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// CustomerKind is what the customer window shows.
type CustomerKind string

// The kinds.
const (
	CustomerIdle    CustomerKind = "idle"
	CustomerCalled  CustomerKind = "called"
	CustomerServing CustomerKind = "serving"
	CustomerRating  CustomerKind = "rating"
	CustomerReasons CustomerKind = "reasons"
	CustomerThanks  CustomerKind = "thanks"
	CustomerPaused  CustomerKind = "paused"
	CustomerClosed  CustomerKind = "closed"
	CustomerBlank   CustomerKind = "blank" // the teller covered it: somebody stands behind the visitor
)

// CustomerView is all the customer window knows. It holds nothing about a person.
type CustomerView struct {
	Kind     CustomerKind
	Outlet   hall.Name
	Hotline  string
	Demo     bool
	Window   string      // "3"
	Badge    string      // 工号
	Can      []hall.Name // groups served here
	Others   []string    // open windows of the same hall, when this one does not serve
	No       hall.TicketNo
	What     hall.Name // the item or group of the ticket
	Outcome  hall.Outcome
	Level    int      // chosen level on the reasons page
	Reasons  []string // chosen
	Left     int      // seconds of the ring
	Language hall.Language
	At       hall.Millis // the node's clock
}

// Customer is what the customer window shows now. A running rating stays until it is given or its ring is over, even
// when the next visitor is being called: the teller cannot cut it short.
func (d *Desk) Customer() CustomerView {
	v := CustomerView{Kind: d.customerKind(), Outlet: d.hall.Outlet.Name, Hotline: d.hall.Outlet.Hotline, Demo: d.hall.Outlet.Demo,
		Window: d.Label(), Badge: d.badge, Language: hall.Chinese, At: d.Now()}
	switch v.Kind {
	case CustomerCalled, CustomerServing:
		v.No, v.What, v.Language = d.ticket.No, d.ticketName(*d.ticket), spoken(d.ticket.Language)
	case CustomerRating, CustomerReasons, CustomerThanks:
		d.fillRating(&v)
	case CustomerPaused, CustomerClosed:
		v.Others = d.openElsewhere()
	case CustomerIdle:
		v.Can = d.canServe()
	}
	return v
}

func (d *Desk) customerKind() CustomerKind {
	switch {
	case d.blank:
		return CustomerBlank
	case d.rate.asking() && d.rate.level > 0:
		return CustomerReasons
	case d.rate.asking():
		return CustomerRating
	case d.ticket != nil && d.ticket.State == hall.Serving:
		return CustomerServing
	case d.ticket != nil:
		return CustomerCalled
	case d.rate != nil:
		return CustomerThanks
	case d.teller == "":
		return CustomerClosed
	case d.paused != "":
		return CustomerPaused
	}
	return CustomerIdle
}

func (d *Desk) fillRating(v *CustomerView) {
	v.No, v.What, v.Outcome, v.Language = d.rate.no, d.rate.what, d.rate.outcome, spoken(d.rate.lang)
	v.Level, v.Reasons = d.rate.level, slices.Clone(d.rate.reasons)
	v.Left = d.rate.left(d.cfg.Now())
}

func spoken(l hall.Language) hall.Language {
	if l == "" {
		return hall.Chinese
	}
	return l
}

// canServe are the short names of the groups of this counter.
func (d *Desk) canServe() (names []hall.Name) {
	c, _ := d.Counter()
	for _, s := range c.Serves {
		for _, g := range d.hall.Groups {
			if g.Code == s.Group {
				names = append(names, short(g))
			}
		}
	}
	return names
}

func short(g hall.GroupView) hall.Name {
	if g.Short.Zh != "" {
		return g.Short
	}
	return g.Name
}

func (d *Desk) openElsewhere() (labels []string) {
	for _, c := range d.hall.Counters {
		if c.ID != d.counter && c.State == hall.CounterOpen {
			labels = append(labels, c.Label)
		}
	}
	return labels
}

// Blank covers or uncovers the customer window.
func (d *Desk) Blank(on bool) {
	d.blank = on
	d.cfg.Changed()
}
