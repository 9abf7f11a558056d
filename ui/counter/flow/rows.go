package flow

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// Row is one line of the queue list.
type Row struct {
	Ticket hall.Ticket
	Name   hall.Name
	Tags   []Say
	Waited int // minutes
	Why    Say // why it stands here
}

// Rows are all who wait for this counter, in the order they would be called; then those of its services who wait for
// another window alone. They are the snapshot's, like every figure of the screens: the node's own line explains the
// first ones.
func (d *Desk) Rows() []Row {
	if d.teller == "" {
		return nil
	}
	c, _ := d.Counter()
	left := map[hall.TicketID]hall.Ticket{}
	for _, t := range d.hall.Waiting {
		if serves(c, t.Group) || t.ForCounter == d.counter {
			left[t.ID] = t
		}
	}
	var rows []Row
	for _, p := range d.rows {
		if _, waits := left[p.Ticket.ID]; !waits {
			continue
		}
		delete(left, p.Ticket.ID)
		r := d.row(p.Ticket)
		if r.Why = d.whyPicked(p.Reason); longest(p.Reason) && len(rows) > 0 {
			r.Why = say("picked.in_turn") // only one waits longest
		}
		rows = append(rows, r)
	}
	for _, t := range d.inOrder(c, left) {
		r := d.row(t)
		if r.Why = say("picked.in_turn"); t.ForCounter != "" && t.ForCounter != d.counter {
			r.Why = sayWith("picked.other", Args{"window": lang.Window(d.labelOf(t.ForCounter))})
		}
		rows = append(rows, r)
	}
	return rows
}

// inOrder are tickets by effective time and preference, as hall/queue.Pick looks at them; those that wait for another
// window alone come last, those that rest before them.
func (d *Desk) inOrder(c hall.CounterView, all map[hall.TicketID]hall.Ticket) []hall.Ticket {
	rank := func(t hall.Ticket) int {
		switch {
		case t.ForCounter != "" && t.ForCounter != d.counter:
			return 2
		case t.NotBefore > d.Now():
			return 1
		}
		return 0
	}
	place := func(t hall.Ticket) hall.Millis {
		return t.Effective.Add(time.Duration(level(c, t.Group)*d.hall.Outlet.Rules.LevelMin) * time.Minute)
	}
	return slices.SortedFunc(maps.Values(all), func(a, b hall.Ticket) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(place(a), place(b)), cmp.Compare(a.IssuedAt, b.IssuedAt), cmp.Compare(a.No, b.No))
	})
}

// FindRows are the tickets that wait or are set aside and have these letters and digits in their number.
func (d *Desk) FindRows(number string) (found []Row) {
	number = strings.ToUpper(strings.TrimSpace(hall.Halfwidth(number)))
	if number == "" {
		return nil
	}
	held, missed := d.Aside()
	for _, list := range [][]Row{d.Rows(), missed, held} {
		for _, r := range list {
			if strings.Contains(string(r.Ticket.No), number) {
				found = append(found, r)
			}
		}
	}
	return found
}

func level(c hall.CounterView, g hall.GroupCode) int {
	for _, s := range c.Serves {
		if s.Group == g {
			return s.Level
		}
	}
	return 0
}

func serves(c hall.CounterView, g hall.GroupCode) bool {
	for _, s := range c.Serves {
		if s.Group == g {
			return true
		}
	}
	return false
}

// Aside are the tickets that wait for nobody's call: held ones this counter may go on with, then missed ones that may
// come back.
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
	Own     bool // not a group: those who wait for this window alone, for a service it does not do
	Rest    bool // not a group: all those that have no room of their own
	Waiting int
	Longest int // minutes; 0 when nobody waits
}

// Fold keeps the n figures with the most people, in their order, and adds the others up to one.
func Fold(all []GroupFigure, n int) []GroupFigure {
	if n >= len(all) {
		return all
	}
	most := slices.Clone(all)
	slices.SortStableFunc(most, func(a, b GroupFigure) int { return b.Waiting - a.Waiting })
	kept, rest := []GroupFigure{}, GroupFigure{Rest: true}
	for _, g := range all {
		if slices.ContainsFunc(most[:n], func(m GroupFigure) bool { return m == g }) {
			kept = append(kept, g)
			continue
		}
		rest.Waiting += g.Waiting
		rest.Longest = max(rest.Longest, g.Longest)
	}
	return append(kept, rest)
}

// Groups are the figures of the groups this counter serves, all groups when none is signed in.
func (d *Desk) Groups() (all []GroupFigure) {
	c, ok := d.Counter()
	for _, g := range d.hall.Groups {
		if !ok || d.teller == "" || serves(c, g.Code) {
			all = append(all, GroupFigure{Name: short(g), Waiting: g.Waiting, Longest: minutes(g.LongestMs)})
		}
	}
	own := GroupFigure{Own: true}
	for _, t := range d.hall.Waiting {
		if ok && d.teller != "" && t.ForCounter == d.counter && !serves(c, t.Group) {
			own.Waiting++
			own.Longest = max(own.Longest, minutes(int64(t.Wait(d.Now()))))
		}
	}
	if own.Waiting > 0 {
		all = append(all, own)
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
	rated, satisfied := c.Today.Rated, c.Today.Satisfied
	if d.veiled.ticket != "" {
		rated, satisfied = d.veiled.rated, d.veiled.satisfied
	}
	f := Figures{Finished: c.Today.Finished, Rated: rated, Known: ok}
	if f.Finished > 0 {
		f.MeanMin = int((c.Today.ServedMs/int64(f.Finished) + 30000) / 60000)
	}
	if f.Rated > 0 {
		f.Satisfied = (satisfied*100 + f.Rated/2) / f.Rated
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
