package admin

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/kit"
)

// drawer shows one ticket with its history over the right of the page.
type drawer struct {
	a     *Admin
	board *kit.Board
	paper *kit.Shape
	close *kit.Button
	hand  *hand
}

func newDrawer(a *Admin) *drawer {
	k := a.stage.Kit()
	d := &drawer{a: a, board: k.BoardOf(drawerW, 1000)}
	d.board.Put(k.Catcher(nil), 0, 0, drawerW, 1000)
	d.hand = newHand(a)
	d.paper = k.Draw(fyne.NewSize(drawerW, 1000), d.draw)
	d.board.Put(d.paper, 0, 0, drawerW, 1000)
	d.close = k.Button("drawer-close", a.say("drawer.close"), kit.Quiet, a.desk.Close)
	d.board.Put(d.close, drawerW-24-112, 28, 112, 40)
	d.hand.put(d.board)
	return d
}

func (d *drawer) object() fyne.CanvasObject { return d.board.Object() }

func (d *drawer) show() {
	_, open := d.a.desk.Hand()
	visible(d.object(), open)
	d.hand.show()
	d.paper.Refresh()
}

func (d *drawer) draw(p *kit.Pen, w, h float32) {
	pal, a := p.Look().Palette, d.a
	p.Fill(0, 0, w, h, pal.Surface)
	p.Fill(0, 0, 1, h, pal.Line2)
	t, history, failed, open := d.a.desk.Drawer()
	d.hand.draw(p, w)
	if !open {
		o, _ := a.desk.Chosen()
		p.Whole(a.say("hand.issue"), 32, 16, 350, 64, kit.Ink{Size: 32, Bold: true, Color: pal.Ink}, kit.Left)
		p.Line1(a.name(o.Name), 32, 80, w-64, 28, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
		p.Fill(32, 124, w-64, 1, pal.Line)
		return
	}
	p.Whole(string(t.No), 32, 16, 250, 64, kit.Ink{Size: 40, Bold: true, Color: pal.Ink}, kit.Left)
	p.Line1(a.group(t.Group)+"\u3000"+a.say("ticket."+string(t.State)), 32, 80, w-64, 28, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
	p.Fill(32, 124, w-64, 1, pal.Line)
	switch {
	case failed != "":
		p.Lines(d.sorry(failed), 32, 140, w-64, kit.Ink{Size: 15, Color: pal.Danger}, 1.5, 3, kit.Left)
	case history == nil:
		for i := range 5 { // grey bars while it is read
			p.Box(32, 148+float32(i)*48, w-64-float32(i%3)*60, 20, 6, pal.Sunken, pal.Sunken, 0)
		}
	default:
		d.drawEvents(p, history.Events, w, handTop)
	}
}

func (d *drawer) drawEvents(p *kit.Pen, events []hall.Event, w, h float32) {
	pal, a := p.Look().Palette, d.a
	soft := kit.Ink{Size: 15, Color: pal.Ink2}
	y := float32(136)
	for i, e := range events {
		if y+52 > h-24 {
			p.Line1(a.say("drawer.more", "n", len(events)-i), 32, y, w-64, 28, soft, kit.Left)
			return
		}
		if i > 0 {
			p.Fill(39, y-26, 2, 40, pal.Line)
		}
		p.Dot(40, y+20, 10, pal.Green)
		p.Line1(e.At.Time().In(a.zone).Format("15:04:05"), 64, y, 84, 40, soft, kit.Left)
		what, detail := d.event(e)
		p.Line1(what, 152, y, w-184, 40, kit.Ink{Size: 15, Bold: true, Color: pal.Ink}, kit.Left)
		if detail != "" {
			p.Line1(detail, 152, y+30, w-184, 24, soft, kit.Left)
			y += 24
		}
		y += 44
	}
}

func (d *drawer) sorry(code hall.Code) string {
	if code == hall.Unavailable || code == hall.Unknown {
		return d.a.say("drawer.away")
	}
	return d.a.stage.Sorry(hall.E("admin", code))
}

// event is what happened, and who or where.
func (d *drawer) event(e hall.Event) (what, detail string) {
	a := d.a
	what = a.say("event." + strings.ReplaceAll(string(e.Kind), ".", "_"))
	b, err := e.Tell()
	if err == nil && b.Slip != nil {
		return what, string(b.Slip.Terminal)
	}
	if err != nil || b.Ticket == nil {
		return what, ""
	}
	var parts []string
	switch e.Kind {
	case hall.TicketIssued:
		parts = append(parts, a.say("source."+string(b.Ticket.Source)))
		if b.Ticket.Source != hall.FromCenter {
			parts = append(parts, string(e.Actor.Terminal))
		}
	case hall.TicketPaper:
		parts = append(parts, a.say("paper."+string(b.Ticket.Paper)))
	case hall.TicketEvaluated:
		parts = append(parts, a.rating(*b.Ticket))
	default:
		if b.Ticket.Counter != "" {
			parts = append(parts, a.stage.Book().Windows(a.stage.Lang(), lang.Window(a.label(b.Ticket.Counter))))
		}
		if e.Actor.Teller != "" {
			parts = append(parts, d.teller(e.Actor.Teller))
		}
	}
	return what, strings.Join(parts, "\u3000")
}

// teller is who did it, by the number that colleagues know.
func (d *drawer) teller(id hall.TellerID) string {
	_, history, _, _ := d.a.desk.Drawer()
	if history == nil || history.Badges[id] == "" {
		return d.a.say("teller_unknown")
	}
	return d.a.say("teller", "badge", history.Badges[id])
}
