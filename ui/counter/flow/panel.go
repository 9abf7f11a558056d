package flow

import (
	"slices"

	"github.com/brighthall/brighthall/hall"
)

// Panel is the question that lies open on the teller's screen.
type Panel string

// The panels.
const (
	NoPanel       Panel = ""
	FinishPanel   Panel = "finish"   // an outcome per item
	TransferPanel Panel = "transfer" // to where
	PausePanel    Panel = "pause"    // why
	ScanPanel     Panel = "scan"     // waits for a code, or lets it be typed
	IssuePanel    Panel = "issue"    // a number for which service
	SignOutPanel  Panel = "sign_out" // really?
	NoShowPanel   Panel = "no_show"  // so soon?
)

// Panels are all questions.
var Panels = []Panel{FinishPanel, TransferPanel, PausePanel, ScanPanel, IssuePanel, SignOutPanel}

// Panel is the open question.
func (d *Desk) Panel() Panel { return d.panel }

// Dismiss closes the open question, or puts a scanned ticket aside.
func (d *Desk) Dismiss() {
	if d.panel == NoPanel {
		d.offer = nil
	}
	d.panel, d.notice = NoPanel, Notice{}
	d.cfg.Changed()
}

func (d *Desk) show(p Panel) {
	d.panel, d.page, d.notice, d.note = p, 0, Notice{}, ""
	if p == FinishPanel {
		d.finish = newFinishing(*d.ticket)
	}
}

// Outcomes are the outcomes an item can have, in the order of their digit keys 1–5.
var Outcomes = []hall.Outcome{hall.Accepted, hall.Done, hall.Papers, hall.Forwarded, hall.NotDone}

// finishing collects one outcome per item.
type finishing struct {
	items []hall.ItemCode
	got   map[hall.ItemCode]hall.Outcome
	at    int // the item that the digit keys answer
}

func newFinishing(t hall.Ticket) finishing {
	items := t.Items
	if len(items) == 0 {
		items = []hall.ItemCode{hall.WholeItem}
	}
	return finishing{items: items, got: map[hall.ItemCode]hall.Outcome{}}
}

// next goes to the first item after at that is still open; when none is, it stays, so that the answer can be mended.
func (f *finishing) next() {
	for i := range f.items {
		n := (f.at + 1 + i) % len(f.items)
		if f.got[f.items[n]] == "" {
			f.at = n
			return
		}
	}
}

// OutcomeRow is one item of the finish panel.
type OutcomeRow struct {
	Item    hall.ItemCode
	Name    hall.Name
	Outcome hall.Outcome // "" not chosen yet
	Here    bool         // the digit keys set this one
}

// OutcomeRows are the items whose outcome is asked.
func (d *Desk) OutcomeRows() []OutcomeRow {
	var rows []OutcomeRow
	for n, i := range d.finish.items {
		rows = append(rows, OutcomeRow{Item: i, Name: d.itemName(i), Outcome: d.finish.got[i], Here: n == d.finish.at})
	}
	return rows
}

// SetOutcome answers one item.
func (d *Desk) SetOutcome(i hall.ItemCode, o hall.Outcome) {
	d.finish.got[i] = o
	d.finish.at = max(slices.Index(d.finish.items, i), 0)
	d.finish.next()
	d.cfg.Changed()
}

// Digit answers the item at hand with the n-th outcome, 1–5.
func (d *Desk) Digit(n int) {
	if d.panel == FinishPanel && n >= 1 && n <= len(Outcomes) {
		d.SetOutcome(d.finish.items[d.finish.at], Outcomes[n-1])
	}
}

// Move goes up or down by n among the items whose outcome is asked.
func (d *Desk) Move(n int) {
	if d.panel == FinishPanel {
		d.finish.at = min(max(d.finish.at+n, 0), len(d.finish.items)-1)
		d.cfg.Changed()
	}
}

// WhyEnd says why the service cannot be ended yet; nothing when it can.
func (d *Desk) WhyEnd() Say {
	if missing := len(d.finish.items) - len(d.finish.got); missing > 0 {
		return sayWith("why.outcome", Args{"n": missing})
	}
	return d.why(Finish)
}

// EndService finishes the current ticket with the outcomes chosen.
func (d *Desk) EndService() {
	if why := d.WhyEnd(); !why.Nothing() {
		d.tell(Warn, why)
		d.cfg.Changed()
		return
	}
	d.verb(string(Finish), hall.Action{Verb: hall.Finish, Outcomes: d.finish.got})
}

// Target is a place a ticket can be transferred to: a group, or a counter.
type Target struct {
	Group   hall.GroupCode
	Counter hall.CounterID
	Name    hall.Name // of the group
	Label   string    // of the counter
	Badge   string
	On      bool
	Why     Say
}

// Targets are the places the current ticket can go to: services first, then counters.
func (d *Desk) Targets() (groups, counters []Target) {
	if d.ticket == nil {
		return nil, nil
	}
	for _, g := range d.hall.Groups {
		if g.Withdrawn || g.Code == d.ticket.Group {
			continue
		}
		t := Target{Group: g.Code, Name: g.Name, On: d.servedElsewhere(g)}
		t.Why = unless(t.On, say("why.nobody_serves"))
		groups = append(groups, t)
	}
	for _, c := range d.hall.Counters {
		if c.ID == d.counter {
			continue
		}
		t := Target{Counter: c.ID, Label: c.Label, Badge: c.Badge, On: c.State == hall.CounterOpen}
		t.Why = unless(t.On, say("why.counter_"+string(c.State)))
		counters = append(counters, t)
	}
	return groups, counters
}

func (d *Desk) servedElsewhere(g hall.GroupView) bool {
	for _, c := range d.hall.Counters {
		for _, s := range c.Serves {
			if s.Group == g.Code && c.State == hall.CounterOpen {
				return true
			}
		}
	}
	return false
}

// TransferTo sends the current ticket to another service or counter, ahead of its tail, with a word for the colleague.
func (d *Desk) TransferTo(t Target, note string) {
	if why := d.why(Transfer); !why.Nothing() {
		d.tell(Warn, why)
		d.cfg.Changed()
		return
	}
	d.verb(string(Transfer), hall.Action{Verb: hall.Transfer, ToGroup: t.Group, ToCounter: t.Counter, Note: note})
}

// WhyHold says why the ticket cannot be put aside; nothing when it can.
func (d *Desk) WhyHold() Say {
	if d.Phase() != Serving {
		return say("why.hold_serving")
	}
	return d.why(Transfer)
}

// Hold puts the ticket aside: for this counter, or for whoever is free; after min minutes (0 never) it returns to the
// queue by itself.
func (d *Desk) Hold(forAnyone bool, min int, note string) {
	if why := d.WhyHold(); !why.Nothing() {
		d.tell(Warn, why)
		d.cfg.Changed()
		return
	}
	d.verb("hold", hall.Action{Verb: hall.Hold, ForAnyone: forAnyone, HoldMin: min, Note: note})
}
