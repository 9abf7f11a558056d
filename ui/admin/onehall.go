package admin

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/kit"
)

const (
	hallY          = 160
	groupsW        = 456
	countersX      = pageX + groupsW + 16
	countersW      = pageW - groupsW - 16
	hallChoiceMost = 6
)

// hallPage is one hall now: who waits, and what each window does.
type hallPage struct {
	a        *Admin
	board    *kit.Board
	paper    *kit.Shape
	choices  *hallChoices
	groups   *kit.Table
	counters *kit.Table
	asks     *kit.Button // whether it is the hall that goes on from a copy
	issue    *kit.Button
}

func newHallPage(a *Admin) *hallPage {
	k := a.stage.Kit()
	h := &hallPage{a: a, board: k.Board()}
	h.paper = k.Draw(k.Look.Design, h.draw)
	h.board.Put(h.paper, 0, 0, 1600, 1000)
	h.choices = newHallChoices(a, h.board)
	h.groups = k.Table("group", a.say("groups.none"), []kit.Column{
		{Title: a.say("col.group"), Bold: true}, {Title: a.say("col.waiting"), Width: 80, Align: kit.Right}, {Title: a.say("col.longest"), Width: 100, Align: kit.Right},
	}, nil)
	h.board.Put(h.groups.Object(), pageX+12, hallY+52, groupsW-24, pageBottom-hallY-64)
	h.issue = k.Button("issue", a.say("hand.issue"), kit.Quiet, a.desk.OpenIssue)
	h.board.Put(h.issue, pageX+groupsW-24-148, hallY+8, 148, 40)
	h.counters = k.Table("counter", a.say("counters.none"), []kit.Column{
		{Title: a.say("col.window"), Width: 96, Bold: true}, {Title: a.say("col.state"), Width: 100}, {Title: a.say("col.badge"), Width: 64},
		{Title: a.say("col.now"), Width: 76, Bold: true}, {Title: a.say("col.since")},
		{Title: a.say("col.finished"), Width: 76, Align: kit.Right}, {Title: a.say("col.mean"), Width: 110, Align: kit.Right},
	}, nil)
	h.board.Put(h.counters.Object(), countersX+12, hallY+52, countersW-24, pageBottom-hallY-64)
	h.asks = k.Button("epoch-ask", a.say("epoch.open"), kit.Primary, a.askEpoch)
	h.board.Put(h.asks, countersX+countersW-24-168, hallY+8, 168, 40)
	return h
}

func (h *hallPage) object() fyne.CanvasObject { return h.board.Object() }

func (h *hallPage) draw(p *kit.Pen, _, _ float32) {
	card(p, pageX, hallY, groupsW, pageBottom-hallY, h.a.say("groups"), "")
	aside := ""
	o, ok := h.a.desk.Chosen()
	if ok && h.a.desk.Offline(o) && o.Asks == nil {
		_, aside = h.a.state(o)
	}
	card(p, countersX, hallY, countersW, pageBottom-hallY, h.a.say("counters"), aside)
	if ok && o.Asks != nil {
		ink := kit.Ink{Size: 15, Color: p.Look().Palette.Danger}
		p.Line1(h.a.unanswered(), countersX+180, hallY+12, countersW-24-168-192, 32, ink, kit.Right)
	}
}

func (h *hallPage) show() {
	h.choices.show()
	o, _ := h.a.desk.Chosen()
	visible(h.asks, o.Asks != nil)
	live, ok := h.a.desk.Live()
	stale := ok && h.stale()
	var groups, counters []kit.Row
	for _, g := range live.Groups {
		groups = append(groups, kit.Row{Key: string(g.Code), Stale: stale, Cells: h.groupCells(g)})
	}
	for _, c := range live.Counters {
		counters = append(counters, kit.Row{Key: string(c.ID), Stale: stale, Cells: h.counterCells(c)})
	}
	h.groups.Set(groups...)
	h.counters.Set(counters...)
	h.paper.Refresh()
}

func (h *hallPage) stale() bool {
	_, away, _ := h.a.desk.Fresh()
	o, ok := h.a.desk.Chosen()
	return away || !ok || h.a.desk.Offline(o)
}

