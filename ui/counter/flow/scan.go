package flow

import (
	"context"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// Scanned takes a scanned text: the called ticket starts, a waiting one is offered, everything else gets its own
// sentence.
func (d *Desk) Scanned(text string) {
	defer d.cfg.Changed()
	if why := d.why(Scan); !why.Nothing() {
		d.tell(Warn, why)
		return
	}
	if no, ok := hall.ParseNumber(text); ok {
		d.findNumber(no)
		return
	}
	s, err := hall.ParseScan(text)
	switch {
	case err != nil:
		d.scanRefused(err)
	case d.away:
		d.scannedAway(s)
	default:
		d.find(text, s)
	}
}

func (d *Desk) find(text string, s hall.Scanned) {
	var st hall.Standing
	d.push(&job{what: string(Scan), call: func(ctx context.Context) (err error) {
		st, err = d.cfg.Queue.Find(ctx, text)
		return err
	}, land: func() { d.found(st.Ticket) }, hasty: true, sorry: func(err error) {
		if isAway(err) {
			d.scannedAway(s)
			return
		}
		d.scanRefused(err)
	}})
}

// scanKeys are the sentences of the scan refusals.
var scanKeys = map[hall.Code]string{
	hall.CodeUnknown: "scan.unknown", hall.CodeForeign: "scan.foreign", hall.CodeForged: "scan.forged",
	hall.CodeOld: "scan.old", hall.CodeUsed: "scan.used", hall.CodeLost: "scan.lost",
}

func (d *Desk) scanRefused(err error) {
	if key, ok := scanKeys[hall.CodeOf(err)]; ok {
		d.notice, d.noticeAt = Notice{Tone: Danger, Say: say(key)}, d.cfg.Now()
		return
	}
	d.refuse("sorry.scan", nil, err)
}

// scannedAway looks the ticket up in the mirrored state: the node cannot be asked.
func (d *Desk) scannedAway(s hall.Scanned) {
	is := func(t hall.Ticket) bool {
		return s.Code != "" && t.Code == s.Code || s.Token != "" && t.TokenHash == hall.TokenHash(s.Token)
	}
	if d.ticket != nil && is(*d.ticket) {
		d.found(*d.ticket)
		return
	}
	for _, list := range [][]hall.Ticket{d.hall.Waiting, d.hall.Missed, d.hall.Held} {
		for _, t := range list {
			if is(t) {
				d.found(t)
				return
			}
		}
	}
	d.tell(Warn, say("scan.away"))
}

// findNumber looks for a number that was typed as it stands on the slip, in whatever line it is: its prefix is a
// service's, or that of care and booked visitors. The hall's state is here, so nobody need be asked.
func (d *Desk) findNumber(no hall.TicketNo) {
	if t, ok := d.numbered(no); ok {
		d.found(t)
		return
	}
	d.tell(Warn, sayWith("scan.no_such_number", Args{"no": no}))
}

func (d *Desk) numbered(no hall.TicketNo) (hall.Ticket, bool) {
	if d.ticket != nil && d.ticket.No == no {
		return *d.ticket, true
	}
	for _, list := range [][]hall.Ticket{d.hall.Waiting, d.hall.Missed, d.hall.Held} {
		for _, t := range list {
			if t.No == no {
				return t, true
			}
		}
	}
	for _, c := range d.hall.Counters {
		if c.Ticket != "" && c.No == no {
			return hall.Ticket{ID: c.Ticket, No: no, State: c.NoState, Counter: c.ID}, true
		}
	}
	return hall.Ticket{}, false
}

func (d *Desk) found(t hall.Ticket) {
	if d.panel == ScanPanel {
		d.panel = NoPanel
	}
	ours := d.ticket != nil && d.ticket.ID == t.ID
	args := Args{"no": t.No, "window": lang.Window(d.labelOf(t.Counter))}
	switch {
	case ours && d.ticket.State == hall.Called:
		d.Do(Start)
	case ours:
		d.tell(Plain, sayWith("scan.open", args))
	case t.State == hall.Called || t.State == hall.Serving:
		d.tell(Warn, sayWith("scan.elsewhere", args))
	case !t.State.Open():
		d.notice, d.noticeAt = Notice{Tone: Danger, Say: say("scan.used")}, d.cfg.Now()
	default:
		d.offer = &t
	}
}

func (d *Desk) labelOf(id hall.CounterID) string {
	for _, c := range d.hall.Counters {
		if c.ID == id {
			return orElse(c.Label, string(id))
		}
	}
	return string(id)
}

// Offer is a ticket that could be called out of turn: scanned, or picked from the list.
type Offer struct {
	Ticket hall.Ticket
	Label  Say // of the act: call this one, or go on with a held one
	On     bool
	Why    Say
}

// Offer is the ticket on offer.
func (d *Desk) Offer() (Offer, bool) {
	if d.offer == nil {
		return Offer{}, false
	}
	o := Offer{Ticket: *d.offer, Label: say("act.call_this")}
	if o.Ticket.State == hall.Held {
		o.Label = say("act.resume")
	}
	o.Why = d.whyTake()
	o.On = o.Why.Nothing()
	return o, true
}

func (d *Desk) whyTake() Say {
	if d.busy() {
		return say("why.busy")
	}
	return d.whyFree(Next, d.Phase())
}

// Show offers a ticket of the queue list.
func (d *Desk) Show(t hall.Ticket) {
	d.offer = &t
	d.cfg.Changed()
}

// Take calls the ticket on offer, out of turn; a held one goes on being served. With the node away the visitor stands
// here with the paper in hand, so the service starts at once.
func (d *Desk) Take() {
	if d.offer == nil {
		return
	}
	if why := d.whyTake(); !why.Nothing() {
		d.tell(Warn, why)
		d.cfg.Changed()
		return
	}
	t, wasAway := *d.offer, d.away
	d.offer, d.reason = nil, &hall.PickReason{Rule: "chosen", WaitedMs: int64(t.Wait(d.Now())), Group: t.Group}
	if t.State == hall.Held {
		d.act("take", t, hall.Action{Verb: hall.Resume}, d.became)
		return
	}
	d.act("take", t, hall.Action{Verb: hall.Call}, d.became)
	if wasAway && d.ticket != nil && d.ticket.ID == t.ID {
		d.Do(Start)
	}
}

// Requeue brings a missed ticket back into the queue, behind a few others.
func (d *Desk) Requeue(t hall.Ticket) {
	if d.away || d.busy() || d.teller == "" {
		d.tell(Warn, d.whyRequeue())
		d.cfg.Changed()
		return
	}
	d.offer = nil
	d.act("requeue", t, hall.Action{Verb: hall.Requeue}, func(t hall.Ticket) {
		d.tell(Plain, sayWith("notice.requeued", Args{"no": t.No}))
	})
}

func (d *Desk) whyRequeue() Say {
	switch {
	case d.teller == "":
		return say("why.closed")
	case d.away:
		return say("why.away")
	}
	return say("why.busy")
}

// CanUndo reports whether the last end can be taken back, and for how many seconds more. One that the visitor has rated
// cannot.
func (d *Desk) CanUndo() (no hall.TicketNo, left int, ok bool) {
	if d.ended == nil || d.ended.Rated() || d.ticket != nil || d.away || d.teller == "" || d.paused != "" {
		return "", 0, false
	}
	left = d.hall.Outlet.Rules.ReopenSec - int(d.Now().Sub(d.ended.EndedAt).Seconds())
	return d.ended.No, left, left > 0
}

// Undo takes back the last end: the service goes on. It is audited.
func (d *Desk) Undo() {
	if _, _, ok := d.CanUndo(); !ok || d.busy() {
		return
	}
	d.act("undo", *d.ended, hall.Action{Verb: hall.Reopen}, func(t hall.Ticket) {
		d.ended, d.rate = nil, nil
		d.became(t)
	})
}
