package admin

import (
	"fmt"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/kit"
)

// The lower part of the drawer.
const (
	groupsMost, printersMost = 12, 9
	groupsTop, careTop       = 140, 500
	handTop, handSay         = 636, 828
	handKey                  = 924
)

// hand is the part of the drawer that gives a number or a slip.
type hand struct {
	a        *Admin
	board    *kit.Board
	groups   [groupsMost]*kit.Button
	care     [2]*kit.Button
	printers [printersMost]*kit.Button
	give     *kit.Button
}

func newHand(a *Admin) *hand {
	k, h := a.stage.Kit(), &hand{a: a}
	for i := range h.groups {
		h.groups[i] = k.Button(fmt.Sprintf("hand-group-%d", i), "", kit.Quiet, func() { h.pickGroup(i) })
	}
	for i, word := range []string{"usual", "care"} {
		h.care[i] = k.Button("hand-"+word, a.say("hand."+word), kit.Quiet, func() { a.desk.Pick(func(g *desk.Give) { g.Care = i == 1 }) })
	}
	for i := range h.printers {
		h.printers[i] = k.Button(fmt.Sprintf("hand-printer-%d", i), "", kit.Quiet, func() { h.pickPrinter(i) })
	}
	h.give = k.Button("hand-give", "", kit.Primary, a.desk.GiveNow)
	return h
}

// put places everything; showGroups moves the groups to where there is room for them.
func (h *hand) put(b *kit.Board) {
	h.board = b
	for _, g := range h.groups {
		b.Put(g, 32, groupsTop+32, drawerW-64, 44)
	}
	for i, c := range h.care {
		b.Put(c, 32+float32(i)*232, careTop+32, 224, 44)
	}
	for i, p := range h.printers {
		b.Put(p, 32+float32(i%3)*154, handTop+32+float32(i/3)*52, 148, 44)
	}
	b.Put(h.give, 32, handKey, drawerW-64, 48)
}

func (h *hand) pickGroup(i int) {
	if live, _ := h.a.desk.Live(); i < len(live.Groups) {
		h.a.desk.Pick(func(g *desk.Give) { g.Group = live.Groups[i].Code })
	}
}

// pickPrinter takes a terminal; the place after the last is for a number without a slip.
func (h *hand) pickPrinter(i int) {
	at := h.places()
	if i < len(at) {
		h.a.desk.Pick(func(g *desk.Give) { g.Terminal = at[i] })
	}
}

// places are where a slip can be printed. A number can be told without one.
func (h *hand) places() []hall.TerminalID {
	at := h.a.desk.Printers()
	now, _ := h.a.desk.Hand()
	most := printersMost
	if now.Give.Ticket == "" {
		most--
	}
	at = at[:min(len(at), most)]
	if now.Give.Ticket == "" {
		at = append(at, "")
	}
	return at
}

func (h *hand) show() {
	now, open := h.a.desk.Hand()
	issue := open && now.Give.Ticket == ""
	h.showGroups(now, issue)
	for i, b := range h.care {
		visible(b, issue)
		choose(b, now.Give.Care == (i == 1))
	}
	at := h.places()
	for i, b := range h.printers {
		visible(b, open && i < len(at) && !h.over())
		if i < len(at) {
			b.SetLabel(h.place(at[i]))
			choose(b, at[i] == now.Give.Terminal)
		}
	}
	visible(h.give, open && !h.over())
	switch {
	case now.State == desk.HandSending || now.State == desk.HandPrinting:
		h.give.SetBusy(h.label(now))
	case h.a.desk.WhyNot() != "":
		h.give.SetLabel(h.label(now))
		h.give.SetOff("")
	default:
		h.give.SetLabel(h.label(now))
		h.give.SetOn("")
	}
}

// over reports whether the open ticket needs no slip any more.
func (h *hand) over() bool { return h.a.desk.WhyNot() == "over" }

func choose(b *kit.Button, chosen bool) {
	if chosen {
		b.SetRank(kit.Secondary)
	} else {
		b.SetRank(kit.Quiet)
	}
}

// showGroups has one column, and two when there are many groups.
func (h *hand) showGroups(now desk.Hand, issue bool) {
	live, _ := h.a.desk.Live()
	columns, wide := 1, float32(drawerW-64)
	if len(live.Groups) > groupsMost/2 {
		columns, wide = 2, 224
	}
	for i, b := range h.groups {
		here := issue && i < len(live.Groups)
		visible(b, here)
		if !here {
			continue
		}
		b.SetLabel(h.a.name(live.Groups[i].Name))
		choose(b, live.Groups[i].Code == now.Give.Group)
		h.board.Move(b, 32+float32(i%columns)*232, groupsTop+32+float32(i/columns)*52, wide, 44)
	}
}

func (h *hand) place(t hall.TerminalID) string {
	if t == "" {
		return h.a.say("hand.no_slip")
	}
	return string(t)
}

func (h *hand) label(now desk.Hand) string {
	switch {
	case now.State == desk.HandSending || now.State == desk.HandPrinting:
		return h.a.say("hand.busy." + string(now.State))
	case now.Give.Ticket != "":
		return h.a.say("hand.reprint")
	}
	return h.a.say("hand.issue")
}

// draw writes the headings, and what became of it.
func (h *hand) draw(p *kit.Pen, w float32) {
	now, open := h.a.desk.Hand()
	if !open {
		return
	}
	head := kit.Ink{Size: 15, Bold: true, Color: p.Look().Palette.Ink}
	if now.Give.Ticket == "" {
		p.Line1(h.a.say("col.group"), 32, groupsTop, w-64, 28, head, kit.Left)
		p.Line1(h.a.say("hand.priority"), 32, careTop, w-64, 28, head, kit.Left)
	}
	if !h.over() {
		p.Line1(h.a.say("hand.where"), 32, handTop, w-64, 28, head, kit.Left)
	}
	text, bad := h.words(now)
	ink := kit.Ink{Size: 17, Color: p.Look().Palette.Ink}
	if bad {
		ink.Color = p.Look().Palette.Danger
	}
	p.Lines(text, 32, handSay, w-64, ink, 1.5, 4, kit.Left)
}

// words are what staff are told: what became of it, or else why nothing can be done.
func (h *hand) words(now desk.Hand) (text string, bad bool) {
	a, args := h.a, []any{"no", now.No, "ahead", now.Ahead, "terminal", now.Give.Terminal}
	issued := ""
	if now.Give.Ticket == "" && now.No != "" {
		issued = a.say("hand.issued", args...)
	}
	switch now.State {
	case desk.HandIdle:
		why := a.desk.WhyNot()
		if why == "" || why == "reading" || why == "closed" {
			if now.Give.Ticket == "" && len(a.desk.Printers()) == 0 {
				return a.say("hand.why.no_printer"), false
			}
			return "", false
		}
		return a.say("hand.why." + why), why == "away" || why == "offline"
	case desk.HandRefused:
		return a.join(a.say("hand.refused"), h.sorry(now.Code)), true
	case desk.HandDone:
		return issued, false
	}
	bad = now.State == desk.HandUnheard || now.State == desk.HandNoAnswer
	return a.join(issued, a.say("hand."+string(now.State), args...)), bad
}

// join puts two sentences one after the other; either may be empty.
func (a *Admin) join(x, y string) string {
	if x != "" && y != "" && a.stage.Lang() == hall.English {
		x += " "
	}
	return x + y
}

func (h *hand) sorry(code hall.Code) string {
	if code == hall.Unavailable {
		return h.a.say("test.away")
	}
	return h.a.stage.Sorry(hall.E("admin", code))
}
