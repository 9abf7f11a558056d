package counter

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/ui/counter/flow"
	"github.com/brighthall/brighthall/ui/kit"
)

// Visitor is what the customer window can do. A *flow.Desk is one.
type Visitor interface {
	Rate(level int)
	Reason(key string)
	ChangeLevel()
	Submit()
}

// customer is the window before the visitor, 1280×800.
type customer struct {
	kit   *kit.Kit
	words words
	zone  *time.Location
	view  flow.CustomerView

	board   *kit.Board
	paper   *kit.Shape
	levels  []*kit.Tile // 5 … 1
	reasons []*kit.Tile
	ring    *kit.Ring
	change  *kit.Button
	submit  *kit.Button
}

// The levels' icons, best first: equal keys, one colour, fixed order.
var levelIcons = []string{"emoticon-excited-outline", "emoticon-happy-outline", "emoticon-neutral-outline", "emoticon-sad-outline", "emoticon-angry-outline"}

func newCustomer(k *kit.Kit, book *lang.Book, v Visitor) *customer {
	c := &customer{kit: k, words: words{book, hall.Chinese}, zone: time.Local, view: flow.CustomerView{Kind: flow.CustomerClosed}}
	c.paper = k.Draw(k.Look.Design, c.draw)
	c.board = k.Board()
	c.board.Put(c.paper, 0, 0, 1280, 800)
	for i, icon := range levelIcons {
		level := 5 - i
		t := k.Tile("level-"+string(rune('0'+level)), kit.Upright, icon, "", "", func() { v.Rate(level) })
		t.Edge, t.IconSize, t.NameSize = true, 112, 36
		c.levels = append(c.levels, t)
		c.board.Put(t, 48+float32(i)*240.8, 320, 220.8, 304)
	}
	for i, key := range flow.ReasonKeys {
		t := k.Tile("reason-"+key, kit.Upright, "", "", "", func() { v.Reason(key) })
		t.Edge = true
		c.reasons = append(c.reasons, t)
		c.board.Put(t, 48+float32(i%3)*401.4, 312+float32(i/3)*148, 381.4, 128)
	}
	c.ring = k.Ring(20, 72)
	c.board.Put(c.ring, 48, 680, 72, 72)
	c.change = k.Button("change-level", "", kit.Quiet, v.ChangeLevel)
	c.board.Put(c.change, 48, 648, 304, 120)
	c.submit = k.Button("submit", "", kit.Primary, v.Submit)
	c.board.Put(c.submit, 752, 648, 480, 120)
	return c
}

// object is what the stage shows.
func (c *customer) object() fyne.CanvasObject { return c.board.Object() }

// show takes the one value this window knows.
func (c *customer) show(v flow.CustomerView) {
	c.view, c.words.in = v, v.Language
	rating, reasons := v.Kind == flow.CustomerRating, v.Kind == flow.CustomerReasons
	for i, t := range c.levels {
		t.Name = c.words.key("level." + string(rune('5'-i)))
		visible(t, rating)
	}
	for i, t := range c.reasons {
		t.Name, t.Chosen = c.words.key("reason_bad."+flow.ReasonKeys[i]), slices.Contains(v.Reasons, flow.ReasonKeys[i])
		visible(t, reasons)
		t.Refresh()
	}
	c.change.SetLabel(c.words.key("customer.change"))
	c.submit.SetLabel(c.words.key("customer.submit"))
	visible(c.change, reasons)
	visible(c.submit, reasons)
	visible(c.ring, rating || reasons)
	c.ring.Set(v.Left)
	c.placeRing(reasons)
	c.paper.Refresh()
}

func (c *customer) placeRing(reasons bool) {
	if x, y := c.kit.Look.Px(400), c.kit.Look.Px(672); reasons && c.ring.Position() != fyne.NewPos(x, y) {
		c.board.Move(c.ring, 400, 672, 72, 72)
	} else if !reasons {
		c.board.Move(c.ring, 48, 680, 72, 72)
	}
}

func visible(o fyne.CanvasObject, v bool) {
	switch {
	case v && !o.Visible():
		o.Show()
	case !v && o.Visible():
		o.Hide()
	}
}