func (h *hallPage) groupCells(g desk.Group) []kit.Cell {
	longest := "–"
	if g.Waiting > 0 {
		longest = h.a.say("minutes", "min", g.Longest/60000)
	}
	return []kit.Cell{{Text: h.a.name(g.Name)}, {Text: fmt.Sprint(g.Waiting)}, {Text: longest}}
}

func (h *hallPage) counterCells(c hall.CounterView) []kit.Cell {
	mood, word := kit.Closed, h.a.say("window.closed")
	switch c.State {
	case hall.CounterOpen:
		mood, word = kit.Good, h.a.say("window.open")
	case hall.CounterPaused:
		mood, word = kit.Watch, h.a.say("window.paused")
	}
	now, since := "–", ""
	if c.No != "" {
		now = string(c.No)
		since = h.a.say("ticket." + string(c.NoState))
		if c.CalledAt > 0 {
			since = h.a.say("ticket_since", "state", since, "time", h.a.clock(c.CalledAt))
		}
	}
	mean := "–"
	if c.Today.Finished > 0 {
		mean = h.a.say("minutes", "min", c.Today.ServedMs/int64(c.Today.Finished)/60000)
	}
	return []kit.Cell{{Text: h.a.stage.Book().Windows(h.a.stage.Lang(), lang.Window(c.Label))}, {Text: word, Dot: mood}, {Text: c.Badge},
		{Text: now}, {Text: since, Soft: true}, {Text: fmt.Sprint(c.Today.Finished)}, {Text: mean}}
}

// hallChoices lets one hall be chosen: pills in the page's head, and a button for the next ones when a row does not
// hold all.
type hallChoices struct {
	a     *Admin
	pills [hallChoiceMost]*kit.Button
	more  *kit.Button
	from  int           // the first hall shown
	shown hall.OutletID // the chosen hall that the row was turned to
}

func newHallChoices(a *Admin, b *kit.Board) *hallChoices {
	c := &hallChoices{a: a}
	for i := range c.pills {
		c.pills[i] = a.stage.Kit().Button(fmt.Sprintf("choose-hall-%d", i), "", kit.Quiet, func() { c.choose(i) })
		b.Put(c.pills[i], pageX+float32(i)*224, bandY, 212, 44)
	}
	c.more = a.stage.Kit().Button("more-halls", "", kit.Quiet, c.turn)
	b.Put(c.more, pageX+float32(hallChoiceMost-1)*224, bandY, 212, 44)
	return c
}

// choose takes the hall of a pill.
func (c *hallChoices) choose(i int) {
	if all, _ := c.a.desk.Outlets(); c.from+i < len(all) {
		c.a.desk.Choose(all[c.from+i].ID)
	}
}

// row is how many pills are halls: the last place is the button's when there are more halls.
func row(halls int) int {
	if halls > hallChoiceMost {
		return hallChoiceMost - 1
	}
	return hallChoiceMost
}

// turn shows the next halls, after the last the first.
func (c *hallChoices) turn() {
	all, _ := c.a.desk.Outlets()
	if c.from += row(len(all)); c.from >= len(all) {
		c.from = 0
	}
	c.show()
}

func (c *hallChoices) show() {
	all, _ := c.a.desk.Outlets()
	chosen, _ := c.a.desk.Chosen()
	n := row(len(all))
	if at := slices.IndexFunc(all, func(o desk.Outlet) bool { return o.ID == chosen.ID }); chosen.ID != c.shown && at >= 0 {
		c.shown, c.from = chosen.ID, at/n*n
	}
	visible(c.more, len(all) > n)
	c.more.SetLabel(c.a.say("halls.more", "n", c.from/n+1, "all", (len(all)+n-1)/n))
	for i, b := range c.pills {
		here := i < n && c.from+i < len(all)
		visible(b, here)
		if !here {
			continue
		}
		o := all[c.from+i]
		b.SetLabel(c.a.name(o.Name))
		rank := kit.Quiet
		if o.ID == chosen.ID {
			rank = kit.Secondary
		}
		b.SetRank(rank)
	}
}
