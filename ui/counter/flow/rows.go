package flow

import "github.com/brighthall/brighthall/hall"

// Row is one line of the queue list.
type Row struct {
	Ticket hall.Ticket
	Name   hall.Name
	Tags   []Say
	Waited int // minutes
	Why    Say // why it stands here
}

// Rows is the queue of this counter in the order it would be called; from the mirrored state when the node is away.
func (d *Desk) Rows() []Row {
	var rows []Row
	for _, p := range d.rows {
		r := d.row(p.Ticket)
		r.Why = d.whyPicked(p.Reason)
		if r.Why.Key == "counter.picked.earliest" && len(rows) > 0 {
			r.Why.Key = "counter.picked.in_turn" // only one waits longest
		}
		rows = append(rows, r)
	}
	if len(rows) > 0 || !d.away {
		return rows
	}
	c, _ := d.Counter()
	for _, t := range d.hall.Waiting {
		if serves(c, t.Group) && len(rows) < rowLimit {
			rows = append(rows, d.row(t))
		}
	}
	return rows
}

func serves(c hall.CounterView, g hall.GroupCode) bool {
	for _, s := range c.Serves {
		if s.Group == g {
			return true
		}
	}
	return false
}

// Aside are the tickets that wait for nobody's call: held ones this counter may go on with, then missed ones that may come back.
func (d *Desk) Aside() (held, missed []Row) {
	for _, t := range d.hall.Held {
		if t.HoldBy == d.counter || t.HoldBy == "" {
			held = append(held, d.row(t))
		}
	}
	for _, t := range d.hall.Missed {
		missed = append(missed, d.row(t))
	}
	return held, missed
}

func (d *Desk) row(t hall.Ticket) Row {
	return Row{Ticket: t, Name: d.rowName(t), Tags: tags(t), Waited: minutes(int64(t.Wait(d.Now())))}
}

// rowName is short: the list is narrow.
func (d *Desk) rowName(t hall.Ticket) hall.Name {
	if len(t.Items) > 0 {
		return d.itemName(t.Items[0])
	}
	for _, g := range d.hall.Groups {
		if g.Code == t.Group {
			return short(g)
		}
	}
	return d.groupName(t.Group)
}

// GroupFigure is one group of this counter in the head line.
type GroupFigure struct {
	Name    hall.Name
	Waiting int
	Longest int // minutes; 0 when nobody waits
}

// Groups are the figures of the groups this counter serves, all groups when none is signed in.
func (d *Desk) Groups() (all []GroupFigure) {
	c, ok := d.Counter()
	for _, g := range d.hall.Groups {
		if !ok || d.teller == "" || serves(c, g.Code) {
			all = append(all, GroupFigure{short(g), g.Waiting, minutes(g.LongestMs)})
		}
	}
	return all
}

// Figures are the counter's own figures today.
type Figures struct {
	Finished  int
	MeanMin   int  // of the service; meaningless without Finished
	Satisfied int  // percent of those who rated
	Rated     int  // how many rated
	Known     bool // false: nothing is known yet
}

// Today is what this counter did today.
func (d *Desk) Today() Figures {
	c, ok := d.Counter()
	f := Figures{Finished: c.Today.Finished, Rated: c.Today.Rated, Known: ok}
	if f.Finished > 0 {
		f.MeanMin = int((c.Today.ServedMs/int64(f.Finished) + 30000) / 60000)
	}
	if f.Rated > 0 {
		f.Satisfied = (c.Today.Satisfied*100 + f.Rated/2) / f.Rated
	}
	return f
}

// FreeCounters are the counters one could sign in at; On marks those nobody has.
func (d *Desk) FreeCounters() (all []Target) {
	for _, c := range d.hall.Counters {
		t := Target{Counter: c.ID, Label: c.Label, On: c.State == hall.CounterClosed}
		t.Why = unless(t.On, say("why.counter_taken"))
		all = append(all, t)
	}
	return all
}