func (c *customer) draw(p *kit.Pen, w, h float32) {
	p.Fill(0, 0, w, h, p.Look().Palette.Page)
	switch c.view.Kind {
	case flow.CustomerBlank:
		c.drawBlank(p)
	case flow.CustomerRating:
		c.drawHead(p)
		c.drawTitle(p, c.words.key("customer.rate"), c.words.key("customer.rate_hint"))
		c.drawRingLine(p, 136, c.words.key("customer.rate_closes"), true)
	case flow.CustomerReasons:
		c.drawHead(p)
		c.drawTitle(p, c.words.key("customer.sorry"), c.words.key("customer.sorry_hint"))
		c.drawRingLine(p, 488, c.words.key("customer.chosen", "level", c.words.key("level."+string(rune('0'+c.view.Level)))), false)
	case flow.CustomerServing:
		c.drawHead(p)
		c.drawServing(p)
	case flow.CustomerThanks:
		c.drawHead(p)
		c.drawThanks(p)
	default:
		c.drawSide(p)
		c.drawWaiting(p)
	}
}

// drawHead is the line above a visit: which window, which ticket.
func (c *customer) drawHead(p *kit.Pen) {
	pal := p.Look().Palette
	mark(p, 48, 36, 48, pal.Green, pal.OnGreen)
	p.Line1(c.words.book.Windows(c.view.Language, lang.Window(c.view.Window)), 112, 36, 400, 48, kit.Ink{Size: 30, Bold: true, Color: pal.Ink}, kit.Left)
	what := c.words.name(c.view.What)
	outcome := ""
	if c.view.Outcome != "" {
		outcome = c.words.key("outcome." + string(c.view.Outcome))
	}
	p.Line1(c.words.join(string(c.view.No), what, outcome), 532, 36, 700, 48, kit.Ink{Size: 28, Color: pal.Ink2}, kit.Right)
}

func (c *customer) drawTitle(p *kit.Pen, title, hint string) {
	pal := p.Look().Palette
	p.Whole(title, 48, 142, 1184, 80, kit.Ink{Size: 56, Bold: true, Color: pal.Ink}, kit.Left)
	p.Line1(hint, 48, 226, 1184, 48, kit.Ink{Size: 32, Color: pal.Ink2}, kit.Left)
}

func (c *customer) drawRingLine(p *kit.Pen, x float32, text string, hotline bool) {
	pal := p.Look().Palette
	room := float32(752 - 24 - 488)
	if hotline {
		room = 700
		p.Line1(c.words.join(c.words.key("customer.complaint"), c.view.Hotline), 852, 692, 380, 48, kit.Ink{Size: 28, Color: pal.Ink2}, kit.Right)
	}
	y := float32(692)
	if !hotline {
		y = 684
	}
	p.Line1(text, x, y, room, 48, kit.Ink{Size: 28, Color: pal.Ink2}, kit.Left)
}

func (c *customer) drawServing(p *kit.Pen) {
	pal := p.Look().Palette
	p.Whole(c.words.key("customer.hello", "no", c.view.No), 48, 296, 1184, 120, kit.Ink{Size: 88, Bold: true, Color: pal.Ink}, kit.Left)
	p.Lines(c.words.key("customer.serving"), 48, 432, 1184, kit.Ink{Size: 36, Color: pal.Ink2}, 1.5, 2, kit.Left)
}

func (c *customer) drawThanks(p *kit.Pen) {
	pal := p.Look().Palette
	p.Icon("check-circle", 48, 264, 112, pal.Green)
	p.Whole(c.words.key("customer.thanks"), 48, 400, 1184, 96, kit.Ink{Size: 72, Bold: true, Color: pal.Ink}, kit.Left)
	p.Line1(c.words.key("customer.thanks_hint"), 48, 504, 1184, 56, kit.Ink{Size: 36, Color: pal.Ink2}, kit.Left)
}

func (c *customer) drawBlank(p *kit.Pen) {
	pal := p.Look().Palette
	mark(p, 616, 352, 48, pal.Green, pal.OnGreen)
	p.Line1(c.words.key("customer.blank"), 48, 432, 1184, 56, kit.Ink{Size: 36, Color: pal.Ink2}, kit.Centre)
}

