package replay

import "github.com/brighthall/brighthall/hall"

// bodyVersion is the one form of bodies that there is.
const bodyVersion = 1

// form checks what an event says twice: beside its body and in it.
func (r *Replay) form(e hall.Event, b hall.Body) {
	if r.outlet == "" {
		r.outlet = e.Outlet
	}
	if e.Outlet != r.outlet {
		r.wrong(e, "is of outlet %s, the log of %s", e.Outlet, r.outlet)
	}
	if e.V != bodyVersion {
		r.wrong(e, "has a body of version %d", e.V)
	}
	if e.Key == "" && e.Actor != (hall.Actor{}) {
		r.wrong(e, "is by %s %s and has no key", e.Actor.Terminal, e.Actor.Teller)
	}
	if subject, known := subjectOf(e, b); known && e.Subject != subject {
		r.wrong(e, "is about %q", subject)
	}
	if id := outletOf(b); id != "" && id != e.Outlet {
		r.wrong(e, "has a body of outlet %s", id)
	}
	if by, known := terminalOf(e, b); known && by != e.Actor.Terminal {
		r.wrong(e, "is by terminal %q, its body by %q", e.Actor.Terminal, by)
	}
	r.teller(e, b)
	switch e.Kind {
	case hall.TicketIssued, hall.OrderDone, hall.TestAsked: // what is made elsewhere under an id, has that as its key
		if e.Key != e.Subject {
			r.wrong(e, "has the key %q", e.Key)
		}
	}
}

// teller checks who is named as the one who acted: somebody whom a setup names, and at a counter the one who sits
// there. Whoever opens a counter may have been somebody else before.
func (r *Replay) teller(e hall.Event, b hall.Body) {
	if b.Setup != nil {
		for _, t := range b.Setup.Tellers {
			r.tellers[t.ID] = true
		}
	}
	who := e.Actor.Teller
	if who != "" && !r.tellers[who] {
		r.wrong(e, "is by teller %s, whom no setup names", who)
	}
	if c := b.Counter; e.Kind != hall.CounterOpened && c != nil && c.Teller != "" && who != "" && c.Teller != who {
		r.wrong(e, "is by teller %s at the counter of %s", who, c.Teller)
	}
}

// subjectOf is what an event is about, by its body. Tickets are looked at on their own.
func subjectOf(e hall.Event, b hall.Body) (subject string, known bool) {
	switch e.Kind {
	case hall.EpochOpened, hall.SetupApplied, hall.ClockDoubted, hall.ClockCorrected:
		return string(e.Outlet), true
	case hall.DayOpened, hall.DayClosed:
		return string(b.Day), true
	case hall.DeviceFault, hall.TestDone:
		return string(e.Actor.Terminal), true
	case hall.TestAsked:
		return e.Key, true
	}
	switch {
	case b.Order != nil:
		return b.Order.ID, true
	case b.Slip != nil:
		return string(b.Slip.Ticket), true
	case b.Skip != nil:
		return b.Skip.Prefix, true
	case b.Counter != nil && b.Ticket == nil:
		return string(b.Counter.ID), true
	}
	return "", false
}

func outletOf(b hall.Body) hall.OutletID {
	switch {
	case b.Ticket != nil:
		return b.Ticket.Outlet
	case b.Setup != nil:
		return b.Setup.Outlet.ID
	}
	return ""
}

// terminalOf is who acted, where the body says it too.
func terminalOf(e hall.Event, b hall.Body) (by hall.TerminalID, known bool) {
	switch {
	case e.Kind == hall.TicketIssued && b.Ticket != nil:
		return b.Ticket.Terminal, true
	case e.Kind == hall.CounterOpened && b.Counter != nil:
		return b.Counter.Terminal, true
	case b.Fault != nil:
		return b.Fault.Terminal, true
	case b.Test != nil:
		return b.Test.Terminal, true
	}
	return "", false
}
