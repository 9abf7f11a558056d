package admin

import (
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/kit"
)

const ticketsY = 216

// ticketsPage is today's tickets of one hall: filtered, paged, each with its history in the drawer.
type ticketsPage struct {
	a        *Admin
	board    *kit.Board
	paper    *kit.Shape
	choices  *hallChoices
	filters  []*kit.Choice
	no       *kit.Field
	table    *kit.Table
	previous *kit.Button
	next     *kit.Button
}

func newTicketsPage(a *Admin) *ticketsPage {
	k := a.stage.Kit()
	t := &ticketsPage{a: a, board: k.Board()}
	t.paper = k.Draw(k.Look.Design, t.draw)
	t.board.Put(t.paper, 0, 0, 1600, 1000)
	t.choices = newHallChoices(a, t.board)
	for i, state := range desk.Filters {
		c := k.Choice("filter-"+orAll(state), kit.PillChoice, a.say("filter."+orAll(state)), false, func() { a.desk.Filter(state, a.desk.Query().No) })
		t.filters = append(t.filters, c)
		t.board.Put(c, pageX+float32(i)*104, 172, 92, 32)
	}
	t.no = k.Field("filter-no", "", a.say("filter.no"), false)
	t.no.OnDone(func(text string) { a.desk.Filter(a.desk.Query().State, text) })
	t.board.Put(t.no.Object(), pageX+pageW-280, 140, 280, 0)
	t.table = k.Table("ticket", a.say("tickets.none"), []kit.Column{
		{Title: a.say("col.no"), Width: 90, Bold: true}, {Title: a.say("col.group")}, {Title: a.say("col.state"), Width: 120},
		{Title: a.say("col.taken"), Width: 90, Align: kit.Right}, {Title: a.say("col.called"), Width: 90, Align: kit.Right},
		{Title: a.say("col.window"), Width: 90, Align: kit.Right}, {Title: a.say("col.wait"), Width: 100, Align: kit.Right},
		{Title: a.say("col.service"), Width: 100, Align: kit.Right}, {Title: a.say("col.rating"), Width: 140, Align: kit.Right},
	}, func(key string) { a.desk.Open(hall.TicketID(key)) })
	t.board.Put(t.table.Object(), pageX+12, ticketsY+8, pageW-24, 628)
	t.previous = k.Button("page-previous", a.say("page.previous"), kit.Quiet, a.desk.Previous)
	t.next = k.Button("page-next", a.say("page.next"), kit.Quiet, a.desk.Next)
	t.board.Put(t.previous, pageX+pageW-248, 912, 112, 40)
	t.board.Put(t.next, pageX+pageW-128, 912, 112, 40)
	return t
}

func orAll(s hall.State) string {
	if s == "" {
		return "all"
	}
	return string(s)
}

func (t *ticketsPage) object() fyne.CanvasObject { return t.board.Object() }

func (t *ticketsPage) draw(p *kit.Pen, _, _ float32) {
	pal := p.Look().Palette
	p.Box(pageX, ticketsY, pageW, pageBottom-ticketsY, 12, pal.Surface, pal.Line, 1)
	_, number, ok := t.a.desk.Page()
	if ok {
		p.Line1(t.a.say("page.number", "n", number), pageX+24, 912, 300, 40, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
	}
}

func (t *ticketsPage) show() {
	t.choices.show()
	q := t.a.desk.Query()
	for i, c := range t.filters {
		c.SetChosen(desk.Filters[i] == q.State)
	}
	page, number, _ := t.a.desk.Page()
	open, _, _, _ := t.a.desk.Drawer()
	_, away, _ := t.a.desk.Fresh()
	var rows []kit.Row
	for _, x := range page.Tickets {
		rows = append(rows, kit.Row{Key: string(x.ID), Chosen: x.ID == open.ID, Stale: away, Cells: t.cells(x)})
	}
	t.table.Set(rows...)
	onOff(t.previous, number > 1)
	onOff(t.next, page.After != "")
	t.paper.Refresh()
}

func onOff(b *kit.Button, on bool) {
	if on {
		b.SetOn("")
	} else {
		b.SetOff("")
	}
}

func (t *ticketsPage) cells(x hall.Ticket) []kit.Cell {
	a, now := t.a, hall.At(t.a.stage.Now())
	service, window := "", ""
	if ms := x.ServiceMs(now); ms > 0 {
		service = a.say("minutes", "min", ms/60000)
	}
	if x.FirstCalledAt > 0 {
		window = a.label(x.Counter)
	}
	return []kit.Cell{{Text: string(x.No)}, {Text: a.group(x.Group)}, {Text: a.say("ticket." + string(x.State)), Tag: stateMood(x.State)},
		{Text: a.clock(x.IssuedAt)}, {Text: a.clock(x.FirstCalledAt)}, {Text: window},
		{Text: a.say("minutes", "min", int64(x.Wait(now))/60000)}, {Text: service}, {Text: a.rating(x)}}
}

func stateMood(s hall.State) kit.Mood {
	switch s {
	case hall.Called, hall.Serving, hall.Finished:
		return kit.Good
	case hall.Missed, hall.Held:
		return kit.Watch
	}
	return kit.Dull
}

func (a *Admin) rating(x hall.Ticket) string {
	if x.Evaluation == nil {
		return ""
	}
	return a.say(fmt.Sprintf("level.%d", x.Evaluation.Level))
}

// label is what a window is called, its id when the hall has not told.
func (a *Admin) label(id hall.CounterID) string {
	live, _ := a.desk.Live()
	for _, c := range live.Counters {
		if c.ID == id && c.Label != "" {
			return c.Label
		}
	}
	return string(id)
}

// group is a group's name, its code when the hall has not told the name.
func (a *Admin) group(code hall.GroupCode) string {
	live, _ := a.desk.Live()
	for _, g := range live.Groups {
		if g.Code == code {
			return a.name(g.Name)
		}
	}
	return string(code)
}