// drawSide says from three metres which window this is.
func (c *customer) drawSide(p *kit.Pen) {
	pal := p.Look().Palette
	ground, ink := pal.Green, pal.OnGreen
	if c.view.Kind == flow.CustomerPaused || c.view.Kind == flow.CustomerClosed {
		ground, ink = pal.Sunken, pal.Ink2
	}
	p.Fill(0, 0, 520, 800, ground)
	mark(p, 48, 40, 48, ink, ground)
	p.Line1(c.words.name(c.view.Outlet), 112, 40, 384, 48, kit.Ink{Size: 28, Color: ink}, kit.Left)
	sign := c.words.book.Sign(c.view.Language, lang.Window(c.view.Window))
	number := kit.Ink{Size: 480, Bold: true, Color: ink}
	if wide := number.Width(sign.Label); wide > 424 {
		number.Size *= 424 / wide
	}
	p.Base(sign.Label, 36, 588, number)
	p.Line1(sign.Before+sign.After, 48, 636, 424, 96, kit.Ink{Size: 64, Bold: true, Color: ink}, kit.Left)
}

func (c *customer) drawWaiting(p *kit.Pen) {
	pal := p.Look().Palette
	soft := kit.Ink{Size: 28, Color: pal.Ink2}
	at := c.view.At.Time().In(c.zone)
	date := c.words.book.Date(c.view.Language, at)
	p.Line1(date, 584, 48, 400, 48, soft, kit.Left)
	if c.view.Demo { // above, where nothing grows
		word := c.words.book.Say(c.view.Language, "common.demo")
		tag(p, word, 584+soft.Width(date)+20+tagsWidth([]string{word}, 20)-8, 73, 20)
	}
	p.Line1(lang.Clock(at), 916, 40, 300, 64, kit.Ink{Size: 48, Bold: true, Color: pal.Ink}, kit.Right)
	title, lines := c.waitingWords()
	if c.view.Kind == flow.CustomerCalled {
		p.Whole(string(c.view.No), 584, 160, 632, 190, kit.Ink{Size: 168, Bold: true, Color: pal.Ink}, kit.Left)
		p.Lines(lines, 584, 376, 632, kit.Ink{Size: 36, Color: pal.Ink2}, 1.55, 3, kit.Left)
	} else {
		p.Whole(title, 584, 186, 632, 100, kit.Ink{Size: 72, Bold: true, Color: pal.Ink}, kit.Left)
		p.Lines(lines, 584, 300, 632, kit.Ink{Size: 36, Color: pal.Ink2}, 1.55, 4, kit.Left)
	}
	if c.view.Kind != flow.CustomerClosed {
		c.drawWho(p)
	}
}

func (c *customer) waitingWords() (title, lines string) {
	switch c.view.Kind {
	case flow.CustomerCalled:
		return "", c.words.key("customer.come")
	case flow.CustomerPaused:
		return c.words.key("customer.paused"), c.elsewhere()
	case flow.CustomerClosed:
		return c.words.key("customer.closed"), c.elsewhere()
	}
	return c.words.key("customer.idle"), c.words.key("customer.idle_hint")
}

// elsewhere names where to go instead.
func (c *customer) elsewhere() string {
	if len(c.view.Others) == 0 {
		return c.words.key("customer.nowhere")
	}
	return c.words.key("customer.elsewhere", "windows", lang.Windows(c.view.Others))
}

func (c *customer) drawWho(p *kit.Pen) {
	pal := p.Look().Palette
	p.Fill(584, 607, 632, 2, pal.Line)
	soft, bold := kit.Ink{Size: 28, Color: pal.Ink2}, kit.Ink{Size: 40, Bold: true, Color: pal.Ink}
	if c.view.Badge != "" {
		p.Line1(c.words.key("customer.badge"), 584, 638, 160, 44, soft, kit.Left)
		p.Whole(c.view.Badge, 584, 682, 160, 56, bold, kit.Left)
	}
	if len(c.view.Can) == 0 {
		return
	}
	var can []string
	for _, n := range c.view.Can {
		can = append(can, c.words.name(n))
	}
	p.Line1(c.words.key("customer.can"), 776, 638, 440, 44, soft, kit.Left)
	c.drawCan(p, can, 776, 682, 440, bold)
}

// drawCan lists services in one line, or smaller in two; of more than two lines the last are counted.
func (c *customer) drawCan(p *kit.Pen, names []string, x, y, w float32, ink kit.Ink) {
	text := strings.Join(names, "\u3000")
	if ink.Width(text) <= w/0.8 {
		p.Whole(text, x, y, w, 56, ink, kit.Left)
		return
	}
	ink.Size = 26
	for n := len(names); len(kit.Wrap(text, w, ink, 0)) > 2 && n > 1; {
		n--
		text = strings.Join(names[:n], "\u3000") + "\u3000" + c.words.key("customer.more", "n", len(names)-n)
	}
	p.Lines(text, x, y, w, ink, 1.3, 2, kit.Left)
}
